/** How a person signs in, and what was concluded about it. And the search of every page. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, query } from './call.ts'
import { Finding, Instant, Lockout, Nullable, Told } from './verdicts.ts'

/** Texts are empty where the log does not say. */
const PersonSignIn = Type.Object({
  time: Instant,
  provider: Type.String(),
  what: Type.String(),
  result: Type.String(),
  address: Type.String(),
  place: Type.String(),
  /** Degrees, where the log has them. */
  latitude: Type.Optional(Nullable(Type.Number())),
  longitude: Type.Optional(Nullable(Type.Number())),
  device: Type.String(),
  authenticator: Type.String(),
  app: Type.String(),
})
export type PersonSignIn = Static<typeof PersonSignIn>

const Person = Type.Object({
  /** As the directory has them; null for a name that no account had yet. */
  person: Nullable(Type.String()),
  label: Type.String(),
  accounts: Type.Array(Type.Object({ provider: Type.String(), account: Type.String(), label: Type.String() })),
  lockouts: Type.Array(Told(Lockout)),
  findings: Type.Array(Told(Finding)),
  signIns: Type.Array(PersonSignIn),
  usual: Type.Object({
    networks: Type.Array(Type.String()),
    devices: Type.Array(Type.String()),
    countries: Type.Array(Type.String()),
    /** Sign-ins in each hour of the day, UTC. */
    hours: Type.Array(Type.Integer()),
  }),
})
export type Person = Static<typeof Person>

/** By the id of a person, or by the key of any of their accounts. */
export const personQuery = (organisation: string, id: string) =>
  queryOptions({
    queryKey: [organisation, 'people', 'one', id],
    queryFn: () => get(at`/organisations/${organisation}/people/${id}`, Person),
  })

const Hit = Type.Object({
  kind: Type.Enum(['person', 'incident', 'lockout']),
  organisation: Type.String(),
  id: Type.String(),
  label: Type.String(),
  hint: Type.String(),
})
export type Hit = Static<typeof Hit>

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: () => get(`/search${query({ q })}`, Type.Array(Hit)),
    enabled: q.trim().length > 1,
    staleTime: 10_000,
  })
