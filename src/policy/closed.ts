/** Why a way is closed, by which rule, and what would open it. Pure. */
import { CHECKS, type CheckId } from '../verification/index.ts'
import type { Way } from './both.ts'
import { countsFrom, isAllowed, type Situation } from './having.ts'
import type { ThreatLevel } from './threat-level.ts'

export interface Closed {
  readonly code:
    | 'ERR_WAY_LACKING' // the person has no such thing
    | 'ERR_WAY_COOL_OFF' // it changed lately
    | 'ERR_WAY_NO_STAND_IN' // the policy lets nobody stand in
    | 'ERR_WAY_SHARED' // what they have is one thing
    | 'ERR_WAY_PEOPLE' // too few others
    | 'ERR_WAY_THREAT_LEVEL'
  /** Of DESIGN §3, where one closes it. */
  readonly rule: number | null
  readonly check: CheckId | null
  /** When it opens by itself, in milliseconds. */
  readonly opensAt: number | null
  /** What is so. */
  readonly text: string
  /** What would open it. */
  readonly next: string
}

const closed = (code: Closed['code'], text: string, next: string, more: Partial<Closed> = {}): Closed => {
  return { code, rule: null, check: null, opensAt: null, text, next, ...more }
}

/** Needs that nothing meets are told first: each check that would meet them. */
export function closedBecause(way: Way, isIndependent: boolean, situation: Situation): readonly [Closed, ...Closed[]] {
  const { candidates } = situation
  if (isIndependent) {
    const text = 'Not enough people: who gives evidence does not approve, and nobody counts twice.'
    return [closed('ERR_WAY_PEOPLE', text, 'Name more approvers, or ask somebody from outside to join.', { rule: 16 })]
  }
  const unmet = way.recipes
    .flatMap(({ needs }) => needs)
    .filter((need) => !candidates.some(({ evidence }) => need.includes(evidence.check)))
  const checks = [...new Set(unmet.flat())]
  const [first, ...others] = checks.flatMap((check) => whyNot(check, situation))
  if (first !== undefined) return [first, ...others]
  const text = 'What this person has rests on one device, mailbox, number or person, or may do so: it counts once.'
  return [closed('ERR_WAY_SHARED', text, 'Bring something that rests on another one.', { rule: 2 })]
}

/** Why a check cannot be made: one reason, or one for each thing with which it could. */
function whyNot(check: CheckId, { having, terms }: Situation): readonly Closed[] {
  const name = CHECKS[check].name
  const things = having.things.filter((thing) => thing.check === check)
  if (things.length === 0) {
    const next = `It can be set up once the person is back in, and counts after the cool-off.`
    return [closed('ERR_WAY_LACKING', `There is nothing for ${name}.`, next, { check })]
  }
  return things.map((thing) => {
    if (!isAllowed(thing, terms)) {
      const text = 'The policy lets no named approver stand in.'
      return closed('ERR_WAY_NO_STAND_IN', text, 'Two people can put a policy into force that does.', { check })
    }
    const text = `What ${name} would rest on changed lately, and proves nothing yet.`
    const more = { rule: 5, check, opensAt: countsFrom(thing, terms) }
    return closed('ERR_WAY_COOL_OFF', text, 'Wait, or take another way.', more)
  })
}

export function closedByLevel(level: ThreatLevel): Closed {
  const text = `It is not used while the threat level is ${level}.`
  return closed('ERR_WAY_THREAT_LEVEL', text, 'Two people can lower the threat level.', { rule: 24 })
}
