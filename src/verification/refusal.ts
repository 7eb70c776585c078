/** Why a check does not begin, or an answer does not pass: a stable code, what happened, and what to do. */
export const REFUSALS = {
  ERR_CHECK_WRONG: 'This is not the answer. Look at it again and repeat it.',
  ERR_CHECK_TRIES_SPENT: 'It was answered wrongly too often. Use another way.',
  ERR_CHECK_EXPIRED: 'The time for an answer has passed. Begin this check again.',
  ERR_CHECK_UNKNOWN: 'There is no such check for whoever asks here. Begin it in this browser or call.',
  ERR_CHECK_USED: 'This was used before, and counts once. Begin the check again.',
  ERR_CHECK_SENT_OFTEN: 'It was sent as often as it is sent. Use the last one, or another way.',
  ERR_CHECK_TOO_FAST: 'There were too many wrong answers from here. Wait, or use another way.',
  ERR_CHECK_PERSON_LIMIT:
    'There were as many attempts for this person as there may be in a day. A passkey, or a visit, works.',
  ERR_CHECK_VERIFIER_LIMIT: 'You have done as many checks as one person does in a day. Hand this one to a colleague.',
  ERR_CHECK_OTHER_VERIFIER: 'A colleague is checking this person right now. Let them finish.',
  ERR_CHECK_DISABLED: 'This has failed a hundred times in a row and is disabled. It has to be set up again.',
  ERR_CHECK_NOT_HELD:
    'The person has nothing of this kind that counts. What changed lately proves nothing. Use another way.',
  ERR_CHECK_BEHIND_PROVIDER: 'This mailbox opens only with the account that is locked. Use another way.',
  ERR_CHECK_NUMBER_NOT_CALLABLE:
    'This number was not verified before, or changed lately. It is never called. Use another way.',
  ERR_CHECK_NOT_ATTESTED: 'A member of staff who may do this has to say so with a passkey, for this check.',
  ERR_CHECK_NOT_RECOGNISED: 'These were not the words. This check is over for this case. Use another way.',
  ERR_CHECK_NOT_INDEPENDENT:
    'Those who vouch share a number, an address or a passkey, or vouch for each other. Ask others.',
  ERR_CHECK_PASSKEY: 'This passkey is not registered here, or does not count, or did not answer for this check.',
  ERR_CHECK_SHEET: 'This is not a code of a sheet that counts, or it was used before.',
  ERR_CHECK_STALE: 'The provider does not say that it was shown just now. Sign in there again.',
  ERR_CHECK_UNCONFIRMED: 'The provider’s own log does not confirm it yet. Try again in a minute.',
} as const

export type CheckCode = keyof typeof REFUSALS

export interface Refusal {
  readonly code: CheckCode
  readonly message: string
  /** From when on it could go on, in milliseconds; null where no waiting helps. */
  readonly until: number | null
}

export interface Refused {
  readonly refused: Refusal
}

export function refusedAs(code: CheckCode, until: number | null = null): Refused {
  return { refused: { code, message: REFUSALS[code], until } }
}
