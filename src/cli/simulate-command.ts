/** `postern simulate`: a simulated organisation's log and the truth about it. */
import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import type { Writable } from 'node:stream'
import { simulate, type Vendor } from '../simulator/index.ts'
import { Exit } from './exit.ts'
import { checkOutputs } from './output-file.ts'

export interface SimulateOptions {
  readonly people: number
  readonly days: number
  /** Midnight UTC of the first day, in milliseconds. */
  readonly from?: number
  readonly seed: number
  readonly incidents: number
  readonly as: Vendor
  readonly out: string
  readonly truth: string
}

const ROWS_AT_ONCE = 500

export async function simulateCommand(options: SimulateOptions): Promise<number> {
  const { people, days, from, seed, incidents, as } = options
  checkOutputs([options.out, options.truth], [])
  const simulation = simulate({
    people,
    days,
    seed,
    incidents,
    as,
    ...(from === undefined ? {} : { start: from }),
  })
  const output = options.out === '-' ? process.stdout : createWriteStream(options.out, { mode: 0o600 })
  const rows = await writeRows(simulation.rows(), output)
  if (output !== process.stdout) {
    output.end()
    await once(output, 'finish')
  }
  writeFileSync(options.truth, `${JSON.stringify(simulation.truth())}\n`, { mode: 0o600 })
  process.stderr.write(
    `${rows} rows of a simulated ${as} log to ${options.out === '-' ? 'standard output' : options.out}, the truth to ${options.truth}\n`,
  )
  return Exit.fine
}

async function writeRows(rows: Iterable<string>, output: Writable): Promise<number> {
  let written = 0
  let chunk: string[] = []
  for (const row of rows) {
    chunk.push(row, '\n')
    if (++written % ROWS_AT_ONCE > 0) continue
    if (!output.write(chunk.join(''))) await once(output, 'drain')
    chunk = []
  }
  if (chunk.length > 0 && !output.write(chunk.join(''))) await once(output, 'drain')
  return written
}
