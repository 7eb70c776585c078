/**
 * kill -9 at random moments while sign-ins are written: nothing that was acknowledged is lost, no batch is there in part, and
 * positions have no gap.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import { sql } from 'kysely'
import { batchesAfter, openStore, type Store } from '../src/store/index.ts'
import { onEachEngine } from './engines.ts'
import { eventually } from './eventually.ts'
import { anyMoment, chances, KILLS, SEED, writeUntilKilled } from './kills.ts'
import { rowsOf } from './store-writer.ts'

/** PostgreSQL may still commit for a process that is dead, between one statement of ours and the next: undefined then. */
async function readAll(store: Store, organisation: string) {
  return await store.in(organisation).transaction(async (tx) => {
    const before = await batchesAfter(tx, 0, 100_000)
    const { rows } = await sql<{ row: string }>`select row from sign_ins`.execute(tx)
    const batches = await batchesAfter(tx, 0, 100_000)
    return before.length === batches.length ? { rows: rows.map(({ row }) => row), batches } : undefined
  })
}

onEachEngine('kill -9', (engine) => {
  it(`loses nothing that was acknowledged, ${KILLS} times (seed ${SEED})`, async () => {
    console.log(`kill -9, ${engine.name}: seed ${SEED}`)
    const chance = chances(SEED)
    const place = await engine.newPlace()
    const organisation = randomUUID()
    const first = await openStore({ place, kind: 'real', clock: Date.now })
    await first
      .in(organisation)
      .transaction((tx) => tx.insertInto('organisations').values({ name: 'x', created: 0 }).execute())
    await first.close()

    let next = 0
    let acknowledged = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const last = await writeUntilKilled('store-writer.ts', place, organisation, next, anyMoment(chance))
      acknowledged += last - next + 1
      const store = await openStore({ place, kind: 'real', clock: Date.now })
      const { rows, batches } = await eventually('a moment in which nothing commits', () =>
        readAll(store, organisation),
      )
      await store.close()
      // The batch after the last acknowledged one may have been committed just before the kill.
      const count = batches.length
      assert.ok(
        count === last + 1 || count === last + 2,
        `kill ${kill}: acknowledged up to ${last}, ${count} are there`,
      )
      const expected = Array.from({ length: count }, (_, batch) => rowsOf(batch).map(({ row }) => row)).flat()
      assert.deepEqual(rows.sort(), expected.sort(), `kill ${kill}`)
      assert.deepEqual(
        batches.map(({ position }) => position),
        Array.from({ length: count }, (_, index) => index + 1),
      )
      next = count
    }
    console.log(`kill -9, ${engine.name}: ${KILLS} kills, ${acknowledged} batches acknowledged, none lost`)
    assert.ok(acknowledged > 0, 'nothing was written: this test looked at nothing')
  })
})
