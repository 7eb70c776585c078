/** One keeper a folder of keys: two would each sign for a place, and neither know. The lock ends with the process, however that ends. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LedgerError } from '../../ledger/index.ts'

/** Gives what lets it go. Throws ERR_KEYS_IN_USE. */
export function lockKeys(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(folder, 'keeper.lock'))
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock.close()
    const message = 'Another keeper, or a server with one, works with these keys. Stop it first.'
    throw new LedgerError('ERR_KEYS_IN_USE', message, error)
  }
  return () => lock.close()
}
