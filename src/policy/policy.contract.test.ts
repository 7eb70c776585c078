/** Putting policies into force, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON, newLedger } from '../../test/organisation.ts'
import { type Ledger, lastOfStream } from '../ledger/index.ts'
import type { Applied } from '../organisation/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { isActivation, POLICY_STREAM, policyPeople } from './activation.ts'
import { preset } from './any-policy.ts'
import { policyChanges } from './changes.ts'
import type { Counted } from './count.ts'
import { policiesFor, policyInForce } from './in-force.ts'
import { presets } from './presets.ts'

const NIST = textOf('nist-63b-4')
/** Two hours more for everybody who is privileged. */
const STRICTER = NIST.replaceAll('wait: 72h', 'wait: 74h')

function textOf(id: string): string {
  return presets().find((one) => one.id === id)!.yaml
}

onEachEngine('policies', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function organisation(everybody?: readonly Counted[]) {
    const ledger: Ledger = await newLedger(store)
    const room = { ledger, ...(everybody === undefined ? {} : { everybody: async () => everybody }) }
    const [kind] = policyChanges(() => room)
    const { db } = ledger
    return {
      weakens: (yaml: string) => db.transaction((tx) => kind!.isWeakening(tx, { yaml })),
      activate: (yaml: string): Promise<Applied> => {
        const change = { data: { yaml }, secret: undefined, actor: 'staff/ada', decisions: [], now: NOON }
        return db.transaction((tx) => kind!.apply(tx, change))
      },
      version: async () => (await db.transaction((tx) => policyInForce(tx, room))).version,
      versionsFor: async (opened: string) =>
        (await db.transaction((tx) => policiesFor(tx, room, opened)))?.map(({ version }) => version),
      entries: () => db.transaction((tx) => lastOfStream(tx, POLICY_STREAM, 50)),
    }
  }

  it('given a new organisation, then the preset of NIST is in force, and cases can be opened under it', async () => {
    const { version, versionsFor, entries } = await organisation()
    assert.equal(await version(), preset('nist-63b-4').version)
    assert.deepEqual(await versionsFor(await version()), [await version()])
    assert.equal((await entries()).length, 0)
  })

  it('given another policy, then cases satisfy the one they were opened under as well (rule 8)', async () => {
    const { activate, version, versionsFor } = await organisation()
    const first = await version()
    assert.deepEqual(await activate(STRICTER), { applied: true })
    const second = await version()
    assert.notEqual(second, first)
    assert.deepEqual(await versionsFor(first), [first, second])
    assert.deepEqual(await activate(textOf('small-business')), { applied: true })
    assert.deepEqual(await versionsFor(second), [second, preset('small-business').version])
    assert.equal(await versionsFor('0'.repeat(64)), undefined)
  })

  it('given one that asks for more, then one person may; for less, or anything else, two (rule 24)', async () => {
    const { activate, weakens } = await organisation()
    assert.deepEqual(await Promise.all([STRICTER, textOf('small-business'), 'name: 1'].map(weakens)), [
      false,
      true,
      true,
    ])
    await activate(STRICTER)
    assert.equal(await weakens(NIST), true)
  })

  it('given an entry, then whoever signs it comes to the same number of people', async () => {
    const { activate, entries } = await organisation()
    for (const yaml of [STRICTER, NIST, NIST.replaceAll('wait: 24h', 'wait: 36h')]) await activate(yaml)
    const all = await entries()
    assert.deepEqual(
      all.map((entry, index) => [policyPeople(entry, all.slice(0, index)), isActivation(entry.data)]),
      [
        [1, true],
        [2, true],
        [1, true],
      ],
    )
    assert.equal(isActivation({ ...all[0]!.data, yaml: NIST }), false)
  })

  it('given a policy with a mistake, or the one in force, then nothing changes', async () => {
    const { activate, version } = await organisation()
    const refused = await activate(NIST.replace('wait: 72h', 'wait: 0h'))
    assert.ok(!refused.applied)
    assert.match(`${refused.code} ${refused.message}`, /^ERR_POLICY_FORM Line 56, column 13: /)
    assert.deepEqual(await activate(NIST), { applied: true })
    const again = await activate(`${NIST}# Read by two people.\n`)
    assert.equal(!again.applied && again.code, 'ERR_POLICY_IN_FORCE')
    assert.equal(await version(), preset('nist-63b-4').version)
  })

  it('given somebody who would have no way, then it is refused, by name', async () => {
    const having = { tier: 'standard', things: [], approvers: [], given: [] } as const
    const { activate, entries } = await organisation([{ person: '0f3c', having }])
    const refused = await activate(STRICTER)
    assert.ok(!refused.applied)
    assert.equal(refused.code, 'ERR_POLICY_WITHOUT_WAY')
    assert.match(refused.message, /0f3c/)
    assert.equal((await entries()).length, 0)
  })
})
