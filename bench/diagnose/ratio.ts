/** Part one: how fast a whole diagnosis is, against JSON.parse of each line. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMPILER_FLAGS } from '../../bin/flags.js'
import type { Cost, Pair, Turns } from './paired.ts'
import { cut } from './slices.ts'

/** A simulated organisation's log, about 400 MB. */
export interface Shape {
  readonly vendor: string
  readonly people: number
  readonly days: number
}

export const SHAPES: readonly Shape[] = [
  { vendor: 'okta', people: 2000, days: 10 },
  { vendor: 'entra', people: 2000, days: 10 },
  { vendor: 'duo', people: 8000, days: 25 },
]

const SEED = 7
const SLICE_BYTES = 40_000_000
const PRINTED_BYTES_MAX = 64 << 20

export interface RatioOptions {
  /** Processes, one after another, that each diagnose the log once. */
  readonly rounds: number
  /** The processor to stay on, so that V8's other threads have no processor of their own; any, if absent. */
  readonly core: string | undefined
}

/** Measures one shape and prints its line of the table. */
export function measureRatio(shape: Shape, { rounds, core }: RatioOptions, folder: string): void {
  const log = simulated(shape, folder)
  const { size } = statSync(log)
  const slicesFolder = join(folder, 'slices')
  mkdirSync(slicesFolder)
  const slices = cut(log, Math.round(size / SLICE_BYTES), slicesFolder)
  const program = fileURLToPath(new URL('paired.ts', import.meta.url))
  // As the program runs, but without its flags for memory: a small nursery would slow JSON.parse down.
  const command = [process.execPath, ...COMPILER_FLAGS, program, log, ...slices]
  const placed = core === undefined ? command : ['taskset', '-c', core, ...command]
  const all = Array.from({ length: rounds }, () => JSON.parse(output(placed)) as Turns)
  rmSync(slicesFolder, { recursive: true })
  rmSync(log)
  printLine(`${shape.vendor}, ${(size / 1e6).toFixed(0)} MB, ${all[0]?.rows} rows`, all)
}

function simulated({ vendor, people, days }: Shape, folder: string): string {
  const out = join(folder, `${vendor}.ndjson`)
  const truth = join(folder, 'truth.json')
  const door = fileURLToPath(new URL('../../bin/postern.js', import.meta.url))
  const organisation = ['--people', String(people), '--days', String(days), '--seed', String(SEED), '--as', vendor]
  output([process.execPath, door, 'simulate', ...organisation, '--out', out, '--truth', truth])
  rmSync(truth)
  return out
}

function output([program = '', ...args]: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: PRINTED_BYTES_MAX,
  })
  if (error !== undefined) throw new Error(`${program} did not run: ${error.message}`)
  if (status !== 0) throw new Error(`${program} ${args.slice(0, 3).join(' ')} … ended with ${status}:\n${stderr}`)
  return stdout
}

export function printRatioHead(): void {
  const clocks = 'processor seconds: times as fast | half of the slices within | the whole'
  console.log(`| log | slices | ${clocks} | clock: times as fast | the whole | reading | judging |`)
  console.log('| --- | --: | --: | --: | --: | --: | --: | --: | --: |')
}

/** Of each slice: what JSON.parse takes, over what reading and judging take, each against its own neighbour in time. */
function printLine(name: string, all: readonly Turns[]): void {
  const reading = all.flatMap((turns) => turns.reading)
  const judging = all.flatMap((turns) => turns.judging)
  const shares = (pairs: readonly Pair[], of: (cost: Cost) => number): number[] =>
    pairs.map(({ slices, postern, jsonParse }) => of(postern) / slices / of(jsonParse))
  const times = (of: (cost: Cost) => number): number[] => {
    const judged = shares(judging, of)
    return shares(reading, of).map((read, slice) => 1 / (read + judged[slice]!))
  }
  const wholes = (of: (cost: Cost) => number): number[] =>
    all.map(({ whole }) => of(whole.jsonParse) / of(whole.postern))
  const cpu = ({ cpuSeconds }: Cost): number => cpuSeconds
  const clock = ({ seconds }: Cost): number => seconds
  const cells = [
    name,
    String(reading.length),
    quantile(times(cpu), 0.5).toFixed(2),
    `${quantile(times(cpu), 0.25).toFixed(2)}–${quantile(times(cpu), 0.75).toFixed(2)}`,
    quantile(wholes(cpu), 0.5).toFixed(2),
    quantile(times(clock), 0.5).toFixed(2),
    quantile(wholes(clock), 0.5).toFixed(2),
    quantile(shares(reading, cpu), 0.5).toFixed(2),
    quantile(shares(judging, cpu), 0.5).toFixed(2),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}
