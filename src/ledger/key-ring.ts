/**
 * Which keys count for which entries, as the ledger itself tells: entry 0 names the first ones, later entries add and
 * retire. So keys change while the system runs, old entries stay verifiable, and whoever pinned one checkpoint key can
 * follow. A key may be added by whoever holds one that counts.
 */
import type { Entry } from './entry.ts'
import { LedgerError } from './ledger-error.ts'
import { parseVerifierKey, type VerifierKey } from './note/key.ts'
import { epochOpened, keyAdded, keyRetired, ledgerOpened } from './own-types.ts'

export interface RingKey {
  readonly key: VerifierKey
  /** The first entry that it counts for, and the last; undefined as long as it counts. */
  readonly from: number
  readonly until: number | undefined
}

export interface KeyRing {
  readonly entries: readonly RingKey[]
  readonly checkpoints: readonly RingKey[]
}

export const NO_KEYS: KeyRing = { entries: [], checkpoints: [] }

/** The key of this id, if it counts for entry `seq`. */
export function keyFor(keys: readonly RingKey[], id: string, seq: number): VerifierKey | undefined {
  return keys.find(({ key, from, until = Number.POSITIVE_INFINITY }) => key.id === id && from <= seq && seq <= until)
    ?.key
}

/** Whether entry `seq` belongs to this origin: checkpoint keys bear its name, and end with it. */
export function isOriginAt({ checkpoints }: KeyRing, origin: string, seq: number): boolean {
  return checkpoints.some(
    ({ key, from, until = Number.POSITIVE_INFINITY }) => key.name === origin && from <= seq && seq <= until,
  )
}

/** The ring after an entry. Throws ERR_LEDGER_KEY_INVALID, and what reading the entry's data throws. */
export function evolveKeys(keys: KeyRing, entry: Entry): KeyRing {
  switch (entry.type) {
    case ledgerOpened.name: {
      const { entryKey, checkpointKey } = ledgerOpened.read(entry)
      if (entry.seq !== 0) throw refused('a ledger is opened once, by its entry 0')
      const first = { from: 0, until: undefined }
      return {
        entries: [{ key: signingKey(entryKey), ...first }],
        checkpoints: [{ key: checkpointKeyOf(checkpointKey, entry.origin), ...first }],
      }
    }
    case epochOpened.name: {
      // In the old origin's name nothing is signed any more.
      const ended = keys.checkpoints.map((known) => ({ ...known, until: known.until ?? entry.seq - 1 }))
      const key = checkpointKeyOf(epochOpened.read(entry).checkpointKey, entry.origin)
      return { ...keys, checkpoints: [...ended, { key, from: entry.seq, until: undefined }] }
    }
    case keyAdded.name: {
      const { use, key: text } = keyAdded.read(entry)
      const key = use === 'checkpoints' ? checkpointKeyOf(text, entry.origin) : signingKey(text)
      // A retired key does not come back either: its id would stand for two times.
      if (keys[use].some((known) => known.key.id === key.id)) throw refused('a key of this id was there already')
      return { ...keys, [use]: [...keys[use], { key, from: entry.seq + 1, until: undefined }] }
    }
    case keyRetired.name: {
      const { use, id } = keyRetired.read(entry)
      if (keyFor(keys[use], id, entry.seq) === undefined) throw refused('no key of this id counts')
      const ring = keys[use].map((known) => (known.key.id === id ? { ...known, until: entry.seq } : known))
      if (ring.every(({ until }) => until !== undefined)) {
        throw refused('the last key cannot be retired. Add its successor first')
      }
      return { ...keys, [use]: ring }
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

/** Which keys count, as the head's row keeps it. */
export function printRing(ring: KeyRing): string {
  const plain = (keys: readonly RingKey[]) => keys.map(({ key, from, until }) => ({ key: key.text, from, until }))
  return JSON.stringify({ entries: plain(ring.entries), checkpoints: plain(ring.checkpoints) })
}

export function parseRing(text: string): KeyRing {
  type Plain = readonly { readonly key: string; readonly from: number; readonly until?: number }[]
  const { entries, checkpoints } = JSON.parse(text) as { readonly entries: Plain; readonly checkpoints: Plain }
  const ring = (keys: Plain): RingKey[] =>
    keys.map(({ key, from, until }) => ({ key: parseVerifierKey(key), from, until }))
  return { entries: ring(entries), checkpoints: ring(checkpoints) }
}
