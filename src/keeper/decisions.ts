/** Passkeys' words, verified again: by whom, for what, when, and once. */
import type { Decision, Draft } from '../ledger/index.ts'
import { grantsAt, type Intent, isIntentOf, type Role, type Scope, verifyDecision, verifyWord } from '../staff/index.ts'
import type { Judging } from './judging.ts'
import { KeeperError } from './keeper-error.ts'
import { nameOf } from './knowledge.ts'

/** The same machine's clock, and time to write a transaction. */
const APART_MS_MAX = 10 * 60_000

export interface Word {
  readonly by: string
  readonly intent: Intent
}

/** By whoever is named, for exactly this, and never before. */
export async function verifyFor(
  { by, intent }: Word,
  { decisions = [] }: Draft,
  at: number,
  judging: Judging,
): Promise<void> {
  const { staff } = judging
  for (const decision of decisions) {
    const relyingParty = decision.staff === by ? judging.relyingPartyOf(decision) : undefined
    if (relyingParty === undefined) continue
    if ((await verifyDecision(staff, decision, intent, { at, relyingParty })) === undefined) continue
    const name = nameOf(decision)
    if (judging.isSpent(decision) && !judging.given.has(name)) {
      throw new KeeperError(
        'ERR_KEEPER_REPLAYED',
        'This passkey’s word was used before, and is good for one thing once.',
      )
    }
    if (!judging.given.has(name)) judging.countDecision()
    judging.given.add(name)
    return
  }
  throw refusedDecision()
}

/** That somebody said so before: their word stands in an entry that was signed, and was verified for it. */
export function refuseUnsaid({ by, intent }: Word, { decisions = [] }: Draft, { isSpent }: Judging): void {
  if (!decisions.some((one) => one.staff === by && isIntentOf(one, intent) && isSpent(one))) throw refusedDecision()
}

/** Whatever is written as somebody's word is one: by a passkey in force. */
export async function verifyPlain(decision: Decision, { time }: Draft, judging: Judging): Promise<void> {
  const { staff, now, relyingPartyOf } = judging
  refuseOtherTime(Date.parse(time), now)
  // It was verified when it was first signed; the passkey may have gone since.
  if (judging.isSpent(decision)) return
  const relyingParty = relyingPartyOf(decision)
  const asserted = relyingParty && (await verifyWord(staff, decision, { at: now, relyingParty }))
  if (asserted === undefined) throw refusedDecision()
}

/** In which scopes somebody has one of these roles in this organisation; refused where in none. */
export function scopesOf(
  by: string,
  roles: readonly Role[],
  at: number,
  { staff, organisation }: Judging,
): readonly Scope[] {
  const scopes = grantsAt(staff.members.get(by), at)
    .filter(({ role, scope }) => roles.includes(role) && scope.organisations.includes(organisation))
    .map(({ scope }) => scope)
  if (scopes.length === 0) throw refusedDecision()
  return scopes
}

export function refuseOtherTime(at: number, now: number): void {
  if (Math.abs(at - now) <= APART_MS_MAX) return
  const message = 'This is dated otherwise than the keeper’s clock says. Both run on one machine: see who set a clock.'
  throw new KeeperError('ERR_KEEPER_TIME', message)
}

export function refusedDecision(): KeeperError {
  return new KeeperError('ERR_KEEPER_DECISION', 'No passkey that is in force says so, for exactly this.')
}
