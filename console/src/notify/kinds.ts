/** Kinds of channels, and what each needs to know: what may stand in the ledger, and what is kept secret. */
import type { Channel } from '../api/connections.ts'

export const KIND_NAMES: Readonly<Record<Channel['kind'], string>> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
  pagerduty: 'PagerDuty',
  mail: 'Mail',
  webhook: 'Webhook',
  syslog: 'Syslog',
}

export interface Field {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly isOptional?: true
  /** One of these. */
  readonly choices?: readonly string[]
  /** How the server takes it, if not as text. */
  readonly as?: 'number' | 'list'
}

interface Needs {
  readonly settings: readonly Field[]
  /** Tokens, keys, addresses that whoever has can post to, and mailboxes, which name people. */
  readonly secret: readonly Field[]
}

const PORT: Field = { name: 'port', label: 'Port', as: 'number' }
const HOST: Field = { name: 'host', label: 'Host' }

export const NEEDS: Readonly<Record<Channel['kind'], Needs>> = {
  slack: {
    settings: [{ name: 'channel', label: 'Channel', hint: 'Its id, such as C0123456789' }],
    secret: [{ name: 'token', label: 'Bot token', hint: 'Begins with xoxb-' }],
  },
  teams: { settings: [], secret: [{ name: 'url', label: 'Address of the workflow' }] },
  pagerduty: {
    settings: [{ name: 'region', label: 'Region', choices: ['us', 'eu'] }],
    secret: [{ name: 'routingKey', label: 'Integration key', hint: 'Events API v2' }],
  },
  mail: {
    settings: [HOST, PORT, { name: 'security', label: 'Encryption', choices: ['tls', 'starttls', 'none'] }],
    secret: [
      { name: 'from', label: 'From' },
      { name: 'to', label: 'To' },
      { name: 'user', label: 'User', isOptional: true },
      { name: 'password', label: 'Password', isOptional: true },
    ],
  },
  webhook: {
    settings: [],
    secret: [
      { name: 'url', label: 'Address', hint: 'Signed by Standard Webhooks' },
      { name: 'secrets', label: 'Signing secret', hint: 'Begins with whsec_', as: 'list' },
    ],
  },
  syslog: {
    settings: [
      HOST,
      PORT,
      { name: 'transport', label: 'Transport', choices: ['tls', 'tcp', 'udp'] },
      { name: 'hostname', label: 'Our name in its lines' },
    ],
    secret: [],
  },
}
