/**
 * Who refused five pushes within an hour? Postern against a JSON.parse loop, DuckDB and syslog-ng, on one log:
 *
 *   node bench/fatigue-peers/run.ts [--data /tmp/fatigue] [--peers /tmp/peers] [--rounds 3] [--only ID,ID]
 *
 * The log is made if the folder has none. Every contender runs once a round, one after another, each round beginning with
 * another one; a ratio compares two runs of the same round, and the median of the rounds is printed. Ends with 1 if any
 * contender names other people than the log's truth. docs/bench-fatigue.md has a measured result.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Contender, contenders, YARDSTICK } from './contenders.ts'
import { generate, SEED, type Truth } from './generate.ts'
import { type Cost, measure, median } from './measure.ts'
import { VICTIMS } from './question.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '/tmp/fatigue' },
    peers: { type: 'string', default: '/tmp/peers' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
})
const scratch = mkdtempSync(join(tmpdir(), 'postern-fatigue-'))
try {
  process.exitCode = run()
} finally {
  rmSync(scratch, { recursive: true })
}

function run(): number {
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('--rounds is a whole number from 1 on')
  const all = chosen()
  const missing = all.filter(({ version }) => version() === undefined)
  for (const { label, install } of missing) console.error(`${label} is not installed: ${install}`)
  if (missing.length > 0) return 1
  const truth = dataIn(values.data)
  if (truth.victims.length !== VICTIMS) throw new Error(`The log has ${truth.victims.length} victims, not ${VICTIMS}`)
  describe(truth, all)
  const costs = new Map(all.map(({ id }): [string, Cost[]] => [id, []]))
  let wrong = 0
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const contender = all[(round + turn) % all.length]!
      const { cost, printed } = measure(contender.command(fileOf(contender)), scratch)
      costs.get(contender.id)?.push(cost)
      if (!namesAre(truth, contender, printed)) wrong++
    }
  }
  printTable(all, costs)
  console.log(wrong === 0 ? `\nAll named the same ${VICTIMS} people, each time.` : `\n${wrong} answers were wrong.`)
  return wrong === 0 ? 0 : 1
}

function chosen(): readonly Contender[] {
  const all = contenders({ peers: resolve(values.peers), scratch })
  const ids = values.only?.split(',') ?? all.map(({ id }) => id)
  return ids.map((id) => {
    const contender = all.find((each) => each.id === id)
    if (contender === undefined) throw new RangeError(`--only knows ${all.map((each) => each.id).join(', ')}`)
    return contender
  })
}

function fileOf({ file = 'okta.ndjson' }: { readonly file?: string }): string {
  return join(values.data, file)
}

function dataIn(folder: string): Truth {
  const path = join(folder, 'truth.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : generate(folder, SEED)
}

function describe(truth: Truth, all: readonly Contender[]): void {
  const [cpu] = cpus()
  console.log(
    `${truth.events} events (${Math.round(truth.bytes / 1e6)} MB) of ${truth.people} people, seed ${truth.seed}`,
  )
  console.log(`${truth.victims.length} victims; ${cpus().length} processors, ${cpu?.model}; Node ${process.version}`)
  console.log(`${all.map(({ id, version }) => `${id} ${version()}`).join(', ')}\n`)
}

/** Says what is wrong with the names, if anything is. */
function namesAre({ victims }: Truth, { label, names }: Contender, printed: string): boolean {
  const named = new Set(names(printed))
  const missed = victims.filter((name) => !named.delete(name))
  if (missed.length === 0 && named.size === 0) return true
  console.error(
    `${label}: missed ${missed.length} (${missed.slice(0, 5)}), wrongly named ${named.size} (${[...named].slice(0, 5)})`,
  )
  return false
}

function printTable(all: readonly Contender[], costs: ReadonlyMap<string, readonly Cost[]>): void {
  const yardstick = costs.get(YARDSTICK) ?? []
  console.log(
    '| contender | seconds | processor seconds | peak MB | × JSON.parse, seconds | × JSON.parse, processor seconds |',
  )
  console.log('| --- | --: | --: | --: | --: | --: |')
  for (const { id, label } of all) {
    const own = costs.get(id) ?? []
    const times = (of: (cost: Cost) => number): number =>
      median(own.map((cost, round) => of(cost) / of(yardstick[round] ?? cost)))
    const cells = [
      median(own.map(({ seconds }) => seconds)).toFixed(1),
      median(own.map(({ cpuSeconds }) => cpuSeconds)).toFixed(1),
      Math.max(...own.map(({ peakMb }) => peakMb)).toFixed(0),
      times(({ seconds }) => seconds).toFixed(2),
      times(({ cpuSeconds }) => cpuSeconds).toFixed(2),
    ]
    console.log(`| ${label} | ${cells.join(' | ')} |`)
  }
}
