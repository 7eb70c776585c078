/**
 * How bad losing a person's accounts is, and the ratchet that holds it (DESIGN §2, §3 rule 7): a fold of the stream
 * `person/…`.
 *
 *   tier ── tier-raised (one person, a role, a group, an import: at once) ──▶ higher
 *   tier ── tier-lowering-agreed (two people) ──▶ waits ──▶ lower, unless raised meanwhile
 *
 * A wait counts only time in which Postern was up (rule 15): `tier-lowering-held` adds what it missed. `emergency` is no tier of
 * a person: the registry alone gives it, to an account (rule 18; emergency-registry.ts).
 */
import Type, { type TSchema } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'

/** Mildest first. */
export const PERSON_TIERS = ['standard', 'sensitive', 'privileged'] as const
export type PersonTier = (typeof PERSON_TIERS)[number]

/** What raised it. */
export const RAISED_BY = ['staff', 'role', 'group', 'import', 'link'] as const

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
const Fact = <Members extends Record<string, TSchema>>(members: Members) => Type.Object({ at: At, ...members }, Strict)
export const Tier = Type.Enum(PERSON_TIERS)
export const Member = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })

const TIER_ENTRIES = {
  'tier-raised': entryType('tier-raised', Fact({ to: Tier, because: Type.Enum(RAISED_BY) })),
  'tier-lowering-agreed': entryType(
    'tier-lowering-agreed',
    Fact({ to: Tier, countsFrom: At, by: Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true }) }),
  ),
  'tier-lowering-held': entryType('tier-lowering-held', Fact({ from: At })),
}
type TierFact = FactOf<typeof TIER_ENTRIES>

export interface Ratchet {
  /** What holds until a lowering counts. */
  readonly tier: PersonTier
  /** Agreed, and counting from that instant on, in milliseconds. */
  readonly lowering: { readonly to: PersonTier; readonly countsFrom: number } | undefined
}

export type TierCommand =
  | {
      readonly do: 'raise'
      readonly at: number
      readonly to: PersonTier
      readonly because: (typeof RAISED_BY)[number]
    }
  /** `by`: the members who agreed, as their passkeys said. */
  | { readonly do: 'lower'; readonly at: number; readonly to: PersonTier; readonly by: readonly string[] }
  /** Nobody was here from `from` until `at`. */
  | { readonly do: 'hold'; readonly at: number; readonly from: number }

/** `person/0f3c…`: the id of the person. */
export function streamOfPerson(person: string): string {
  return `person/${person}`
}

/** The tier in force at `now`. */
export function tierAt({ tier, lowering }: Ratchet, now: number): PersonTier {
  return lowering !== undefined && now >= lowering.countsFrom ? lowering.to : tier
}

/** The stricter of two. */
export function stricter(one: PersonTier, other: PersonTier): PersonTier {
  return isAbove(one, other) ? one : other
}

/** The strictest of each person's. */
export function strictest(
  given: readonly { readonly person: string; readonly tier: PersonTier }[],
): ReadonlyMap<string, PersonTier> {
  const tiers = new Map<string, PersonTier>()
  for (const { person, tier } of given) tiers.set(person, stricter(tier, tiers.get(person) ?? 'standard'))
  return tiers
}

function isAbove(one: PersonTier, other: PersonTier): boolean {
  return PERSON_TIERS.indexOf(one) > PERSON_TIERS.indexOf(other)
}

export const TIER = {
  types: TIER_ENTRIES,
  initial: { tier: 'standard', lowering: undefined } as Ratchet,

  evolve(ratchet: Ratchet, { type, data }: TierFact): Ratchet {
    switch (type) {
      case 'tier-raised':
        return { tier: stricter(tierAt(ratchet, data.at), data.to), lowering: undefined }
      case 'tier-lowering-agreed':
        return { tier: tierAt(ratchet, data.at), lowering: { to: data.to, countsFrom: data.countsFrom } }
      case 'tier-lowering-held':
        return held(ratchet, data)
    }
  },

  decide(ratchet: Ratchet, command: TierCommand): Decided<TierFact> {
    switch (command.do) {
      case 'raise':
        return raise(ratchet, command)
      case 'lower':
        return lower(ratchet, command)
      case 'hold': {
        const { at, from } = command
        const isWaiting = ratchet.lowering !== undefined && from < ratchet.lowering.countsFrom && from < at
        return { facts: isWaiting ? [{ type: 'tier-lowering-held', data: { at, from } }] : [] }
      }
    }
  },
}

/** Whoever says that a tier is due ends a wait for a lower one: also by saying what is so already. */
function raise(ratchet: Ratchet, { at, to, because }: Extract<TierCommand, { do: 'raise' }>): Decided<TierFact> {
  const now = tierAt(ratchet, at)
  const endsWait =
    ratchet.lowering !== undefined && at < ratchet.lowering.countsFrom && isAbove(to, ratchet.lowering.to)
  if (!isAbove(to, now) && !endsWait) return { facts: [] }
  return { facts: [{ type: 'tier-raised', data: { at, to: stricter(now, to), because } }] }
}

function lower(ratchet: Ratchet, { at, to, by }: Extract<TierCommand, { do: 'lower' }>): Decided<TierFact> {
  const people = [...new Set(by)]
  if (people.length < 2) return refused('ERR_TIER_TWO_PEOPLE', 'A tier is lowered by two people. Ask somebody else.')
  if (!isAbove(tierAt(ratchet, at), to)) {
    return refused('ERR_TIER_NOT_LOWER', 'The person’s tier is not above this one. Load the person again.')
  }
  const countsFrom = at + DEFAULTS.directory.lowerMs
  return { facts: [{ type: 'tier-lowering-agreed', data: { at, to, countsFrom, by: people } }] }
}

function refused(code: string, message: string): Decided<TierFact> {
  return { facts: [], refused: { code, message } }
}

/** As with staff (rule 15): whoever waited when it began waits as much longer. */
function held(ratchet: Ratchet, { at, from }: { readonly at: number; readonly from: number }): Ratchet {
  const { tier, lowering } = ratchet
  if (lowering === undefined || from >= lowering.countsFrom) return ratchet
  return { tier, lowering: { to: lowering.to, countsFrom: lowering.countsFrom + at - from } }
}
