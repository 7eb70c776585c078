/**
 * What is told about one thing, and to which channels. A change of the thing makes a new revision; channels are owed the
 * newest one, not each. So five hundred changes are one message that counts, and a channel that was down for an hour gets
 * one message when it is back (RED TEAM R40, R42). Pure: the state comes in as rows, and goes out as rows to be written in
 * the transaction that appends the facts.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { NoticeKind } from './notice.ts'
import { type Routing, recipients } from './routing.ts'
import { isAtLeast, type Severity } from './severity.ts'

/** A fact of another room, as far as it concerns those who are to be told. */
export interface Change {
  /** The incident, lockout, approval, … it is about. */
  readonly subject: string
  readonly kind: NoticeKind
  /** `milestone`: opened, taken, worse, closed, opened again. `detail`: more of the same. */
  readonly weight: 'milestone' | 'detail'
  readonly severity: Severity
  /** Tell these channels and no others: a test, a heartbeat. Left out, the routes decide. */
  readonly only?: readonly string[]
  /** Besides those that the routes name: mailboxes of people whom it concerns. */
  readonly also?: readonly string[]
  /** Ids by which the thing is found when its message is written; never a name. Left out, those of before stay. */
  readonly about?: Readonly<Record<string, string>>
}

export interface Subject {
  readonly id: string
  readonly kind: NoticeKind
  readonly severity: Severity
  /** From 1. */
  readonly revision: number
  /** The newest revision that is worth a message of its own to people. */
  readonly milestone: number
  /** Channels with a message about it. */
  readonly told: readonly string[]
  /** Channels where it is counted in a message about many. */
  readonly heldBack: readonly string[]
  readonly about: Readonly<Record<string, string>>
}

/** How many new messages a channel had of one severity in this window; beyond the limit, one message counts the rest. */
export interface Budget {
  readonly channel: string
  readonly severity: Severity
  readonly windowStart: number
  readonly used: number
  readonly heldBack: number
}

/** One job: bring this channel up to date on this subject. Owed again while it waits, it is the same job. */
export interface Owed {
  readonly channel: string
  readonly subject: string
  /** Not before, in milliseconds since 1970. */
  readonly at: number
}

export interface Plan {
  /** The subject itself, and the messages that count what was held back. */
  readonly subjects: readonly Subject[]
  readonly budgets: readonly Budget[]
  readonly owed: readonly Owed[]
}

export interface Known {
  readonly subject: Subject | undefined
  readonly budgets: readonly Budget[]
  /** The rows of messages that count, by id (`heldBackId`), where there are any. */
  readonly counting: readonly Subject[]
}

/** What a change owes to whom. Budgets and counting messages of the channels that the routes name must be in `known`. */
export function plan(change: Change, known: Known, routing: Routing, now: number): Plan {
  let subject = revised(change, known.subject)
  const wanted = wantedBy(change, routing, now)
  const budgets: Budget[] = []
  const counting: Subject[] = []
  const owed: Owed[] = []
  for (const [channel, at] of wanted) {
    if (subject.told.includes(channel)) continue
    const worse = known.subject === undefined || !isAtLeast(known.subject.severity, change.severity)
    if (subject.heldBack.includes(channel) && !worse) continue
    const budget = budgetOf(known.budgets, channel, change.severity, now)
    if (isUnlimited(change) || budget.used < DEFAULTS.notify.messagesMax) {
      if (!isUnlimited(change)) budgets.push({ ...budget, used: budget.used + 1 })
      subject = {
        ...subject,
        told: [...subject.told, channel],
        heldBack: subject.heldBack.filter((id) => id !== channel),
      }
      owed.push({ channel, subject: subject.id, at })
    } else if (!subject.heldBack.includes(channel)) {
      const next = { ...budget, heldBack: budget.heldBack + 1 }
      const message = counted(next, known.counting)
      budgets.push(next)
      counting.push(message)
      subject = { ...subject, heldBack: [...subject.heldBack, channel] }
      owed.push({ channel, subject: message.id, at })
    }
  }
  // Who has heard of it hears the rest, whatever the routes say by now; at once, unless their hours say otherwise.
  for (const channel of known.subject?.told ?? []) {
    owed.push({ channel, subject: subject.id, at: wanted.get(channel) ?? now })
  }
  return { subjects: [subject, ...counting], budgets, owed }
}

function wantedBy(change: Change, routing: Routing, now: number): ReadonlyMap<string, number> {
  if (change.only) return new Map(change.only.map((channel) => [channel, now]))
  const named = recipients(routing, change.kind, change.severity, now)
  return new Map([...named, ...(change.also ?? []).map((channel) => [channel, now] as const)])
}

/** The subject of the message that counts what a channel was not told one by one. */
export function heldBackId({
  channel,
  severity,
  windowStart,
}: Pick<Budget, 'channel' | 'severity' | 'windowStart'>): string {
  return `held-back:${channel}:${severity}:${windowStart}`
}

/** The budget in force at `now`: a new window begins with the first message after the old one. */
function budgetOf(budgets: readonly Budget[], channel: string, severity: Severity, now: number): Budget {
  const known = budgets.find((budget) => budget.channel === channel && budget.severity === severity)
  if (known && now < known.windowStart + DEFAULTS.notify.windowMs && now >= known.windowStart) return known
  return { channel, severity, windowStart: now, used: 0, heldBack: 0 }
}

function revised(change: Change, before: Subject | undefined): Subject {
  const revision = (before?.revision ?? 0) + 1
  const milestone = before === undefined || change.weight === 'milestone' ? revision : before.milestone
  return {
    id: change.subject,
    kind: change.kind,
    severity: change.severity,
    revision,
    milestone,
    told: before?.told ?? [],
    heldBack: before?.heldBack ?? [],
    about: change.about ?? before?.about ?? {},
  }
}

/** Emergency accounts, staff and weakenings are few, and no flood may hide them; tests and heartbeats are ours. */
function isUnlimited({ kind, only }: Change): boolean {
  return kind === 'emergency' || kind === 'staff' || kind === 'setting' || kind === 'channel-down' || only !== undefined
}

/** People are told at the first, the tenth, the hundredth. */
function counted(budget: Budget, counting: readonly Subject[]): Subject {
  const id = heldBackId(budget)
  const before = counting.find((subject) => subject.id === id)
  const weight = /^10*$/.test(String(budget.heldBack)) ? 'milestone' : 'detail'
  const change: Change = { subject: id, kind: 'held-back', weight, severity: budget.severity }
  return { ...revised(change, before), told: [budget.channel] }
}
