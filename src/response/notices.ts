/** What people are told of responses: which change of which subject, and the words when the message leaves. */
import { type Asked, type Change, common, type Describe } from '../notify/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { ResponseNotice } from './room.ts'
import { findResponse, responsesOfIncident, type ShownResponse } from './views.ts'
import { STEP_WORDS } from './words.ts'

const DONE_MAX = 10
const LINE_MAX = 600
const AUTOMATION = 'automation'

/** As notify's outbox takes them. Of a response without an incident nobody is told by itself. */
export function changesOfResponses(notices: readonly ResponseNotice[]): readonly Change[] {
  return notices.flatMap(changesOf)
}

function changesOf(notice: ResponseNotice): readonly Change[] {
  switch (notice.about) {
    case 'response': {
      const { incident, severity } = notice
      if (incident === undefined) return []
      const subject = `incident:${incident}`
      return [{ subject, kind: 'incident', weight: 'milestone', severity, about: { incident } }]
    }
    case 'approval': {
      const { response, until, ended } = notice
      const about = { response, until: String(until), ...(ended === undefined ? {} : { ended }) }
      return [{ subject: `response:${response}`, kind: 'approval', weight: 'milestone', severity: 'high', about }]
    }
    case 'pause': {
      const about = { by: notice.by, reason: notice.reason.slice(0, LINE_MAX), state: 'open' }
      return [{ subject: AUTOMATION, kind: 'automation-paused', weight: 'milestone', severity: 'high', about }]
    }
    case 'resumed': {
      const about = { state: 'closed' }
      return [{ subject: AUTOMATION, kind: 'automation-paused', weight: 'milestone', severity: 'high', about }]
    }
  }
}

const ENDED = ['approved', 'refused', 'expired', 'withdrawn'] as const

/** For the kind `approval` of notify's room, as far as it is about a response. */
export const describeApproval: Describe = async (tx, asked) => {
  const { response: id = '', until = '0', ended } = asked.subject.about
  const response = await findResponse(tx, id)
  if (response === undefined) return undefined
  const how = ended === 'declined' ? 'refused' : ENDED.find((known) => known === ended)
  return {
    ...common(asked, '/playbooks'),
    kind: 'approval',
    state: ended === undefined ? 'open' : 'closed',
    what: `${nextStepOf(response)}: ${response.about.summary}`.slice(0, LINE_MAX),
    person: response.about.person ?? '',
    askedBy: `Playbook “${response.about.playbook}”`,
    until: Number(until),
    ...(how === undefined ? {} : { ended: how }),
  }
}

/** For the kind `automation-paused`. */
export const describePause: Describe = async (_tx, asked) => {
  const { state, by = '', reason = '' } = asked.subject.about
  return {
    ...common(asked, '/playbooks'),
    kind: 'automation-paused',
    state: state === 'closed' ? 'closed' : 'open',
    playbook: 'All playbooks',
    what: state === 'closed' ? 'They run again' : `${await whoPaused(asked, by)}: ${reason}`.slice(0, LINE_MAX),
  }
}

async function whoPaused({ nameOf }: Asked, by: string): Promise<string> {
  const [kind, id = ''] = by.split('/')
  return kind === 'staff' ? await nameOf(id) : 'A limit was reached'
}

/** What playbooks did about an incident, for its notice: the latest last. */
export async function doneAbout(tx: OrganisationTransaction, incident: string): Promise<readonly string[]> {
  const responses = await responsesOfIncident(tx, incident)
  return responses.flatMap(linesOf).slice(-DONE_MAX)
}

function linesOf({ about, steps }: ShownResponse): readonly string[] {
  return steps
    .filter(({ outcome }) => outcome === 'done')
    .map(({ do: what, address }) =>
      `${STEP_WORDS[what] ?? what}${address === undefined ? '' : ` ${address}`} (${about.playbook})`.slice(0, LINE_MAX),
    )
}

function nextStepOf({ steps }: ShownResponse): string {
  const next = steps.find(({ outcome }) => outcome === null)
  return next === undefined ? 'Look at what was done' : (STEP_WORDS[next.do] ?? next.do)
}
