/**
 * One process at a time has a data folder open. PGlite has no lock of its own, and two processes on one folder lose data
 * without a word. An exclusive SQLite transaction is a lock that the system takes back when the process ends, however it
 * ends, so that nothing stale is left to clear away.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../errors.ts'

const SQLITE_BUSY = 5

/** Takes the folder; gives the function that lets it go. Throws ERR_FOLDER_IN_USE at once if somebody has it. */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, 'lock'))
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new StoreError(
      'ERR_FOLDER_IN_USE',
      `The data folder ${folder} is open in another process of Postern. Stop that one, or give this one a folder of its own (POSTERN_DATA).`,
      error,
    )
  }
  return () => lock.close()
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
