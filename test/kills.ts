/** kill -9 at random moments: programs that say a number for each thing they have committed, and are killed while they go on. */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Place } from '../src/store/index.ts'

/** Fifty times in the long run, five in the short one; `POSTERN_SEED=n` repeats a run's moments. */
export const KILLS = process.env.POSTERN_LONG === '1' ? 50 : 5
export const SEED = Number(process.env.POSTERN_SEED ?? randomInt(2 ** 31))

/** mulberry32: numbers from 0 to 1 that follow from the seed. */
export function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Moment {
  /** How many batches are waited for. */
  readonly batches: number
  readonly delayMs: number
}

/** Mostly while it writes; sometimes while it starts, which is when it recovers from the last kill. */
export function anyMoment(chance: () => number): Moment {
  const isAtStart = chance() < 0.15
  return isAtStart
    ? { batches: 0, delayMs: chance() * 1500 }
    : { batches: 1 + Math.floor(chance() * 25), delayMs: chance() * 30 }
}

/** Runs a writer of this folder, kills it after some more batches and a moment, and gives the last batch that it said was committed. */
export async function writeUntilKilled(
  program: string,
  place: Place,
  organisation: string,
  first: number,
  { batches, delayMs }: Moment,
): Promise<number> {
  const script = join(import.meta.dirname, program)
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
