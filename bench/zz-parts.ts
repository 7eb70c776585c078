import { closeSync, openSync, readSync } from 'node:fs'
import { createIntake, DECODERS } from '../src/signin/index.ts'
import { createCollector } from '../src/cli/collector.ts'
import { createDiagnosis, assemble } from '../src/diagnosis/index.ts'
const dir = process.argv[2]!
const n = Number(process.argv[3])
const rounds = Number(process.argv[4] ?? 3)
const buffer = Buffer.allocUnsafe(1 << 20)
const carry = Buffer.allocUnsafe(32 << 20)
function parse(path: string): number {
  const file = openSync(path, 'r')
  let rows = 0, kept = 0
  for (;;) {
    const count = readSync(file, buffer)
    if (count === 0) break
    const end = buffer.lastIndexOf(10, count - 1) + 1
    let text
    if (kept) { buffer.copy(carry, kept, 0, end); text = carry.toString('utf8', 0, kept + end) } else text = buffer.toString('utf8', 0, end)
    kept = buffer.copy(carry, 0, end, count)
    for (const line of text.split('\n')) if (line !== '') { JSON.parse(line); rows++ }
  }
  closeSync(file)
  return rows
}
function stage(upto: number) {
  return (path: string) => {
    const collector = upto > 0 ? createCollector() : undefined
    let events = 0
    const intake = createIntake(DECODERS, { event(d) { events++; collector?.add(d) }, other() {}, problem() {} })
    intake.begin(0)
    const file = openSync(path, 'r')
    for (;;) {
      const count = readSync(file, buffer)
      if (count === 0) break
      intake.push(buffer.subarray(0, count))
    }
    closeSync(file)
    intake.end()
    if (!collector) return
    if (upto < 2) return
    const merged = collector.finish()
    if (upto === 3) merged.forEach(() => {})
    if (upto > 3) {
      const diagnosis = createDiagnosis()
      merged.forEach(diagnosis.see)
      if (upto > 4) diagnosis.finish(merged.last)
    }
    merged.close()
  }
}
const names = ['intake', '+add', '+finish', '+forEach', '+see', '+diagnosis.finish']
const stages = names.map((_, i) => stage(i))
const cpu = (work: () => unknown) => { const c = process.cpuUsage(); const s = performance.now(); work(); const w = performance.now() - s; const d = process.cpuUsage(c); return [w, (d.user + d.system) / 1000] as const }
const med = (v: number[]) => v.toSorted((a, b) => a - b)[v.length >> 1]!
const W: number[][] = names.map(() => []), C: number[][] = names.map(() => []), PW: number[] = []
for (let r = 0; r < rounds; r++) for (let k = 0; k < n; k++) {
  const path = `${dir}/${String(k).padStart(2, '0')}`
  for (let s = 0; s < stages.length; s++) {
    const b = cpu(() => parse(path)), a = cpu(() => stages[s]!(path))
    if (r === 0) continue
    W[s]!.push(a[0] / b[0]); C[s]!.push(a[1] / b[1]); PW.push(b[0])
  }
}
console.log('parse ms', med(PW).toFixed(0))
names.forEach((name, i) => console.log(name.padEnd(20), 'ours/parse wall', med(W[i]!).toFixed(2), 'cpu', med(C[i]!).toFixed(2)))
