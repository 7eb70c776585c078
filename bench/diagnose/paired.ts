/**
 * One process that diagnoses and parses the same files in turns: `node bench/diagnose/paired.ts ROUNDS WHOLE SLICE…`
 *
 * The diagnosis is the function behind `postern diagnose`, from opening the file to the finished report: what is left out
 * is only printing. Each slice is a diagnosis of its own, which makes its tables anew, as the program does once a run.
 * Who begins changes from pair to pair. The first round warms up. Prints `Pairs` as JSON.
 */
import { type DiagnoseRequest, diagnose } from '../../src/cli/diagnose.ts'
import type { Progress } from '../../src/cli/progress.ts'
import { parseLines } from './json-parse.ts'

/** Seconds by the clock; and seconds of processor time, of all threads (V8 collects garbage and compiles in others). */
export interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
}

export interface Pair {
  readonly postern: Cost
  /** Of that, what came after the last byte was read: putting in order, rules, diagnosis, report. */
  readonly afterReading: Cost
  readonly jsonParse: Cost
}

export interface Pairs {
  readonly rows: number
  readonly slices: readonly Pair[]
  readonly wholes: readonly Pair[]
}

let readingEnded: Cost

/** Says when reading is over. */
const progress: Progress = {
  start(_total, phase) {
    if (phase === 'Diagnosing') readingEnded = now()
  },
  advance() {},
  stop() {},
}

function now(): Cost {
  const { user, system } = process.cpuUsage()
  return { seconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 }
}

function between(from: Cost, to: Cost): Cost {
  return { seconds: to.seconds - from.seconds, cpuSeconds: to.cpuSeconds - from.cpuSeconds }
}

async function diagnosed(path: string): Promise<{ rows: number; cost: Cost; afterReading: Cost }> {
  const request: DiagnoseRequest = {
    inputs: [path],
    since: undefined,
    until: undefined,
    emergency: [],
    timelines: undefined,
  }
  const start = now()
  const { report } = await diagnose(request, progress)
  const end = now()
  return { rows: report.input.rows, cost: between(start, end), afterReading: between(readingEnded, end) }
}

function parsed(path: string): { rows: number; cost: Cost } {
  const start = now()
  const rows = parseLines(path)
  return { rows, cost: between(start, now()) }
}

async function pair(path: string, diagnoseFirst: boolean): Promise<{ rows: number; pair: Pair }> {
  const before = diagnoseFirst ? await diagnosed(path) : undefined
  const other = parsed(path)
  const own = before ?? (await diagnosed(path))
  if (own.rows !== other.rows) throw new Error(`${own.rows} rows were diagnosed and ${other.rows} parsed.`)
  return { rows: own.rows, pair: { postern: own.cost, afterReading: own.afterReading, jsonParse: other.cost } }
}

async function pairs(rounds: number, whole: string, paths: readonly string[]): Promise<Pairs> {
  const slices: Pair[] = []
  const wholes: Pair[] = []
  for (let round = 0; round <= rounds; round++) {
    for (const [index, path] of paths.entries()) {
      const each = await pair(path, (round + index) % 2 === 0)
      if (round > 0) slices.push(each.pair)
    }
  }
  let rows = 0
  for (let round = 0; round < 2 * rounds; round++) {
    const each = await pair(whole, round % 2 === 0)
    wholes.push(each.pair)
    rows = each.rows
  }
  return { rows, slices, wholes }
}

const [rounds, whole, ...paths] = process.argv.slice(2)
console.log(JSON.stringify(await pairs(Number(rounds), whole ?? '', paths)))
