/** Why something is refused in a case, for whoever asked. The code is stable. What is safe to say to a caller is another text. */
import type { Decided } from '../ledger/index.ts'
import type { RefusalCode as GivingCode } from './authority.ts'
import type { CaseFact } from './entries.ts'

export const CASE_REFUSALS = {
  ERR_CASE_UNKNOWN: 'There is no such case. Load the list again.',
  ERR_CASE_EXISTS: 'There is a case of this number already. Load it.',
  ERR_CASE_OVER: 'This case is over. Open another if the person still needs help.',
  ERR_CASE_STATE: 'The case is not that far, or already further. Load it again.',
  ERR_CASE_CLAIMANT: 'This session is not part of the case, or was already. Join it first.',
  ERR_CASE_FULL: 'This case has more evidence than any needs. Escalate it, or come to the desk.',
  ERR_CASE_REMEDY: 'The case has ordered no such change.',
  ERR_CASE_PROOF: 'This sign-in began before the change was made, so it proves nothing. Sign in once more.',
  ERR_CASE_SEPARATION:
    'You opened this case, took part in a check of it, or it is about you. Somebody else approves it.',
  ERR_CASE_FROZEN:
    'Nothing that gives access is done for this person: a recovery was stopped. Two people end the freeze.',
  ERR_CASE_CLOCK: 'The clock jumped. Two people have to confirm the time first.',
  ERR_CASE_EVIDENCE: 'The evidence meets no recipe of the policy. The case shows what is missing.',
  ERR_CASE_WAIT: 'The wait is not over. The case shows until when.',
  ERR_CASE_NOT_ANSWERED: 'Nobody answered a notice on a channel of its own yet, and nobody spoke with the person.',
  ERR_CASE_APPROVALS: 'Approvals are missing. The case shows who may give them.',
  ERR_CASE_PICK_UP: 'The wait is over: repeat one check of this case in this session, or come to the desk.',
  ERR_CASE_SESSION: 'The evidence was given in another session. Repeat the strongest check in this one.',
} as const

export type CaseRefusal = keyof typeof CASE_REFUSALS

export function refuse(code: CaseRefusal): Decided<CaseFact> {
  return { facts: [], refused: { code, message: CASE_REFUSALS[code] } }
}

/** The same, written down: whoever asks for access and does not get it may be an attacker. */
export function refuseAloud(
  code: GivingCode,
  { at, claimant }: { readonly at: number; readonly claimant: string },
): Decided<CaseFact> {
  return { ...refuse(code), facts: [{ type: 'recovery-refused', data: { at, claimant, code } }] }
}
