/**
 * Verifies the export of a Postern ledger, offline. Written to be read by whoever has to trust it: this one file needs
 * Node and nothing else, and shares no code with the program that wrote the ledger. It can be copied and run by itself:
 *
 *   node verify.ts KEY < ledger.ndjson
 *
 * An export is a file of lines, each one JSON object in canonical form (RFC 8785):
 *
 *   {"format":"postern.ledger/1", …}       first: which ledger, and how many entries follow
 *   {…,"format":"postern.entry/1", …}      the entries, in order; the line's bytes are what was hashed
 *   {"format":"postern.opening/1", …}      behind an entry: a personal value that it commits to, and its salt
 *   {"format":"postern.checkpoint/1", …}   behind the entry that completes it: a signed note over the tree's root so far
 *
 * What must hold, and what follows from it:
 *
 *   1. Each entry carries its number, the hash of the entry before it, and an Ed25519 signature by a key that an earlier
 *      entry introduced (entry 0 introduces the first).      → none was altered, moved, left out or invented in between
 *   2. Each checkpoint's root is the root of the Merkle tree (RFC 6962) over all entries before it, and is signed by a
 *      checkpoint key that the ledger introduced.            → the keys' holder has seen the same entries
 *   3. Trust begins at the key that you pinned. What a checkpoint of a trusted key seals is trusted, and so are checkpoint
 *      keys introduced therein. The last one seals all.      → the ledger is the one that you mean, to its last line
 *   4. If you remember an earlier checkpoint, or pin witnesses, the tree must contain what you and they saw.
 *                                                            → the end was not cut off, and history was not replaced
 */
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto'

export interface Pinned {
  /** The ledger's checkpoint key, `origin+id+base64`. */
  readonly key: string
  /** Keys of witnesses, of type 4; each must have cosigned. */
  readonly witnesses?: readonly string[]
  /** A signed checkpoint from earlier. */
  readonly remembered?: string
}

export interface Holds {
  readonly holds: true
  readonly origin: string
  readonly entries: number
  readonly checkpoints: number
  readonly openings: number
  /** Base 64. */
  readonly root: string
  /** Checkpoint keys that count at the end: pin one of these from now on. */
  readonly keys: readonly string[]
  readonly witnesses: readonly { readonly name: string; readonly size: number; readonly time: string }[]
  /** Where the database went back in time and two people went on: from that entry on; so many had been sealed before. */
  readonly epochs: readonly { readonly entry: number; readonly remembered: number }[]
}

export interface Broken {
  readonly holds: false
  readonly code: BreakCode
  /** Of the file, from 1; 0 where it is no single line. */
  readonly line: number
  /** Number of the first entry that cannot be relied on. */
  readonly entry: number
  readonly message: string
}

export type Verdict = Holds | Broken

export type BreakCode =
  | 'ERR_VERIFY_PINNED' // what you pinned is no such key or checkpoint
  | 'ERR_VERIFY_LINE' // not canonical JSON, or not a line of an export
  | 'ERR_VERIFY_ORIGIN' // of another ledger
  | 'ERR_VERIFY_NUMBER' // an entry is missing, doubled or out of order
  | 'ERR_VERIFY_PREVIOUS' // the entry before it was another
  | 'ERR_VERIFY_SIGNATURE' // altered, or signed by nobody who may
  | 'ERR_VERIFY_KEYS' // an impossible change of keys
  | 'ERR_VERIFY_ROOT' // the entries are not those that were sealed
  | 'ERR_VERIFY_OPENING' // a personal value is not the one committed to
  | 'ERR_VERIFY_UNSEALED' // no trusted checkpoint over the last entries
  | 'ERR_VERIFY_TRUNCATED' // entries are missing at the end
  | 'ERR_VERIFY_WITNESS' // a pinned witness did not see it

/** Thrown inside, and given out as `Broken`. */
class Break extends Error {
  readonly code: BreakCode
  /** The first entry that is in doubt, where it is not the one that comes next. */
  readonly entry: number | undefined
  constructor(code: BreakCode, message: string, entry?: number) {
    super(message)
    this.code = code
    this.entry = entry
  }
}

const LINE_BYTES_MAX = 256 * 1024

/** Verifies the bytes of an export, in pieces of any length. Stops at the first break. */
export async function verifyExport(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  pinned: Pinned,
): Promise<Verdict> {
  let line = 0
  let ledger: Ledger | undefined
  try {
    ledger = openLedger(pinned)
    line = 1
    for await (const bytes of splitLines(pieces)) {
      takeLine(ledger, bytes)
      line++
    }
    line = 0
    return conclude(ledger)
  } catch (error) {
    if (!(error instanceof Break)) throw error
    const entry = error.entry ?? ledger?.entries ?? 0
    return { holds: false, code: error.code, line, entry, message: error.message }
  }
}

// —— The state that is carried from line to line ——

interface Ledger {
  readonly origin: string
  /** The origin of the epoch so far: the pinned one in the end. */
  current: string | undefined
  readonly epochs: { entry: number; remembered: number }[]
  /** As the first line says; −1 before it. */
  size: number
  /** Entries so far. */
  entries: number
  checkpoints: number
  openings: number
  /** Leaf hash of the last entry. */
  previous: Uint8Array
  /** Commitments of the last entry. */
  commitments: Record<string, unknown>
  /** By height, roots of the full subtrees that the entries so far make up: one for each bit of their number. */
  readonly peaks: (Uint8Array | undefined)[]
  /** Keys that count now, by id. */
  readonly entryKeys: Map<string, Key>
  readonly checkpointKeys: Map<string, Key>
  /** Every key that was ever introduced, by use and id: none comes back. */
  readonly introduced: Set<string>
  /** Keys that lead back to the pinned one, by their text. */
  readonly trusted: Set<string>
  /** How many entries the last checkpoint seals, and how many the last one of a trusted key. */
  checked: number
  sealed: number
  readonly remembered: Checkpoint | undefined
  readonly witnesses: readonly Key[]
  readonly seen: Map<string, { name: string; size: number; time: string }>
}

function openLedger({ key, witnesses = [], remembered }: Pinned): Ledger {
  const own = parseKey(key, 1, 'ERR_VERIFY_PINNED')
  return {
    origin: own.name,
    current: undefined,
    epochs: [],
    size: -1,
    entries: 0,
    checkpoints: 0,
    openings: 0,
    previous: sha256(),
    commitments: {},
    peaks: [],
    entryKeys: new Map(),
    checkpointKeys: new Map(),
    introduced: new Set(),
    trusted: new Set([own.text]),
    checked: 0,
    sealed: 0,
    remembered: remembered === undefined ? undefined : parsePinnedCheckpoint(remembered, own),
    witnesses: witnesses.map((text) => parseKey(text, 4, 'ERR_VERIFY_PINNED')),
    seen: new Map(),
  }
}

function takeLine(ledger: Ledger, bytes: Uint8Array): void {
  const value = parseLine(bytes)
  if ((value.format === 'postern.ledger/1') !== ledger.size < 0) {
    throw new Break('ERR_VERIFY_LINE', 'The first line, and no other, must be of format postern.ledger/1.')
  }
  switch (value.format) {
    case 'postern.ledger/1':
      takeHeader(ledger, value)
      break
    case 'postern.entry/1':
      takeEntry(ledger, value, bytes)
      break
    case 'postern.opening/1':
      takeOpening(ledger, value)
      break
    case 'postern.checkpoint/1':
      takeCheckpoint(ledger, value)
      break
    default:
      throw new Break('ERR_VERIFY_LINE', 'This line is of a format that is unknown here.')
  }
}

function takeHeader(ledger: Ledger, { origin, size }: Members): void {
  if (origin !== ledger.origin) {
    const message = `This is not the ledger ${ledger.origin}, or it has opened another epoch since: then pin that one’s key.`
    throw new Break('ERR_VERIFY_ORIGIN', message)
  }
  if (!isCount(size)) throw new Break('ERR_VERIFY_LINE', 'The number of entries is missing.')
  ledger.size = size
}

// —— 1. Entries ——

function takeEntry(ledger: Ledger, entry: Members, bytes: Uint8Array): void {
  const expected = ledger.entries
  const continued = entry.type === 'epoch-opened' && isMembers(entry.data) ? entry.data.follows : entry.origin
  if (continued !== (ledger.current ?? entry.origin)) {
    throw new Break('ERR_VERIFY_ORIGIN', 'This entry belongs to another ledger.')
  }
  if (entry.seq !== expected) {
    const found = isCount(entry.seq) ? entry.seq : 'without a number'
    throw new Break('ERR_VERIFY_NUMBER', `Here entry ${expected} should stand; the one that stands here is ${found}.`)
  }
  if (entry.previous !== base64(ledger.previous)) {
    throw new Break('ERR_VERIFY_PREVIOUS', `Entry ${expected} was written after another entry than the one before it.`)
  }
  if ((expected === 0) !== (entry.type === 'ledger-opened')) {
    throw new Break('ERR_VERIFY_KEYS', 'A ledger must be opened by its entry 0, and by no other.')
  }
  // Entry 0 is signed by the key that it introduces. What makes that key good is the checkpoint over it.
  ledger.current ??= String(entry.origin)
  if (expected === 0) changeKeys(ledger, entry)
  const { signature, ...signed } = entry
  const key = ledger.entryKeys.get(String(entry.key))
  if (key === undefined) throw new Break('ERR_VERIFY_SIGNATURE', `Entry ${expected} is signed by no key that counts.`)
  if (!signatureHolds(key, canonical(signed), fromBase64(signature))) {
    throw new Break('ERR_VERIFY_SIGNATURE', `Entry ${expected} is not what its key ${key.id} signed.`)
  }
  if (expected > 0) changeKeys(ledger, entry)

  ledger.previous = sha256(LEAF, bytes)
  ledger.commitments = isMembers(entry.commitments) ? entry.commitments : {}
  addLeaf(ledger.peaks, ledger.previous)
  ledger.entries++
  if (ledger.entries === ledger.remembered?.size && rootOf(ledger.peaks) !== ledger.remembered.root) {
    const message = `The first ${ledger.entries} entries are not those of the checkpoint that you remember.`
    throw new Break('ERR_VERIFY_ROOT', message, 0)
  }
}

/** The types of entries that say which keys count from the next entry on. */
const KEY_CHANGES = ['ledger-opened', 'epoch-opened', 'key-added', 'key-retired']

function changeKeys(ledger: Ledger, { type, version, data, origin, decisions }: Members): void {
  if (!KEY_CHANGES.includes(String(type))) return
  if (version !== 1 || !isMembers(data)) {
    throw new Break(
      'ERR_VERIFY_KEYS',
      'This change of keys is of a version that is unknown here. Take a newer verifier.',
    )
  }
  if (type === 'ledger-opened') {
    addKey(ledger, 'entries', data.entryKey)
    addKey(ledger, 'checkpoints', data.checkpointKey)
  }
  if (type === 'epoch-opened') {
    // The database had gone back in time, and two people went on in another name.
    const people = Array.isArray(decisions) ? new Set(decisions.map((one) => isMembers(one) && one.staff)).size : 0
    if (people < 2 || origin === ledger.current) {
      throw new Break('ERR_VERIFY_KEYS', 'An epoch was opened without two people, or without a name of its own.')
    }
    const remembered = isMembers(data.remembered) && isCount(data.remembered.size) ? data.remembered.size : 0
    ledger.epochs.push({ entry: ledger.entries, remembered })
    ledger.current = String(origin)
    ledger.checkpointKeys.clear()
    addKey(ledger, 'checkpoints', data.checkpointKey)
  }
  if (type === 'key-added') addKey(ledger, data.use, data.key)
  if (type === 'key-retired') {
    const keys = data.use === 'checkpoints' ? ledger.checkpointKeys : ledger.entryKeys
    if (!keys.delete(String(data.id)) || keys.size === 0) {
      throw new Break('ERR_VERIFY_KEYS', 'A key is retired that did not count, or that was the last.')
    }
  }
}

function addKey(ledger: Ledger, use: unknown, text: unknown): void {
  const key = parseKey(text, 1, 'ERR_VERIFY_KEYS')
  const keys = use === 'checkpoints' ? ledger.checkpointKeys : ledger.entryKeys
  const introduction = `${use} ${key.id}`
  if (ledger.introduced.has(introduction) || (use === 'checkpoints' && key.name !== ledger.current)) {
    throw new Break('ERR_VERIFY_KEYS', 'A key is introduced twice, or bears the name of another ledger.')
  }
  ledger.introduced.add(introduction)
  keys.set(key.id, key)
}

function takeOpening(ledger: Ledger, { seq, name, salt, value }: Members): void {
  const commitment = ledger.commitments[String(name)]
  const bytes = fromBase64(salt)
  const holds =
    seq === ledger.entries - 1 &&
    bytes.length === 16 &&
    commitment === base64(sha256(COMMITMENT, bytes, Buffer.from(canonical(value))))
  if (!holds) {
    throw new Break('ERR_VERIFY_OPENING', 'This personal value is not one that the entry before it commits to.')
  }
  ledger.openings++
}

// —— 2. and 3. Checkpoints ——

interface Checkpoint {
  readonly origin: string
  readonly size: number
  /** Base 64. */
  readonly root: string
}

function takeCheckpoint(ledger: Ledger, { note }: Members): void {
  const { text, signatures } = parseNote(note, 'ERR_VERIFY_LINE')
  const { origin, size, root } = parseCheckpoint(text, 'ERR_VERIFY_LINE')
  if (origin !== (ledger.current ?? ledger.origin)) {
    throw new Break('ERR_VERIFY_ORIGIN', 'This checkpoint belongs to another ledger.')
  }
  if (size !== ledger.entries) {
    throw new Break('ERR_VERIFY_NUMBER', `This checkpoint seals ${size} entries, and stands behind ${ledger.entries}.`)
  }
  if (root !== rootOf(ledger.peaks)) {
    const message = `Entries ${ledger.checked} to ${size - 1} are not those that this checkpoint seals.`
    throw new Break('ERR_VERIFY_ROOT', message, ledger.checked)
  }
  const own = [...ledger.checkpointKeys.values()]
  const signers = own.filter((key) => isSignedBy(key, text, signatures))
  if (signers.length === 0) {
    throw new Break('ERR_VERIFY_SIGNATURE', 'No checkpoint key of this ledger has signed this checkpoint.')
  }
  ledger.checkpoints++
  ledger.checked = size
  if (signers.some((key) => ledger.trusted.has(key.text))) {
    ledger.sealed = size
    for (const key of own) ledger.trusted.add(key.text)
  }
  for (const key of ledger.witnesses) {
    const time = isSignedBy(key, text, signatures)
    if (time) ledger.seen.set(key.text, { name: key.name, size, time })
  }
}

/** Undefined if the key did not sign; else when (a witness), or 'yes'. A signature that does not fit breaks the whole. */
function isSignedBy(key: Key, text: string, signatures: readonly Signature[]): string | undefined {
  for (const { name, id, bytes } of signatures) {
    if (name !== key.name || id !== key.id) continue
    const time = key.type === 4 && bytes.length === 72 ? Buffer.from(bytes).readBigUInt64BE(0) : undefined
    const message = time === undefined ? text : `cosignature/v1\ntime ${time}\n${text}`
    if (!signatureHolds(key, message, time === undefined ? bytes : bytes.subarray(8))) {
      throw new Break('ERR_VERIFY_SIGNATURE', `The signature in the name of ${key.name} does not fit this checkpoint.`)
    }
    return time === undefined ? 'yes' : timeText(Number(time))
  }
  return undefined
}

// —— 4. The end ——

function conclude(ledger: Ledger): Verdict {
  const { entries, sealed, remembered } = ledger
  if (ledger.size < 0) throw new Break('ERR_VERIFY_LINE', 'This file is empty.')
  if (entries !== ledger.size) {
    throw new Break(
      'ERR_VERIFY_TRUNCATED',
      `The file holds ${entries} entries, and its first line says ${ledger.size}.`,
    )
  }
  if (remembered !== undefined && remembered.size > entries) {
    throw new Break('ERR_VERIFY_TRUNCATED', `You remember ${remembered.size} entries; this file ends after ${entries}.`)
  }
  if (entries === 0 || sealed !== entries) {
    const message = `The key that you pinned leads to a seal over ${sealed} entries; the file holds ${entries}.`
    throw new Break('ERR_VERIFY_UNSEALED', message, sealed)
  }
  for (const { name, text } of ledger.witnesses) {
    if (!ledger.seen.has(text))
      throw new Break('ERR_VERIFY_WITNESS', `${name} has cosigned no checkpoint of this file.`)
  }
  return {
    holds: true,
    origin: ledger.origin,
    entries,
    checkpoints: ledger.checkpoints,
    openings: ledger.openings,
    root: rootOf(ledger.peaks),
    keys: [...ledger.checkpointKeys.values()].map(({ text }) => text),
    witnesses: [...ledger.seen.values()],
    epochs: ledger.epochs,
  }
}

/** The verdict in words, for a terminal. It quotes nothing from the file but numbers, and names that you pinned. */
export function verdictText(verdict: Verdict): string {
  if (!verdict.holds) {
    const place = verdict.line > 0 ? `line ${verdict.line}` : 'the file as a whole'
    return `BROKEN at ${place}, from entry ${verdict.entry} on: ${verdict.message} (${verdict.code})\n`
  }
  return [
    `HOLDS. ${verdict.origin}: ${verdict.entries} entries, sealed by ${verdict.checkpoints} checkpoints.`,
    `root    ${verdict.root}`,
    ...verdict.keys.map((key) => `key     ${key}`),
    ...verdict.witnesses.map(({ name, size, time }) => `witness ${name} saw ${size} entries at ${time}`),
    ...verdict.epochs.map(
      ({ entry, remembered }) => `epoch   opened by entry ${entry}, when ${remembered} entries had been sealed before`,
    ),
    '',
  ].join('\n')
}

// —— The Merkle tree, RFC 6962 §2.1 ——

const LEAF = Buffer.of(0x00)
const NODE = Buffer.of(0x01)
/** Postern's own: of commitments to personal values. */
const COMMITMENT = Buffer.of(0x02)

/** Like counting in binary: two subtrees of one height become one of the next. */
function addLeaf(peaks: (Uint8Array | undefined)[], leaf: Uint8Array): void {
  let hash = leaf
  let height = 0
  for (; peaks[height] !== undefined; height++) {
    hash = sha256(NODE, peaks[height] as Uint8Array, hash)
    peaks[height] = undefined
  }
  peaks[height] = hash
}

/** In base 64. */
function rootOf(peaks: readonly (Uint8Array | undefined)[]): string {
  let root: Uint8Array | undefined
  for (const peak of peaks) {
    if (peak !== undefined) root = root === undefined ? peak : sha256(NODE, peak, root)
  }
  return base64(root ?? sha256())
}

// —— Signed notes and their keys, C2SP signed-note ——

interface Key {
  readonly name: string
  readonly id: string
  /** 1: signs the text. 4: a witness, whose signature holds a time. */
  readonly type: number
  readonly publicKey: KeyObject
  readonly text: string
}

interface Signature {
  readonly name: string
  readonly id: string
  readonly bytes: Uint8Array
}

/** `name+id+base64(type ‖ Ed25519 public key)`, where the id is the beginning of a hash of the rest. */
function parseKey(text: unknown, type: number, code: BreakCode): Key {
  const [, name = '', id = '', base64 = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(String(text)) ?? []
  const bytes = fromBase64(base64)
  const expected = sha256(Buffer.from(`${name}\n`), bytes)
  if (bytes.length !== 33 || bytes[0] !== type || Buffer.from(expected.subarray(0, 4)).toString('hex') !== id) {
    throw new Break(code, `This is no key of type ${type}: it must be name+id+base64, as it was published.`)
  }
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
  return { name, id, type, publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }), text: String(text) }
}

/** A text, an empty line, and lines `— name base64(id ‖ signature)`. */
function parseNote(note: unknown, code: BreakCode): { text: string; signatures: readonly Signature[] } {
  const split = typeof note === 'string' && note.endsWith('\n') ? note.lastIndexOf('\n\n') : -1
  if (split < 0) throw new Break(code, 'This is no signed note.')
  const signatures = String(note)
    .slice(split + 2, -1)
    .split('\n')
    .map((line) => {
      const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
      const bytes = fromBase64(base64)
      if (bytes.length < 5) throw new Break(code, 'A signature of this note cannot be read.')
      return { name, id: Buffer.from(bytes.subarray(0, 4)).toString('hex'), bytes: bytes.subarray(4) }
    })
  return { text: String(note).slice(0, split + 1), signatures }
}

/** Origin, size and root, a line each. */
function parseCheckpoint(text: string, code: BreakCode): Checkpoint {
  const [, origin = '', size = '', root = ''] = /^(\S+)\n(0|[1-9]\d{0,15})\n(\S+)\n$/u.exec(text) ?? []
  if (!isCount(Number(size)) || fromBase64(root).length !== 32) throw new Break(code, 'This is no checkpoint.')
  return { origin, size: Number(size), root }
}

function parsePinnedCheckpoint(note: string, own: Key): Checkpoint {
  const { text } = parseNote(note, 'ERR_VERIFY_PINNED')
  const checkpoint = parseCheckpoint(text, 'ERR_VERIFY_PINNED')
  if (checkpoint.origin !== own.name) {
    throw new Break('ERR_VERIFY_PINNED', 'The checkpoint that you remember is of another ledger than the key.')
  }
  return checkpoint
}

function timeText(seconds: number): string {
  // The last second that a Date can name. A witness that says more says nothing.
  return seconds > 8_640_000_000_000 ? 'no time' : new Date(seconds * 1000).toISOString()
}

function signatureHolds(key: Key, message: string, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, Buffer.from(message), key.publicKey, signature)
}

// —— JSON and bytes ——

type Members = Record<string, unknown>

/** The object of a line, if the line is the one canonical spelling of it. */
function parseLine(bytes: Uint8Array): Members {
  let value: unknown
  let again: string
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    again = canonical(value)
  } catch {
    throw new Break('ERR_VERIFY_LINE', 'This line is no JSON in UTF-8.')
  }
  if (!isMembers(value) || !Buffer.from(again).equals(bytes)) {
    throw new Break('ERR_VERIFY_LINE', 'This line is not one JSON object in canonical form.')
  }
  return value
}

/** RFC 8785: no spaces, members sorted by UTF-16 units; numbers and texts as JavaScript prints them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isMembers(value)) return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return hash('sha256', Buffer.concat(parts), 'buffer')
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** No bytes where the text is not the one spelling that `base64` gives. */
function fromBase64(text: unknown): Uint8Array {
  const bytes = Buffer.from(String(text), 'base64')
  return base64(bytes) === text ? bytes : Buffer.alloc(0)
}

/** Lines without their newline. A last line without one is a file that was cut. */
async function* splitLines(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0)
  for await (const piece of pieces) {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece])
    let start = 0
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
      yield rest.subarray(start, end)
      start = end + 1
    }
    rest = rest.subarray(start)
    if (rest.length > LINE_BYTES_MAX) throw new Break('ERR_VERIFY_LINE', 'The next line is too long to be one.')
  }
  if (rest.length > 0) throw new Break('ERR_VERIFY_TRUNCATED', 'The file ends in the middle of a line.')
}

// —— Run by itself ——

if (import.meta.main) {
  const [key = ''] = process.argv.slice(2)
  const verdict = await verifyExport(process.stdin, { key })
  process.stdout.write(verdictText(verdict))
  process.exitCode = verdict.holds ? 0 : 5
}
