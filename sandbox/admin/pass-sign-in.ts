/** Whether a sign-in with a pass would succeed now, and what is in its way: asked before a pass is given, or when one fails. */
import { judge } from '../rules.ts'
import type { Surroundings } from '../sign-in/attempt.ts'
import { networkAt, type Person, usablePassOf } from '../world.ts'

export interface PassCircumstances {
  /** IP address; what is left out is judged as unknown. */
  readonly address?: string
  readonly app?: string
}

export interface InTheWay {
  readonly code:
    | 'account-disabled'
    | 'locked'
    | 'passes-off'
    | 'no-pass'
    | 'policy-blocks'
    | 'pass-not-enough'
    | 'provider-outage'
  /** The rule's. */
  readonly name?: string
}

/** From a device that nobody knows, as a locked-out person's is. Empty if nothing is in the way. */
export function inTheWayOfPass(
  { world, clock, failures }: Surroundings,
  person: Person,
  { address = '', app = '' }: PassCircumstances,
): readonly InTheWay[] {
  const { outage, passes } = world.settings
  const { blockedBy, need, needOf } = judge(world.rules, {
    groups: person.groups,
    network: networkAt(world, address)?.name,
    app,
    device: { known: false, managed: false },
  })
  const found: readonly (InTheWay | false)[] = [
    person.suspended && { code: 'account-disabled' },
    failures.isLocked(person.id, 'pass') && { code: 'locked' },
    !passes.allowed && { code: 'passes-off' },
    usablePassOf(world, person, clock()) === undefined && { code: 'no-pass' },
    ...blockedBy.map((name) => ({ code: 'policy-blocks' as const, name })),
    ...(need === 'passkey' ? needOf.map((name) => ({ code: 'pass-not-enough' as const, name })) : []),
    outage === 'all' && { code: 'provider-outage' },
  ]
  return found.filter((each) => each !== false)
}
