/**
 * Precision and recall over many simulated organisations: `npm run bench:evaluate -- --as entra --seeds 10`.
 *
 * Each seed is an organisation of its own; counts are summed, and the table is over all of them.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { diagnose } from '../src/cli/diagnose.ts'
import { createProgress } from '../src/cli/progress.ts'
import { type Evaluation, evaluate, type Score, simulate, VENDORS } from '../src/simulator/index.ts'

const { values } = parseArgs({
  options: {
    as: { type: 'string', default: 'entra' },
    seeds: { type: 'string', default: '10' },
    first: { type: 'string', default: '101' },
    people: { type: 'string', default: '600' },
    days: { type: 'string', default: '30' },
    incidents: { type: 'string', default: '6' },
  },
})
const vendor = VENDORS.find((each) => each === values.as)
if (vendor === undefined) throw new Error(`--as is one of ${VENDORS.join(', ')}`)

const folder = mkdtempSync(join(tmpdir(), 'postern-evaluate-'))
const evaluations: Evaluation[] = []
try {
  for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
    const simulation = simulate({
      people: Number(values.people),
      days: Number(values.days),
      incidents: Number(values.incidents),
      seed,
      as: vendor,
    })
    const log = join(folder, `${seed}.ndjson`)
    writeRows(log, simulation.rows())
    const quiet = createProgress({ output: process.stderr, now: () => 0, isDumb: true })
    const { report } = await diagnose(
      { inputs: [log], since: undefined, until: undefined, emergency: [], timelines: undefined },
      quiet,
    )
    evaluations.push(evaluate(report, simulation.truth()))
    rmSync(log)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

console.log(
  `# ${vendor}: ${values.seeds} organisations of ${values.people} people, ${values.days} days, seeds from ${values.first}`,
)
table(
  'Detection',
  evaluations.map(({ detections }) => detections),
)
table(
  'Cause',
  evaluations.map(({ causes }) => causes),
)
const benign = evaluations.reduce((sum, { benignPersonDays }) => sum + benignPersonDays, 0)
const called = evaluations.reduce((sum, { benignCalledAttack }) => sum + benignCalledAttack, 0)
console.log(
  `\n${benign} benign person-days, ${called} times called an attack: ${((called / benign) * 10_000).toFixed(2)} per 10,000`,
)
console.log('\n| look-alike | person-days | called an attack | per 10,000 |\n| --- | ---: | ---: | ---: |')
for (const [look, { personDays, calledAttack }] of sumLooks()) {
  console.log(
    `| ${look} | ${personDays} | ${calledAttack} | ${((calledAttack / Math.max(1, personDays)) * 10_000).toFixed(2)} |`,
  )
}

function writeRows(path: string, rows: Iterable<string>): void {
  const file = openSync(path, 'w')
  let chunk: string[] = []
  for (const row of rows) {
    chunk.push(row, '\n')
    if (chunk.length < 2000) continue
    writeSync(file, chunk.join(''))
    chunk = []
  }
  writeSync(file, chunk.join(''))
  closeSync(file)
}

function table(title: string, parts: readonly Readonly<Record<string, Score>>[]): void {
  console.log(`\n| ${title} | true | false | missed | precision | recall |\n| --- | ---: | ---: | ---: | ---: | ---: |`)
  for (const id of [...new Set(parts.flatMap((part) => Object.keys(part)))].sort()) {
    const sum = (count: (score: Score) => number) =>
      parts.reduce((total, part) => total + (part[id] === undefined ? 0 : count(part[id])), 0)
    const right = sum(({ truePositives }) => truePositives)
    const wrong = sum(({ falsePositives }) => falsePositives)
    const missed = sum(({ falseNegatives }) => falseNegatives)
    console.log(
      `| ${id} | ${right} | ${wrong} | ${missed} | ${share(right, right + wrong)} | ${share(right, right + missed)} |`,
    )
  }
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : (part / whole).toFixed(3)
}

function sumLooks(): Map<string, { personDays: number; calledAttack: number }> {
  const sums = new Map<string, { personDays: number; calledAttack: number }>()
  for (const { lookAlikes } of evaluations) {
    for (const [look, { personDays, calledAttack }] of Object.entries(lookAlikes)) {
      const sum = sums.get(look) ?? { personDays: 0, calledAttack: 0 }
      sums.set(look, { personDays: sum.personDays + personDays, calledAttack: sum.calledAttack + calledAttack })
    }
  }
  return sums
}
