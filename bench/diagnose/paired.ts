/**
 * One process that diagnoses a log and parses it, in turns: `node bench/diagnose/paired.ts LOG SLICE…`
 *
 * The diagnosis is the function behind `postern diagnose`, from opening the file to the finished report: what is left out
 * is only printing. It is one diagnosis of the whole log, as in life, and is stopped where it reports its progress: each
 * time it has read another slice's bytes, and each time it has judged another slice's share of the rows. Then JSON.parse
 * has its turn on that slice. So a slice has two pairs of neighbours in time: reading it and parsing it, and judging it and
 * parsing it again. What belongs to no slice (sorting the last run, conclusions, the report) counts in the total.
 * Prints `Turns` as JSON.
 */
import { statSync } from 'node:fs'
import { type DiagnoseRequest, diagnose } from '../../src/cli/diagnose.ts'
import type { Progress } from '../../src/cli/progress.ts'
import { parseLines } from './json-parse.ts'

/** Seconds by the clock; and seconds of processor time, of all threads (V8 collects garbage and compiles in others). */
export interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
}

export interface Pair {
  /** How much of a slice Postern had its turn for: its progress comes in steps of a mebibyte, and of 10,000 rows. */
  readonly slices: number
  readonly postern: Cost
  readonly jsonParse: Cost
}

export interface Turns {
  readonly rows: number
  /** One for each slice but the last, which is a remainder. */
  readonly reading: readonly Pair[]
  readonly judging: readonly Pair[]
  /** The whole diagnosis without the turns of JSON.parse, and the sum of its turns while reading. */
  readonly whole: Pair
}

function now(): Cost {
  const { user, system } = process.cpuUsage()
  return { seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 }
}

function plus(one: Cost, from: Cost, to: Cost): Cost {
  return {
    seconds: one.seconds + to.seconds - from.seconds,
    cpuSeconds: one.cpuSeconds + to.cpuSeconds - from.cpuSeconds,
  }
}

const NOTHING: Cost = { seconds: 0, cpuSeconds: 0 }

async function turns(log: string, slices: readonly string[]): Promise<Turns> {
  const bytes = statSync(log).size
  const pairs = { Reading: [] as Pair[], Diagnosing: [] as Pair[] }
  const parsed: Cost[] = []
  let phase: keyof typeof pairs = 'Reading'
  let total = bytes
  let done = 0
  let doneBefore = 0
  let since = now()
  let whole = NOTHING

  /** Stops the diagnosis's clock, gives JSON.parse its turn on this slice, and lets the clock run again. */
  function parse(slice: string): void {
    const stopped = now()
    whole = plus(whole, since, stopped)
    const postern = plus(NOTHING, since, stopped)
    parseLines(slice)
    const jsonParse = plus(NOTHING, stopped, now())
    pairs[phase].push({ slices: ((done - doneBefore) / total) * slices.length, postern, jsonParse })
    doneBefore = done
    parsed.push(jsonParse)
    since = now()
  }

  const progress: Progress = {
    start(newTotal, newPhase = 'Reading') {
      // The remainder of reading is parsed too, so that both sides have had all the bytes.
      if (newPhase === 'Diagnosing') parse(slices.at(-1) ?? '')
      phase = newPhase
      total = newTotal
      done = 0
      doneBefore = 0
    },
    advance(count) {
      done += count
      const slice = pairs[phase].length
      if (slice < slices.length - 1 && done >= (total * (slice + 1)) / slices.length) parse(slices[slice] ?? '')
    },
    stop() {},
  }

  const request: DiagnoseRequest = {
    inputs: [log],
    since: undefined,
    until: undefined,
    emergency: [],
    timelines: undefined,
  }
  const { report } = await diagnose(request, progress)
  whole = plus(whole, since, now())
  const jsonParse = parsed.slice(0, slices.length).reduce((sum, { seconds, cpuSeconds }) => ({
    seconds: sum.seconds + seconds,
    cpuSeconds: sum.cpuSeconds + cpuSeconds,
  }))
  return {
    rows: report.input.rows,
    reading: pairs.Reading.slice(0, -1),
    judging: pairs.Diagnosing,
    whole: { slices: slices.length, postern: whole, jsonParse },
  }
}

const [log = '', ...slices] = process.argv.slice(2)
console.log(JSON.stringify(await turns(log, slices)))
