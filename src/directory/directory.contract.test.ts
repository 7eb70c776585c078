/** Tiers and the registry on a real database, on both engines: what remedies, playbooks and the watch are told. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { NOON, newLedger } from '../../test/organisation.ts'
import type { Applied } from '../organisation/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { noteAccount } from './accounts.ts'
import {
  type DirectoryRoom,
  directoryChanges,
  emergencyAccounts,
  emergencyWatch,
  holdLowerings,
  keyOfAccount,
  tierOfMentioned,
} from './index.ts'
import { personTiers, raisedPeople } from './people.ts'

const DAY_MS = 86_400_000
const ANA = { provider: 'okta', tenant: 'northwind', id: '00uana', label: 'Ana@example.com' } as const
const GLASS = { provider: 'entra', tenant: 't1', id: 'glass-1', label: 'spare.key@example.com' } as const

onEachEngine('the directory', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newRoom() {
    const ledger = await newLedger(store)
    const room: DirectoryRoom = {
      ledger,
      tokenKey: Buffer.alloc(32, 3),
      masters: [{ id: 'm1', bytes: Buffer.alloc(32, 4) }],
      seenAccount: async (_, key) => (key === keyOfAccount(ANA) ? ANA : undefined),
      seenKeys: async (_, { account, label }) =>
        account === ANA.id || label?.toLowerCase() === ANA.label.toLowerCase() ? [keyOfAccount(ANA)] : [],
      findSeen: async () => [],
      listings: () => [],
    }
    const kinds = directoryChanges(() => room)
    /** Applied as approvals/ does: with the assertions of those who decided. */
    async function change(kind: string, data: unknown, by: readonly string[], now = NOON): Promise<Applied> {
      const decisions = by.map((staff) => assertionOf(staff))
      const applying = { data, secret: undefined, actor: `staff/${by[0]}`, decisions, now }
      return await ledger.db.transaction((tx) => kinds.find(({ name }) => name === kind)!.apply(tx, applying))
    }
    const tierOf = (mentioned: Parameters<typeof tierOfMentioned>[2], now = NOON) =>
      ledger.db.transaction((tx) => tierOfMentioned(tx, room, mentioned, now))
    return { room, ledger, change, tierOf }
  }

  it('given a raised person, then findings about their account, and rows with only its name, meet the tier', async () => {
    const { change, tierOf } = await newRoom()
    assert.equal(await tierOf({ provider: 'okta', account: ANA.id }), 'standard')
    const raised = await change('tier-raised', { person: keyOfAccount(ANA), tier: 'privileged' }, ['ada'])
    assert.deepEqual(raised, { applied: true })
    assert.equal(await tierOf({ provider: 'okta', account: ANA.id }), 'privileged')
    assert.equal(await tierOf({ provider: 'okta', label: 'ana@EXAMPLE.com' }), 'privileged')
    assert.equal(await tierOf({ provider: 'okta', account: '00uben' }), 'standard')
  })

  it('given two people who lower a tier, then it counts after seven days in which somebody was there', async () => {
    const { room, ledger, change, tierOf } = await newRoom()
    const ana = keyOfAccount(ANA)
    await change('tier-raised', { person: ana, tier: 'privileged' }, ['ada'])
    const alone = await change('tier-lowered', { person: ana, tier: 'standard' }, ['ada'])
    assert.equal(alone.applied === false && alone.code, 'ERR_TIER_TWO_PEOPLE')
    await change('tier-lowered', { person: ana, tier: 'standard' }, ['ada', 'bo'])
    await holdLowerings(room, { from: NOON + DAY_MS, at: NOON + 3 * DAY_MS })
    assert.equal(await tierOf({ provider: 'okta', account: ANA.id }, NOON + 9 * DAY_MS - 1), 'privileged')
    assert.equal(await tierOf({ provider: 'okta', account: ANA.id }, NOON + 9 * DAY_MS), 'standard')
    const shown = await ledger.db.transaction((tx) => personTiers(tx, room, ana, NOON))
    assert.deepEqual(shown?.lowering, { to: 'standard', countsFrom: NOON + 9 * DAY_MS })
    assert.equal(shown?.accounts[0]?.label, ANA.label)
    const [listed] = await ledger.db.transaction((tx) => raisedPeople(tx, room, NOON + 9 * DAY_MS))
    assert.deepEqual(listed, { person: ana, label: ANA.label, tier: 'standard', lowering: undefined })
  })

  it('given a database that says a lower tier than the ledger, then the ledger is believed', async () => {
    const { ledger, change, tierOf } = await newRoom()
    await change('tier-raised', { person: keyOfAccount(ANA), tier: 'privileged' }, ['ada'])
    await ledger.db.transaction((tx) => tx.updateTable('directory_tiers').set({ tier: 'standard' }).execute())
    assert.equal(await tierOf({ provider: 'okta', account: ANA.id }), 'privileged')
  })

  it('given two people, then an account that never signed in stands in the registry until two take it out', async () => {
    const { room, ledger, change } = await newRoom()
    const account = keyOfAccount(GLASS)
    const unknown = await change('emergency-account-registered', { account }, ['ada', 'bo'])
    assert.equal(unknown.applied === false && unknown.code, 'ERR_ACCOUNT_UNKNOWN')
    await ledger.db.transaction((tx) => noteAccount(tx, GLASS, NOON))
    const alone = await change('emergency-account-registered', { account }, ['ada'])
    assert.equal(alone.applied === false && alone.code, 'ERR_EMERGENCY_TWO_PEOPLE')
    await change('emergency-account-registered', { account }, ['ada', 'bo'])
    const registered = () => ledger.db.transaction((tx) => emergencyAccounts(tx, room))
    assert.deepEqual(await registered(), [{ ...GLASS, key: account, person: account, since: NOON }])
    await change('emergency-account-removed', { account }, ['bo', 'ada'])
    assert.deepEqual(await registered(), [])
  })

  it('given a registered account that the database says otherwise about, then whoever acts is stopped, and the watch is not blind', async () => {
    const { room, ledger, change } = await newRoom()
    const account = keyOfAccount(GLASS)
    await ledger.db.transaction((tx) => noteAccount(tx, GLASS, NOON))
    await change('emergency-account-registered', { account }, ['ada', 'bo'])
    await ledger.db.transaction((tx) =>
      sql`update directory_accounts set id = 'another', label = 'x', search = 'x'`.execute(tx),
    )
    await assert.rejects(
      ledger.db.transaction((tx) => emergencyAccounts(tx, room)),
      { code: 'ERR_EMERGENCY_ALTERED' },
    )
    const isEmergency = await ledger.db.transaction((tx) => emergencyWatch(room).load(tx))
    assert.equal(isEmergency({ person: 'entra:t1:glass-1', name: '' }), true)
    assert.equal(isEmergency({ person: 'entra:t1:another', name: '' }), false)
  })

  it('given another organisation, then nothing of this one is known there', async () => {
    const one = await newRoom()
    const other = await newRoom()
    await one.change('tier-raised', { person: keyOfAccount(ANA), tier: 'privileged' }, ['ada'])
    assert.equal(await other.tierOf({ provider: 'okta', account: ANA.id }), 'standard')
    assert.deepEqual(await other.ledger.db.transaction((tx) => raisedPeople(tx, other.room, NOON)), [])
  })
})

/** What approvals/ hands on was verified there; the entry only keeps it. */
function assertionOf(staff: string) {
  const text = 'AAAA'
  return { staff, credentialId: text, clientDataJSON: text, authenticatorData: text, signature: text }
}
