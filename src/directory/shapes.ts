/** Forms that several routes of this room take and give. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Access, Problem, type Scope, staff } from '../http/index.ts'
import type { Account } from './accounts.ts'
import type { PersonTiers } from './people.ts'
import { type PersonTier, Tier } from './tier.ts'

export const Strict = { additionalProperties: false }
export const Text = Type.String()
export const TextOrNull = Type.Union([Text, Type.Null()])
export const Organisation = Type.Object({ organisation: Text }, Strict)
export const READERS: Access = [staff(['agent', 'approver', 'analyst', 'administrator', 'auditor'])]

export const AccountForm = { account: Text, provider: Text, tenant: Text, id: Text, label: Text }
const Lowering = Type.Object({ to: Tier, countsFrom: Text }, Strict)
export const PersonForm = { person: Text, tier: Tier, lowering: Type.Union([Lowering, Type.Null()]) }

export function accountForm({ key, provider, tenant, id, label }: Omit<Account, 'person'>) {
  return { account: key, provider, tenant, id, label }
}

export function personForm({ person, tier, lowering }: PersonTiers) {
  const waiting = lowering === undefined ? null : { to: lowering.to, countsFrom: formatInstant(lowering.countsFrom) }
  return { person, tier, lowering: waiting }
}

export function instantOrNull(time: number | null | undefined): string | null {
  return time === null || time === undefined ? null : formatInstant(time)
}

const REACH = ['standard', 'sensitive', 'privileged', 'emergency'] as const

/** Throws unless the caller's role reaches people of this tier. */
export function assertReaches(scopes: readonly Scope[], tier: PersonTier): void {
  if (scopes.some(({ groups, tierMax }) => groups === 'all' && REACH.indexOf(tier) <= REACH.indexOf(tierMax))) return
  throw new Problem({
    code: 'ERR_PERSON_BEYOND',
    status: 403,
    title: 'Beyond your role',
    detail: `The person is ${tier}, and your role does not reach so far.`,
    next: 'Ask somebody whose role does.',
  })
}

export function personUnknown(): Problem {
  return new Problem({
    code: 'ERR_PERSON_UNKNOWN',
    status: 404,
    title: 'No such person',
    detail: 'Nobody of this id was seen, imported or raised.',
    next: 'Search by name or address.',
  })
}
