/** A channel's settings as an operator enters them, and the channel they make. */
import Type, { type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Channel, ChannelKind } from './channel.ts'
import { createMail } from './channels/mail.ts'
import { createPagerDuty } from './channels/pagerduty.ts'
import { createSlack } from './channels/slack.ts'
import { createSyslog } from './channels/syslog.ts'
import { createTeams } from './channels/teams.ts'
import { createWebhook } from './channels/webhook.ts'
import { SECRET_FORM } from './channels/webhook-signature.ts'
import type { Network } from './network/lookup.ts'
import { NotifyError } from './notify-error.ts'

/** No user and password in it: they would end in logs. */
const Url = Type.String({ maxLength: 2000, pattern: '^https?://[^\\s/@?#]+(/[^\\s]*)?$' })
const Host = Type.String({ pattern: '^[A-Za-z0-9._:-]{1,253}$' })
const Port = Type.Integer({ minimum: 1, maximum: 65_535 })
const Address = Type.String({ maxLength: 254, pattern: '^[^\\s<>()\\[\\],;:"\\\\@]+@[A-Za-z0-9.-]+$' })
const Pem = Type.Optional(Type.String({ maxLength: 100_000, pattern: '^-----BEGIN CERTIFICATE-----' }))

function channel<Kind extends ChannelKind, Own extends Record<string, TSchema>>(kind: Kind, own: Own) {
  return Type.Object({ kind: Type.Literal(kind), ...own }, { additionalProperties: false })
}

const SETTINGS = {
  slack: channel('slack', {
    token: Type.String({ pattern: '^xoxb-[A-Za-z0-9-]{10,250}$' }),
    channel: Type.String({ pattern: '^[CG][A-Z0-9]{6,20}$' }),
  }),
  // Connectors of Office 365 are retired; the address of one would swallow every message.
  teams: channel('teams', {
    url: Type.Intersect([Url, Type.String({ pattern: '^(?!https?://[^/]*webhook\\.office\\.com)' })]),
  }),
  pagerduty: channel('pagerduty', {
    routingKey: Type.String({ pattern: '^[A-Za-z0-9]{32}$' }),
    region: Type.Enum(['us', 'eu']),
  }),
  mail: channel('mail', {
    host: Host,
    port: Port,
    security: Type.Enum(['tls', 'starttls', 'none']),
    user: Type.Optional(Type.String({ maxLength: 254 })),
    password: Type.Optional(Type.String({ maxLength: 1000 })),
    from: Address,
    to: Address,
    ca: Pem,
  }),
  webhook: channel('webhook', {
    url: Url,
    secrets: Type.Array(Type.String({ pattern: SECRET_FORM.source }), { minItems: 1, maxItems: 3 }),
    ca: Pem,
  }),
  syslog: channel('syslog', {
    transport: Type.Enum(['tls', 'tcp', 'udp']),
    host: Host,
    port: Port,
    hostname: Type.String({ pattern: '^[!-~]{1,255}$' }),
    ca: Pem,
  }),
} as const

export type ChannelSettings = { [Kind in ChannelKind]: Static<(typeof SETTINGS)[Kind]> }[ChannelKind]

/** The value as settings. Throws ERR_CHANNEL_SETTINGS, which names the field and never its value. */
export function checkSettings(value: unknown): ChannelSettings {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
  if (typeof kind !== 'string' || !Object.hasOwn(SETTINGS, kind)) {
    throw new NotifyError('ERR_CHANNEL_SETTINGS', `A channel's kind is one of ${Object.keys(SETTINGS).join(', ')}.`)
  }
  const schema: TSchema = SETTINGS[kind as ChannelKind]
  if (Value.Check(schema, value)) return value as ChannelSettings
  const [first] = Value.Errors(schema, value)
  const field = first?.instancePath.slice(1) || 'a missing or unknown field'
  throw new NotifyError(
    'ERR_CHANNEL_SETTINGS',
    `The settings of a ${kind} channel do not fit at ${field}; see docs/notify.md.`,
  )
}

/** Opens no connection yet. */
export function createChannel(settings: ChannelSettings, network: Network): Channel {
  switch (settings.kind) {
    case 'slack':
      return createSlack({ ...settings, ...apiOf(network.vendors?.slack) }, network)
    case 'teams':
      return createTeams(settings, network)
    case 'pagerduty':
      return createPagerDuty({ ...settings, ...apiOf(network.vendors?.pagerduty) }, network)
    case 'mail':
      return createMail(settings, network)
    case 'webhook':
      return createWebhook(settings, network)
    case 'syslog':
      return createSyslog(settings, network)
  }
}

function apiOf(api: string | undefined) {
  return api === undefined ? {} : { api }
}
