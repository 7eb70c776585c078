/** What the routes of this room answer when they say no. */
import { Problem } from '../http/index.ts'
import { RESPONSE_REFUSALS, type ResponseRefusal } from './decide.ts'
import type { PlaybookProblem } from './parse-playbook.ts'

const NEXT: Readonly<Record<ResponseRefusal, string>> = {
  ERR_RESPONSE_UNKNOWN: 'Load the list again.',
  ERR_RESPONSE_NOT_WAITING: 'Load the list again, and see who decided what.',
  ERR_RESPONSE_NOTHING_TO_UNDO: 'Help the person by the usual way back in.',
  ERR_RESPONSE_ABOUT_YOU: 'Ask another approver to look at it.',
}

const STATUS: Readonly<Partial<Record<ResponseRefusal, number>>> = {
  ERR_RESPONSE_UNKNOWN: 404,
  ERR_RESPONSE_ABOUT_YOU: 403,
}

export function responseProblem(code: ResponseRefusal): Problem {
  const status = STATUS[code] ?? 409
  return new Problem({ code, status, title: 'Not done', detail: RESPONSE_REFUSALS[code], next: NEXT[code] })
}

export function isResponseRefusal(code: string): code is ResponseRefusal {
  return Object.hasOwn(RESPONSE_REFUSALS, code)
}

export function playbookProblem({ code, line, message }: PlaybookProblem): Problem {
  const next = `Change line ${line}, and try again.`
  return new Problem({ code, status: 422, title: 'Not a playbook', detail: `Line ${line}: ${message}`, next })
}

export function beyondReach(): Problem {
  return new Problem({
    code: 'ERR_RESPONSE_BEYOND_REACH',
    status: 403,
    title: 'Beyond your reach',
    detail: 'Your role does not reach a person of this tier.',
    next: 'Ask an approver whose role does.',
  })
}
