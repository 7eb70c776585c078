/** Part two: how memory and time grow with the log, in the real program. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from '../fatigue-peers/measure.ts'
import { type LogSize, writeLog } from './rows.ts'

/** What the issue asks for. */
const PEAK_MB_MAX = 400

/** Diagnoses a log of this size in a process of its own and prints its line of the table. Returns whether memory kept its limit. */
export function measureGrowth(size: LogSize, folder: string): boolean {
  const log = join(folder, 'growth.ndjson')
  const { bytes, repeated } = writeLog(log, size)
  const door = fileURLToPath(new URL('../../bin/postern.js', import.meta.url))
  const { cost, printed } = measure([process.execPath, door, 'diagnose', '--no-progress', '--json', log], folder)
  rmSync(log)
  const { input, lockouts } = JSON.parse(printed) as Printed
  if (input.rows !== size.events || input.duplicates !== repeated || input.problemCount > 0) {
    throw new Error(`${JSON.stringify({ ...input, otherNames: undefined })} is not what was written.`)
  }
  const millions = size.events / 1e6
  const cells = [
    millions.toFixed(1),
    (bytes / 1e6).toFixed(0),
    String(input.people),
    String(lockouts.length),
    cost.seconds.toFixed(1),
    cost.cpuSeconds.toFixed(1),
    (cost.cpuSeconds / millions).toFixed(2),
    (size.events / cost.cpuSeconds / 1000).toFixed(0),
    cost.peakMb.toFixed(0),
  ]
  console.log(`| ${cells.join(' | ')} |`)
  return cost.peakMb < PEAK_MB_MAX
}

export function printGrowthHead(): void {
  console.log(
    '| million rows | MB | people | lockouts | seconds | processor seconds | of these a million rows | thousand rows a second | peak MB |',
  )
  console.log('| --: | --: | --: | --: | --: | --: | --: | --: | --: |')
}

interface Printed {
  readonly input: {
    readonly rows: number
    readonly duplicates: number
    readonly people: number
    readonly problemCount: number
  }
  readonly lockouts: readonly unknown[]
}
