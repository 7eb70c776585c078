/** HTTP: which channels there are and how they are, the test button, a heartbeat's confirmation, and the routes. */
import Type from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Access, byPasskey, callerAs, machine, Nothing, Problem, type Route, route, staff } from '../http/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { channelById, type KeptChannel, listChannels } from './channel-rows.ts'
import { expectedOf, followHealth } from './follow-health.ts'
import { judgeHealth } from './health.ts'
import { countWaiting, lockNotices, routingOf } from './outbox-rows.ts'
import { owe } from './owe.ts'
import type { NotifyRoom } from './room.ts'
import { RoutingSchema } from './routing.ts'

const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const OfChannel = Type.Object(
  { organisation: Type.String(), channel: Type.String({ minLength: 1, maxLength: 40 }) },
  Strict,
)
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const State = Type.Enum(['green', 'amber', 'red'])

const ChannelCard = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    label: Type.String(),
    /** The identity provider without which people cannot read it, or `none`. */
    readWith: Type.String(),
    health: Type.Object(
      {
        state: State,
        since: Type.String(),
        /** `ERR_NOTIFY_…` of the last failure, while it fails. */
        code: TextOrNull,
        text: Type.String(),
      },
      Strict,
    ),
    lastDelivered: TextOrNull,
    /** Messages that it is owed, those that it refused included. */
    waiting: Type.Integer(),
  },
  Strict,
)

const RoutingCard = Type.Object(
  {
    /** Null until it is set for the first time. */
    routing: Type.Union([RoutingSchema, Type.Null()]),
    health: Type.Object({ state: State, text: Type.String() }, Strict),
  },
  Strict,
)

const READERS: Access = [staff(['agent', 'analyst', 'administrator', 'auditor']), machine('channels:read')]
/** Whoever reads the channel. */
const READERS_OF_HEARTBEATS: Access = [staff(['agent', 'analyst', 'administrator'], byPasskey)]
const ADMINISTRATORS: Access = [staff(['administrator'], byPasskey)]
/** A test reaches people's phones. */
const TESTS = { perCaller: { count: 10, perMs: 60_000 } }

export function noticeRoutes(room: Pick<NotifyRoom, 'store' | 'jobs' | 'clock'>): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/channels',
      on: 'console',
      access: READERS,
      summary: 'Channels for notices, and whether messages arrive on them.',
      params: Organisation,
      answers: { 200: Type.Array(ChannelCard) },
      async handle({ params, now }) {
        const body = await room.store.in(params.organisation).transaction((tx) => channelCards(tx, now))
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/channels/:channel/test',
      on: 'console',
      access: ADMINISTRATORS,
      summary: 'Sends a test message on a channel. What came of it stands with the channel.',
      params: OfChannel,
      rates: TESTS,
      answers: { 202: Nothing },
      async handle(call) {
        const { organisation, channel: id } = call.params
        const by = callerAs(call, 'staff').id
        await room.store.in(organisation).transaction(async (tx) => {
          if ((await channelById(tx, id)) === undefined) throw unknownChannel()
          const test = { kind: 'channel-test', weight: 'milestone', severity: 'info' } as const
          await owe(room, tx, [{ ...test, subject: `channel-test:${id}`, only: [id], about: { by } }])
        })
        return { status: 202 }
      },
    }),
    route({
      method: 'POST',
      path: '/organisations/:organisation/channels/:channel/confirm',
      on: 'console',
      access: READERS_OF_HEARTBEATS,
      summary: 'Confirms that somebody read the last heartbeat of a channel.',
      params: OfChannel,
      answers: { 204: Nothing },
      async handle({ params }) {
        await room.store.in(params.organisation).transaction(async (tx) => {
          const locked = await lockNotices(tx)
          const channel = await channelById(tx, params.channel)
          if (channel === undefined) throw unknownChannel()
          const confirmed = { type: 'channel-confirmed', at: room.clock.now() } as const
          await followHealth(room, tx, channel, [confirmed], locked)
        })
        return { status: 204 }
      },
    }),
    route({
      method: 'GET',
      path: '/organisations/:organisation/routing',
      on: 'console',
      access: READERS,
      summary: 'Which channels are told of what.',
      params: Organisation,
      answers: { 200: RoutingCard },
      async handle({ params }) {
        const routing = await room.store.in(params.organisation).transaction(routingOf)
        if (routing === undefined) return { status: 200, body: { routing: null, health: NOBODY } }
        return {
          status: 200,
          body: { routing, health: { state: 'green', text: 'Somebody is told of all that is critical.' } },
        }
      },
    }),
  ]
}

const NOBODY = {
  state: 'red',
  text: 'Nobody is told of anything: there are no routes. Add two channels, and then routes.',
} as const

async function channelCards(tx: OrganisationTransaction, now: number) {
  const waiting = await countWaiting(tx)
  return (await listChannels(tx)).map((channel) => cardOf(channel, waiting.get(channel.id) ?? 0, now))
}

/** Judged at `now`: a channel that has gone silent is red before the next round says so. */
function cardOf(channel: KeptChannel, waiting: number, now: number) {
  const { id, kind, label, readWith, health } = channel
  const { colour, text } = judgeHealth(health, now, expectedOf(channel))
  const failure = health.stopped ?? (health.failures > 0 ? health.lastFailure?.reason : undefined)
  return {
    id,
    kind,
    label,
    readWith,
    health: {
      state: colour,
      since: formatInstant(colour === channel.colour ? channel.colourSince : now),
      code: failure?.code ?? null,
      text,
    },
    lastDelivered: health.lastSuccess === undefined ? null : formatInstant(health.lastSuccess),
    waiting,
  }
}

function unknownChannel(): Problem {
  return new Problem({
    code: 'ERR_CHANNEL_UNKNOWN',
    status: 404,
    title: 'No such channel',
    detail: 'There is no such channel (any more).',
    next: 'Load the list of channels again.',
  })
}
