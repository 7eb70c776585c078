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
  /** Ids of the verdicts that it is told by: its own first, then those that it explains. */
  readonly verdicts: readonly string[]
}

const CAUSES_OF: Readonly<Record<Outage['what'], readonly Cause[]>> = {
  'sign-in': ['provider-outage'],
  push: ['provider-outage', 'push-not-delivered', 'push-not-answered'],
  message: ['provider-outage', 'message-not-delivered', 'message-limit'],
}

const POLICY_CAUSES: readonly Cause[] = ['policy-block', 'policy-conflict', 'enforcement']

/** The verdicts that stand, as JSON. */
export interface Standing {
  readonly outages: readonly Outage[]
  readonly policyBlocks: readonly PolicyBlock[]
  /** Of many people. */
  readonly lockouts: readonly Lockout[]
  /** Of mass lockouts. */
  readonly findings: readonly Finding[]
}

/**
 * Troubles at `now`, the newest first, those that ended a while ago included. Each is told once: a lockout of many and many
 * who fail are part of what explains them, and stand for themselves only where nothing does. A policy that keeps out one or
 * two is their trouble, and nobody else's.
 */
export function troublesOf({ outages, policyBlocks, lockouts, findings }: Standing, now: number): readonly Trouble[] {
  const ofMany = policyBlocks.filter(({ peopleCount }) => peopleCount >= DEFAULTS.wide.peopleMin)
  const known = [...outages.map(fromOutage), ...ofMany.map((block) => fromPolicyBlock(block, now))]
  const withLockouts = lockouts
    .map((lockout) => fromLockout(lockout, now))
    .reduce(
      joined((one, other) => other.causes.some((cause) => one.causes.includes(cause))),
      known,
    )
  return findings
    .map((finding) => fromFinding(finding, now))
    .reduce(
      joined(() => true),
      withLockouts,
    )
    .filter(({ ended }) => ended === undefined || now - ended <= DEFAULTS.switchboard.shownMs)
    .sort((one, other) => other.since - one.since || (one.id < other.id ? -1 : 1))
}

/** What a single verdict tells of, whether or not it would be shown. */
export function troubleAlone(
  { outages, policyBlocks, lockouts, findings }: Standing,
  now: number,
): Trouble | undefined {
  return [
    ...outages.map(fromOutage),
    ...policyBlocks.map((block) => fromPolicyBlock(block, now)),
    ...lockouts.map((lockout) => fromLockout(lockout, now)),
    ...findings.map((finding) => fromFinding(finding, now)),
  ][0]
}

/** Adds a trouble to the first that explains it, or else to the list. */
function joined(explains: (one: Trouble, other: Trouble) => boolean) {
  return (troubles: readonly Trouble[], next: Trouble): readonly Trouble[] => {
    const by = troubles.findIndex((one) => one.provider === next.provider && overlap(one, next) && explains(one, next))
    if (by === -1) return [...troubles, next]
    return troubles.map((one, index) =>
      index === by ? { ...one, verdicts: [...one.verdicts, ...next.verdicts] } : one,
    )
  }
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
    verdicts: [id],
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
    causes: POLICY_CAUSES,
    verdicts: [id],
  }
}

/** A lockout of many has one cause, which is not theirs: a policy, or the provider. */
function fromLockout({ id, provider, cause, start, end, ended, people, peopleCount }: Lockout, now: number): Trouble {
  return {
    id,
    kind: POLICY_CAUSES.includes(cause) ? 'policy-block' : 'outage',
    provider,
    what: cause === 'push-not-delivered' ? 'push' : cause === 'message-not-delivered' ? 'message' : 'sign-in',
    since: Date.parse(start),
    ended: ended === null ? quietSince(end, now) : Date.parse(ended.at),
    people,
    peopleCount,
    causes: [cause],
    verdicts: [id],
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
    verdicts: [id],
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
