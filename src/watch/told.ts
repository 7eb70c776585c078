/** What was told, against what is so now: which verdicts are new, changed or withdrawn. Pure. */
import { DEFAULTS } from '../base/defaults.ts'
import { coverage } from './coverage.ts'
import {
  hasAll,
  isOpen,
  type LiveLockout,
  type LiveVerdict,
  rankOf,
  read,
  union,
  type Verdict,
  write,
} from './live-verdict.ts'

export interface Changes {
  readonly told: readonly Verdict[]
  /** Ids of verdicts whose ground rows that came later took away, or that another verdict says as well. */
  readonly withdrawn: readonly string[]
}

export interface Judging {
  /** From when on all rows are there, in milliseconds. */
  readonly first: number
  readonly now: number
  /** When the provider was last read to say that this account got in; NaN if never. */
  gotIn(provider: string, account: string): number
}

/**
 * `before` holds the verdicts that were told and not withdrawn, by id. What took pushed rows to tell is not taken back for
 * pushed rows (docs/adr/0008-pushed-and-read.md): it stands until something read, a person or time ends it. One that began
 * before `first` stays as it is: the rows that it rests on are not kept any more, and that takes nobody's ground away.
 */
export function changes(before: ReadonlyMap<string, Verdict>, after: readonly Verdict[], judging: Judging): Changes {
  const told: Verdict[] = []
  for (const verdict of after) {
    const known = before.get(verdict.id)
    if (known?.body === verdict.body) continue
    const upheld = known === undefined ? verdict : uphold(known, verdict, judging.now)
    if (known?.body !== upheld.body) told.push(upheld)
  }

  const withdrawn: string[] = []
  const ids = new Set(after.map(({ id }) => id))
  let isCovered: ((one: LiveVerdict) => boolean) | undefined
  for (const [id, verdict] of before) {
    if (ids.has(id)) continue
    const live = read(verdict)
    if (Date.parse(live.body.start) < judging.first) continue
    isCovered ??= coverage(after.map(read))
    if (isTakenBack(live, judging) || isCovered(live)) withdrawn.push(id)
    else if (isOpen(live) && hasAged(live, judging.now)) told.push(write(aged(live)))
  }
  return { told, withdrawn }
}

/**
 * A verdict that changes. If it took pushed rows to tell it, it is told as no less severe, of no fewer people and lasting no
 * shorter than it was; silence after it is counted from where it lasted to.
 */
function uphold(before: Verdict, after: Verdict, now: number): Verdict {
  const [was, is] = [read(before), read(after)]
  if (was.body.seen === 'read') return after
  if (was.kind === 'finding' || is.kind === 'finding') return isLowered(was, is) ? before : after
  const people = hasAll(is.body, was.body) ? {} : union(is.body, was.body)
  return write(lasting({ ...is, body: { ...is.body, ...people } } as LiveVerdict, was.body.end, now))
}

function isLowered(before: LiveVerdict, after: LiveVerdict): boolean {
  return before.kind === 'finding' && after.kind === 'finding' && rankOf(after.body) < rankOf(before.body)
}

/** A verdict that was told to last at least to `end`. */
function lasting(live: LiveVerdict, end: string, now: number): LiveVerdict {
  if (live.body.end >= end || (live.kind === 'lockout' && isKnownEnd(live.body.ended))) return live
  const goesOn = { ...live, body: { ...live.body, end } } as LiveVerdict
  return hasAged(goesOn, now) ? aged(goesOn) : open(goesOn)
}

/** By a sign-in, and not for want of attempts. */
function isKnownEnd(ended: LiveLockout['ended']): boolean {
  return ended !== null && ended.by !== 'quiet'
}

/** By something that was read. */
function isTakenBack(live: LiveVerdict, { gotIn }: Judging): boolean {
  if (live.body.seen === 'read') return true
  return live.kind === 'lockout' && hasGotIn(live.body, gotIn)
}

function hasGotIn({ people, provider, account, start }: LiveLockout, gotIn: Judging['gotIn']): boolean {
  return people.length === 1 && gotIn(provider, account) >= Date.parse(start)
}

/** Has it gone on for as long as such a thing goes on without a word? */
function hasAged({ kind, body }: LiveVerdict, now: number): boolean {
  const silentMs = now - Date.parse(body.end)
  return silentMs > (kind === 'lockout' ? DEFAULTS.lockout.quietMs : DEFAULTS.outage.quietMs)
}

function aged(live: LiveVerdict): LiveVerdict {
  if (live.kind === 'outage') return { kind: 'outage', body: { ...live.body, ended: true } }
  if (live.kind !== 'lockout' || isKnownEnd(live.body.ended)) return live
  return { kind: 'lockout', body: { ...live.body, ended: { at: live.body.end, by: 'quiet' } } }
}

function open(live: LiveVerdict): LiveVerdict {
  if (live.kind === 'outage') return { kind: 'outage', body: { ...live.body, ended: false } }
  return live.kind === 'lockout' ? { kind: 'lockout', body: { ...live.body, ended: null } } : live
}
