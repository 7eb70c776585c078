/**
 * kill -9 at random moments while sign-ins are written: nothing that was acknowledged is lost, no batch is there in part, and
 * positions have no gap. Fifty times in the long run, five in the short one; `POSTERN_SEED=n` repeats a run's moments.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { batchesAfter, openStore, type Place } from '../src/store/index.ts'
import { onEachEngine } from './engines.ts'
import { rowsOf } from './store-writer.ts'

const KILLS = process.env.POSTERN_LONG === '1' ? 50 : 5
const SEED = Number(process.env.POSTERN_SEED ?? randomInt(2 ** 31))

/** mulberry32: numbers from 0 to 1 that follow from the seed. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Runs a writer, kills it after some more batches and a moment, and gives the last batch that it said was committed. */
async function writeUntilKilled(
  place: Place,
  organisation: string,
  first: number,
  { batches, delayMs }: Moment,
): Promise<number> {
  const script = join(import.meta.dirname, 'store-writer.ts')
  const writer = spawn(process.execPath, [script, JSON.stringify(place), organisation, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  writer.stdout.setEncoding('utf8').on('data', (piece: string) => {
    said += piece
  })
  const closed = once(writer, 'close')
  // Cut off is what was not said to the end.
  const acknowledged = () => said.split('\n').slice(1, -1).map(Number)
  while (acknowledged().length < batches) await once(writer.stdout, 'data')
  await setTimeout(delayMs)
  writer.kill('SIGKILL')
  await closed
  return acknowledged().at(-1) ?? first - 1
}

interface Moment {
  /** How many batches are waited for. */
  readonly batches: number
  readonly delayMs: number
}

/** Mostly while it writes; sometimes while it starts, which is when it recovers from the last kill. */
function anyMoment(chance: () => number): Moment {
  const isAtStart = chance() < 0.15
  return isAtStart
    ? { batches: 0, delayMs: chance() * 1500 }
    : { batches: 1 + Math.floor(chance() * 25), delayMs: chance() * 30 }
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
      const last = await writeUntilKilled(place, organisation, next, anyMoment(chance))
      acknowledged += last - next + 1
      const store = await openStore({ place, kind: 'real', clock: Date.now })
      const { rows, batches } = await store.in(organisation).transaction(async (tx) => ({
        rows: (await sql<{ row: string }>`select row from sign_ins`.execute(tx)).rows.map(({ row }) => row),
        batches: await batchesAfter(tx, 0, 100_000),
      }))
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
