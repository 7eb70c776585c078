/**
 * Which keys count, as the ledger itself tells: entry 0 names the first ones, later entries add and retire. So keys change
 * while the system runs, and whoever pinned one checkpoint key can follow. A key may be added by whoever holds a valid one.
 */
import type { Entry } from './entry.ts'
import { LedgerError } from './ledger-error.ts'
import { parseVerifierKey, type VerifierKey } from './note/key.ts'
import { keyAdded, keyRetired, ledgerOpened } from './own-types.ts'

export interface KeyRing {
  readonly entries: readonly VerifierKey[]
  readonly checkpoints: readonly VerifierKey[]
}

export const NO_KEYS: KeyRing = { entries: [], checkpoints: [] }

/** The keys that count after an entry. Throws ERR_LEDGER_KEY_INVALID, and what reading the entry's data throws. */
export function evolveKeys(keys: KeyRing, entry: Entry): KeyRing {
  switch (entry.type) {
    case ledgerOpened.name: {
      const { entryKey, checkpointKey } = ledgerOpened.read(entry)
      if (keys.entries.length > 0) throw refused('a ledger is opened once, by its entry 0')
      return { entries: [signingKey(entryKey)], checkpoints: [checkpointKeyOf(checkpointKey, entry.origin)] }
    }
    case keyAdded.name: {
      const { use, key } = keyAdded.read(entry)
      const added = use === 'checkpoints' ? checkpointKeyOf(key, entry.origin) : signingKey(key)
      if (keys[use].some(({ id }) => id === added.id)) throw refused('a key of this id counts already')
      return { ...keys, [use]: [...keys[use], added] }
    }
    case keyRetired.name: {
      const { use, id } = keyRetired.read(entry)
      const left = keys[use].filter((key) => key.id !== id)
      if (left.length === keys[use].length) throw refused('no key of this id counts')
      if (left.length === 0) throw refused('the last key cannot be retired. Add its successor first')
      return { ...keys, [use]: left }
    }
    default:
      return keys
  }
}

function signingKey(text: string): VerifierKey {
  const key = parseVerifierKey(text)
  if (key.type !== 'ed25519') throw refused('entries and checkpoints are signed by keys of type 1')
  return key
}

function checkpointKeyOf(text: string, origin: string): VerifierKey {
  const key = signingKey(text)
  if (key.name !== origin) throw refused('a checkpoint key bears the name of its ledger’s origin')
  return key
}

function refused(why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_KEY_INVALID', `The change of keys is refused: ${why}.`)
}
