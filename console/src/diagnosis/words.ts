/** Words for what verdicts name by id: the report's own, so that every face says the same. */
import {
  CAUSE_NAME,
  capital,
  DETECTION_NAME,
  likelihood,
  PROVIDER_NAME,
  SCOPE_NAME,
} from '../../../src/cli/report-words.ts'
import type { Lockout, Severity } from '../api/verdicts.ts'
import type { Tone } from '../design/pill.tsx'

export { capital, likelihood }

/** An id that this version of the console has no words for is shown as it is. */
const wordsOf =
  (names: Readonly<Record<string, string>>) =>
  (id: string): string =>
    names[id] ?? id.replaceAll('-', ' ')

export const causeName = wordsOf(CAUSE_NAME)
export const detectionName = wordsOf(DETECTION_NAME)
export const providerName = wordsOf(PROVIDER_NAME)
export const scopeName = wordsOf(SCOPE_NAME)

export const SEVERITY_TONE: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'info',
  info: 'quiet',
}

/** What is low, or information, waits in its list. */
export function isAlarm(severity: Severity): boolean {
  return severity !== 'low' && severity !== 'info'
}

const ENDED_BY: Readonly<Record<string, string>> = {
  'same-authenticator': 'Back in with the same authenticator',
  'another-authenticator': 'Back in with another authenticator',
  'self-service': 'Back in through self-service',
  administrator: 'Back in with help from an administrator',
  unlock: 'Back in after an unlock',
  quiet: 'No further attempt for seven days',
}

export const endedBy = wordsOf(ENDED_BY)

/** Whom a lockout is about: a name, or a name and how many more. */
export function peopleOf({ people, peopleCount }: Pick<Lockout, 'people' | 'peopleCount'>): {
  readonly first: string
  readonly more: number
} {
  return { first: people[0] ?? 'Somebody', more: Math.max(0, peopleCount - 1) }
}
