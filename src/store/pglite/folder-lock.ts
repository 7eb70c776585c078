/**
 * One process at a time has a data folder open. PGlite has no lock of its own, and two processes on one folder lose data
 * without a word. An exclusive SQLite transaction is a lock that the system takes back when the process ends, however it
 * ends, so that nothing stale is left to clear away.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../errors.ts'

const SQLITE_BUSY = 5

/**
 * Takes the folder; gives the function that lets it go. Throws ERR_FOLDER_IN_USE at once if somebody has it, and
 * ERR_FOLDER_UNUSABLE if the lock's file cannot be written.
 */
export function lockFolder(folder: string): () => void {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(folder, 'lock'))
    lock.exec('pragma journal_mode = memory; begin exclusive')
    const taken = lock
    return () => taken.close()
  } catch (error) {
    lock?.close()
    if (!isBusy(error)) throw unusable(folder, 'its lock cannot be written', error)
    throw new StoreError(
      'ERR_FOLDER_IN_USE',
      `The data folder ${folder} is open in another process of Postern. Stop that one, or give this one a folder of its own (POSTERN_DATA).`,
      error,
    )
  }
}

/** `why` completes "The data folder … cannot be used: …". */
export function unusable(folder: string, why: string, cause: unknown): StoreError {
  return new StoreError(
    'ERR_FOLDER_UNUSABLE',
    `The data folder ${folder} cannot be used: ${why}. It must be a folder of the user that runs Postern; name another with POSTERN_DATA, or restore a backup.`,
    cause,
  )
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
