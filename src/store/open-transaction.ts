/**
 * Knows whether the running code is inside a transaction.
 *
 * The embedded engine has one connection. A query past the open transaction would wait for that transaction to end, which
 * waits for the query: both hang for ever, without an error. On PostgreSQL the same code would run outside the
 * transaction it seems to be in. So it is refused on both, at once, and a test on either finds it.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { StoreError } from './errors.ts'

interface OpenTransaction {
  isOpen: boolean
}

const current = new AsyncLocalStorage<OpenTransaction>()

/** Throws ERR_ROOT_QUERY_IN_TRANSACTION if called from inside a transaction's work. */
export function assertOutsideTransaction(what: string): void {
  if (current.getStore()?.isOpen !== true) return
  throw new StoreError(
    'ERR_ROOT_QUERY_IN_TRANSACTION',
    `${what} was called inside an open transaction, past it. Use the transaction that was handed in, or do it afterwards.`,
  )
}

/**
 * Runs a transaction's work so that `assertOutsideTransaction` sees it. What the work leaves behind (a timer, a listener)
 * is outside as soon as the work has ended, before the commit: that is when notifications are delivered.
 */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const transaction: OpenTransaction = { isOpen: true }
  try {
    return await current.run(transaction, work)
  } finally {
    transaction.isOpen = false
  }
}
