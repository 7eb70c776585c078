/**
 * The temporary file that holds what does not fit into memory.
 *
 * It holds people's sign-ins, so nobody else may read it and nothing may survive: the file has no name from the moment it
 * is open, and the system frees it however the process ends, kill -9 and loss of power included. Where an open file
 * cannot lose its name (Windows), it goes with the last close or when the process exits.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from './input-error.ts'

export type SpillErrorCode = 'ERR_SPILL_FULL' | 'ERR_SPILL_NOT_WRITABLE' | 'ERR_SPILL_FAILED'

/** The temporary file cannot be made, written or read; the message says what to do. */
export class SpillError extends Error {
  readonly code: SpillErrorCode
  constructor(code: SpillErrorCode, message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'SpillError'
    this.code = code
  }
}

export interface Spill {
  /** Bytes written so far: where the next write will stand. */
  readonly size: number
  /** Appends the first `length` bytes. Throws SpillError. */
  write(bytes: Uint8Array, length: number): void
  /** Reads `length` bytes that were written at `position` into `into` at `offset`. Throws SpillError. */
  read(into: Uint8Array, offset: number, length: number, position: number): void
  /** Frees the file. Harmless the second time. */
  close(): void
}

/** Makes an empty temporary file in a private folder (mode 0700) below `directory`. Throws SpillError. */
export function createSpill(directory: string): Spill {
  const { file, remove } = openNameless(directory)
  let size = 0
  let open = true

  function write(bytes: Uint8Array, length: number): void {
    for (let done = 0; done < length; ) {
      try {
        const written = writeSync(file, bytes, done, length - done, size)
        done += written
        size += written
      } catch (error) {
        throw spillError(error, directory)
      }
    }
  }

  function read(into: Uint8Array, offset: number, length: number, position: number): void {
    for (let done = 0; done < length; ) {
      try {
        const count = readSync(file, into, offset + done, length - done, position + done)
        if (count === 0) throw new Error('The file is shorter than what was written.')
        done += count
      } catch (error) {
        throw spillError(error, directory)
      }
    }
  }

  function close(): void {
    if (!open) return
    open = false
    closeSync(file)
    remove()
  }

  return {
    get size() {
      return size
    },
    write,
    read,
    close,
  }
}

function openNameless(directory: string): { file: number; remove: () => void } {
  let folder: string | undefined
  const remove = (): void => {
    process.off('exit', remove)
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    folder = undefined
  }
  process.on('exit', remove)
  try {
    folder = mkdtempSync(join(directory, 'postern-'))
    const file = openSync(join(folder, 'sign-ins'), 'wx+', 0o600)
    if (process.platform !== 'win32') remove()
    return { file, remove }
  } catch (error) {
    remove()
    throw spillError(error, directory)
  }
}

/** What a failed call on the temporary file means to the operator. */
export function spillError(error: unknown, directory: string): SpillError {
  const reason = systemCode(error)
  const elsewhere = 'Set TMPDIR to a folder on a disk with more room (about 200 bytes a row) and run it again.'
  if (reason === 'ENOSPC' || reason === 'EDQUOT' || reason === 'EFBIG') {
    return new SpillError(
      'ERR_SPILL_FULL',
      `There is no room left for temporary files in ${directory}. ${elsewhere}`,
      error,
    )
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(reason)) {
    const message = `Temporary files cannot be made in ${directory} (${reason}). Set TMPDIR to a folder that you may write to.`
    return new SpillError('ERR_SPILL_NOT_WRITABLE', message, error)
  }
  const message = `The temporary file in ${directory} failed (${reason}). Check that disk, or set TMPDIR to another one.`
  return new SpillError('ERR_SPILL_FAILED', message, error)
}
