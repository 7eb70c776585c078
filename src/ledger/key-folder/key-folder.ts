/**
 * The keys of an installation as files: a folder that lies neither in the database, nor in its backup, nor among the data.
 *
 *   master.keys          encrypt the keys of people: id and 32 bytes, the newest first
 *   ORGANISATION/
 *     entries.key        signs entries
 *     checkpoints.keys   sign checkpoints; the newest first, two while they change
 *     tokens.key         turns addresses and logins into tokens that say nothing to others
 *     sealed.json        how far the ledger was signed
 *     checkpoints.next   the key of an epoch that is about to be opened
 *     entries.successor, checkpoints.successor   keys that are about to take over (`postern keys rotate`)
 *     entries-ID.key, checkpoints-ID.keys        keys that counted before: an older backup still needs the first
 *
 * Whoever reads this folder can forge what is written from then on; whoever loses it can read no personal value any more.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readFileIfThere, replaceFile } from '../../base/durable-file.ts'
import { fromBase64, toBase64 } from '../base64.ts'
import { type KeyRing, NO_KEYS } from '../key-ring.ts'
import { LedgerError } from '../ledger-error.ts'
import { parseSignerKey, type SignerKey, secretText, signerFrom } from '../note/key.ts'
import type { EncryptionKey, Random } from '../personal.ts'
import type { SealMemoryPort } from '../seal-ledger.ts'
import { sealMemoryFile } from './seal-memory-file.ts'

export interface OrganisationKeys {
  /** Of the ledger whose checkpoints these keys sign. */
  readonly origin: string
  readonly entries: SignerKey
  readonly checkpoints: readonly [SignerKey, ...SignerKey[]]
  /** 32 bytes. */
  readonly tokenKey: Uint8Array
  readonly memory: SealMemoryPort
  /** Makes the checkpoint key of a new epoch, or gives the one that was made for this origin; it signs nothing yet. */
  prepareEpoch(origin: string): SignerKey
  /**
   * Turns to the prepared key, if it is of this origin: from then on these keys are read anew. Keys and memory of the old
   * origin stay in the folder under names of their own. True if there was one.
   */
  beginEpoch(origin: string): boolean
  /** Makes the key that is to take over, or gives the one that was made before a crash. It signs nothing before it counts. */
  prepareSuccessor(use: KeyUse): SignerKey
  /** The successor takes its place; the key before it stays in the folder under a name of its own. */
  promoteSuccessor(use: KeyUse): void
}

export type KeyUse = keyof KeyRing

export interface KeyFolder {
  /** Encrypt the keys of people, the one for new keys first. */
  readonly masters: readonly [EncryptionKey, ...EncryptionKey[]]
  /**
   * The keys of an organisation: those that count by its ledger's ring, if one is given. A crash while keys change, and a
   * database from before a change, both need others than the newest. Throws ERR_KEYS_MISSING, ERR_KEYS_UNREADABLE.
   */
  of(organisation: string, ring?: KeyRing): OrganisationKeys
  /** A new master key comes first from now on; gives the folder's keys as they are then. Those before it stay. */
  addMaster(): KeyFolder['masters']
  /** Makes keys for a new organisation's ledger, or gives those that were made before a crash. */
  make(organisation: string, origin: string): OrganisationKeys
}

const KEY_BYTES = 32
const ID_BYTES = 4
const PRIVATE_TO_OWNER = 0o700
const OTHERS = 0o077

/**
 * Opens the folder, and makes it with its master key where it is not there yet. Throws ERR_KEYS_EXPOSED where others on the
 * machine may look into it, ERR_KEYS_UNREADABLE where a file is not what it was.
 */
export function openKeyFolder(folder: string, random: Random): KeyFolder {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_TO_OWNER })
  refuseExposed(folder)
  const masters = readMasters(folder) ?? makeMaster(folder, random)
  return {
    masters,
    of: (organisation, ring = NO_KEYS) => readKeys(join(folder, organisation), random, ring),
    addMaster: () => makeMaster(folder, random, readMasters(folder)),
    make(organisation, origin) {
      const own = join(folder, organisation)
      if (readFileIfThere(join(own, 'checkpoints.keys')) === undefined) makeKeys(own, origin, random)
      return readKeys(own, random, NO_KEYS)
    },
  }
}

function refuseExposed(folder: string): void {
  if (process.platform === 'win32' || (statSync(folder).mode & OTHERS) === 0) return
  throw new LedgerError(
    'ERR_KEYS_EXPOSED',
    `Others on this machine may read the keys in ${folder}. Check who did, then: chmod 700 ${folder}`,
  )
}

function readMasters(folder: string): KeyFolder['masters'] | undefined {
  const path = join(folder, 'master.keys')
  const text = readFileIfThere(path)
  if (text === undefined) return undefined
  const [first, ...others] = linesOf(text).map((line): EncryptionKey => {
    const [id = '', secret = ''] = line.split(' ')
    return { id, bytes: secretBytes(secret, path) }
  })
  if (first === undefined) throw unreadable(path)
  return [first, ...others]
}

function makeMaster(folder: string, random: Random, before: readonly EncryptionKey[] = []): KeyFolder['masters'] {
  const made: EncryptionKey = {
    id: `master-${Buffer.from(random(ID_BYTES)).toString('hex')}`,
    bytes: random(KEY_BYTES),
  }
  const masters = [made, ...before] as const
  replaceFile(join(folder, 'master.keys'), masters.map(({ id, bytes }) => `${id} ${toBase64(bytes)}\n`).join(''))
  return masters
}

/** The checkpoint key comes last: where it is, the others are. */
function makeKeys(own: string, origin: string, random: Random): void {
  mkdirSync(own, { recursive: true, mode: PRIVATE_TO_OWNER })
  chmodSync(own, PRIVATE_TO_OWNER)
  const entries = signerFrom(`${origin}/entries`, 'ed25519', random(KEY_BYTES))
  const checkpoints = signerFrom(origin, 'ed25519', random(KEY_BYTES))
  replaceFile(join(own, 'tokens.key'), `${toBase64(random(KEY_BYTES))}\n`)
  replaceFile(join(own, 'entries.key'), `${secretText(entries)}\n`)
  replaceFile(join(own, 'checkpoints.keys'), `${secretText(checkpoints)}\n`)
}

function readKeys(own: string, random: Random, ring: KeyRing): OrganisationKeys {
  const [first, ...others] = signersOf(join(own, 'checkpoints.keys'))
  const [newest] = signersOf(join(own, 'entries.key'))
  if (first === undefined) throw unreadable(join(own, 'checkpoints.keys'))
  if (newest === undefined) throw unreadable(join(own, 'entries.key'))
  const tokens = join(own, 'tokens.key')
  const name = first.verifier.name
  const [entries] = counting(
    [newest, ...successorOf(own, 'entries', `${name}/entries`), ...formerEntryKeys(own)],
    ring.entries,
  )
  return {
    origin: name,
    entries: entries ?? newest,
    checkpoints: atLeast(counting([first, ...others, ...successorOf(own, 'checkpoints', name)], ring.checkpoints), [
      first,
      ...others,
    ]),
    tokenKey: secretBytes(readKey(tokens).trim(), tokens),
    memory: sealMemoryFile(join(own, 'sealed.json')),
    prepareEpoch(origin) {
      const next = nextOf(own)
      if (next?.verifier.name === origin) return next
      const made = signerFrom(origin, 'ed25519', random(KEY_BYTES))
      replaceFile(join(own, 'checkpoints.next'), `${secretText(made)}\n`)
      return made
    },
    beginEpoch(origin) {
      if (nextOf(own)?.verifier.name !== origin) return false
      const { id } = first.verifier
      // The new key takes its place last: until then all of this is done again after a crash.
      if (existsSync(join(own, 'sealed.json'))) renameSync(join(own, 'sealed.json'), join(own, `sealed-${id}.json`))
      replaceFile(join(own, `checkpoints-${id}.keys`), readKey(join(own, 'checkpoints.keys')))
      renameSync(join(own, 'checkpoints.next'), join(own, 'checkpoints.keys'))
      return true
    },
    prepareSuccessor(use) {
      const bears = use === 'entries' ? `${name}/entries` : name
      const [prepared] = successorOf(own, use, bears)
      if (prepared !== undefined) return prepared
      const made = signerFrom(bears, 'ed25519', random(KEY_BYTES))
      replaceFile(join(own, `${use}.successor`), `${secretText(made)}\n`)
      return made
    },
    promoteSuccessor(use) {
      if (!existsSync(join(own, `${use}.successor`))) return
      const ending = use === 'entries' ? 'key' : 'keys'
      const current = use === 'entries' ? newest : first
      replaceFile(join(own, `${use}-${current.verifier.id}.${ending}`), readKey(join(own, `${use}.${ending}`)))
      renameSync(join(own, `${use}.successor`), join(own, `${use}.${ending}`))
    },
  }
}

/** Those of the keys that count now by the ring. */
function counting(keys: readonly SignerKey[], ring: KeyRing[KeyUse]): readonly SignerKey[] {
  const ids = new Set(ring.filter(({ until }) => until === undefined).map(({ key }) => key.id))
  return keys.filter(({ verifier }) => ids.has(verifier.id))
}

function atLeast([first, ...others]: readonly SignerKey[], otherwise: OrganisationKeys['checkpoints']) {
  return first === undefined ? otherwise : ([first, ...others] as const)
}

/** None where it was made for the ledger of an earlier epoch. */
function successorOf(own: string, use: KeyUse, name: string): readonly SignerKey[] {
  const path = join(own, `${use}.successor`)
  if (readFileIfThere(path) === undefined) return []
  return signersOf(path).filter(({ verifier }) => verifier.name === name)
}

function formerEntryKeys(own: string): readonly SignerKey[] {
  return readdirSync(own)
    .filter((file) => /^entries-[0-9a-f]{8}\.key$/.test(file))
    .flatMap((file) => signersOf(join(own, file)))
}

function nextOf(own: string): SignerKey | undefined {
  const path = join(own, 'checkpoints.next')
  return readFileIfThere(path) === undefined ? undefined : signersOf(path)[0]
}

function signersOf(path: string): readonly SignerKey[] {
  try {
    return linesOf(readKey(path)).map(parseSignerKey)
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'ERR_LEDGER_KEY_INVALID') throw unreadable(path)
    throw error
  }
}

function readKey(path: string): string {
  const text = readFileIfThere(path)
  if (text !== undefined) return text
  throw new LedgerError(
    'ERR_KEYS_MISSING',
    `There is no ${path}. The data was written with keys that are not here: set POSTERN_KEYS to their folder, or put it back from where you keep it.`,
  )
}

function secretBytes(text: string, path: string): Uint8Array {
  const bytes = fromBase64(text)
  if (bytes?.length !== KEY_BYTES) throw unreadable(path)
  return bytes
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '')
}

function unreadable(path: string): LedgerError {
  return new LedgerError(
    'ERR_KEYS_UNREADABLE',
    `${path} is not what was written there. Put it back from where you keep a copy.`,
  )
}
