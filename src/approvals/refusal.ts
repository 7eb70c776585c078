/** Why a change of settings is not made: a stable code, and what would make it possible. */
import type { Decided } from '../ledger/index.ts'
import type { ChangeFact, FactData } from './entries.ts'

export const REFUSALS = {
  ERR_CHANGE_KIND_UNKNOWN: 'There is no such kind of change. See the API’s description, or update the page.',
  ERR_CHANGE_DATA:
    'What is to be changed does not have the form that this kind takes. Correct the places named in errors.',
  ERR_CHANGE_TOO_LARGE: 'A change says at most 32 KiB. Make it smaller, or make several.',
  ERR_CHANGE_ROLE: 'This kind of change takes another role than yours. Ask somebody who has it.',
  ERR_CHANGE_SCOPE:
    'Settings concern the whole organisation, and your role reaches less. Ask somebody whose role covers it.',
  ERR_CHANGE_SECRET_WAITS:
    'This takes a second person, and no secret waits meanwhile. Make a change that does not weaken.',
  ERR_CHANGE_UNKNOWN:
    'There is no such change, or it is done, withdrawn or over. Propose it again if it is still wanted.',
  ERR_CHANGE_EXPIRED: 'Nobody agreed within seven days. Propose it again if it is still wanted.',
  ERR_CHANGE_SECOND_PERSON: 'Nobody decides this alone: another person has to agree.',
  ERR_CHANGE_PROPOSER: 'Who proposed this may not any more. Somebody else has to propose it.',
  ERR_CHANGE_STALE: 'What this would change has changed since it was proposed. Look again, and propose it anew.',
  ERR_CHANGE_FULL: 'Too many changes wait already. Confirm or withdraw some first.',
  ERR_CHANGE_FORGED: 'The proposal does not carry its proposer’s passkey. Nothing is done; verify the ledger.',
} as const

export type RefusalCode = keyof typeof REFUSALS

/** `code` is one of these, or one of the kind's own. */
export interface Refused {
  readonly refused: { readonly code: string; readonly message: string; readonly errors?: readonly Fault[] }
}

/** A place in the data, as a JSON pointer. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

export function refusedAs(code: RefusalCode): Refused {
  return { refused: { code, message: REFUSALS[code] } }
}

export function refuse(code: RefusalCode): Decided<ChangeFact> {
  return { facts: [], ...refusedAs(code) }
}

/** Refused, and written down. */
export function refuseAloud(
  code: RefusalCode,
  { at, change, by, ends }: Pick<FactData<'change-refused'>, 'at' | 'change' | 'by' | 'ends'>,
): Decided<ChangeFact> {
  return { facts: [{ type: 'change-refused', data: { at, change, by, code, ends } }], ...refusedAs(code) }
}
