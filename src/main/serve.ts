/** `postern serve`: the real server. It starts empty, and shows in the terminal how the first person comes in. */
import { randomBytes } from 'node:crypto'
import { neutralise } from '../base/neutralise.ts'
import { createLog } from '../http/index.ts'
import { KeeperError } from '../keeper/index.ts'
import { LedgerError } from '../ledger/index.ts'
import { openSetUp } from '../staff/index.ts'
import { StoreError } from '../store/index.ts'
import { CONSOLE_FILES, ConsoleError, consolePages } from './console-pages.ts'
import { openKeeperFront } from './keepers.ts'
import { setUpWords } from './set-up-words.ts'
import { type Environment, SettingsError, settingsOf } from './settings.ts'
import { type Running, start } from './start.ts'
import { untilTold } from './until-told.ts'

/** Exit codes of sysexits.h: the installation is not usable as it is; something it needs is not there. */
const EXIT_CONFIG = 78
const EXIT_UNAVAILABLE = 69
/** An epoch was opened: a supervisor starts it again. */
const EXIT_AGAIN = 75

/** Serves until it is told to stop; gives the exit code. */
export async function serve(environment: Environment, version: string): Promise<number> {
  const isTerminal = process.stderr.isTTY === true
  try {
    const settings = settingsOf(isTerminal ? { POSTERN_LOG_LEVEL: 'warn', ...environment } : environment)
    const pages = consolePages(CONSOLE_FILES)
    const log = createLog({ clock: Date.now, level: settings.logLevel })
    const keeper = await openKeeperFront(settings, environment, log)
    await using opened = new AsyncDisposableStack()
    opened.defer(() => keeper.close())
    const running = await start({
      settings,
      kind: 'real',
      keys: keeper,
      keeper,
      log,
      version,
      clock: Date.now,
      random: randomBytes,
      besides: () => pages,
    })
    await greet(running, isTerminal)
    await untilTold(running.over)
    await running.stop()
    return running.over.aborted ? EXIT_AGAIN : 0
  } catch (error) {
    if (error instanceof SettingsError || error instanceof ConsoleError) return refused(error.message, EXIT_CONFIG)
    if (error instanceof StoreError || error instanceof LedgerError || error instanceof KeeperError) {
      return refused(`${error.code}: ${error.message}`, EXIT_UNAVAILABLE)
    }
    if (isTaken(error)) return refused(`Port ${error.port} is in use. Set PORT to a free one.`, EXIT_UNAVAILABLE)
    throw error
  }
}

async function greet({ staff, origins, held }: Running, isTerminal: boolean): Promise<void> {
  say(`Postern is at ${origins.console}`)
  const why = held()
  if (why !== undefined) return say(`It is held: nothing is written. ${why}`)
  if (!isTerminal) return
  const opened = await openSetUp(staff, Date.now())
  if ('refused' in opened) return
  for (const line of setUpWords(origins.console, opened)) say(line)
}

function refused(text: string, code: number): number {
  for (const line of text.split('\n')) say(`postern: ${line}`)
  return code
}

function say(text: string): void {
  process.stderr.write(`${text.split('\n').map(neutralise).join('\n')}\n`)
}

function isTaken(error: unknown): error is Error & { readonly port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
