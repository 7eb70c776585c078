/**
 * A document with a live match, by a verification vendor. What the vendor pushes to us says only that there is something to read, or
 * that something is wrong; the result is read with our own credential (DESIGN §3 rule 7). No image is kept.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import type { CheckCode, Refused } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'

/** What the vendor says of one session. */
export interface DocumentResult {
  /** The check's id, which the session was opened with. */
  readonly reference: string
  /** `passed`: the document is genuine, the face is live and on it, and the name is the person's. */
  readonly outcome: 'passed' | 'failed' | 'pending'
  /** When it was decided, in milliseconds. */
  readonly at: number
}

export interface DocumentVendor {
  /** Stable, in lower case: every result of one vendor rests on the same giver. */
  readonly name: string
  /** Reads a session's result with our credential, outside of any transaction. */
  result(reference: string): Promise<DocumentResult>
}

/** Begins it. The vendor's session is opened with the check's id as its reference. */
export async function beginDocument(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  now: number,
): Promise<Refused | Begun> {
  const { spokenMs: lifeMs } = DEFAULTS.verification
  return await begin(tx, room, asking, { check: 'document', subject: asking.person, lifeMs, now })
}

/** Judges what the vendor was read to say. A result that is pending costs no try: ask again. */
export async function answerDocument(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { vendor, result, now }: { readonly vendor: string; readonly result: DocumentResult; readonly now: number },
): Promise<Answered | { readonly pending: true }> {
  const { reference: id, outcome, at } = result
  if (outcome === 'pending') return { pending: true }
  const person = [keyedToken(room.directory.tokenKey)('person', `vendor:${vendor}`)]
  const judge = async ({ expires }: Begun) => {
    const isOfThisCheck = at >= expires - DEFAULTS.verification.spokenMs && at <= now
    const code: CheckCode = isOfThisCheck ? 'ERR_CHECK_WRONG' : 'ERR_CHECK_STALE'
    return outcome === 'passed' && isOfThisCheck ? { person } : code
  }
  return await answer(tx, asking, { id, check: 'document', now, judge })
}
