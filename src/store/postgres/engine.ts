/** PostgreSQL 15 or newer, by its address. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Engine } from '../engine.ts'
import { StoreError } from '../errors.ts'
import type { OwnerConnection } from '../migrate.ts'
import type { Tables } from '../tables.ts'
import { VALUE_PARSERS } from '../value-types.ts'

const VERSION_MIN = 150_000
const CONNECTIONS_MAX = 10
const CONNECT_MS_MAX = 10_000
/** Nothing Postern asks takes long; what does is stuck, and must not hold locks for ever. */
const SETTINGS =
  '-c timezone=UTC -c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s'

/** Opens the pool. `ownerUrl` is for migrations only. Throws ERR_DATABASE_GONE, ERR_DATABASE_TOO_OLD, ERR_DATABASE_ROLE. */
export async function openPostgres(url: string, ownerUrl: string | undefined): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: 'postern',
    options: SETTINGS,
    types: { getTypeParser: parserOf },
  })
  // A connection that breaks is replaced, and the next query on it says so; without listeners it would end the process, be it
  // idle (the pool's event) or between two statements of a transaction (its own).
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const root = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await checkServer(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    name: 'postgres',
    root,
    asOwner: (work) => asOwner(ownerUrl, work),
    snapshot: (work) => asOwner(ownerUrl, (owner) => snapshot(owner, work)),
    queueBackend: { engine: 'postgres', url, ownerUrl },
    close: () => pool.end(),
  }
}

async function snapshot<T>(owner: OwnerConnection, work: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  await owner.exec('begin transaction isolation level repeatable read read only')
  try {
    return await work(owner)
  } finally {
    await owner.exec('rollback')
  }
}

async function asOwner<T>(ownerUrl: string | undefined, work: (owner: OwnerConnection) => Promise<T>): Promise<T> {
  if (ownerUrl === undefined) {
    throw new StoreError(
      'ERR_OWNER_NEEDED',
      'Only the owner of the tables can migrate, export or import them. Set DATABASE_OWNER_URL, too, this once (docs/storage.md).',
    )
  }
  const client = new pg.Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    application_name: 'postern-owner',
    types: { getTypeParser: parserOf },
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work({
      exec: async (sql) => void (await client.query(sql)),
      query: async <Row>(sql: string, parameters: readonly unknown[]) =>
        (await client.query(sql, [...parameters])).rows as Row[],
    })
  } finally {
    await client.end()
  }
}

interface Server {
  readonly version: number
  readonly role: string
  readonly bypasses: boolean
  readonly is_app: boolean
  readonly owns: boolean
}

/** The wall stands only if the role that Postern works as can neither step over it nor take it down. */
async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<Server>(`
    select current_setting('server_version_num')::int as version, current_user as role,
      (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as bypasses,
      exists (select from pg_roles where rolname = 'postern_app' and pg_has_role(current_user, oid, 'member')) as is_app,
      exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and pg_has_role(current_user, relowner, 'member')) as owns`)
  const server = rows[0]!
  if (server.version < VERSION_MIN) {
    const major = Math.floor(server.version / 10_000)
    throw new StoreError(
      'ERR_DATABASE_TOO_OLD',
      `This is PostgreSQL ${major}; Postern needs 15 or newer. Upgrade the server.`,
    )
  }
  const wrong = server.bypasses
    ? 'is a superuser or has BYPASSRLS'
    : server.owns
      ? 'owns tables of this database'
      : server.is_app
        ? undefined
        : 'is not postern_app, nor a member of it'
  if (wrong === undefined) return
  throw new StoreError(
    'ERR_DATABASE_ROLE',
    `The role ${server.role} of DATABASE_URL ${wrong}, and the wall between organisations would not hold. ` +
      'docs/storage.md has the four lines of SQL that make the roles.',
  )
}

function parserOf(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return VALUE_PARSERS[type] ?? pg.types.getTypeParser(type, format as 'text')
}
