/**
 * Kysely on PGlite. Kysely brings a dialect of its own, but that one shares a single connection object between callers: a
 * second transaction takes the place of the first that is still open, and a plain query slips into it. Here each caller
 * has a connection object, and PGlite's own lock lets one transaction run at a time.
 */
import type { PGlite, Transaction } from '@electric-sql/pglite'
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

/** SQLSTATE in_failed_sql_transaction: a COMMIT that PostgreSQL turned into a ROLLBACK. */
const FAILED_TRANSACTION = '25P02'

/** `instance` is asked each time, because a broken PGlite is replaced by a new one. */
export function pgliteDialect(instance: () => Promise<PGlite>): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(instance),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function createDriver(instance: () => Promise<PGlite>): Driver {
  return {
    init: async () => undefined,
    acquireConnection: async () => new Connection(instance),
    beginTransaction: (connection) => (connection as Connection).begin(),
    commitTransaction: (connection) => (connection as Connection).commit(),
    rollbackTransaction: (connection) => (connection as Connection).rollback(),
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  }
}

interface Open {
  readonly transaction: Transaction
  readonly commit: () => void
  readonly rollback: (why: unknown) => void
  /** Settles when PGlite has carried out either. */
  readonly ended: Promise<unknown>
}

class Connection implements DatabaseConnection {
  readonly #instance: () => Promise<PGlite>
  #open: Open | undefined

  constructor(instance: () => Promise<PGlite>) {
    this.#instance = instance
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const target = this.#open?.transaction ?? (await this.#instance())
    const { rows, affectedRows } = await target.query<Row>(query.sql, [...query.parameters])
    return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) }
  }

  // biome-ignore lint/correctness/useYield: PGlite has no cursors of its own; who reads much declares one in SQL.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('PGlite does not stream. Declare a cursor.')
  }

  async begin(): Promise<void> {
    const pglite = await this.#instance()
    const decision = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<Transaction>()
    const ended = pglite.transaction(async (transaction) => {
      begun.resolve(transaction)
      await decision.promise
    })
    // Where BEGIN itself fails, that is the error; an early end is never anybody's unhandled rejection.
    ended.catch(begun.reject)
    this.#open = {
      transaction: await begun.promise,
      commit: decision.resolve,
      rollback: decision.reject,
      ended,
    }
  }

  async commit(): Promise<void> {
    const open = this.#end()
    open?.commit()
    try {
      await open?.ended
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === FAILED_TRANSACTION) {
        throw new AbortedTransactionError({ cause: error })
      }
      throw error
    }
  }

  /** After a failed commit there is nothing open any more. */
  async rollback(): Promise<void> {
    const open = this.#end()
    open?.rollback(new Error('rolled back'))
    await open?.ended.catch(() => undefined)
  }

  #end(): Open | undefined {
    const open = this.#open
    this.#open = undefined
    return open
  }
}
