/** What a verdict is counted and found by, read from its body. */
import type { Finding, Lockout, Outage, PolicyBlock } from '../diagnosis/index.ts'
import type { Verdict } from './live-verdict.ts'
import { accountSubject, labelSubject, type Subject } from './subjects.ts'

export interface VerdictIndex {
  /** Milliseconds. */
  readonly started: number
  /** Null while it lasts, and for what has no end of its own. */
  readonly ended: number | null
  readonly endedBy: string | null
  readonly cause: string | null
  /** How many people are concerned. */
  readonly people: number
  readonly subjects: readonly Subject[]
}

export function indexOf({ kind, body }: Verdict): VerdictIndex {
  switch (kind) {
    case 'lockout':
      return ofLockout(JSON.parse(body) as Lockout)
    case 'finding':
      return ofFinding(JSON.parse(body) as Finding)
    case 'outage': {
      const { start, end, ended, peopleCount } = JSON.parse(body) as Outage
      return { ...BLANK, started: Date.parse(start), ended: ended ? Date.parse(end) : null, people: peopleCount }
    }
    case 'policy-block': {
      const { start, peopleCount } = JSON.parse(body) as PolicyBlock
      return { ...BLANK, started: Date.parse(start), people: peopleCount }
    }
  }
}

const BLANK = { ended: null, endedBy: null, cause: null, subjects: [] }

function ofLockout({ start, ended, cause, peopleCount, provider, account, people }: Lockout): VerdictIndex {
  return {
    started: Date.parse(start),
    ended: ended === null ? null : Date.parse(ended.at),
    endedBy: ended?.by ?? null,
    cause,
    people: peopleCount,
    subjects: subjectsOf(provider, account, people),
  }
}

function ofFinding({ start, provider, account = '', person, people = [], peopleCount }: Finding): VerdictIndex {
  const labels = person === undefined ? people : [person, ...people]
  return {
    ...BLANK,
    started: Date.parse(start),
    people: peopleCount ?? (person === undefined ? 0 : 1),
    subjects: subjectsOf(provider, account, labels),
  }
}

function subjectsOf(provider: string, account: string, labels: readonly string[]): readonly Subject[] {
  const subjects = labels.filter((label) => label !== '').map((label) => labelSubject(provider, label))
  return [...new Set(account === '' ? subjects : [accountSubject(provider, account), ...subjects])]
}
