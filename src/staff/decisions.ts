/** Taking a human's decision: the ceremony by which a passkey signs what is decided, for this room and every other. */
import type { Decision } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Assertion } from './assertion.ts'
import { giveChallenge, takeChallenge, takeCounter } from './challenges.ts'
import { counts, grantsAt } from './deadlines.ts'
import { challengeFor, decisionOf, type Intent, isChallengeFor, verifyDecision } from './decision.ts'
import { loadStaff, type Refused, refusedAs, type StaffRoom } from './room.ts'
import type { Grant } from './scope.ts'
import { doubt, requestOptions } from './sign-in.ts'

const NONCE_BYTES = 32

/** What the browser is asked for, so that member `by` decides this and nothing else. */
export async function beginDecision(
  { ledger, relyingParty }: StaffRoom,
  { by, intent, now }: { readonly by: string; readonly intent: Intent; readonly now: number },
) {
  const challenge = challengeFor(intent, ledger.random(NONCE_BYTES))
  const passkeys = await ledger.db.transaction(async (tx) => {
    await giveChallenge(tx, challenge, { purpose: 'decide', subject: by, now })
    const { members } = await loadStaff(tx, ledger)
    return members.get(by)?.passkeys.filter((one) => counts(one, now)) ?? []
  })
  return await requestOptions(relyingParty.id, challenge, passkeys)
}

/** A member's word, by their passkey. */
export interface Word {
  readonly decision: Decision
  /** All that they may now. */
  readonly grants: readonly Grant[]
  /** Keyed token that is the same for everything that this human is here. */
  readonly human: string
}

/**
 * Takes a decision, as the first part of the transaction that acts on it: the challenge is spent, whatever comes of it. What it
 * gives goes into the entry, where `verifyDecision` finds it again; whether `grants`, all that they may now, allow it is the
 * caller's to judge.
 */
export async function takeDecision(
  tx: OrganisationTransaction,
  room: StaffRoom,
  {
    by,
    intent,
    assertion,
    now,
  }: {
    readonly by: string
    readonly intent: Intent
    readonly assertion: Assertion
    readonly now: number
  },
): Promise<Refused | Word> {
  const taken = await takeChallenge(tx, assertion.response.clientDataJSON, { purpose: 'decide', now })
  if (taken?.subject !== by || !isChallengeFor(intent, taken.challenge)) return refusedAs('ERR_STAFF_CHALLENGE')
  const decision = decisionOf(by, assertion)
  const staff = await loadStaff(tx, room.ledger)
  const asserted = await verifyDecision(staff, decision, intent, { at: now, relyingParty: room.relyingParty })
  if (asserted === undefined) return refusedAs('ERR_STAFF_PASSKEY_INVALID')
  const member = staff.members.get(by)
  if (await takeCounter(tx, assertion.id, asserted, now))
    return { decision, grants: grantsAt(member, now), human: member?.human ?? by }
  return await doubt(tx, room, { member: { id: by }, passkey: { id: assertion.id } }, now)
}
