/**
 * The file in which a witness remembers the last checkpoint that it cosigned: the signed note as it came, readable by eye.
 * One process at a time looks and writes, or two requests at once could be answered from the same memory.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemCode } from './input-error.ts'

export interface WitnessMemory {
  /** Undefined before the first checkpoint. */
  readonly remembered: string | undefined
  /** Returns when the note will be there after a power cut. */
  keep(note: string): void
}

const WAIT_MS = 10_000

/** Calls `use` while nobody else can. The lock is the operating system's, so that it ends with the process. */
export function withMemory<Result>(path: string, use: (memory: WitnessMemory) => Result): Result {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: WAIT_MS })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return use({ remembered: read(path), keep: (note) => replace(path, note) })
  } finally {
    lock.close()
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // Anything but "not there yet" must not pass for a witness that knows nothing.
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all: a new file takes the old one's name when it is on the disk. */
function replace(path: string, note: string): void {
  const next = `${path}.next`
  withFile(next, 'w', (file) => {
    writeFileSync(file, note)
    fsyncSync(file)
  })
  renameSync(next, path)
  withFile(dirname(path), 'r', fsyncSync)
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags, 0o600)
  try {
    use(file)
  } finally {
    closeSync(file)
  }
}
