/**
 * What a keeper knows of one ledger, from its entries alone: where its chain ends, who the staff are, which incidents are open,
 * what was decided, and one hash for each stream that decisions rest on, so that one which is shown to it later is seen to be whole.
 */
import { createHash } from 'node:crypto'
import { INCIDENTS, type Incidents } from '../incidents/index.ts'
import { type Decision, type Entry, type Head, leafHash } from '../ledger/index.ts'
import { POLICY_STREAM } from '../policy/index.ts'
import { REMEDY_ENTRIES } from '../remedies/index.ts'
import { AUTOMATION_STREAM } from '../response/index.ts'
import { evolve, NOBODY, STAFF_ENTRIES, type Staff, type StaffFact } from '../staff/index.ts'

const STAFF_STREAM = 'organisation/staff'
/** Of these it is told apart whether one that is shown is whole. */
const isShownWhole = (stream: string) => DECIDED.test(stream) || stream === POLICY_STREAM
/** Whose entries bring decisions of their own; a policy repeats its change's. */
const DECIDED = /^(change|response|remedy)\//
const INCIDENT = /^incident\//

export interface Knowledge {
  head: Head
  staff: Staff
  incidents: Incidents
  /** Of each followed stream, a hash over all its entries. */
  readonly digests: Map<string, string>
  /** Challenges that were answered by who decided something; what a change brings about repeats the change’s. */
  readonly spent: Set<string>
  /** When each remedy was begun that takes access away, in milliseconds. */
  readonly begun: Map<string, number>
}

export function nothingKnown(head: Head): Knowledge {
  return {
    head,
    staff: NOBODY,
    incidents: INCIDENTS.initial,
    digests: new Map(),
    spent: new Set(),
    begun: new Map(),
  }
}

/** As a copy that goes on by itself; maps and sets are those of what came later alone. */
export function laterThan({ head, staff, incidents }: Knowledge): Knowledge {
  return { head, staff, incidents, digests: new Map(), spent: new Set(), begun: new Map() }
}

/** Takes what came later into what was known. */
export function merge(known: Knowledge, later: Knowledge): void {
  known.head = later.head
  known.staff = later.staff
  known.incidents = later.incidents
  for (const [stream, digest] of later.digests) known.digests.set(stream, digest)
  for (const one of later.spent) known.spent.add(one)
  for (const [id, at] of later.begun) known.begun.set(id, at)
}

/** A copy of what came later, to be thrown away if a draft is refused. */
export function copied(later: Knowledge): Knowledge {
  return {
    ...later,
    digests: new Map(later.digests),
    spent: new Set(later.spent),
    begun: new Map(later.begun),
  }
}

/** Whether an entry is one to learn from, by its bytes: most are not, and are not read. */
export function isFollowed(text: string): boolean {
  const stream = streamIn(text)
  return isShownWhole(stream) || INCIDENT.test(stream) || stream === STAFF_STREAM || stream === AUTOMATION_STREAM
}

/** Canonical JSON sorts its members: nothing after `stream` holds text that somebody chose. */
function streamIn(text: string): string {
  const from = text.lastIndexOf('"stream":"') + '"stream":"'.length
  return text.slice(from, text.indexOf('"', from))
}

/** Learns from one entry; `known`: what came before, where `later` holds only what came since. */
export function learn(later: Knowledge, entry: Entry, leaf: Uint8Array, known: Knowledge = later): void {
  const { stream } = entry
  if (stream === STAFF_STREAM) {
    const type = STAFF_ENTRIES[entry.type as StaffFact['type']]
    later.staff = evolve(later.staff, { type: entry.type, data: type.read(entry) } as StaffFact)
  }
  if (INCIDENT.test(stream)) later.incidents = INCIDENTS.evolve(later.incidents, INCIDENTS.factIn(entry))
  if (isShownWhole(stream)) {
    const before = later.digests.get(stream) ?? known.digests.get(stream) ?? ''
    later.digests.set(stream, digestAfter(before, leaf))
  }
  if (stream === STAFF_STREAM || DECIDED.test(stream) || INCIDENT.test(stream) || entry.type === 'playbooks-paused') {
    for (const decision of entry.decisions ?? []) later.spent.add(nameOf(decision))
  }
  if (entry.type === 'remedy-started') {
    const { at, sort } = REMEDY_ENTRIES['remedy-started'].read(entry)
    if (sort === 'taking' && !known.begun.has(stream)) later.begun.set(stream, at)
  }
}

/** Whether these are all entries of a stream, in order and as they were signed. */
export function isWhole(stream: string, texts: readonly string[], later: Knowledge, known: Knowledge): boolean {
  const expected = later.digests.get(stream) ?? known.digests.get(stream) ?? ''
  return texts.map((text) => leafHash(Buffer.from(text))).reduce(digestAfter, '') === expected
}

function digestAfter(before: string, leaf: Uint8Array): string {
  return createHash('sha256').update(before).update(leaf).digest().toString('base64url', 0, 16)
}

/** Names a decision: its challenge holds 32 random bytes. */
export function nameOf({ clientDataJSON }: Decision): string {
  return createHash('sha256').update(clientDataJSON).digest().toString('base64url', 0, 16)
}
