/** Runs a program once and says what it cost, by GNU time (Debian package `time`). */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Cost {
  readonly seconds: number
  /** User and system, of the program and all that it started. */
  readonly cpuSeconds: number
  /** The largest resident set of any one of its processes. */
  readonly peakMb: number
}

const PRINTED_BYTES_MAX = 256 << 20

/** Starts the command and waits for its end. Throws if it cannot be started or fails, with what it said. */
export function measure(command: readonly string[], scratch: string): { cost: Cost; printed: string } {
  // GNU time starts the program itself: the peak of a child of Node would begin with Node's own.
  const file = join(scratch, 'cost')
  const { error, status, stdout, stderr } = spawnSync('time', ['-q', '-o', file, '-f', '%e %U %S %M', ...command], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: PRINTED_BYTES_MAX,
  })
  if (error !== undefined) throw new Error(`GNU time did not run (apt-get install time): ${error.message}`)
  if (status !== 0) throw new Error(`${command.join(' ')}\nended with ${status}:\n${stderr}`)
  const [seconds = 0, user = 0, system = 0, kilobytes = 0] = readFileSync(file, 'utf8').trim().split(' ').map(Number)
  return { cost: { seconds, cpuSeconds: user + system, peakMb: kilobytes / 1024 }, printed: stdout }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
