/**
 * Both databases, for suites that every store must pass. Each test gets a place of its own, copied from a template in which
 * the migrations have run: a new embedded database takes seconds, a copy a tenth of one.
 */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Place } from '../src/store/index.ts'
import { migrate, migrations } from '../src/store/migrate.ts'
import { openPglite } from '../src/store/pglite/engine.ts'
import { openPostgres } from '../src/store/postgres/engine.ts'
import { type PostgresServer, postgresPrograms, startPostgres } from './postgres-server.ts'

export interface TestEngine {
  readonly name: 'pglite' | 'postgres'
  /** An empty database in which all migrations have run, and which is neither demo nor real yet. */
  newPlace(): Promise<Place>
  /** A database in which nothing has run. */
  barePlace(): Promise<Place>
}

/** Describes the same suite once for each engine. Without PostgreSQL its half is skipped by name, and fails in CI. */
export function onEachEngine(title: string, suite: (engine: TestEngine) => void): void {
  describe(`${title}: embedded`, () => suite(embedded))
  const bin = postgresPrograms()
  if (bin !== undefined) describe(`${title}: PostgreSQL`, () => suite(postgres(bin)))
  else if (process.env.CI === 'true') {
    it(`${title}: PostgreSQL`, () => {
      throw new Error('CI has to test PostgreSQL, and none is installed (apt-get install postgresql).')
    })
  } else it(`${title}: PostgreSQL`, { skip: 'PostgreSQL is not installed (Debian: apt-get install postgresql)' })
}

const folders: string[] = []
let made: string | undefined

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A temporary folder that is removed when the tests have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-store-'))
  folders.push(folder)
  return folder
}

export const embedded: TestEngine = {
  name: 'pglite',
  async newPlace() {
    made ??= await embeddedTemplate()
    const folder = temporaryFolder()
    cpSync(made, folder, { recursive: true })
    return { folder }
  },
  barePlace: async () => ({ folder: join(temporaryFolder(), 'new') }),
}

/** Kept from run to run beside the installed packages, under a name that changes with the migrations. */
async function embeddedTemplate(): Promise<string> {
  const name = createHash('sha256').update(JSON.stringify(migrations())).digest('hex').slice(0, 16)
  const cache = join(import.meta.dirname, '..', 'node_modules', '.cache', 'postern-test')
  const template = join(cache, name)
  if (existsSync(template)) return template
  mkdirSync(cache, { recursive: true })
  // Those of other migrations are of no use any more; one that another test process is making is.
  const others = readdirSync(cache).filter((other) => other !== name && !other.startsWith('unfinished-'))
  for (const other of others) rmSync(join(cache, other), { recursive: true, force: true })
  const unfinished = mkdtempSync(join(cache, 'unfinished-'))
  const engine = await openPglite(unfinished)
  await engine.asOwner((owner) => migrate(owner, 0))
  await engine.close()
  try {
    renameSync(unfinished, template)
  } catch {
    // Another test process was faster.
    rmSync(unfinished, { recursive: true })
  }
  return template
}

let server: Promise<PostgresServer> | undefined
let databases = 0
const TEMPLATE = 'postern_template'

export function postgresServer(bin: string): Promise<PostgresServer> {
  server ??= startTemplated(bin)
  return server
}

after(async () => await (await server)?.stop())

async function startTemplated(bin: string): Promise<PostgresServer> {
  const started = await startPostgres(bin)
  await started.admin('create role postern_owner login; create role postern_app login')
  await started.admin(`create database ${TEMPLATE} owner postern_owner`)
  const urls = placeIn(started, TEMPLATE)
  const engine = await openPostgres(urls.url, urls.ownerUrl)
  await engine.asOwner((owner) => migrate(owner, 0))
  await engine.close()
  return started
}

export function placeIn(from: PostgresServer, database: string): { readonly url: string; readonly ownerUrl: string } {
  return { url: from.url(database, 'postern_app'), ownerUrl: from.url(database, 'postern_owner') }
}

function postgres(bin: string): TestEngine {
  async function create(template: string): Promise<Place> {
    const running = await postgresServer(bin)
    const database = `postern_${++databases}`
    await running.admin(`create database ${database} owner postern_owner template ${template}`)
    return placeIn(running, database)
  }
  return { name: 'postgres', newPlace: () => create(TEMPLATE), barePlace: () => create('template1') }
}
