import { createScanner } from '../src/signin/scan.ts'
import { createIntake, DECODERS } from '../src/signin/index.ts'
import { createCollector } from '../src/cli/collector.ts'
import { diagnose } from '../src/cli/diagnose.ts'
import { createProgress } from '../src/cli/progress.ts'
const progress = createProgress({ output: { isTTY: false, write() {} }, now: () => performance.now() })
const t = async (n: string, f: () => unknown) => { const w: number[] = [], c: number[] = []; for (let i = 0; i < 60; i++) { const s = performance.now(), u = process.cpuUsage(); await f(); w.push(performance.now() - s); const d = process.cpuUsage(u); c.push((d.user + d.system) / 1000) } w.sort((a, b) => a - b); c.sort((a, b) => a - b); console.log(n.padEnd(20), 'wall', w[30]!.toFixed(2), 'cpu', c[30]!.toFixed(2)) }
await t('createScanner', createScanner)
await t('createIntake', () => createIntake(DECODERS, { event() {}, other() {}, problem() {} }))
await t('createCollector', () => createCollector().finish().close())
for (const f of ['00', '02']) await t('diagnose ' + f, () => diagnose({ inputs: ['/tmp/bd/one/' + f], since: undefined, until: undefined, emergency: [], timelines: undefined }, progress))
