/** What the room refuses, as answers. */
import { Problem } from '../http/index.ts'
import type { RefusalCode } from './refusal.ts'
import type { Refused } from './room.ts'

/** Those that are not 409, "not as things stand". */
const STATUS: Partial<Record<RefusalCode, 400 | 403 | 404>> = {
  ERR_STAFF_UNKNOWN: 403,
  ERR_STAFF_ROLE: 403,
  ERR_STAFF_SCOPE: 403,
  ERR_STAFF_ONE_PASSKEY: 403,
  ERR_STAFF_SECOND_PERSON: 403,
  ERR_STAFF_ABOUT_YOU: 403,
  ERR_STAFF_CODE_WRONG: 403,
  ERR_STAFF_SET_UP_CODE: 403,
  ERR_STAFF_NOT_FOUNDER: 403,
  ERR_STAFF_PASSKEY_INVALID: 403,
  ERR_STAFF_PASSKEY_CLONED: 403,
  ERR_STAFF_SIGN_IN: 403,
  ERR_STAFF_OIDC: 403,
  ERR_STAFF_OIDC_OFF: 403,
  ERR_STAFF_IDENTITY_UNKNOWN: 404,
  ERR_STAFF_GRANTS: 400,
  ERR_STAFF_PASSKEY_UNKNOWN: 404,
  ERR_STAFF_SUBJECT: 404,
  ERR_STAFF_GRANT_UNKNOWN: 404,
  ERR_STAFF_PROPOSAL_UNKNOWN: 404,
}

const TITLES = { 400: 'Incomplete', 403: 'Not allowed', 404: 'Not found', 409: 'Not as things stand' } as const

/** The room's code and words, kept: the first sentence says what is so, the rest what to do. */
function refusalProblem({ refused: { code, message } }: Refused): Problem {
  const status = STATUS[code] ?? 409
  const end = message.indexOf('. ') + 1
  const [detail, next] =
    end === 0 ? [message, 'Ask an administrator.'] : [message.slice(0, end), message.slice(end + 1)]
  return new Problem({ code, status, title: TITLES[status], detail, next })
}

/** Gives what was done; throws what was refused. */
export function orProblem<Done extends object>(result: Refused | Done): Done {
  if (isRefused(result)) throw refusalProblem(result)
  return result
}

function isRefused(result: Refused | object): result is Refused {
  return 'refused' in result
}
