/**
 * Migrations: SQL files, numbered without gaps, run once each and in order, forward only. What has run is recorded with
 * its digest, so that a file that was changed afterwards is noticed, and a database from a newer Postern is left alone.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { StoreError } from './errors.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly digest: string
}

/** A connection of the owner, outside any transaction. */
export interface OwnerConnection {
  /** Any number of statements, without parameters, as one message: what fails undoes all of it. */
  exec(sql: string): Promise<void>
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<Row[]>
}

const FOLDER = new URL('./migrations/', import.meta.url)

/** The migrations that this version of Postern knows, in order. Throws if their numbers have gaps. */
export function migrations(): readonly Migration[] {
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  return files.map((file, index) => {
    const number = Number(file.slice(0, 4))
    if (number !== index + 1) throw new Error(`Migrations are numbered without gaps; ${file} breaks the row.`)
    const sql = readFileSync(new URL(file, FOLDER), 'utf8')
    return { number, name: file.slice(5, -4), sql, digest: createHash('sha256').update(sql).digest('hex') }
  })
}

/** Runs what is due. Two processes that start at the same time take turns. */
export async function migrate(owner: OwnerConnection, now: number, known = migrations()): Promise<void> {
  await owner.query('select pg_advisory_lock(hashtext($1))', [LOCK])
  try {
    await owner.exec(`
      create table if not exists migrations (
        number integer primary key, name text not null, digest text not null, applied bigint not null);
      alter table migrations enable row level security;
      drop policy if exists everybody on migrations;
      create policy everybody on migrations for select using (true);
      grant select on migrations to postern_app;`)
    for (const { number, name, sql, digest } of await due(owner, known)) {
      const record = `insert into migrations values (${number}, '${name}', '${digest}', ${now})`
      await owner.exec(`${sql};\n${record};`)
    }
  } finally {
    await owner.query('select pg_advisory_unlock(hashtext($1))', [LOCK])
  }
}

/** The migrations still to run. Throws ERR_SCHEMA_AHEAD or ERR_SCHEMA_CHANGED. */
export async function due(
  connection: Pick<OwnerConnection, 'query'>,
  known = migrations(),
): Promise<readonly Migration[]> {
  const applied = await appliedTo(connection)
  for (const { number, name, digest } of applied) {
    const ours = known[number - 1]
    if (ours === undefined) {
      throw new StoreError(
        'ERR_SCHEMA_AHEAD',
        `A newer Postern has changed this database (migration ${number}, ${name}). Run that version, or restore a backup.`,
      )
    }
    if (ours.digest !== digest) {
      throw new StoreError(
        'ERR_SCHEMA_CHANGED',
        `Migration ${number} (${ours.name}) is not the one that this database was made by. Install Postern anew; ` +
          'if you changed the file, change it back and add a new migration.',
      )
    }
  }
  return known.slice(applied.length)
}

const LOCK = 'postern.migrations'

type Applied = Pick<Migration, 'number' | 'name' | 'digest'>

async function appliedTo(connection: Pick<OwnerConnection, 'query'>): Promise<readonly Applied[]> {
  const [found] = await connection.query<{ there: boolean }>(
    `select to_regclass('public.migrations') is not null as there`,
    [],
  )
  if (found?.there !== true) return []
  return await connection.query<Applied>('select number, name, digest from migrations order by number', [])
}
