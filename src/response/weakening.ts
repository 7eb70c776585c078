/**
 * Whether a playbook in the place of another leaves anybody less protected or less told (DESIGN §3 rule 24). True unless the
 * opposite can be shown: the limit and the approvals cut both ways, so they have to stay as they are.
 */
import { type Playbook, reportsUntil, SEVERITIES, type Step } from './playbook.ts'

export interface Placed {
  readonly playbook: Playbook
  /** From when it is in force, in milliseconds. */
  readonly since: number
}

export function isWeakened(before: Placed | undefined, after: Placed): boolean {
  // Where there was none, nobody loses anything.
  if (before === undefined) return false
  const was = before.playbook
  const is = after.playbook
  const actsNoLater = (reportsUntil(is, after.since) ?? 0) <= (reportsUntil(was, before.since) ?? 0)
  const coversAll =
    was.findings.every((finding) => is.findings.includes(finding)) &&
    was.tiers.every((tier) => is.tiers.includes(tier)) &&
    SEVERITIES.indexOf(is.severity) <= SEVERITIES.indexOf(was.severity)
  const doesAll = was.steps.every((step) => is.steps.some((other) => isAtLeast(other, step)))
  return !(actsNoLater && coversAll && doesAll && is.peoplePerHour === was.peoplePerHour)
}

function isAtLeast(step: Step, before: Step): boolean {
  return step.do === before.do && step.approval === before.approval && (step.forMs ?? 0) >= (before.forMs ?? 0)
}
