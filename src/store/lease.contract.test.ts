/** A duty that one server at a time has: two servers are two leases, and time is moved by writing when a turn ends. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { leaseOf, type OrganisationStore, openStore, type Store } from './index.ts'

onEachEngine('leases', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => 0 })
  })
  after(() => store.close())

  async function newOrganisation(): Promise<OrganisationStore> {
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'Example', created: 0 }).execute())
    return db
  }

  const written = (db: OrganisationStore) =>
    db.transaction((tx) => tx.selectFrom('leases').select(['duty', 'term']).orderBy('duty').execute())

  const alone = { skip: engine.name === 'postgres' && 'several may work on a server' }
  it('given an embedded database, then whoever has it has every duty, and nothing is written', alone, async () => {
    const db = await newOrganisation()
    const lease = leaseOf(store, db.organisation, 'watch')
    await lease.hold()
    assert.equal(await db.transaction((tx) => lease.isOn(tx, lease.turn!)), true)
    assert.deepEqual(await written(db), [])
  })

  const beside = { skip: engine.name === 'pglite' && 'one process has an embedded database' }

  async function two() {
    const db = await newOrganisation()
    const [one, other] = [1, 2].map(() => leaseOf(store, db.organisation, 'watch'))
    const isOn = (turn: number) => db.transaction((tx) => one!.isOn(tx, turn))
    const end = () =>
      db.transaction((tx) => sql`update leases set until = clock_timestamp() - interval '1 second'`.execute(tx))
    return { db, one: one!, other: other!, isOn, end }
  }

  it('given two who ask at once, then one has it, and goes on having it', beside, async () => {
    const { one, other } = await two()
    await Promise.all([one.hold(), other.hold()])
    const turns = [one.turn, other.turn]
    assert.equal(turns.filter((turn) => turn !== undefined).length, 1)
    await Promise.all([one.hold(), other.hold()])
    assert.deepEqual([one.turn, other.turn], turns)
  })

  it(
    'given a turn that has ended, then another takes over, and what the first begins then is not its own',
    beside,
    async () => {
      const { one, other, isOn, end } = await two()
      await one.hold()
      const before = one.turn!
      await end()
      await other.hold()
      assert.equal(await isOn(before), false)
      assert.equal(await isOn(other.turn!), true)
      await one.hold()
      assert.equal(one.turn, undefined)
    },
  )

  it('given a turn that has ended and nobody asked, then it goes on', beside, async () => {
    const { one, other, end } = await two()
    await one.hold()
    const before = one.turn
    await end()
    await one.hold()
    await other.hold()
    assert.deepEqual([one.turn, other.turn], [before, undefined])
  })

  it('given one who had it, lost it, and has it again, then that is another turn', beside, async () => {
    const { one, other, isOn, end } = await two()
    await one.hold()
    const before = one.turn!
    await end()
    await other.hold()
    await end()
    await one.hold()
    assert.notEqual(one.turn, before)
    assert.deepEqual([await isOn(before), await isOn(one.turn!)], [false, true])
  })

  it('given one that writes as its turn ends, then nobody takes over before that is committed', beside, async () => {
    const { db, one, other, end } = await two()
    await one.hold()
    await end()
    const [begun, ended] = [Promise.withResolvers<boolean>(), Promise.withResolvers<void>()]
    const writing = db.transaction(async (tx) => {
      begun.resolve(await one.isOn(tx, one.turn!))
      await ended.promise
    })
    assert.equal(await begun.promise, true)
    await other.hold()
    assert.equal(other.turn, undefined)
    ended.resolve()
    await writing
    await other.hold()
    assert.notEqual(other.turn, undefined)
  })

  it('given one that leaves, then another has it at once', beside, async () => {
    const { one, other } = await two()
    await one.hold()
    await one.release()
    await other.hold()
    assert.equal(one.turn, undefined)
    assert.notEqual(other.turn, undefined)
  })

  it('given two duties, then each is held by itself', beside, async () => {
    const { db, one } = await two()
    const file = leaseOf(store, db.organisation, 'file/s1')
    await one.hold()
    await file.hold()
    assert.deepEqual(await written(db), [
      { duty: 'file/s1', term: 1 },
      { duty: 'watch', term: 1 },
    ])
  })
})
