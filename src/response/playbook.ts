/** What a playbook says, once it is read and checked. Whether a finding is meant by it is judged here, too. */
import type { Finding, Severity } from '../diagnosis/index.ts'
import type { Scope } from '../http/index.ts'
import type { TakingVerb } from '../providers/index.ts'
import type { DetectionId } from '../signin/index.ts'

export type Tier = Scope['tierMax']
/** Tiers that a playbook can name. `emergency` is none of them: nothing automatic touches it (DESIGN §3 rule 18). */
export const PLAYBOOK_TIERS = ['standard', 'sensitive', 'privileged'] as const satisfies readonly Tier[]
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]

/**
 * What playbooks can do, mildest for the person first: rule 18 has them act in this order. The verbs that recovery needs
 * (passes, authenticators, the password itself) are none of them.
 */
export const PLAYBOOK_VERBS = [
  'refuse-source',
  'end-sessions',
  'add-to-high-risk-group',
  'require-password-reset',
  'suspend',
] as const satisfies readonly TakingVerb[]
export type PlaybookVerb = (typeof PLAYBOOK_VERBS)[number]

export interface Step {
  readonly do: 'notify' | PlaybookVerb
  /** A person has to say yes first. */
  readonly approval: boolean
  /** How long a source is refused, in milliseconds. */
  readonly forMs?: number
}

/** A playbook as it is written. `report-only for 14 days` counts from when it is put into force. */
export type Mode =
  | { readonly is: 'active' }
  | { readonly is: 'report-only'; readonly days: number }
  | { readonly is: 'report-only'; readonly until: number }

export interface Playbook {
  readonly name: string
  readonly findings: readonly DetectionId[]
  /** This severity, or worse. */
  readonly severity: Severity
  readonly tiers: readonly (typeof PLAYBOOK_TIERS)[number][]
  readonly mode: Mode
  /** Without a human, so many people's way in an hour at most, whichever playbook touched it. */
  readonly peoplePerHour: number
  /** In the order in which they are carried out. */
  readonly steps: readonly Step[]
}

/** Whether the playbook is about such a finding of a person of this tier. Findings that only inform start nothing. */
export function isMeant(
  { findings, severity, tiers }: Playbook,
  finding: Pick<Finding, 'detection' | 'severity' | 'reportOnly'>,
  tier: Tier,
): boolean {
  if (finding.reportOnly === true || !findings.includes(finding.detection)) return false
  if (SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(severity)) return false
  // Of an emergency account people are told, whichever tiers are named; the plan leaves it at that.
  return tier === 'emergency' || tiers.includes(tier)
}

const DAY_MS = 86_400_000

/** Until when it only reports, in milliseconds; undefined if it acts. */
export function reportsUntil({ mode }: Playbook, inForceSince: number): number | undefined {
  if (mode.is === 'active') return undefined
  return 'until' in mode ? mode.until : inForceSince + mode.days * DAY_MS
}
