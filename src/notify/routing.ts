/**
 * Who is told what: routes by severity, kind and hours. What falls outside the hours is told when they begin, never
 * dropped. The use of an emergency account goes to at least two channels at any hour, one of which can be read while the
 * identity provider is down or in an attacker's hands (DESIGN rule 18).
 */
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { isTimeZone } from '../base/time-zone.ts'
import { HoursSchema, nextWithin } from './hours.ts'
import type { NoticeKind } from './notice.ts'
import { NotifyError } from './notify-error.ts'
import { isAtLeast, SEVERITIES, type Severity } from './severity.ts'

const ChannelId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })
const ChannelIds = Type.Array(ChannelId, { minItems: 1, maxItems: 20, uniqueItems: true })

const RouteSchema = Type.Object(
  {
    channels: ChannelIds,
    /** Told of this severity and all above it. */
    atLeast: Type.Enum([...SEVERITIES]),
    hours: Type.Optional(HoursSchema),
  },
  { additionalProperties: false },
)

export const RoutingSchema = Type.Object(
  {
    routes: Type.Array(RouteSchema, { maxItems: 50 }),
    /** Channels for the use of an emergency account; hours and severity do not matter. */
    emergency: Type.Array(ChannelId, { minItems: 2, maxItems: 20, uniqueItems: true }),
  },
  { additionalProperties: false },
)
export type Routing = Static<typeof RoutingSchema>
export type Route = Static<typeof RouteSchema>

/** What routing has to know of a channel. */
export interface Readable {
  readonly id: string
  /** The identity provider without which people cannot read it, or `none`. */
  readonly readWith: string
}

/** When each channel is to be told of something now: at once, or when its hours begin. Channels not told are absent. */
export function recipients(
  routing: Routing,
  kind: NoticeKind,
  severity: Severity,
  now: number,
): ReadonlyMap<string, number> {
  if (kind === 'emergency') return new Map(routing.emergency.map((channel) => [channel, now]))
  const told = new Map<string, number>()
  for (const route of routing.routes) {
    if (!isAtLeast(severity, route.atLeast)) continue
    const at = route.hours === undefined ? now : nextWithin(route.hours, now)
    for (const channel of route.channels) told.set(channel, Math.min(at, told.get(channel) ?? Number.POSITIVE_INFINITY))
  }
  return told
}

/** The value as routing that leaves nobody untold. Throws ERR_ROUTING_INVALID with what to change. */
export function checkRouting(value: unknown, channels: readonly Readable[], provider: string): Routing {
  if (!Value.Check(RoutingSchema, value)) {
    const [first] = Value.Errors(RoutingSchema, value)
    throw new NotifyError(
      'ERR_ROUTING_INVALID',
      `The routes are malformed at ${first?.instancePath || '/'}: ${first?.message ?? ''}.`,
    )
  }
  const known = new Map(channels.map((channel) => [channel.id, channel]))
  for (const id of [...value.emergency, ...value.routes.flatMap((route) => route.channels)]) {
    if (!known.has(id))
      throw new NotifyError(
        'ERR_CHANNEL_UNKNOWN',
        `A route names the channel ${id}, which is not configured. Add it first, or use the short name of one that is.`,
      )
  }
  for (const { hours } of value.routes) {
    if (hours && !isTimeZone(hours.zone))
      throw new NotifyError('ERR_ROUTING_INVALID', 'The hours of a route have an unknown time zone.')
  }
  if (!value.emergency.some((id) => known.get(id)?.readWith !== provider)) {
    throw new NotifyError(
      'ERR_ROUTING_INVALID',
      `All channels for emergency accounts are read by signing in to ${provider}. Add one that is not: a phone, PagerDuty, a mailbox elsewhere.`,
    )
  }
  // Critical news must never wait for a morning.
  if (recipientsAlways(value, 'critical').size === 0) {
    throw new NotifyError(
      'ERR_ROUTING_INVALID',
      'No channel is told of critical incidents at any hour. Add a route without hours.',
    )
  }
  return value
}

/**
 * Could anybody be told less, or later? Then the change weakens and takes two people (DESIGN rule 24). It is no weakening
 * only where every channel is still told of everything it was told of, in the same hours or in all.
 */
export function isWeakened(before: Routing, after: Routing): boolean {
  const emergencyKept = before.emergency.every((channel) => after.emergency.includes(channel))
  const routesKept = before.routes.every((route) =>
    route.channels.every((channel) => after.routes.some((other) => covers(other, route, channel))),
  )
  return !(emergencyKept && routesKept)
}

function covers(wider: Route, route: Route, channel: string): boolean {
  const hoursKept = wider.hours === undefined || JSON.stringify(wider.hours) === JSON.stringify(route.hours)
  return wider.channels.includes(channel) && isAtLeast(route.atLeast, wider.atLeast) && hoursKept
}

function recipientsAlways(routing: Routing, severity: Severity): ReadonlySet<string> {
  const always = routing.routes.filter((route) => route.hours === undefined && isAtLeast(severity, route.atLeast))
  return new Set(always.flatMap((route) => route.channels))
}
