/**
 * The whole server as a process of its own, to be measured or killed: set up by environment variables as `postern serve` is,
 * but without the console's pages. Says its address in a line once it serves; its log goes to the error output.
 * POSTERN_TEST_SLACK is the address of a Slack that is played, POSTERN_TEST_BEHIND by how many milliseconds its clock is slow.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createLog } from '../src/http/index.ts'
import { holdsFolder, openKeyFolder } from '../src/ledger/index.ts'
import { type Environment, settingsOf } from '../src/main/settings.ts'
import { start } from '../src/main/start.ts'
import { untilTold } from '../src/main/until-told.ts'
import type { Place } from '../src/store/index.ts'

export interface ServerProcess {
  readonly child: ChildProcess
  /** Where it serves; rejects if it ends before. */
  readonly origin: Promise<string>
  /** Ends it, and waits for that. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface ServerProcessOptions {
  readonly place: Place
  readonly keys: string
  readonly environment?: Environment
  /** Of Node. */
  readonly flags?: readonly string[]
}

export function serverProcess({ place, keys, environment = {}, flags = [] }: ServerProcessOptions): ServerProcess {
  const child = spawn(process.execPath, [...flags, import.meta.filename], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environmentOf(place), POSTERN_KEYS: keys, POSTERN_LOG_LEVEL: 'warn', ...environment },
  })
  const closed = once(child, 'close')
  const said = once(createInterface(child.stdout!), 'line') as Promise<[string]>
  const origin = Promise.race([
    said.then(([line]) => line),
    closed.then((): never => {
      throw new Error('The server ended before it served.')
    }),
  ])
  // Whoever kills it at its start does not ask for its address.
  origin.catch(() => undefined)
  return {
    child,
    origin,
    async end(signal) {
      child.kill(signal)
      await closed
    },
  }
}

export function environmentOf(place: Place): Environment {
  return 'url' in place
    ? { DATABASE_URL: place.url, DATABASE_OWNER_URL: place.ownerUrl }
    : { POSTERN_DATA: place.folder }
}

async function run({ POSTERN_TEST_SLACK: slack, POSTERN_TEST_BEHIND: behind = '0', ...environment }: Environment) {
  const settings = settingsOf({ PORT: '0', ...environment })
  const clock = () => Date.now() - Number(behind)
  const running = await start({
    settings: slack === undefined ? settings : { ...settings, network: { ...settings.network, vendors: { slack } } },
    kind: 'real',
    keys: holdsFolder(openKeyFolder(settings.keys, randomBytes)),
    version: '0.0.0',
    clock,
    random: randomBytes,
    log: createLog({ clock, level: settings.logLevel, destination: process.stderr }),
  })
  process.stdout.write(`${running.origins.console}\n`)
  await untilTold(running.over)
  await running.stop()
}

if (import.meta.main) await run(process.env)
