/** Refusals of this room as answers. */
import { Problem } from '../http/index.ts'
import type { Entry } from '../ledger/index.ts'
import type { Refusal, RefusalCode } from './decide.ts'

const TITLES: Readonly<Record<RefusalCode, string>> = {
  ERR_INCIDENT_UNKNOWN: 'No such incident',
  ERR_INCIDENT_CLOSED: 'Closed already',
  ERR_INCIDENT_OPEN: 'Open already',
  ERR_INCIDENT_ABOUT_YOU: 'It concerns you',
  ERR_INCIDENT_REASON_MISSING: 'A reason is missing',
  ERR_INCIDENT_NO_PROPOSAL: 'No proposal',
  ERR_INCIDENT_SECOND_PERSON: 'A second person is needed',
  ERR_INCIDENT_CHANGED: 'It changed',
  ERR_INCIDENT_UNSIGNED: 'The proposal does not hold',
  ERR_INCIDENT_NOT_ADOPTABLE: 'Not to be adopted',
  ERR_INCIDENT_YOURS: 'Your own change',
}

const NEXT: Readonly<Record<RefusalCode, string>> = {
  ERR_INCIDENT_UNKNOWN: 'Load the list again, or look it up in the ledger.',
  ERR_INCIDENT_CLOSED: 'Open it again first.',
  ERR_INCIDENT_OPEN: 'Nothing is left to do.',
  ERR_INCIDENT_ABOUT_YOU: 'Ask a colleague to look at it.',
  ERR_INCIDENT_REASON_MISSING: 'Say in a sentence what made you sure.',
  ERR_INCIDENT_NO_PROPOSAL: 'Load it again; if a finding came since, look at that first.',
  ERR_INCIDENT_SECOND_PERSON: 'Ask another member of staff to look at it and agree.',
  ERR_INCIDENT_CHANGED: 'Look at it again, and decide on what it is now.',
  ERR_INCIDENT_UNSIGNED: 'Keep it open, and have it proposed anew.',
  ERR_INCIDENT_NOT_ADOPTABLE: 'Look at what happened, and close it together with a second person.',
  ERR_INCIDENT_YOURS: 'Ask a colleague to verify the person, and to adopt it.',
}

/** Of a command that was refused. */
export function refused({ code, message }: Refusal): Problem {
  const status = code === 'ERR_INCIDENT_UNKNOWN' ? 404 : 409
  return new Problem({ code, status, title: TITLES[code], detail: message, next: NEXT[code] })
}

/** Of one that is not there. Its entries say if it is part of another by now. */
export function unknownIncident(entries: readonly Entry[]): Problem {
  const last = entries.at(-1)
  const into = last?.type === 'incident-merged' ? String(last.data.into) : undefined
  return new Problem({
    code: 'ERR_INCIDENT_UNKNOWN',
    status: 404,
    title: TITLES.ERR_INCIDENT_UNKNOWN,
    detail: into === undefined ? 'There is no such incident.' : 'The incident turned out to be part of another.',
    next: into === undefined ? NEXT.ERR_INCIDENT_UNKNOWN : `Look at incident ${into}.`,
  })
}

export function notAdopted(): Problem {
  return new Problem({
    code: 'ERR_INCIDENT_NOT_ADOPTED',
    status: 404,
    title: 'Nobody adopted it',
    detail: 'Nobody has answered for a change in this incident.',
    next: 'Verify the person, and adopt it, or close it together with a second person.',
  })
}

export function unknownMember(): Problem {
  return new Problem({
    code: 'ERR_INCIDENT_MEMBER_UNKNOWN',
    status: 409,
    title: 'No such member of staff',
    detail: 'Nobody of staff has this id.',
    next: 'Choose somebody from the list of staff.',
  })
}
