/**
 * The file in which a witness remembers the last checkpoint that it cosigned: the signed note as it came, readable by eye.
 * One process at a time looks and writes, or two requests at once could be answered from the same memory.
 */
import { DatabaseSync } from 'node:sqlite'
import { readFileIfThere, replaceFile } from '../base/durable-file.ts'

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
    return use({ remembered: readFileIfThere(path), keep: (note) => replaceFile(path, note) })
  } finally {
    lock.close()
  }
}
