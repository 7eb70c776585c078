/** `postern sample`: the diagnosis at work on a simulated organisation, and how to feed it a log of one's own. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { COMMAND } from './command-name.ts'
import { diagnoseCommand } from './diagnose-command.ts'
import { simulateCommand } from './simulate-command.ts'

/** An organisation in which, at this minute, several people are locked out for different reasons. */
const SIMULATED = { people: 300, days: 9, seed: 19, incidents: 4, as: 'entra' } as const
const NOW = '2026-01-12T13:40:00Z'

export async function sampleCommand(): Promise<number> {
  const folder = demoFolder()
  const log = join(folder, 'signins.ndjson')
  process.stdout.write(
    `A simulated organisation of ${SIMULATED.people} people signs in at Entra ID. It is Monday, 12 January 2026, 13:40, and the phone rings.\n\n`,
  )
  await simulateCommand({ ...SIMULATED, out: log, truth: join(folder, 'truth.json') })
  endAt(NOW, log)
  const code = await diagnoseCommand([log], { emergency: [], progress: true })
  process.stdout.write(
    [
      '',
      'Now with your own log:',
      '',
      `  ${COMMAND} diagnose signins.json`,
      '',
      'docs/export-your-log.md says where your provider lets you download it. Nothing leaves this machine.',
      `The simulated log stays in ${folder}, for the commands above; delete it whenever you like.`,
      '',
    ].join('\n'),
  )
  return code
}

/** `demo` in the project, which git ignores, as a name from here; where nothing may be written, a temporary folder. */
function demoFolder(): string {
  const folder = relative(process.cwd(), fileURLToPath(new URL('../../demo', import.meta.url)))
  try {
    mkdirSync(folder, { recursive: true })
    return folder
  } catch {
    return mkdtempSync(join(tmpdir(), 'postern-demo-'))
  }
}

const TIME = /"(?:createdDateTime|activityDateTime)":"([^"]+)"/

/** Leaves out what has not happened yet. Instants of one form compare as texts. */
function endAt(now: string, log: string): void {
  const rows = readFileSync(log, 'utf8').split('\n')
  writeFileSync(log, rows.filter((row) => (TIME.exec(row)?.[1] ?? '') <= now).join('\n'))
}
