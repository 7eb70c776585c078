/**
 * A real PostgreSQL for tests, of the system's own package: a cluster in a temporary folder, on a Unix socket, without
 * durability unless asked for, gone afterwards. Nothing that runs on the machine already is touched.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

export interface PostgresServer {
  /** The address of a database for a role. */
  url(database: string, role: string): string
  /** Runs SQL as superuser. */
  admin(sql: string, database?: string): Promise<void>
  start(): Promise<void>
  /** As a crash would: no checkpoint, no goodbye. */
  kill(): Promise<void>
  stop(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'
/** How long a start may take; only a server that will never come takes so long. */
const START_MS_MAX = 180_000

/** The folder of PostgreSQL's programs, or undefined where none is installed. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** PostgreSQL refuses to run as root: then it runs as the package's own user. */
function runner(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Makes a cluster and starts it. `settings` are further server settings, such as `fsync=on`. */
export async function startPostgres(bin: string, settings: readonly string[] = []): Promise<PostgresServer> {
  const who = runner()
  const folder = mkdtempSync(join(tmpdir(), 'postern-pg-'))
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid ?? who.uid)
  const data = join(folder, 'data')
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...who,
    cwd: folder,
    stdio: 'pipe',
  })
  const options = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'log_min_messages=fatal']
  let child: ChildProcess | undefined

  const server: PostgresServer = {
    url: (database, role) => `postgresql:///${database}?host=${encodeURIComponent(folder)}&user=${role}`,
    async admin(sql, database = 'postgres') {
      const client = new pg.Client({ connectionString: server.url(database, 'postgres') })
      await client.connect()
      try {
        await client.query(sql)
      } finally {
        await client.end()
      }
    },
    async start() {
      const flags = [...options, ...settings].flatMap((setting) => ['-c', setting])
      const deadline = Date.now() + START_MS_MAX
      for (;;) {
        // After a kill the old server's children may still hold its memory for a moment: then a new one gives up at once.
        if (child === undefined || hasEnded(child)) {
          child = spawn(join(bin, 'postgres'), ['-D', data, ...flags], { ...who, cwd: folder, stdio: 'ignore' })
        }
        try {
          return await server.admin('select 1')
        } catch (error) {
          if (Date.now() > deadline) throw error
          await setTimeout(50)
        }
      }
    },
    kill: () => ended(child, 'SIGKILL'),
    async stop() {
      // Immediate shutdown: what is in the folder is thrown away.
      await ended(child, 'SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  process.once('exit', () => {
    child?.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  })
  await server.start()
  return server
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || hasEnded(child)) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exit
}
