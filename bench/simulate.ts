/** Writes a simulated log and its truth to files: `node bench/simulate.ts --people 500 --days 30 --seed 7 --as entra --out /tmp/x` */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { simulate } from '../src/simulator/simulate.ts'
import { VENDORS } from '../src/simulator/vendors.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '500' },
    days: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    as: { type: 'string', default: 'entra' },
    incidents: { type: 'string', default: '1' },
    activity: { type: 'string', default: '1' },
    order: { type: 'string', default: 'time' },
    out: { type: 'string', default: '/tmp/simulated' },
  },
})
const as = VENDORS.find((vendor) => vendor === values.as)
const order = (['time', 'newest-first', 'arrival'] as const).find((one) => one === values.order)
if (!as || !order) throw new Error(`--as is one of ${VENDORS.join(', ')}; --order is time, newest-first or arrival`)
const began = performance.now()
const run = simulate({
  people: Number(values.people),
  days: Number(values.days),
  seed: Number(values.seed),
  as,
  incidents: Number(values.incidents),
  activity: Number(values.activity),
  order,
})
const log = createWriteStream(`${values.out}.ndjson`)
let rows = 0
let bytes = 0
let chunk: string[] = []
async function flush(): Promise<void> {
  const text = chunk.join('')
  chunk = []
  bytes += text.length
  if (!log.write(text)) await once(log, 'drain')
}
for (const row of run.rows()) {
  chunk.push(row, '\n')
  if (++rows % 500 === 0) await flush()
}
await flush()
log.end()
await once(log, 'finish')
const truth = run.truth()
await writeFile(`${values.out}.truth.json`, JSON.stringify(truth))
const seconds = (performance.now() - began) / 1000
const memory = Math.round(process.resourceUsage().maxRSS / 1024)
const byKind = (list: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const id of list) counts[id] = (counts[id] ?? 0) + 1
  return counts
}
console.log(JSON.stringify({ rows, megabytes: Math.round(bytes / 1e6), seconds: Number(seconds.toFixed(1)), memory }))
console.log(byKind(truth.findings.map((one) => one.detection)))
console.log(byKind(truth.lockouts.map((one) => one.cause)))
console.log({
  outages: truth.outages.length,
  policyBlocks: truth.policyBlocks.length,
  allowed: truth.allowed.length,
  benign: truth.benignPersonDays,
})
