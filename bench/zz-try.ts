import { closeSync, openSync, readSync } from 'node:fs'
import { diagnose } from '../src/cli/diagnose.ts'
import { createProgress } from '../src/cli/progress.ts'
const dir = process.argv[2]!
const n = Number(process.argv[3])
const progress = createProgress({ output: { isTTY: false, write() {} }, now: () => performance.now() })
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
async function ours(path: string) {
  const { report } = await diagnose({ inputs: [path], since: undefined, until: undefined, emergency: [], timelines: undefined }, progress)
  return report.input.rows
}
async function timed(work: () => unknown) {
  const c = process.cpuUsage(), s = performance.now()
  await work()
  const w = performance.now() - s, d = process.cpuUsage(c)
  return [w, (d.user + d.system) / 1000]
}
const med = (v: number[]) => v.toSorted((a, b) => a - b)[v.length >> 1]!
const R: number[] = [], C: number[] = []
const A: number[] = [], B: number[] = []
for (let round = 0; round < 3; round++) for (let k = 0; k < n; k++) {
  const path = `${dir}/${String(k).padStart(2, '0')}`
  let b: number[], a: number[]
  if ((k + round) % 2) { b = await timed(() => parse(path)); a = await timed(() => ours(path)) } else { a = await timed(() => ours(path)); b = await timed(() => parse(path)) }
  if (round === 0) continue
  R.push(b[0]! / a[0]!); C.push(b[1]! / a[1]!); A.push(a[0]!); B.push(b[0]!)
}
console.log('wall', med(R).toFixed(3), 'cpu', med(C).toFixed(3), 'ours', med(A).toFixed(0), 'parse', med(B).toFixed(0), R.map((x) => x.toFixed(2)).join(' '))
