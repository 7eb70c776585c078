/**
 * A witness, C2SP tlog-witness: somebody else, elsewhere, who remembers the last checkpoint of a ledger and cosigns the
 * next one only with a proof that it contains everything of the last. Pure: what to remember comes in and goes out.
 */
import { fromBase64, toBase64 } from './base64.ts'
import { LedgerError } from './ledger-error.ts'
import { consistencyHolds } from './merkle/check.ts'
import { equalHashes, HASH_BYTES } from './merkle/hash.ts'
import { type OpenedCheckpoint, openCheckpoint } from './note/checkpoint.ts'
import { cosign } from './note/cosignature.ts'
import type { SignerKey, VerifierKey } from './note/key.ts'
import { printSignature } from './note/note.ts'

export interface WitnessRequest {
  /** Size of the checkpoint that the proof begins at. */
  readonly old: number
  readonly proof: readonly Uint8Array[]
  readonly note: string
}

export type WitnessAnswer =
  /** `note` must be durable before `signature`, a line to add to the checkpoint, is given away. */
  | { readonly verdict: 'cosigned'; readonly size: number; readonly note: string; readonly signature: string }
  /** The proof begins elsewhere than at the remembered size: ask again with a proof from there. */
  | { readonly verdict: 'stale'; readonly remembered: number }
  /** The proof does not lead from the remembered checkpoint to this one. */
  | { readonly verdict: 'unproven'; readonly remembered: number; readonly size: number }
  /** Two trees of one size, both signed by the ledger. The two notes prove to everybody that it told two stories. */
  | { readonly verdict: 'forked'; readonly size: number; readonly notes: readonly [string, string] }

export interface Witness {
  /** Keys of the ledger that is watched. */
  readonly log: readonly VerifierKey[]
  readonly key: SignerKey
  /** The last note that it cosigned. */
  readonly remembered: string | undefined
  readonly nowSeconds: number
}

const PROOF_LINES_MAX = 63

/**
 * Parses the body of add-checkpoint: `old N`, hashes in base 64, an empty line, the checkpoint. Throws
 * ERR_LEDGER_PROOF_INVALID.
 */
export function parseWitnessRequest(text: string): WitnessRequest {
  const split = text.indexOf('\n\n')
  const [first = '', ...lines] = text.slice(0, Math.max(split, 0)).split('\n')
  const [, old] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? []
  if (split < 0 || old === undefined) throw malformed('it must begin with “old” and a size')
  if (lines.length > PROOF_LINES_MAX) throw malformed(`it has more than ${PROOF_LINES_MAX} hashes`)
  const proof = lines.map((line) => {
    const hash = fromBase64(line)
    if (hash?.length !== HASH_BYTES) throw malformed('a line of the proof is no hash')
    return hash
  })
  return { old: Number(old), proof, note: text.slice(split + 2) }
}

/** `parseWitnessRequest` takes back what this prints. */
export function printWitnessRequest({ old, proof, note }: WitnessRequest): string {
  return `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${note}`
}

/** Judges a checkpoint. Throws what `openCheckpoint` throws, where the ledger itself has not signed it. */
export function judgeCheckpoint(witness: Witness, { old, proof, note }: WitnessRequest): WitnessAnswer {
  const next = openCheckpoint(note, witness.log)
  const last = witness.remembered === undefined ? undefined : openCheckpoint(witness.remembered, witness.log)
  if (last !== undefined && last.origin !== next.origin) {
    throw new LedgerError('ERR_LEDGER_CHECKPOINT_INVALID', 'What is remembered is of another ledger.')
  }
  const remembered = last?.size ?? 0
  // Before anything else: this is the one case that proves the ledger dishonest, or in wrong hands.
  if (last !== undefined && last.size === next.size && !equalHashes(last.root, next.root)) {
    return { verdict: 'forked', size: next.size, notes: [witness.remembered as string, note] }
  }
  if (old !== remembered) return { verdict: 'stale', remembered }
  if (!extendsLast(last, next, proof)) return { verdict: 'unproven', remembered, size: next.size }
  const signature = printSignature(cosign(next.text, witness.key, witness.nowSeconds))
  return { verdict: 'cosigned', size: next.size, note, signature }
}

function extendsLast(
  last: OpenedCheckpoint | undefined,
  next: OpenedCheckpoint,
  proof: readonly Uint8Array[],
): boolean {
  // The empty tree is the beginning of every other.
  if (last === undefined || last.size === 0) return proof.length === 0
  return consistencyHolds(last, next, proof)
}

function malformed(why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_PROOF_INVALID', `This is no request to a witness: ${why}.`)
}
