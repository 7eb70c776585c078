/** Who people are, as the directory has them: accounts, tier, freeze, and what could prove that it is they (docs/directory.md). */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static, type TSchema } from 'typebox'
import { at, get, query } from './call.ts'
import { Instant, Nullable } from './verdicts.ts'

/** An emergency account is in a registry of its own. */
const TIERS = ['standard', 'sensitive', 'privileged'] as const
export const Tier = Type.Enum([...TIERS])
export type Tier = Static<typeof Tier>

/** Tiers above one, the next first. */
export function tiersAbove(tier: Tier): readonly Tier[] {
  return TIERS.slice(TIERS.indexOf(tier) + 1)
}

/** Tiers below one, the next first. */
export function tiersBelow(tier: Tier): readonly Tier[] {
  return TIERS.slice(0, TIERS.indexOf(tier)).toReversed()
}

const account = {
  /** Its key. */
  account: Type.String(),
  provider: Type.String(),
  tenant: Type.String(),
  /** The provider's; empty where only a name is known. */
  id: Type.String(),
  label: Type.String(),
}

const FoundPerson = Type.Object({
  person: Type.String(),
  tier: Tier,
  isFrozen: Type.Boolean(),
  /** False for somebody whom only sign-ins named. */
  isListed: Type.Boolean(),
  accounts: Type.Array(Type.Object(account)),
})
export type FoundPerson = Static<typeof FoundPerson>

const PersonAccount = Type.Object({
  ...account,
  /** Null if it was this person's from the beginning. */
  linked: Nullable(Instant),
  roles: Type.Array(Type.String()),
  groups: Type.Array(Type.String()),
})
export type PersonAccount = Static<typeof PersonAccount>

const DirectoryPerson = Type.Object({
  person: Type.String(),
  tier: Tier,
  lowering: Nullable(Type.Object({ to: Tier, countsFrom: Instant })),
  freeze: Nullable(
    Type.Object({
      since: Instant,
      because: Type.Enum(['staff', 'stop', 'incident', 'link']),
      reason: Nullable(Type.String()),
    }),
  ),
  accounts: Type.Array(PersonAccount),
})
export type DirectoryPerson = Static<typeof DirectoryPerson>

/** From when on something can prove that it is they; null once it has ended. */
const age = { since: Instant, countsFrom: Nullable(Instant), counts: Type.Boolean(), ended: Nullable(Instant) }

const Contact = Type.Object({
  ...age,
  /** The key of the account that it came with. */
  account: Type.String(),
  kind: Type.Enum(['mail', 'landline', 'mobile', 'manager']),
  masked: Nullable(Type.String()),
  readable: Type.Enum(['yes', 'erased', 'altered']),
  manager: Nullable(Type.String()),
  managerLabel: Nullable(Type.String()),
  /** The import that brought it. */
  source: Type.String(),
  getsNotices: Type.Boolean(),
  baseline: Type.Boolean(),
})
export type Contact = Static<typeof Contact>

const Authenticator = Type.Object({
  ...age,
  account: Type.String(),
  id: Type.String(),
  kind: Type.String(),
  phishingResistant: Type.Boolean(),
  device: Nullable(Type.String()),
  added: Nullable(Instant),
  lastUsed: Nullable(Instant),
})
export type Authenticator = Static<typeof Authenticator>

const TrustedContacts = Type.Object({
  /** So many of them have to vouch. */
  needed: Type.Integer(),
  contacts: Type.Array(
    Type.Object({
      person: Type.String(),
      label: Nullable(Type.String()),
      since: Instant,
      countsFrom: Instant,
      counts: Type.Boolean(),
    }),
  ),
})
export type TrustedContacts = Static<typeof TrustedContacts>

const Happening = Type.Object({
  /** Number in the ledger. */
  entry: Type.Integer(),
  time: Instant,
  type: Type.String(),
  actor: Type.String(),
  by: Type.Array(Type.Object({ member: Type.String(), name: Nullable(Type.String()) })),
  text: Type.String(),
})
export type Happening = Static<typeof Happening>

const FOUND_MAX = 100

/** By what one types; the first of the directory where nothing is typed. */
export const directoryQuery = (organisation: string, q: string, limit = FOUND_MAX) =>
  queryOptions({
    queryKey: [organisation, 'people', 'directory', q, limit],
    queryFn: () =>
      get(
        `${at`/organisations/${organisation}/directory/people`}${query({ q: q === '' ? undefined : q, limit })}`,
        Type.Array(FoundPerson),
      ),
  })

export const directoryPersonQuery = (organisation: string, person: string) =>
  queryOptions({
    queryKey: [organisation, 'people', 'directory-person', person],
    queryFn: () => get(at`/organisations/${organisation}/directory/people/${person}`, DirectoryPerson),
  })

const partQuery =
  <Answer extends TSchema>(part: string, answer: Answer) =>
  (organisation: string, person: string) =>
    queryOptions({
      queryKey: [organisation, 'people', part, person],
      queryFn: () => get(at`/organisations/${organisation}/directory/people/${person}/${part}`, answer),
    })

export const contactsQuery = partQuery('contacts', Type.Array(Contact))
export const authenticatorsQuery = partQuery('authenticators', Type.Array(Authenticator))
export const trustedContactsQuery = partQuery('trusted-contacts', TrustedContacts)
export const historyQuery = partQuery('history', Type.Array(Happening))
