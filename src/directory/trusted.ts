/**
 * Peers who recognise somebody: k of n, each vouching for five people at most and never in return (DESIGN §6). A fold of the stream
 * `trusted/…`, one a person. Who is named counts after the cool-off (rule 5); who stays stays as old as before.
 */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { Member } from './tier.ts'

const Strict = { additionalProperties: false }
export const PersonId = Type.String({ pattern: '^[0-9a-f]{32}$' })
export const TrustedContactIds = Type.Array(PersonId, { maxItems: 10, uniqueItems: true })
export const Needed = Type.Integer({ minimum: 2, maximum: 10 })

const TRUSTED_ENTRIES = {
  'trusted-contacts-set': entryType(
    'trusted-contacts-set',
    Type.Object(
      {
        at: Type.Integer({ minimum: 0 }),
        contacts: TrustedContactIds,
        /** So many of them have to vouch. */
        needed: Needed,
        by: Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true }),
      },
      Strict,
    ),
  ),
}
type TrustedFact = FactOf<typeof TRUSTED_ENTRIES>

export interface Trusted {
  readonly needed: number
  /** By id of the person: since when, in milliseconds. */
  readonly contacts: ReadonlyMap<string, number>
}

export interface TrustedCommand {
  readonly at: number
  readonly person: string
  readonly contacts: readonly string[]
  readonly needed: number
  readonly by: readonly string[]
  /** Whom these contacts vouch for already, by contact. */
  readonly vouching: ReadonlyMap<string, ReadonlySet<string>>
  /** For whom the person vouches. */
  readonly vouchesFor: ReadonlySet<string>
}

/** `trusted/0f3c…`: the id of the person. */
export function streamOfTrusted(person: string): string {
  return `trusted/${person}`
}

export const TRUSTED = {
  types: TRUSTED_ENTRIES,
  initial: { needed: 2, contacts: new Map() } as Trusted,

  evolve(before: Trusted, { data: { at, contacts, needed } }: TrustedFact): Trusted {
    return { needed, contacts: new Map(contacts.map((one) => [one, before.contacts.get(one) ?? at])) }
  },

  decide(_: Trusted, { at, person, contacts, needed, by, vouching, vouchesFor }: TrustedCommand): Decided<TrustedFact> {
    const people = [...new Set(by)]
    if (people.length < 2) return refused('ERR_TRUSTED_TWO_PEOPLE', 'Two people decide on this. Ask somebody else.')
    if (contacts.length > 0 && contacts.length < needed) {
      return refused('ERR_TRUSTED_TOO_FEW', 'There are fewer contacts than have to vouch. Name more.')
    }
    if (contacts.includes(person)) return refused('ERR_TRUSTED_SELF', 'Nobody vouches for themselves.')
    if (contacts.some((one) => vouchesFor.has(one))) {
      return refused(
        'ERR_TRUSTED_IN_RETURN',
        'The person vouches for one of them, and nobody vouches in return. Name others.',
      )
    }
    const max = DEFAULTS.directory.vouchingMax
    if (contacts.some((one) => new Set(vouching.get(one)).add(person).size > max)) {
      return refused('ERR_TRUSTED_TOO_MANY', `One of them vouches for ${max} people already. Name somebody else.`)
    }
    return { facts: [{ type: 'trusted-contacts-set', data: { at, contacts: [...contacts], needed, by: people } }] }
  },
}

/** Who of them can vouch at `now`. */
export function vouchers({ contacts }: Trusted, now: number): readonly string[] {
  return [...contacts].filter(([, since]) => now >= voucherFrom(since)).map(([person]) => person)
}

/** From when on somebody can vouch who was named then. */
export function voucherFrom(since: number): number {
  return since + DEFAULTS.directory.coolOffMs
}

function refused(code: string, message: string): Decided<TrustedFact> {
  return { facts: [], refused: { code, message } }
}
