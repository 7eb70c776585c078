/** What an organisation says about people in general: approvers, tiers, emergency accounts, and accounts in doubt. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post } from './call.ts'
import { Instant, Nullable } from './verdicts.ts'

export const Hours = Type.Object({
  /** 1 is Monday. */
  days: Type.Array(Type.Integer()),
  /** Minutes after midnight. */
  from: Type.Integer(),
  to: Type.Integer(),
})
export type ApproverHours = Static<typeof Hours>

/** Ids of members of staff. */
const NamedApprover = Type.Object({ member: Type.String(), deputy: Type.String(), hours: Hours })
export const NamedApprovers = Type.Array(NamedApprover)
export type NamedApprover = Static<typeof NamedApprover>

const Approvers = Type.Object({
  approvers: Type.Array(
    Type.Object({
      ...NamedApprover.properties,
      name: Nullable(Type.String()),
      deputyName: Nullable(Type.String()),
      countsFrom: Instant,
      deputyFrom: Instant,
    }),
  ),
  /** IANA name of the zone that the hours are in. */
  zone: Type.String(),
  askedNow: Type.Array(Type.String()),
})
export type Approvers = Static<typeof Approvers>
export type Approver = Approvers['approvers'][number]

export const approversQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'directory', 'approvers'],
    queryFn: () => get(at`/organisations/${organisation}/directory/approvers`, Approvers),
  })

const Tier = Type.Enum(['standard', 'sensitive', 'privileged'])
export type Tier = Static<typeof Tier>

const TierRule = Type.Object({ kind: Type.Enum(['role', 'group']), name: Type.String(), tier: Tier })
export const TierRules = Type.Array(TierRule)
export type TierRule = Static<typeof TierRule>

export const tierRulesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'directory', 'tier-rules'],
    queryFn: () => get(at`/organisations/${organisation}/directory/tier-rules`, TierRules),
  })

const RaisedPerson = Type.Object({
  person: Type.String(),
  label: Nullable(Type.String()),
  tier: Tier,
  lowering: Nullable(Type.Object({ to: Tier, countsFrom: Instant })),
})
export type RaisedPerson = Static<typeof RaisedPerson>

export const raisedPeopleQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'directory', 'tiers'],
    queryFn: () => get(at`/organisations/${organisation}/directory/tiers`, Type.Array(RaisedPerson)),
  })

const Account = {
  /** Key: 32 hexadecimal digits. */
  account: Type.String(),
  provider: Type.String(),
  tenant: Type.String(),
  id: Type.String(),
  label: Type.String(),
}

const EmergencyAccount = Type.Object({ ...Account, since: Instant })
export type EmergencyAccount = Static<typeof EmergencyAccount>

export const emergencyAccountsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'directory', 'emergency-accounts'],
    queryFn: () => get(at`/organisations/${organisation}/directory/emergency-accounts`, Type.Array(EmergencyAccount)),
  })

interface AccountNamed {
  readonly provider: string
  readonly tenant: string
  readonly id: string
  readonly label: string
}

/** Writes an account down that may never have signed in; gives the key that changes name it by. */
export async function noteAccount(organisation: string, named: AccountNamed): Promise<string> {
  const answer = Type.Object({ account: Type.String() })
  return (await post(at`/organisations/${organisation}/directory/accounts`, named, answer)).account
}

/** `person`: whose it may be. */
const Doubt = Type.Object({
  ...Account,
  person: Type.String(),
  personLabel: Nullable(Type.String()),
  why: Type.String(),
  seen: Instant,
})
export type Doubt = Static<typeof Doubt>

export const doubtsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'directory', 'doubts'],
    queryFn: () => get(at`/organisations/${organisation}/directory/doubts`, Type.Array(Doubt)),
  })
