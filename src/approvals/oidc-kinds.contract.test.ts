/** Setting up and allowing an identity provider for staff: the first by one, the second by two, of the home organisation. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { foundersOf, type Human, NOON, newOffice, type Office } from '../../test/staff-office.ts'
import { createOidc, oidcKinds } from '../staff/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { type Changes, createChanges } from './index.ts'

const nobody = () => Promise.reject(new Error('Nothing is asked of the provider here.'))

onEachEngine('a provider for staff', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function place() {
    const room = await newOffice(store)
    const changes = createChanges({
      kinds: oidcKinds({ room }),
      room,
      ledgerOf: () => room.ledger,
      owe: async () => {},
    })
    return { room, changes, ...(await foundersOf(room)), oidc: createOidc({ room, fetch: nobody }) }
  }

  const provider = (issuer: string) => ({
    kind: 'oidc-provider-set',
    data: { issuer, clientId: 'postern' },
    secret: { clientSecret: 'a-secret-of-the-client' },
  })
  const allowing = { kind: 'oidc-allowed', data: { allowed: true, acr: ['phr'], amr: [] } }

  interface Proposing {
    readonly room: Office
    readonly changes: Changes
    readonly ada: Human
  }

  /** As Ada: the id of what waits, `applied`, or the code of the refusal. */
  async function proposes({ room, changes, ada }: Proposing, wanted: ReturnType<typeof provider> | typeof allowing) {
    const { organisation } = room.ledger.db
    const moment = { by: ada.id, now: NOON }
    const begun = await changes.begin(organisation, { kind: wanted.kind, data: wanted.data }, moment)
    if ('refused' in begun) return begun.refused.code
    const done = await changes.propose(organisation, wanted, ada.keys[0].assert(begun.options), moment)
    if ('refused' in done) return done.refused.code
    return 'waits' in done ? done.waits : 'applied'
  }

  async function confirms({ room, changes, bo }: Pick<Proposing, 'room' | 'changes'> & { bo: Human }, id: string) {
    const { organisation } = room.ledger.db
    const moment = { by: bo.id, now: NOON }
    const begun = await changes.beginConfirm(organisation, id, moment)
    if ('refused' in begun) return begun.refused.code
    const done = await changes.confirm(organisation, id, bo.keys[0].assert(begun.options), moment)
    return 'refused' in done ? done.refused.code : 'applied'
  }

  it('given a provider that one set up, then it is allowed once a second person agrees, and never sooner', async () => {
    const here = await place()
    assert.equal(await proposes(here, provider('https://id.example')), 'applied')
    assert.equal(await here.oidc.isAllowed(), false)
    const change = await proposes(here, allowing)
    assert.equal(await here.oidc.isAllowed(), false)
    assert.equal(await confirms(here, change), 'applied')
    assert.equal(await here.oidc.isAllowed(), true)
    assert.equal(await proposes(here, provider('https://other.example')), 'applied')
    assert.equal(await here.oidc.isAllowed(), false, 'another provider is allowed anew')
  })

  it('given that the provider is another by the time that the second agrees, then nothing is allowed', async () => {
    const here = await place()
    await proposes(here, provider('https://id.example'))
    const change = await proposes(here, allowing)
    await proposes(here, provider('https://evil.example'))
    assert.equal(await confirms(here, change), 'ERR_CHANGE_STALE')
    assert.equal(await here.oidc.isAllowed(), false)
  })

  it('given no provider, an address without TLS, or no secret, then it is refused', async () => {
    const here = await place()
    assert.equal(await confirms(here, await proposes(here, allowing)), 'ERR_OIDC_UNSET')
    assert.equal(await proposes(here, provider('http://id.example')), 'ERR_CHANGE_DATA')
    const { secret: _, ...without } = provider('https://id.example')
    assert.equal(await proposes(here, without as ReturnType<typeof provider>), 'ERR_OIDC_SECRET')
  })
})
