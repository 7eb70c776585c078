/** What anybody may begin, without a credential: a flood of it lives no longer than it may be answered. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { embedded } from '../../test/engines.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { type OrganisationStore, openStore, type Store } from '../store/index.ts'
import { giveChallenge } from './challenges.ts'
import { giveFlow } from './oidc/flow-rows.ts'

const NOON = Date.UTC(2026, 10, 22, 12)
const FLOOD = 100

describe('ways to sign in that were begun and never answered', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function organisation(): Promise<OrganisationStore> {
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'x', created: NOON }).execute())
    return db
  }

  async function begin(count: number, work: () => Promise<unknown>): Promise<void> {
    for (let index = 0; index < count; index++) await work()
  }

  it('given a flood of challenges, when it is over, then each that begins takes two of them away', async () => {
    const db = await organisation()
    const give = (now: number) =>
      db.transaction((tx) => giveChallenge(tx, randomBytes(32), { purpose: 'sign-in', now }))
    const later = NOON + DEFAULTS.staff.challengeMs + 1
    await begin(FLOOD, () => give(NOON))
    await begin(FLOOD / 2, () => give(later))
    const left = await db.transaction((tx) => tx.selectFrom('staff_challenges').select('expires').execute())
    assert.equal(left.length, FLOOD / 2)
    assert.ok(left.every(({ expires }) => expires > later))
  })

  it('given what members decide on, then a flood of strangers takes nothing of it away', async () => {
    const db = await organisation()
    const later = NOON + DEFAULTS.staff.challengeMs + 1
    await db.transaction((tx) => giveChallenge(tx, randomBytes(32), { purpose: 'decide', subject: 'ada', now: NOON }))
    await db.transaction((tx) => giveChallenge(tx, randomBytes(32), { purpose: 'sign-in', now: later }))
    const left = await db.transaction((tx) => tx.selectFrom('staff_challenges').select('purpose').execute())
    assert.deepEqual(left.map(({ purpose }) => purpose).sort(), ['decide', 'sign-in'])
  })

  it('given a flood of ways to the provider, then the same', async () => {
    const db = await organisation()
    const text = () => randomBytes(32).toString('base64url')
    const give = (now: number) => {
      const flow = {
        state: text(),
        nonce: text(),
        verifier: text(),
        browser: text(),
        member: undefined,
        isStrong: false,
      }
      return db.transaction((tx) => giveFlow(tx, flow, now))
    }
    await begin(FLOOD, () => give(NOON))
    await begin(FLOOD / 2, () => give(NOON + DEFAULTS.staff.oidcMs + 1))
    const left = await db.transaction((tx) => tx.selectFrom('staff_oidc_flows').select('expires').execute())
    assert.equal(left.length, FLOOD / 2)
  })
})
