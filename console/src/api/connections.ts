/** Where sign-ins come from, and where notices go. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post, query, tell } from './call.ts'
import { Instant, Nullable, Severity } from './verdicts.ts'

const Source = Type.Object({
  id: Type.String(),
  name: Type.String(),
  tenant: Type.String(),
  created: Instant,
  closed: Nullable(Instant),
  lastDelivery: Nullable(Instant),
  lastEvent: Nullable(Instant),
  rows24h: Type.Integer(),
  quarantined: Type.Integer(),
  kind: Type.Enum(['push', 'tail', 'folder']),
})
export type Source = Static<typeof Source>

const Quarantined = {
  id: Type.Integer(),
  source: Type.String(),
  code: Type.String(),
  received: Instant,
}
const QuarantinedRow = Type.Object({ ...Quarantined, preview: Type.String() })
export type QuarantinedRow = Static<typeof QuarantinedRow>

const QuarantinedFull = Type.Object({ ...Quarantined, content: Type.String(), cut: Type.Boolean() })

const Channel = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['slack', 'teams', 'pagerduty', 'mail', 'webhook', 'syslog']),
  label: Type.String(),
  /** The identity provider with which its readers sign in there, or `none`. */
  readWith: Type.String(),
  health: Type.Object({
    state: Type.Enum(['green', 'amber', 'red']),
    since: Instant,
    code: Nullable(Type.String()),
    text: Type.String(),
  }),
  lastDelivered: Nullable(Instant),
  waiting: Type.Integer(),
})
export type Channel = Static<typeof Channel>

const Hours = Type.Object({
  /** IANA name. */
  zone: Type.String(),
  /** 1 is Monday. */
  days: Type.Array(Type.Integer()),
  /** `08:00`; a `to` that is not later is on the next day. */
  from: Type.String(),
  to: Type.String(),
})
export type Hours = Static<typeof Hours>

const Routing = Type.Object({
  /** Null until it is set for the first time. */
  routing: Nullable(
    Type.Object({
      routes: Type.Array(
        Type.Object({ channels: Type.Array(Type.String()), atLeast: Severity, hours: Type.Optional(Hours) }),
      ),
      emergency: Type.Array(Type.String()),
    }),
  ),
  health: Type.Object({ state: Type.Enum(['green', 'amber', 'red']), text: Type.String() }),
})
export type RoutingRules = NonNullable<Static<typeof Routing>['routing']>

const QUARANTINE_MAX = 100

export const sourcesQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'sources'],
    queryFn: () => get(at`/organisations/${organisation}/sources`, Type.Array(Source)),
  })

export const quarantineQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'quarantine'],
    queryFn: () =>
      get(
        `${at`/organisations/${organisation}/quarantine`}${query({ limit: QUARANTINE_MAX })}`,
        Type.Array(QuarantinedRow),
      ),
  })

export const quarantinedQuery = (organisation: string, id: number) =>
  queryOptions({
    queryKey: [organisation, 'quarantine', id],
    queryFn: () => get(at`/organisations/${organisation}/quarantine/${String(id)}`, QuarantinedFull),
  })

const Released = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  quarantined: Type.Integer(),
})

export const releaseQuarantined = (organisation: string, id: number) =>
  post(at`/organisations/${organisation}/quarantine/${String(id)}/release`, undefined, Released)

export const channelsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'channels'],
    queryFn: () => get(at`/organisations/${organisation}/channels`, Type.Array(Channel)),
  })

export const testChannel = (organisation: string, channel: string) =>
  tell(at`/organisations/${organisation}/channels/${channel}/test`)

export const confirmHeartbeat = (organisation: string, channel: string) =>
  tell(at`/organisations/${organisation}/channels/${channel}/confirm`)

export const routingQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'routing'],
    queryFn: () => get(at`/organisations/${organisation}/routing`, Routing),
  })
