/**
 * The named approver who stands in where nobody can ask a manager (DESIGN §6): a member of staff, in their hours or as deputy. They pick
 * the words as a manager would, and say so with their passkey. One wrong answer ends it.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { asked, loadApprovers } from '../directory/index.ts'
import type { Word } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { attestedBy } from './attested.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import type { Rests } from './evidence.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { wordsOf } from './verify-callback.ts'
import { choicesOf, type Recognising, recognisersOf } from './verify-recognition.ts'
import { areSaid } from './words.ts'

export interface StandingIn extends Omit<Recognising, 'check'> {
  /** A member of staff. */
  readonly by: string
  /** IANA name of the organisation's time zone. */
  readonly zone: string
}

/** Begins it. The approver is asked for `attestation` of this check. */
export async function beginStandIn(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  standing: StandingIn,
): Promise<Refused | { readonly begun: Begun; readonly choices: readonly string[] }> {
  if (!(await mayStandIn(tx, room, asking, standing))) return refusedAs('ERR_CHECK_NOT_HELD')
  const { by, now } = standing
  const { spokenMs: lifeMs } = DEFAULTS.verification
  const begun = await begin(tx, room, asking, { check: 'manager', subject: subjectOf(by), lifeMs, now })
  return 'refused' in begun ? begun : { begun, choices: choicesOf(room, begun) }
}

/** Judges what the approver picked. */
export async function answerStandIn(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  given: StandingIn & { readonly id: string; readonly picked: readonly string[]; readonly word: Word },
): Promise<Answered> {
  const { id, by, picked, word, now } = given
  async function judge(begun: Begun): Promise<Rests | CheckCode> {
    const isTheirs = begun.subject === subjectOf(by) && word.decision.staff === by
    if (!isTheirs || !(await mayStandIn(tx, room, asking, given))) return 'ERR_CHECK_NOT_HELD'
    const person = await attestedBy(tx, room, { asking, begun, word, role: 'approver', now })
    if (person === undefined) return 'ERR_CHECK_NOT_ATTESTED'
    if (!areSaid(wordsOf(room, begun), picked.join(' '))) return 'ERR_CHECK_NOT_RECOGNISED'
    return { person: [person] }
  }
  return await answer(tx, asking, { id, check: 'manager', now, judge })
}

async function mayStandIn(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { by, zone, ...recognising }: StandingIn,
): Promise<boolean> {
  const managers = await recognisersOf(tx, room, asking, { ...recognising, check: 'manager' })
  const approvers = asked(await loadApprovers(tx, room.directory), recognising.now, zone)
  return managers.length === 0 && approvers.includes(by)
}

function subjectOf(member: string): string {
  return `staff:${member}`
}
