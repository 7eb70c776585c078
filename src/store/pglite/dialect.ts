/**
 * Kysely on the embedded database. Kysely brings a dialect for PGlite, but that one shares a single connection object between
 * callers: a second transaction takes the place of the first that is still open, and a plain query slips into it. Here each
 * caller has a connection object.
 */
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Database, OpenTransaction } from './database.ts'

/** SQLSTATE in_failed_sql_transaction: a COMMIT that PostgreSQL turned into a ROLLBACK. */
const FAILED_TRANSACTION = '25P02'

export function embeddedDialect(database: Pick<Database, 'query' | 'begin'>): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(database),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function createDriver(database: Pick<Database, 'query' | 'begin'>): Driver {
  return {
    init: async () => undefined,
    acquireConnection: async () => new Connection(database),
    beginTransaction: (connection) => (connection as Connection).begin(),
    commitTransaction: (connection) => (connection as Connection).commit(),
    rollbackTransaction: (connection) => (connection as Connection).rollback(),
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  }
}

class Connection implements DatabaseConnection {
  readonly #database: Pick<Database, 'query' | 'begin'>
  #open: OpenTransaction | undefined

  constructor(database: Pick<Database, 'query' | 'begin'>) {
    this.#database = database
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affectedRows } = await (this.#open ?? this.#database).query<Row>(query.sql, query.parameters)
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) }
  }

  // biome-ignore lint/correctness/useYield: PGlite has no cursors of its own; who reads much declares one in SQL.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('PGlite does not stream. Declare a cursor.')
  }

  async begin(): Promise<void> {
    this.#open = await this.#database.begin()
  }

  async commit(): Promise<void> {
    try {
      await this.#end()?.commit()
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === FAILED_TRANSACTION) {
        throw new AbortedTransactionError({ cause: error })
      }
      throw error
    }
  }

  /** After a failed commit there is nothing open any more. */
  async rollback(): Promise<void> {
    await this.#end()?.rollback()
  }

  #end(): OpenTransaction | undefined {
    const open = this.#open
    this.#open = undefined
    return open
  }
}
