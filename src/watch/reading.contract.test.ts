/** What is written down for screens while sign-ins come, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import type { Ledger } from '../ledger/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { createDeliveryReader, createIntakeOf, createWatch, type DeliveryReader, sourceActivity } from './index.ts'
import { findPeople, tokensOfPerson } from './people.ts'
import { lines, MINUTE_MS, NOON, newOrganisation, refusal } from './sample-organisation.ts'
import { noteDeliveries } from './source-activity.ts'

const HOUR_MS = 60 * MINUTE_MS
const OKTA = { tenant: 'northwind', came: 'read' } as const
const KEY = Buffer.alloc(32, 3)

onEachEngine('what is written down for screens', (engine) => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())

  async function newPlace() {
    const ledger: Pick<Ledger, 'db' | 'sealer'> = await newOrganisation(store)
    const intake = createIntakeOf(ledger)
    return {
      db: ledger.db,
      deliver: (...rows: readonly object[]) => intake.take('s1', reader.read(Buffer.from(lines(...rows)), OKTA), NOON),
      labels: async (text: string) =>
        (await ledger.db.transaction((tx) => findPeople(tx, text, 10))).map(({ label }) => label),
    }
  }

  const called = (name: string, id: string, minute: number): object => ({
    ...refusal(minute, `${id}-${minute}`),
    actor: { id, type: 'User', alternateId: name },
  })

  it('given a server that died, when another starts, then whoever came meanwhile is found, and nobody is lost', async () => {
    const { db, deliver, labels } = await newPlace()
    await deliver(called('ana@example.com', '00uana', 0))
    await createWatch({ db }).follow(NOON)
    await deliver(called('zoe@example.com', '00uzoe', 1))
    assert.deepEqual(await labels('zoe'), [])
    await createWatch({ db }).follow(NOON)
    assert.deepEqual([await labels('ana'), await labels('zoe')], [['ana@example.com'], ['zoe@example.com']])
  })

  it('given somebody who is called something else, then the new name counts, and a row without one takes none away', async () => {
    const { db, deliver, labels } = await newPlace()
    const watch = createWatch({ db })
    await deliver(called('ana.silva@example.com', '00uana', 0))
    await watch.follow(NOON)
    await deliver(called('ana.costa@example.com', '00uana', 1))
    await deliver(called('', '00uana', 2))
    await watch.follow(NOON)
    assert.deepEqual(await labels('ana'), ['ana.costa@example.com'])
    assert.deepEqual(await labels('costa'), ['ana.costa@example.com'])
  })

  it('given deliveries, then the last one, the newest event and the rows of 24 hours are kept, each source for itself', async () => {
    const { db } = await newPlace()
    const note = (source: string, now: number, newest: number | undefined, accepted: number) =>
      db.transaction((tx) =>
        noteDeliveries(tx, [{ source, now, newest, accepted, provider: newest && 'okta' } as never]),
      )
    await note('a', NOON, NOON - 5000, 10)
    await note('b', NOON, undefined, 0)
    await note('a', NOON + HOUR_MS, NOON - HOUR_MS, 5)
    const at = async (now: number) => Object.fromEntries(await db.transaction((tx) => sourceActivity(tx, now)))
    assert.deepEqual(await at(NOON + HOUR_MS), {
      a: {
        lastDelivery: NOON + HOUR_MS,
        lastEvent: NOON - 5000,
        vendorDelayMs: 2 * HOUR_MS,
        provider: 'okta',
        rows24h: 15,
      },
      b: { lastDelivery: NOON, lastEvent: null, vendorDelayMs: null, provider: null, rows24h: 0 },
    })
    assert.equal((await at(NOON + 24 * HOUR_MS)).a?.rows24h, 5)
    // The same hour of the next day takes the place of the last one's, so that there are never more than 24.
    await note('a', NOON + 24 * HOUR_MS, NOON, 7)
    assert.equal((await at(NOON + 24 * HOUR_MS)).a?.rows24h, 12)
    const hours = await db.transaction((tx) => tx.selectFrom('source_hours').selectAll().execute())
    assert.equal(hours.length, 2)
  })

  it('given deliveries of several sources at once by two servers, then neither waits for the other in a circle', async () => {
    const { db } = await newPlace()
    const delivery = (source: string) => ({ source, now: NOON, newest: NOON, provider: 'okta', accepted: 1 })
    const orders = [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
    ].map((sources) => sources.map(delivery))
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => db.transaction((tx) => noteDeliveries(tx, orders[n % 2] ?? []))),
    )
    const activity = await db.transaction((tx) => sourceActivity(tx, NOON))
    assert.deepEqual(
      [...activity.values()].map(({ rows24h }) => rows24h),
      [20, 20, 20],
    )
  })

  it('given an e-mail address of staff, then its tokens are those of every account that has it, in this organisation alone', async () => {
    const { db, deliver } = await newPlace()
    const other = await newPlace()
    await deliver(called('Ana@example.com', '00uana', 0), called('ana@example.com', '00uana2', 1))
    await createWatch({ db }).follow(NOON)
    const tokens = (place: typeof db, ...emails: string[]) => place.transaction((tx) => tokensOfPerson(tx, KEY, emails))
    const [known, unknown] = [await tokens(db, 'ANA@example.com'), await tokens(other.db, 'ana@example.com')]
    assert.equal(known.length, unknown.length + 2)
    assert.ok(unknown.every((token) => known.includes(token)))
    assert.deepEqual(await tokens(db), [])
    // Whoever renames an account does not become somebody else.
    await deliver(called('renamed@example.com', '00uana', 2))
    await createWatch({ db }).follow(NOON)
    const then = await tokens(db, 'ana@example.com')
    assert.ok(known.every((token) => then.includes(token)))
  })
})
