/**
 * What `postern diagnose` costs, in two parts:
 *
 *   npm run bench:diagnose -- [--only ratio|growth] [--shapes okta,entra] [--days 10] [--rounds 2] [--core 1]
 *                             [--events 100000,300000]
 *
 * ratio   a whole diagnosis against JSON.parse of each line, in turns within one process, on simulated logs
 * growth  memory and time of the program itself for 0.1 to 5 million events of 100,000 people
 *
 * It takes about five minutes and 4 GB below the system's folder for temporary files, all of it freed again. Ends with 1 if
 * memory passed its limit. docs/bench-diagnose.md has a measured result.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureGrowth, printGrowthHead } from './diagnose/growth.ts'
import { measureRatio, printRatioHead, SHAPES } from './diagnose/ratio.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    shapes: { type: 'string', default: 'okta,entra' },
    days: { type: 'string' },
    rounds: { type: 'string', default: '2' },
    core: { type: 'string' },
    events: { type: 'string', default: '100000,300000,1000000,3000000,5000000' },
    people: { type: 'string', default: '100000' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'))
try {
  if (values.only !== 'growth') ratio()
  if (values.only !== 'ratio') growth()
} finally {
  rmSync(folder, { recursive: true })
}

function describe(): void {
  const load = loadavg()[0] ?? 0
  console.log(`\n${cpus().length} processors, ${cpus()[0]?.model}; Node ${process.version}; load ${load.toFixed(1)}\n`)
}

function ratio(): void {
  const names = values.shapes.split(',')
  const unknown = names.filter((name) => !SHAPES.some(({ vendor }) => vendor === name))
  if (unknown.length > 0) throw new RangeError(`--shapes knows ${SHAPES.map(({ vendor }) => vendor).join(', ')}`)
  describe()
  printRatioHead()
  for (const shape of SHAPES) {
    const days = Number(values.days ?? shape.days)
    if (names.includes(shape.vendor))
      measureRatio({ ...shape, days }, { rounds: Number(values.rounds), core: values.core }, folder)
  }
}

function growth(): void {
  describe()
  printGrowthHead()
  let kept = true
  for (const events of values.events.split(',').map(Number)) {
    kept = measureGrowth({ events, people: Number(values.people) }, folder) && kept
  }
  if (!kept) process.exitCode = 1
}
