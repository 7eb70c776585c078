/** Part one: how fast a whole diagnosis is, against JSON.parse of each line. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Cost, Pair, Pairs } from './paired.ts'
import { cut } from './slices.ts'

/** A simulated organisation's log, 300 to 450 MB. */
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
const SLICE_BYTES = 32_000_000
const PRINTED_BYTES_MAX = 64 << 20

export interface RatioOptions {
  readonly rounds: number
  /** The processor to stay on, so that V8's other threads have no processor of their own; any, if absent. */
  readonly core: string | undefined
}

/** Measures one shape in a process of its own and prints its lines of the table. */
export function measureRatio(shape: Shape, { rounds, core }: RatioOptions, folder: string): void {
  const whole = simulated(shape, folder)
  const slicesFolder = join(folder, 'slices')
  mkdirSync(slicesFolder)
  const slices = cut(whole, SLICE_BYTES, slicesFolder)
  // The last slice is a remainder.
  if (slices.length > 1) slices.pop()
  const program = fileURLToPath(new URL('paired.ts', import.meta.url))
  const command = [process.execPath, program, String(rounds), whole, ...slices]
  const pairs = JSON.parse(output(core === undefined ? command : ['taskset', '-c', core, ...command])) as Pairs
  const megabytes = statSync(whole).size / 1e6
  rmSync(slicesFolder, { recursive: true })
  rmSync(whole)
  const name = `${shape.vendor}, ${megabytes.toFixed(0)} MB, ${pairs.rows} rows`
  printLine(`${name}: slices of ${SLICE_BYTES / 1e6} MB`, pairs.slices)
  printLine(`${name}: the whole file`, pairs.wholes)
}

export function printRatioHead(): void {
  console.log(
    '| log | pairs | times as fast, processor seconds | half of the pairs within | times as fast, seconds | Postern, s of processor | after reading | JSON.parse |',
  )
  console.log('| --- | --: | --: | --: | --: | --: | --: | --: |')
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

function printLine(name: string, pairs: readonly Pair[]): void {
  const cpu = pairs.map(({ postern, jsonParse }) => jsonParse.cpuSeconds / postern.cpuSeconds)
  const clock = pairs.map(({ postern, jsonParse }) => jsonParse.seconds / postern.seconds)
  const seconds = (of: (pair: Pair) => Cost): string =>
    quantile(
      pairs.map((pair) => of(pair).cpuSeconds),
      0.5,
    ).toFixed(3)
  const cells = [
    name,
    String(pairs.length),
    quantile(cpu, 0.5).toFixed(2),
    `${quantile(cpu, 0.25).toFixed(2)}–${quantile(cpu, 0.75).toFixed(2)}`,
    quantile(clock, 0.5).toFixed(2),
    seconds(({ postern }) => postern),
    seconds(({ afterReading }) => afterReading),
    seconds(({ jsonParse }) => jsonParse),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}
