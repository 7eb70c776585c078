/** Errors of the two drivers and of the disk, told apart by SQLSTATE and system code, as errors of ours. */
import { StoreError } from './errors.ts'

/** Serialization failure, deadlock, lock not available in time, and a unique key that somebody else took meanwhile. */
const CLASHES = new Set(['40001', '40P01', '55P03', '23505'])
/**
 * Class 08 is connection exception; 57P0x the server goes down or comes up; 53300 it has no connection left; class 28 it
 * refuses the role; 3D000 there is no such database.
 */
const GONE = /^(08...|57P0[1-5]|53300|28...|3D000)$/
const GONE_SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])
/** What pg says without any code when the connection ends under a query, or none is to be had. */
const GONE_WORDS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/
const IO_ERROR = '58030'
const DISK_FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])

/** Two people changed the same thing at once: the work may be run again from its start. */
export function isClash(error: unknown): boolean {
  return CLASHES.has(codeOf(error))
}

/** The error as ours if it is about the database's place or connection; any other as it came. */
export function translated(error: unknown): unknown {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  if (DISK_FULL.has(code) || isDiskFullText(error)) {
    return new StoreError(
      'ERR_DISK_FULL',
      'The disk that holds the database is full; nothing of this was kept. Free some space there; Postern goes on by itself.',
      error,
    )
  }
  if (code === IO_ERROR) {
    return new StoreError(
      'ERR_DISK_FAILED',
      'The disk that holds the database could not be read or written; nothing of this was kept for certain. Check the disk and the system’s log.',
      error,
    )
  }
  if (GONE.test(code) || GONE_SYSTEM.has(code) || isMissingSocket(error) || isGoneText(error)) {
    return new StoreError(
      'ERR_DATABASE_GONE',
      'The database cannot be reached, or the connection broke; whether a running commit took place is not known. ' +
        'Check that it runs and that DATABASE_URL is right; Postern connects again by itself.',
      error,
    )
  }
  return error
}

/** Is it about the database or its disk, whatever was asked of them, and over by itself once they are well again? */
export function isAway(error: unknown): error is StoreError {
  return error instanceof StoreError && AWAY.has(error.code)
}

const AWAY: ReadonlySet<string> = new Set(['ERR_DATABASE_GONE', 'ERR_DISK_FULL', 'ERR_DISK_FAILED'])

/** The clash as ours, once it has been tried often enough. */
export function clash(error: unknown, attempts: number): StoreError {
  return new StoreError(
    'ERR_CLASH',
    `Somebody else changed the same thing each of the ${attempts} times this was tried. Look at it again, then repeat.`,
    error,
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** ENOENT of a Unix socket, and not of some file that the work looked for. */
function isMissingSocket(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'connect'
}

function isGoneText(error: unknown): boolean {
  return error instanceof Error && GONE_WORDS.test(error.message)
}

/** The system's text, which PostgreSQL quotes whatever SQLSTATE it gives (XX000 for some files of its own). */
function isDiskFullText(error: unknown): boolean {
  return error instanceof Error && /No space left on device|Disk quota exceeded/.test(error.message)
}
