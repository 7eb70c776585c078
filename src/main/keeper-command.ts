/** `postern keeper`: the keeper as a process of its own, on a Unix socket, or as the child of a server. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { neutralise } from '../base/neutralise.ts'
import { answerParent, listenOn, openKeeper } from '../keeper/index.ts'
import { LedgerError } from '../ledger/index.ts'
import { type Environment, SettingsError, settingsOf } from './settings.ts'

const EXIT_CONFIG = 78
const EXIT_UNAVAILABLE = 69

/** Serves until it is told to stop, or the front is gone; gives the exit code. */
export async function keeperCommand(environment: Environment): Promise<number> {
  try {
    const { keys: folder, keeper: path, listeners } = settingsOf(environment)
    const isChild = environment.POSTERN_KEEPER_FD !== undefined
    if (!isChild && path === undefined) {
      throw new SettingsError([{ variable: 'POSTERN_KEEPER', must: 'the path of the socket on which it is asked' }])
    }
    const keeper = openKeeper({
      folder,
      console: listeners.console.url,
      clock: Date.now,
      random: randomBytes,
      // The first connector of a real provider is named here, and reads its secret from the folder of the keys.
      providersOf: () => [],
    })
    if (path === undefined || isChild) await answerParent(keeper)
    else await listenUntilTold(path, keeper)
    keeper.close()
    return 0
  } catch (error) {
    if (error instanceof SettingsError) return refused(error.message, EXIT_CONFIG)
    if (error instanceof LedgerError) return refused(`${error.code}: ${error.message}`, EXIT_UNAVAILABLE)
    throw error
  }
}

async function listenUntilTold(path: string, keeper: Parameters<typeof listenOn>[1]): Promise<void> {
  const server = await listenOn(path, keeper)
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  server.close()
}

function refused(text: string, code: number): number {
  for (const line of text.split('\n')) process.stderr.write(`postern keeper: ${neutralise(line)}\n`)
  return code
}
