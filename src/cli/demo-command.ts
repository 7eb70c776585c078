/** `npm start`: the diagnosis at work on a simulated organisation, and how to feed it a log of one's own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COMMAND } from './command-name.ts'
import { diagnoseCommand } from './diagnose-command.ts'
import { simulateCommand } from './simulate-command.ts'

const PEOPLE = 400
const DAYS = 16

export async function demoCommand(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-demo-'))
  try {
    const out = join(folder, 'signins.ndjson')
    process.stdout.write(`A simulated organisation of ${PEOPLE} people signs in at Entra ID for ${DAYS} days …\n\n`)
    await simulateCommand({
      people: PEOPLE,
      days: DAYS,
      seed: 7,
      incidents: 3,
      as: 'entra',
      out,
      truth: join(folder, 'truth.json'),
    })
    const code = await diagnoseCommand([out], { emergency: [], progress: true })
    process.stdout.write(
      [
        '',
        'Now with your own log:',
        '',
        `  ${COMMAND} diagnose signins.json`,
        '',
        'docs/export-your-log.md says where your provider lets you download it. Nothing leaves this machine.',
        '',
      ].join('\n'),
    )
    return code
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
