import { closeSync, openSync, readSync } from 'node:fs'
import { createIntake, DECODERS, type Draft } from '../src/signin/index.ts'
import { createCollector } from '../src/cli/collector.ts'
import { createDiagnosis, assemble } from '../src/diagnosis/index.ts'
const path = process.argv[2]!
const rounds = Number(process.argv[3] ?? 4)
const buffer = Buffer.allocUnsafe(1 << 20)
const drafts: Draft[] = []
{
  const intake = createIntake(DECODERS, { event(d) { drafts.push({ ...d }) }, other() {}, problem() {} })
  intake.begin(0)
  const file = openSync(path, 'r')
  for (;;) { const count = readSync(file, buffer); if (count === 0) break; intake.push(buffer.subarray(0, count)); if (drafts.length > 150000) break }
  closeSync(file); intake.end()
}
const N = drafts.length
const line: Record<string, number[]> = {}
function t(name: string, f: () => void) { const c = process.threadCpuUsage(); f(); const d = process.threadCpuUsage(c); (line[name] ??= []).push((d.user + d.system) / N) }
for (let r = 0; r < rounds; r++) {
  const collector = createCollector()
  t('add', () => { for (const d of drafts) collector.add(d) })
  let merged: ReturnType<typeof collector.finish>
  t('finish', () => { merged = collector.finish() })
  t('forEach', () => merged.forEach(() => {}))
  let diagnosis = createDiagnosis()
  t('forEach+see', () => merged.forEach(diagnosis.see))
  t('diagnosis.finish', () => { const v = diagnosis.finish(merged.last); assemble(v, { input: { files: [], rows: 0, events: 0, duplicates: 0, other: 0, otherNames: {}, problems: [], problemCount: 0, people: 0 }, period: undefined, since: -Infinity, until: Infinity }) })
  merged!.close()
}
console.log(N, 'rows; µs a row of main-thread CPU')
for (const [k, v] of Object.entries(line)) console.log(k.padEnd(20), v.map((x) => x.toFixed(2)).join('  '))
