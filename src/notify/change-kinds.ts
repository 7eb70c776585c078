/** Changes of channels and routes, as approvals/ carries them out: which of them weaken, and what each does. */
import Type, { type Static } from 'typebox'
import { LedgerError, type Sealer } from '../ledger/index.ts'
import { type Applied, type ChangeKind, changeKind } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import {
  channelById,
  deleteChannel,
  insertChannel,
  listChannels,
  type Named,
  renameChannel,
  replaceSettings,
  settingsOf,
} from './channel-rows.ts'
import { evolveDelivery } from './delivery.ts'
import { channelAdded, channelRemoved, channelSaved, type Doing, routingChanged, say } from './entries.ts'
import { scheduleNotices } from './notices.ts'
import { NotifyError } from './notify-error.ts'
import { lockNotices, readRefused, routingOf, writeDelivery, writeRouting } from './outbox-rows.ts'
import { sendOwed } from './queues.ts'
import type { NotifyRoom } from './room.ts'
import { checkRouting, isWeakened, type Readable, type Routing, RoutingSchema } from './routing.ts'
import { checkSettings } from './settings.ts'
import { isHeardOn } from './weakening.ts'

export interface NoticeChanges extends Pick<NotifyRoom, 'jobs' | 'clock' | 'random' | 'mastersOf'> {
  /** Signs the entries of an organisation's ledger. */
  sealerOf(organisation: string): Sealer
}

const Strict = { additionalProperties: false }
const ChannelId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })
const Label = Type.String({ minLength: 1, maxLength: 100 })
const ReadWith = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })
/** At least an hour, at most a year. */
const ConfirmMs = Type.Integer({ minimum: 3_600_000, maximum: 31_536_000_000 })
const Text = Type.String({ minLength: 1, maxLength: 300 })

/** What of a channel's settings may stand in the ledger. Which of it a kind takes is `checkSettings`'s to say. */
const OPEN_SETTINGS = {
  channel: Type.Optional(Text),
  region: Type.Optional(Text),
  host: Type.Optional(Text),
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  security: Type.Optional(Text),
  transport: Type.Optional(Text),
  hostname: Type.Optional(Text),
}

/** Tokens, keys, addresses that whoever has can post to, and mailboxes, which name people. */
const SecretSettings = Type.Object(
  {
    token: Type.Optional(Text),
    routingKey: Type.Optional(Text),
    url: Type.Optional(Type.String({ maxLength: 2000 })),
    secrets: Type.Optional(Type.Array(Text, { maxItems: 3 })),
    user: Type.Optional(Text),
    password: Type.Optional(Type.String({ maxLength: 1000 })),
    from: Type.Optional(Text),
    to: Type.Optional(Text),
    ca: Type.Optional(Type.String({ maxLength: 100_000 })),
  },
  Strict,
)

const Added = Type.Object(
  {
    id: ChannelId,
    kind: Type.Enum(['slack', 'teams', 'pagerduty', 'mail', 'webhook', 'syslog']),
    label: Label,
    readWith: ReadWith,
    confirmMs: Type.Optional(ConfirmMs),
    ...OPEN_SETTINGS,
  },
  Strict,
)
const Saved = Type.Object(
  {
    id: ChannelId,
    label: Type.Optional(Label),
    readWith: Type.Optional(ReadWith),
    confirmMs: Type.Optional(Type.Union([ConfirmMs, Type.Null()])),
    /** A secret comes with it. */
    renewed: Type.Optional(Type.Boolean()),
    ...OPEN_SETTINGS,
  },
  Strict,
)
const Removed = Type.Object({ id: ChannelId }, Strict)

/** The kinds, for approvals/ to register. */
export function noticeChangeKinds(room: NoticeChanges): readonly ChangeKind[] {
  return [addedKind(room), removedKind(room), savedKind(room), routingKind(room)]
}

function addedKind(room: NoticeChanges): ChangeKind {
  return changeKind({
    name: 'channel-added',
    summary: 'Adds a channel for notices. It is told nothing before a route names it.',
    data: Added,
    secret: SecretSettings,
    roles: ['administrator'],
    isWeakening: async () => false,
    apply: (tx, { data, secret, ...rest }) =>
      attempt(async () => {
        const { id, kind, label, readWith, confirmMs, ...open } = data
        const { organisation } = await lockNotices(tx)
        const settings = checkSettings({ kind, ...open, ...secret })
        const saving = { master: room.mastersOf(organisation)[0], random: room.random, now: rest.now }
        const isNew = await insertChannel(tx, { id, label, readWith, confirmMs }, settings, saving)
        if (!isNew) return refused('ERR_CHANNEL_EXISTS', 'There is a channel with this id. Choose another.')
        await scheduleNotices(room, tx, organisation)
        const doing = { ...rest, sealer: room.sealerOf(organisation) }
        await say(tx, channelAdded, { kind, label, readWith }, streamOf(id), doing)
        return APPLIED
      }),
  })
}

function removedKind(room: NoticeChanges): ChangeKind {
  return changeKind({
    name: 'channel-removed',
    summary: 'Removes a channel for notices, and forgets what it is owed.',
    data: Removed,
    roles: ['administrator'],
    isWeakening: (tx, { id }) => isHeardOn(tx, id),
    apply: (tx, { data: { id }, ...rest }) =>
      attempt(async () => {
        const { organisation, routing } = await lockNotices(tx)
        if ((await channelById(tx, id)) === undefined) return unknown()
        if (routing !== undefined && channelsOf(routing).has(id)) {
          return refused('ERR_CHANNEL_ROUTED', 'A route names this channel. Take it out of the routes first.')
        }
        await deleteChannel(tx, id)
        await say(tx, channelRemoved, {}, streamOf(id), { ...rest, sealer: room.sealerOf(organisation) })
        return APPLIED
      }),
  })
}

function savedKind(room: NoticeChanges): ChangeKind {
  return changeKind({
    name: 'channel-settings',
    summary: 'Changes the settings of a channel for notices. What it refused before is sent again.',
    data: Saved,
    secret: SecretSettings,
    roles: ['administrator'],
    isWeakening: async (tx, data) => {
      const channel = await channelById(tx, data.id)
      if (channel === undefined) return false
      // A channel that refuses everything tells nobody: whatever is entered now, it cannot tell less.
      if (touchesSettings(data)) return channel.health.stopped === undefined
      const isReadElsewhere = data.readWith !== undefined && data.readWith !== channel.readWith
      return isReadElsewhere || isConfirmedLess(channel.confirmMs, data.confirmMs)
    },
    apply: (tx, { data, secret, ...rest }) =>
      attempt(async () => {
        const { organisation, routing } = await lockNotices(tx)
        const before = await channelById(tx, data.id)
        if (before === undefined) return unknown()
        if ((secret !== undefined) !== (data.renewed === true)) {
          return refused(
            'ERR_CHANNEL_SECRET',
            'A secret comes with a change that says so (renewed), and with no other.',
          )
        }
        const named = renamed(before, data)
        if (routing !== undefined) {
          const channels = await listChannels(tx)
          assertReadable(
            routing,
            channels.map((one) => (one.id === data.id ? named : one)),
          )
        }
        await renameChannel(tx, named)
        const resent = touchesSettings(data) ? await renew(room, tx, organisation, data, secret, rest.now) : 0
        const doing = { ...rest, sealer: room.sealerOf(organisation) }
        const { label, readWith } = named
        await say(tx, channelSaved, { label, readWith, resent }, streamOf(data.id), doing)
        return APPLIED
      }),
  })
}

function routingKind(room: NoticeChanges): ChangeKind {
  return changeKind({
    name: 'routing-changed',
    summary: 'Changes which channels are told of what.',
    data: RoutingSchema,
    roles: ['administrator'],
    isWeakening: async (tx, after) => {
      const before = await routingOf(tx)
      // Nobody is told of anything yet: it cannot become less.
      return before !== undefined && isWeakened(before, after)
    },
    apply: (tx, { data, ...rest }) =>
      attempt(async () => {
        const { organisation } = await lockNotices(tx)
        assertReadable(data, await listChannels(tx))
        await writeRouting(tx, data, rest.now)
        const doing: Doing = { ...rest, sealer: room.sealerOf(organisation) }
        await say(tx, routingChanged, data, 'organisation/notices', doing)
        return APPLIED
      }),
  })
}

/** New settings, and everything that the channel refused is owed again; gives how much that is. */
async function renew(
  room: NoticeChanges,
  tx: OrganisationTransaction,
  organisation: string,
  { id, label: _label, readWith: _with, confirmMs: _often, renewed: _renewed, ...open }: Static<typeof Saved>,
  secret: Static<typeof SecretSettings> | undefined,
  now: number,
): Promise<number> {
  const masters = room.mastersOf(organisation)
  const settings = checkSettings({ ...(await settingsOf(tx, id, masters)), ...open, ...secret })
  await replaceSettings(tx, id, settings, { master: masters[0], random: room.random, now })
  const refused = await readRefused(tx, id)
  for (const { subject, delivery } of refused) {
    const resumed = evolveDelivery(delivery, { type: 'notice-resumed', at: now })
    await writeDelivery(tx, { channel: id, subject }, { delivery: resumed, due: now })
  }
  const owed = refused.map(({ subject }) => ({ channel: id, subject, at: now }))
  await sendOwed(tx, room.jobs, organisation, owed, now)
  return owed.length
}

function renamed(before: Named, data: Static<typeof Saved>): Named {
  const confirmMs = data.confirmMs === undefined ? before.confirmMs : (data.confirmMs ?? undefined)
  return { id: before.id, label: data.label ?? before.label, readWith: data.readWith ?? before.readWith, confirmMs }
}

function touchesSettings(data: Static<typeof Saved>): boolean {
  return data.renewed === true || Object.keys(OPEN_SETTINGS).some((name) => Object.hasOwn(data, name))
}

function isConfirmedLess(before: number | undefined, after: number | null | undefined): boolean {
  if (before === undefined || after === undefined) return false
  return after === null || after > before
}

/** Whichever provider is down, emergency news can be read. Throws what `checkRouting` throws. */
function assertReadable(routing: Routing, channels: readonly Readable[]): void {
  const providers = new Set(channels.map(({ readWith }) => readWith).filter((provider) => provider !== 'none'))
  for (const provider of providers.size === 0 ? ['none yet'] : providers) checkRouting(routing, channels, provider)
}

function channelsOf({ routes, emergency }: Routing): ReadonlySet<string> {
  return new Set([...emergency, ...routes.flatMap(({ channels }) => channels)])
}

function streamOf(id: string): string {
  return `channel/${id}`
}

const APPLIED: Applied = { applied: true }

function unknown(): Applied {
  return refused('ERR_CHANNEL_UNKNOWN', 'There is no such channel (any more). Load the list again.')
}

function refused(code: `ERR_${string}`, message: string): Applied {
  return { applied: false, code, message }
}

/** What the operator entered wrongly is a refusal; what is wrong here goes on as an error. */
async function attempt(work: () => Promise<Applied>): Promise<Applied> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotifyError) return refused(error.code, error.message)
    if (error instanceof LedgerError && error.code === 'ERR_LEDGER_KEY_INVALID')
      return refused(error.code, error.message)
    throw error
  }
}
