/** The embedded database in the thread that asks: PGlite, whose own lock lets one transaction run at a time. */
import type { Transaction } from '@electric-sql/pglite'
import type { Database, OpenTransaction, Queries } from './database.ts'
import type { PgliteInstance } from './instance.ts'

/** PGlite is asked for each time, because a broken one is replaced by a new one. */
export function hosted({ get, listen, close }: PgliteInstance): Database {
  return {
    query: async (sql, parameters = []) => await (await get()).query(sql, [...parameters]),
    exec: async (sql) => await (await get()).exec(sql),
    begin: () => begin(get),
    listen,
    close,
  }
}

/** PGlite runs a transaction as a callback, which here waits until somebody has decided how it ends. */
async function begin(get: PgliteInstance['get']): Promise<OpenTransaction> {
  const pglite = await get()
  const decision = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<Transaction>()
  const ended = pglite.transaction(async (transaction) => {
    begun.resolve(transaction)
    await decision.promise
  })
  // Where BEGIN itself fails, that is the error; an early end is never anybody's unhandled rejection.
  ended.catch(begun.reject)
  const transaction = await begun.promise
  const { query, exec }: Queries = {
    query: async (sql, parameters = []) => await transaction.query(sql, [...parameters]),
    exec: async (sql) => await transaction.exec(sql),
  }
  return {
    query,
    exec,
    async commit() {
      decision.resolve()
      await ended
    },
    async rollback() {
      decision.reject(new Error('rolled back'))
      await ended.catch(() => undefined)
    },
  }
}
