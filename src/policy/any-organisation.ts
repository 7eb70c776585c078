/** For tests: three organisations, and what their people have. */
import type { PersonTier } from '../directory/index.ts'
import type { CheckId } from '../verification/index.ts'
import type { Counted } from './count.ts'
import type { Thing } from './having.ts'

export interface AnyOrganisation {
  readonly name: string
  readonly people: readonly Counted[]
}

const named = (ids: readonly string[]) => ids.map((id) => ({ id }))

function thing(check: CheckId, givers: readonly string[] = [], more: Partial<Thing> = {}): Thing {
  const rests = { device: [check], mailbox: [check], number: [check] }
  return { check, rests, changed: null, givers: named(givers), ...more }
}

interface Member {
  readonly person: string
  readonly tier: PersonTier
  /** What they have left: the phone may be gone. */
  readonly has: readonly CheckId[]
  /** Of whoever confirms: a manager, or approvers who stand in. */
  readonly manager: Thing
  readonly desk: readonly string[]
  readonly approvers: readonly string[]
}

/** Everybody gets letters, can come to a desk, and knows the password. */
function member({ person, tier, has, manager, desk, approvers }: Member): Counted {
  const own = ['password', ...has].map((check) => thing(check as CheckId))
  const things = [...own, manager, thing('in-person', desk), thing('letter-code')]
  return { person, having: { tier, things, approvers: named(approvers), given: [] } }
}

/**
 * DESIGN §6: the owner is the only administrator, the spouse is in the office, nobody has a manager. The support firm and a friend
 * with a firm of their own are the named approvers from outside.
 */
export function firmOfFive(): AnyOrganisation {
  const named = ['owner', 'spouse', 'support', 'friend']
  const of = (person: string, tier: PersonTier, has: readonly CheckId[]) => {
    const others = named.filter((id) => id !== person)
    return member({
      person,
      tier,
      has,
      manager: thing('manager', others, { isStandIn: true }),
      desk: others,
      approvers: others,
    })
  }
  const people = [
    of('owner', 'privileged', ['saved-code', 'passkey']),
    of('spouse', 'sensitive', ['totp', 'saved-code']),
    of('ana', 'standard', ['totp', 'email-code']),
    of('ben', 'standard', ['sms-code']),
    of('cleo', 'standard', []),
  ]
  return { name: 'a firm of five', people }
}

/** What people have left, from nothing to nearly everything. */
const LEFT: readonly (readonly CheckId[])[] = [
  [],
  ['saved-code'],
  ['totp', 'email-code'],
  ['sms-code', 'callback-mobile'],
  ['passkey'],
  ['push', 'saved-code', 'document'],
  ['callback-landline', 'email-code'],
]

function company(name: string, count: number, outside: readonly string[], has: readonly CheckId[]): AnyOrganisation {
  const approvers = ['approver-1', 'approver-2', 'approver-3']
  const people = Array.from({ length: count }, (_, index) => {
    const tier = index % 33 === 0 ? 'privileged' : index % 11 === 0 ? 'sensitive' : 'standard'
    const manager = thing('manager', [`person-${Math.floor(index / 10) + count}`])
    const left = [...(LEFT[index % LEFT.length] ?? []), ...has.filter((_, place) => (index + place) % 3 === 0)]
    const given = { person: `person-${index}`, tier, has: [...new Set(left)], manager } as const
    return member({ ...given, desk: outside, approvers: [...approvers, ...outside] })
  })
  return { name, people }
}

/** 300 people, and a support firm of two. */
export const supported = () => company('300 people with a support firm', 300, ['support-1', 'support-2'], [])

/** 9,000 people, a desk in other hands, and a vendor who looks at documents. */
export const outsourced = () =>
  company('9,000 people with an outsourced desk', 9000, ['desk-1', 'desk-2', 'desk-3', 'desk-4'], ['document'])
