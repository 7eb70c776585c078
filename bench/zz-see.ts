import { closeSync, openSync, readSync } from 'node:fs'
import { createIntake, DECODERS } from '../src/signin/index.ts'
import { createCollector } from '../src/cli/collector.ts'
import { createDiagnosis } from '../src/diagnosis/index.ts'
const path = process.argv[2]!
const rounds = Number(process.argv[3] ?? 4)
const buffer = Buffer.allocUnsafe(1 << 20)
const collector = createCollector({ memoryBytes: 64 << 20 })
  const intake = createIntake(DECODERS, { event: collector.add, other() {}, problem() {} })
  intake.begin(0)
  const file = openSync(path, 'r')
  for (;;) { const count = readSync(file, buffer); if (count === 0) break; intake.push(buffer.subarray(0, count)) }
  closeSync(file); intake.end()
const merged = collector.finish()
const N = merged.events
const us: number[] = []
for (let r = 0; r < rounds; r++) {
  const c = process.threadCpuUsage()
  merged.forEach(createDiagnosis().see)
  const d = process.threadCpuUsage(c); us.push((d.user + d.system) / N)
}
console.log(N, us.map((x) => x.toFixed(2)).join(' '))
