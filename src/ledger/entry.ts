/**
 * An entry: one fact, said once. Its bytes are canonical JSON, and they are at once the leaf of the tree, the row of the
 * table and the line of an export. Inside stand its place (origin, number, hash of the entry before) and a signature over
 * everything else: a row that is altered, moved, copied, back-dated or invented carries no valid one.
 *
 * Entries name people by id. What a person could be recognised by stays outside, behind a commitment (personal.ts).
 */
import { sign, verify } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { toBase64 } from './base64.ts'
import { canonicalBytes, parseCanonical } from './canonical.ts'
import { LedgerError } from './ledger-error.ts'
import { leafHash } from './merkle/hash.ts'
import type { SignerKey, VerifierKey } from './note/key.ts'

export const ENTRY_FORMAT = 'postern.entry/1'
/** C2SP tlog-tiles gives an entry's length two bytes. */
export const ENTRY_BYTES_MAX = 65_535

/** No @ and no space: an address or a name of a person does not pass for an id. */
const ID = '[A-Za-z0-9][A-Za-z0-9_-]{0,63}'
const HASH = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })
const Base64Url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })
const Strict = { additionalProperties: false }

/** A passkey's assertion as the browser gave it (WebAuthn §7.2). Its challenge is bound to what was decided. */
const Decision = Type.Object(
  {
    staff: Type.String({ pattern: `^${ID}$` }),
    credentialId: Base64Url(1400),
    clientDataJSON: Base64Url(4096),
    authenticatorData: Base64Url(4096),
    signature: Base64Url(1024),
  },
  Strict,
)

const Entry = Type.Object(
  {
    format: Type.Literal(ENTRY_FORMAT),
    /** The tree that it belongs to. */
    origin: Type.String({ minLength: 1, maxLength: 255 }),
    /** Its number in that tree, from 0. */
    seq: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    /** Leaf hash of the entry before; of entry 0 the root of the empty tree. */
    previous: HASH,
    /** When it happened by our clock: UTC, to the millisecond. */
    time: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
    version: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** What it is about: `case/01J9…`; the entries of one stream are folded into its state. */
    stream: Type.String({ pattern: `^[a-z][a-z-]{0,31}/${ID}$` }),
    /** Who or what did it: `staff/…`, `person/…`, `claimant/…`, `system/…`. */
    actor: Type.String({ pattern: `^[a-z][a-z-]{0,31}/${ID}$` }),
    data: Type.Record(Type.String(), Type.Unknown()),
    /** By name, commitments to personal values (personal.ts). */
    commitments: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' }), HASH, Strict)),
    /** The human decisions that made it so; two where two people are needed. */
    decisions: Type.Optional(Type.Array(Decision, { minItems: 1, maxItems: 8 })),
    /** Id of the entry key that signed. */
    key: Type.String({ pattern: '^[0-9a-f]{8}$' }),
    /** Ed25519 over the canonical JSON of everything but this member. */
    signature: Type.String({ pattern: '^[A-Za-z0-9+/]{86}==$' }),
  },
  Strict,
)

export type Entry = Static<typeof Entry>
export type Decision = Static<typeof Decision>

/** What a room wants written; its place, key and signature come with `signEntry`. */
export const DraftSchema = Type.Pick(
  Entry,
  ['time', 'type', 'version', 'stream', 'actor', 'data', 'commitments', 'decisions'],
  Strict,
)
export type Draft = Pick<Entry, 'time' | 'type' | 'version' | 'stream' | 'actor' | 'data' | 'commitments' | 'decisions'>

export interface Place {
  readonly origin: string
  readonly seq: number
  /** Leaf hash of the entry before. */
  readonly previous: Uint8Array
}

/** An entry with the bytes it is made of and the hash of these as a leaf. */
export interface Sealed {
  readonly entry: Entry
  readonly bytes: Uint8Array
  readonly leaf: Uint8Array
}

/** Signs a draft for its place. Throws ERR_LEDGER_ENTRY_INVALID, ERR_LEDGER_ENTRY_TOO_LARGE, ERR_LEDGER_NOT_CANONICAL. */
export function signEntry(draft: Draft, { origin, seq, previous }: Place, key: SignerKey): Sealed {
  const unsigned = {
    ...draft,
    format: ENTRY_FORMAT,
    origin,
    seq,
    previous: toBase64(previous),
    key: key.verifier.id,
  }
  const signature = sign(null, canonicalBytes(unsigned), key.privateKey)
  // Read back as everybody else will: what would be refused later is refused now.
  return readEntry(canonicalBytes({ ...unsigned, signature: toBase64(signature) }))
}

/** Who signs entries: this process, where it may hold the key, or a keeper beside it. */
export interface Sealer {
  /** Id of the entry key. */
  readonly keyId: string
  /** Signs drafts for the places from `place` on, in this order. */
  seal(drafts: readonly Draft[], place: Place, within: Within): Promise<readonly Sealed[]>
}

/** What a sealer that judges may ask about the transaction that its entries are part of. */
export interface Within {
  /** The same for all that commits together. */
  readonly transaction: string
  /** The bytes of a stream's entries, as this transaction sees them. */
  show(stream: string): Promise<readonly Uint8Array[]>
}

/** A sealer that holds the key itself. */
export function localSealer(key: SignerKey): Sealer {
  return {
    keyId: key.verifier.id,
    async seal(drafts, place) {
      const sealed: Sealed[] = []
      let next = place
      for (const draft of drafts) {
        const one = signEntry(draft, next, key)
        next = { ...next, seq: next.seq + 1, previous: one.leaf }
        sealed.push(one)
      }
      return sealed
    },
  }
}

/** Reads the bytes of an entry, without looking at its signature. Throws as `signEntry` does. */
export function readEntry(bytes: Uint8Array): Sealed {
  if (bytes.length > ENTRY_BYTES_MAX) {
    throw new LedgerError('ERR_LEDGER_ENTRY_TOO_LARGE', `An entry has at most ${ENTRY_BYTES_MAX} bytes.`)
  }
  const entry = parseCanonical(bytes)
  if (!Value.Check(Entry, entry)) {
    const [error] = Value.Errors(Entry, entry)
    const where = error?.instancePath || 'the whole'
    throw new LedgerError('ERR_LEDGER_ENTRY_INVALID', `This is no entry: ${where} ${error?.message ?? 'is wrong'}.`)
  }
  return { entry, bytes, leaf: leafHash(bytes) }
}

/** Whether the key has signed this very entry. */
export function entrySignatureHolds(entry: Entry, key: VerifierKey): boolean {
  const { signature, ...unsigned } = entry
  return verify(null, canonicalBytes(unsigned), key.publicKey, Buffer.from(signature, 'base64'))
}
