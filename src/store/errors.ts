/** What can go wrong with the place where data is kept. The code is stable; the message says what happened and what to do. */
export const STORE_ERROR_CODES = [
  'ERR_FOLDER_IN_USE', // another process has this data folder open
  'ERR_FOLDER_UNUSABLE', // it cannot be created, read or written
  'ERR_FOLDER_OTHER_MAJOR', // its files are of another major version of PostgreSQL
  'ERR_DATABASE_TOO_OLD', // PostgreSQL below 15
  'ERR_DATABASE_ROLE', // the role could step over the wall between organisations, or lacks what it needs
  'ERR_DATABASE_GONE', // no connection, or it broke; whether a running commit took place is not known
  'ERR_DISK_FULL',
  'ERR_DISK_FAILED', // it gives errors
  'ERR_DATA_KIND', // demo data opened as real, or the other way round, or there is none
  'ERR_OWNER_NEEDED', // only the owner of the tables can do this, and its address is not known
  'ERR_SCHEMA_AHEAD', // a newer Postern was here
  'ERR_SCHEMA_CHANGED', // a migration that has run reads otherwise now
  'ERR_ROOT_QUERY_IN_TRANSACTION', // a programming error: it would wait for ever on the embedded engine
  'ERR_CLASH', // others changed the same thing each time it was tried
  'ERR_BATCH_TOO_LARGE',
  'ERR_STORE_CLOSED',
  'ERR_EXPORT_UNREADABLE', // not an export, cut short, changed, or of another version
  'ERR_IMPORT_NOT_EMPTY', // the place to import into holds something
  'ERR_BACKUP_UNWRITTEN', // its file could not be written; the database is well
] as const
export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number]

/** `cause` is for the log. It may quote values of a row, so it is never shown to a caller. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StoreError'
    this.code = code
  }
}

/** Is this a StoreError of that code? */
export function isStoreError(error: unknown, code: StoreErrorCode): error is StoreError {
  return error instanceof StoreError && error.code === code
}
