/**
 * What a check came to, and how many pieces of evidence there really are (DESIGN §3 rules 1 to 3). Pure.
 *
 * Names of devices, mailboxes, numbers and people are keyed tokens: equal names are the same thing, and no name can be read.
 */
import { CHECKS, type CheckId, FACETS, type Facet } from './checks.ts'

/** What a piece rests on, by facet. `null`: on one that nobody knows, which counts as shared with every other one. */
export type Rests = { readonly [F in Facet]?: readonly string[] | null }

export interface Evidence {
  /** Names this piece, and no other of the case. */
  readonly id: string
  readonly check: CheckId
  /** Whose it is: one bound browser session or one unbroken call. Never the case's (rule 1). */
  readonly claimant: string
  /** When it was given, in milliseconds. */
  readonly at: number
  /** The person, device, mailbox and number that it rests on: each facet of its check. */
  readonly rests: Rests
}

/** What is known of a facet of a check; what is not said is not known. */
export function restsOf(check: CheckId, known: Rests): Rests {
  return Object.fromEntries(CHECKS[check].rests.map((facet: Facet) => [facet, known[facet] ?? null]))
}

/** Whether two pieces have anything in common, so that they count as one. */
export type Shares = (one: Evidence, other: Evidence) => boolean

/**
 * What these pieces show of each other. Sharing is transitive: a message to a number, read on a phone, shows that a code of
 * that phone and a call to that number are one thing. What is not known is shared with whatever it could be, and joins nothing.
 */
export function sharing(pieces: readonly Evidence[]): Shares {
  const things = joined(pieces.map(namesOf))
  return (one, other) => {
    if (one.check === other.check || (isWeak(one) && isWeak(other))) return true
    if (commonFacets(one, other).some((facet) => !isKnown(one, facet) || !isKnown(other, facet))) return true
    const ofOther = new Set(namesOf(other).map((name) => things.get(name) ?? name))
    return namesOf(one).some((name) => ofOther.has(things.get(name) ?? name))
  }
}

/** Names that stand for one thing, by each of them: those that are in one list, and so on from list to list. */
function joined(lists: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const things = new Map<string, string>()
  for (const names of lists) {
    const known = new Set(names.flatMap((name) => things.get(name) ?? []))
    const [thing] = names
    for (const [name, of] of things) if (known.has(of)) things.set(name, thing!)
    for (const name of names) things.set(name, thing!)
  }
  return things
}

function namesOf({ rests }: Evidence): readonly string[] {
  return FACETS.flatMap((facet) => (rests[facet] ?? []).map((name) => `${facet} ${name}`))
}

function commonFacets(one: Evidence, other: Evidence): readonly Facet[] {
  const ofOther: readonly Facet[] = CHECKS[other.check].rests
  return CHECKS[one.check].rests.filter((facet) => ofOther.includes(facet))
}

/** To rest on an empty list would be to rest on nothing: as if it were not known. */
function isKnown({ rests }: Evidence, facet: Facet): boolean {
  return (rests[facet] ?? []).length > 0
}

function isWeak({ check }: Evidence): boolean {
  return CHECKS[check].strength === 'weak'
}
