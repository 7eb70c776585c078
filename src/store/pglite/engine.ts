/** The embedded engine: PostgreSQL as a library, in the data folder, for one process. */
import { mkdirSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import type { EmbeddedQueue, Engine } from '../engine.ts'
import type { OwnerConnection } from '../migrate.ts'
import { assertOutsideTransaction } from '../open-transaction.ts'
import type { Tables } from '../tables.ts'
import { prepareCluster } from './cluster.ts'
import { pgliteDialect } from './dialect.ts'
import { DurableFiles } from './durable-files.ts'
import { lockFolder, unusable } from './folder-lock.ts'
import { openInstance, type PgliteInstance } from './instance.ts'

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
  let syncs = 0
  const instance = await openInstance(() => new DurableFiles(cluster, () => syncs++)).catch((error: unknown) => {
    throw codeOf(error) === 'unknown' ? unusable(folder, 'the database in it does not start', error) : error
  })
  const owner = ownerOf(instance)
  await owner.exec(`do $$ begin
    if not exists (select from pg_roles where rolname = 'postern_app') then create role postern_app nologin; end if;
  end $$`)
  return {
    name: 'pglite',
    root: new Kysely<Tables>({ dialect: pgliteDialect(instance.get) }),
    asOwner: (work) => work(owner),
    snapshot: async (work) => await snapshot(await instance.get(), work),
    queueBackend: { engine: 'pglite', pglite: queueOf(instance) },
    syncs: () => syncs,
    async close() {
      await instance.close()
      unlock()
    },
  }
}

function ownerOf(instance: PgliteInstance): OwnerConnection {
  return {
    exec: async (sql) => void (await (await instance.get()).exec(sql)),
    query: async <Row>(sql: string, parameters: readonly unknown[]) =>
      (await (await instance.get()).query<Row>(sql, [...parameters])).rows,
  }
}

/** In PGlite's own transaction: its lock keeps everybody else out, who would slip into this one otherwise. */
async function snapshot<T>(pglite: PGlite, work: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  return await pglite.transaction(async (transaction) => {
    await transaction.exec('set transaction isolation level repeatable read read only')
    return await work({
      exec: async (sql) => void (await transaction.exec(sql)),
      query: async <Row>(sql: string, parameters: readonly unknown[]) =>
        (await transaction.query<Row>(sql, [...parameters])).rows,
    })
  })
}

/** The job queue's way in. It has no transaction of its own to be in, so the guard holds for each statement. */
function queueOf(instance: PgliteInstance): EmbeddedQueue {
  return {
    async query(sql, parameters) {
      assertOutsideTransaction('A query of the job queue')
      return await (await instance.get()).query(sql, parameters)
    },
    async exec(sql) {
      assertOutsideTransaction('A query of the job queue')
      return await (await instance.get()).exec(sql)
    },
    listen: instance.listen,
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
