/** The embedded engine: PostgreSQL as a library, in the data folder, for one process. */
import { mkdirSync } from 'node:fs'
import { Kysely } from 'kysely'
import type { EmbeddedQueue, Engine } from '../engine.ts'
import type { OwnerConnection } from '../migrate.ts'
import { assertOutsideTransaction } from '../open-transaction.ts'
import type { Tables } from '../tables.ts'
import { prepareCluster } from './cluster.ts'
import type { Database, Queries } from './database.ts'
import { embeddedDialect } from './dialect.ts'
import { lockFolder, unusable } from './folder-lock.ts'
import { openRemote } from './remote.ts'
import { tidy } from './tidy.ts'

export interface PgliteEngine extends Engine {
  /** How often something was brought to the disk since the start. */
  readonly syncs: () => number
}

/**
 * Opens the data folder, and makes it if it is not there. Throws ERR_FOLDER_IN_USE, ERR_FOLDER_OTHER_MAJOR,
 * ERR_FOLDER_UNUSABLE.
 */
export async function openPglite(folder: string): Promise<PgliteEngine> {
  makeFolder(folder)
  const unlock = lockFolder(folder)
  try {
    return await openLocked(folder, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function openLocked(folder: string, unlock: () => void): Promise<PgliteEngine> {
  const cluster = await prepareCluster(folder)
  const database = await openRemote(cluster).catch((error: unknown) => {
    throw codeOf(error) === 'unknown' ? unusable(folder, 'the database in it does not start', error) : error
  })
  await database.exec(`do $$ begin
    if not exists (select from pg_roles where rolname = 'postern_app') then create role postern_app nologin; end if;
  end $$`)
  return {
    name: 'pglite',
    root: new Kysely<Tables>({ dialect: embeddedDialect(database) }),
    asOwner: (work) => work(ownerOf(database)),
    snapshot: (work) => snapshot(database, work),
    tidy: () => tidy(database),
    queueBackend: { engine: 'pglite', pglite: queueOf(database) },
    syncs: database.syncs,
    async close() {
      await database.close()
      unlock()
    },
  }
}

function ownerOf({ exec, query }: Queries): OwnerConnection {
  return {
    exec: async (sql) => void (await exec(sql)),
    query: async <Row>(sql: string, parameters: readonly unknown[]) => (await query<Row>(sql, parameters)).rows,
  }
}

/** Everybody else waits meanwhile, who would slip into this one otherwise. */
async function snapshot<T>(database: Database, work: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  const transaction = await database.begin()
  try {
    await transaction.exec('set transaction isolation level repeatable read read only')
    return await work(ownerOf(transaction))
  } finally {
    await transaction.rollback()
  }
}

/** The job queue's way in. It has no transaction of its own to be in, so the guard holds for each statement. */
function queueOf({ query, exec, listen }: Database): EmbeddedQueue {
  return {
    async query(sql, parameters) {
      assertOutsideTransaction('A query of the job queue')
      return await query(sql, parameters)
    },
    async exec(sql) {
      assertOutsideTransaction('A query of the job queue')
      return await exec(sql)
    },
    listen,
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(folder, `it cannot be made (${codeOf(error)})`, error)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
