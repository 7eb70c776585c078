/**
 * A document, seen by two people: at a desk with the person before them, or on video. Each of the two says so with a passkey; neither is
 * the person. No image is kept. A flawless video call is never enough by itself (RED TEAM R8): policy/ holds that.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Word } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { attestedBy } from './attested.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import type { Rests } from './evidence.ts'
import type { CheckCode, Refused } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'

export type PresenceCheck = 'in-person' | 'document-video'

/** Begins it. `verifier`: the first of the two. Both are asked for `attestation` of this check. */
export async function beginPresence(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { check, verifier, now }: { readonly check: PresenceCheck; readonly verifier: string; readonly now: number },
): Promise<Refused | Begun> {
  const { spokenMs: lifeMs } = DEFAULTS.verification
  return await begin(tx, room, asking, { check, subject: asking.person, lifeMs, verifier, now })
}

/** Judges the words of both: of two humans, one of them whoever began it. */
export async function answerPresence(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  given: {
    readonly id: string
    readonly check: PresenceCheck
    readonly words: readonly [Word, Word]
    readonly now: number
  },
): Promise<Answered> {
  const { id, check, words, now } = given
  async function judge(begun: Begun): Promise<Rests | CheckCode> {
    const [one, other] = words
    const isBegunBy = words.some(({ decision }) => decision.staff === begun.verifier)
    if (one.human === other.human || !isBegunBy) return 'ERR_CHECK_NOT_ATTESTED'
    const first = await attestedBy(tx, room, { asking, begun, word: one, now })
    const second = await attestedBy(tx, room, { asking, begun, word: other, now })
    if (first === undefined || second === undefined) return 'ERR_CHECK_NOT_ATTESTED'
    return { person: [first, second] }
  }
  return await answer(tx, asking, { id, check, now, judge })
}
