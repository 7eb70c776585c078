/**
 * What keeping sign-ins costs: `npm run bench:store`. Batches of 1000 rows are written in turns by each way, every batch one
 * durable transaction, and compared with a bare COPY of the same rows in the same turn. Prints a table in Markdown.
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type BenchDatabase, embedded, postgres } from './store/databases.ts'
import { anew, simulatedRows } from './store/rows.ts'
import { copyText, ours, WAYS } from './store/ways.ts'

const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '1000' }, turns: { type: 'string', default: '25' } },
})
const ROWS = Number(options.rows)
const TURNS = Number(options.turns)
/** Not counted: the first compile, open files and grow tables. */
const WARM_UP = 3

const OURS = 'Postern (keepSignIns)'
const FLOOR = 'COPY'

async function measure(database: BenchDatabase): Promise<ReadonlyMap<string, readonly number[]>> {
  const organisation = randomUUID()
  const db = database.store.in(organisation)
  await db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name: 'Bench', created: 0 }).execute()
    await ours(tx, rows.slice(0, 1), 0)
  })
  const contenders: readonly (readonly [string, (batch: number) => Promise<void>])[] = [
    [OURS, (batch) => db.transaction((tx) => ours(tx, anewBatch, batch))],
    ...Object.entries(WAYS).map(
      ([name, way]) => [name, (batch: number) => db.transaction((tx) => way(tx, anewBatch, batch))] as const,
    ),
    [FLOOR, (batch) => database.copy(copyText(anewBatch, organisation, batch))],
  ]
  const times = new Map<string, number[]>(contenders.map(([name]) => [name, []]))
  let batch = 1_000_000
  let anewBatch = rows
  for (let turn = 0; turn < TURNS + WARM_UP; turn++) {
    // Each turn begins with another one, so that none always comes after the same.
    for (let step = 0; step < contenders.length; step++) {
      const [name, write] = contenders[(turn + step) % contenders.length]!
      anewBatch = anew(rows, `${database.name} ${turn} ${step}`)
      const start = performance.now()
      await write(batch++)
      if (turn >= WARM_UP) times.get(name)?.push(performance.now() - start)
    }
  }
  return times
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function report(name: string, times: ReadonlyMap<string, readonly number[]>): void {
  const floor = times.get(FLOOR) ?? []
  console.log(`\n| ${name} | ms a batch | rows/s | of COPY's rate |\n| --- | ---: | ---: | ---: |`)
  for (const [way, ms] of times) {
    const ratio = median(ms.map((time, turn) => (floor[turn] ?? Number.NaN) / time))
    const perSecond = Math.round((ROWS / median(ms)) * 1000)
    console.log(`| ${way} | ${median(ms).toFixed(1)} | ${perSecond} | ${ratio.toFixed(2)} |`)
  }
}

const rows = simulatedRows(ROWS)
const bytes = rows.reduce((sum, { row }) => sum + Buffer.byteLength(row), 0) / rows.length
console.log(`${TURNS} turns of ${ROWS} rows, ${Math.round(bytes)} bytes each on average`)
for (const open of [embedded, postgres]) {
  const database = await open()
  try {
    report(database.name, await measure(database))
  } finally {
    await database.close()
  }
}
process.exitCode = 0
