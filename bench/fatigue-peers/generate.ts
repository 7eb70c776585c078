/**
 * Writes the log that all contenders read, and who must be named:
 *
 *   node bench/fatigue-peers/generate.ts /tmp/fatigue [seed]
 *
 * makes `okta.ndjson` (in order of time), `okta-newest-first.ndjson` (the same rows, as exports come) and `truth.json`.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { personOf } from './people.ts'
import { type PlannedEvent, plan } from './plan.ts'
import { EVENTS, PEOPLE } from './question.ts'
import { createWriter } from './rows.ts'

export interface Truth {
  readonly seed: number
  readonly events: number
  readonly people: number
  /** Logins of those who must be named, in order. */
  readonly victims: readonly string[]
  /** How many people each kind of story has. */
  readonly stories: Readonly<Record<string, number>>
  readonly bytes: number
}

export const SEED = 7
const CHUNK_ROWS = 1000

/** Writes the three files into the folder, and returns what `truth.json` says. */
export function generate(folder: string, seed: number): Truth {
  mkdirSync(folder, { recursive: true })
  const { events, victims, stories } = plan(seed, EVENTS, PEOPLE)
  const bytes = writeRows(join(folder, 'okta.ndjson'), seed, events, (place) => place)
  writeRows(join(folder, 'okta-newest-first.ndjson'), seed, events, (place) => events.length - 1 - place)
  const truth: Truth = {
    seed,
    events: events.length,
    people: new Set(events.map(({ person }) => person)).size,
    victims: victims.map((person) => personOf(seed, person).login).sort(),
    stories,
    bytes,
  }
  writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`)
  return truth
}

function writeRows(path: string, seed: number, events: readonly PlannedEvent[], at: (place: number) => number): number {
  const write = createWriter(seed)
  const file = openSync(path, 'w')
  let bytes = 0
  try {
    for (let from = 0; from < events.length; from += CHUNK_ROWS) {
      const places = Array.from({ length: Math.min(CHUNK_ROWS, events.length - from) }, (_, index) => at(from + index))
      const text = Buffer.from(places.map((place) => `${write(events[place]!, place)}\n`).join(''))
      for (let written = 0; written < text.length; ) written += writeSync(file, text, written)
      bytes += text.length
    }
  } finally {
    closeSync(file)
  }
  return bytes
}

if (import.meta.main) {
  const folder = process.argv[2]
  if (folder === undefined) throw new Error('Name a folder: node bench/fatigue-peers/generate.ts /tmp/fatigue [seed]')
  console.log(generate(folder, Number(process.argv[3] ?? SEED)))
}
