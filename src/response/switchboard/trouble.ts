/**
 * Trouble that everybody has: an outage, a policy that keeps people out, or many who fail at once. Nobody needs a reset of
 * their own; everybody needs the same sentence. Pure: verdicts in, troubles out.
 */
import { DEFAULTS } from '../../base/defaults.ts'
import type { Finding, Lockout, Outage, PolicyBlock } from '../../diagnosis/index.ts'
import type { Cause, Provider } from '../../signin/index.ts'

export interface Trouble {
  /** The verdict's id. */
  readonly id: string
  readonly kind: 'outage' | 'policy-block' | 'mass-lockout'
  readonly provider: Provider
  /** What fails in an outage. */
  readonly what: Outage['what']
  /** Milliseconds. */
  readonly since: number
  /** When it was over; undefined while it lasts. */
  readonly ended: number | undefined
  /** Labels of the people concerned, as far as they are named, and how many they are. */
  readonly people: readonly string[]
  readonly peopleCount: number
  /** Causes of lockouts that are this trouble and nothing of the person's own. */
  readonly causes: readonly Cause[]
}

const CAUSES_OF: Readonly<Record<Outage['what'], readonly Cause[]>> = {
  'sign-in': ['provider-outage'],
  push: ['provider-outage', 'push-not-delivered', 'push-not-answered'],
  message: ['provider-outage', 'message-not-delivered', 'message-limit'],
}

/** The verdicts that stand, as JSON. */
export interface Standing {
  readonly outages: readonly Outage[]
  readonly policyBlocks: readonly PolicyBlock[]
  /** Of mass lockouts. */
  readonly findings: readonly Finding[]
}

/** Troubles at `now`, the newest first, those that ended a while ago included. */
export function troublesOf({ outages, policyBlocks, findings }: Standing, now: number): readonly Trouble[] {
  const known = [...outages.map(fromOutage), ...policyBlocks.map((block) => fromPolicyBlock(block, now))]
  // Many who fail are told of once: what explains it says more than that they are many.
  const unexplained = findings
    .map((finding) => fromFinding(finding, now))
    .filter((trouble) => !known.some((other) => other.provider === trouble.provider && overlap(other, trouble)))
  return [...known, ...unexplained]
    .filter(({ ended }) => ended === undefined || now - ended <= DEFAULTS.switchboard.shownMs)
    .sort((one, other) => other.since - one.since || (one.id < other.id ? -1 : 1))
}

function overlap(one: Trouble, other: Trouble): boolean {
  const { quietMs } = DEFAULTS.switchboard
  const end = ({ ended = Number.POSITIVE_INFINITY }: Trouble): number => ended + quietMs
  return one.since <= end(other) && other.since <= end(one)
}

function fromOutage({ id, provider, what, start, end, ended, people, peopleCount }: Outage): Trouble {
  return {
    id,
    kind: 'outage',
    provider,
    what,
    since: Date.parse(start),
    ended: ended ? Date.parse(end) : undefined,
    people,
    peopleCount,
    causes: CAUSES_OF[what],
  }
}

/** The log does not say when such a thing is over: it is when nobody new has failed for a while. */
function quietSince(end: string, now: number): number | undefined {
  const last = Date.parse(end)
  return now - last > DEFAULTS.switchboard.quietMs ? last : undefined
}

function fromPolicyBlock({ id, provider, start, end, people, peopleCount }: PolicyBlock, now: number): Trouble {
  return {
    id,
    kind: 'policy-block',
    provider,
    what: 'sign-in',
    since: Date.parse(start),
    ended: quietSince(end, now),
    people,
    peopleCount,
    causes: ['policy-block', 'policy-conflict', 'enforcement'],
  }
}

function fromFinding({ id, provider, start, end, people = [], peopleCount = 0 }: Finding, now: number): Trouble {
  return {
    id,
    kind: 'mass-lockout',
    provider,
    what: 'sign-in',
    since: Date.parse(start),
    ended: quietSince(end, now),
    people,
    peopleCount,
    causes: [
      'provider-outage',
      'push-not-delivered',
      'message-not-delivered',
      'policy-block',
      'policy-conflict',
      'enforcement',
    ],
  }
}

export interface Belonging {
  readonly belongs: boolean
  /** One sentence, for the agent. */
  readonly why: string
}

/**
 * Whether somebody who calls has this trouble, or one of their own: by their own lockout first, which knows more of them than
 * the many do. `lockouts`: those of this person that stand.
 */
export function belonging(trouble: Trouble, label: string, lockouts: readonly Lockout[]): Belonging {
  const { since, ended = Number.POSITIVE_INFINITY, causes, people, peopleCount } = trouble
  const within = lockouts.filter(({ start, ended: over }) => {
    const until = over === null ? Number.POSITIVE_INFINITY : Date.parse(over.at)
    return Date.parse(start) <= ended && until >= since
  })
  const own = within.find(({ cause }) => !causes.includes(cause))
  if (own !== undefined) {
    return {
      belongs: false,
      why: `Their own sign-ins say something else since ${own.start.slice(11, 16)} UTC: ${own.summary}`,
    }
  }
  const isNamed = people.some((name) => name.toLowerCase() === label.toLowerCase())
  if (within.length > 0 || isNamed) return { belongs: true, why: 'Their sign-ins failed in this time, in this way.' }
  if (people.length < peopleCount) {
    return {
      belongs: true,
      why: 'They are not among the people who are named, but not all are: taken as one of the many.',
    }
  }
  return {
    belongs: false,
    why: 'No sign-in of theirs failed in this time. Ask for the exact user name, then look at them by themselves.',
  }
}
