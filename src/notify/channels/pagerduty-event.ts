/** A notice as an event of PagerDuty's Events API v2. Limits: dedup_key 255, summary 1,024 characters, 512 KB in all. */
import { formatInstant } from '../../base/time.ts'
import type { Sending } from '../channel.ts'
import { subjectKey } from '../identity.ts'
import { cut } from '../outside-text.ts'
import type { Severity } from '../severity.ts'
import { type Words, wordsOf } from '../words.ts'

const SEVERITIES: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
}

/** The event without the routing key. Open and grown triggers, taken acknowledges, closed resolves the same alert. */
export function pagerDutyEvent(sending: Sending): object {
  const words = wordsOf(sending.notice)
  const action = actionOf(sending, words)
  const event = { event_action: action, dedup_key: subjectKey(sending) }
  if (action !== 'trigger') return event
  return {
    ...event,
    client: 'Postern',
    client_url: words.link.url,
    links: [{ href: words.link.url, text: words.link.label }],
    payload: {
      summary: cut(words.title, 1024),
      source: 'postern',
      severity: SEVERITIES[words.severity],
      timestamp: formatInstant(sending.notice.opened),
      class: sending.notice.kind,
      custom_details: {
        what: words.lines,
        ...Object.fromEntries(words.facts.map(({ label, value }) => [label, value])),
        note: words.footer,
      },
    },
  }
}

/** A heartbeat wakes nobody: it resolves an alert that never was, which PagerDuty takes and drops. */
function actionOf({ notice, first }: Sending, { state }: Words): 'trigger' | 'acknowledge' | 'resolve' {
  if (notice.kind === 'heartbeat' || state === 'closed') return 'resolve'
  return state === 'taken' && !first ? 'acknowledge' : 'trigger'
}
