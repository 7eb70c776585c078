/** Kinds of channels, and what each needs to know: first what may be read, then the one secret. */
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
}

interface Needs {
  readonly settings: readonly Field[]
  readonly secret: readonly Field[]
}

export const NEEDS: Readonly<Record<Channel['kind'], Needs>> = {
  slack: {
    settings: [{ name: 'channel', label: 'Channel', hint: 'Its id, such as C0123456789' }],
    secret: [{ name: 'token', label: 'Bot token', hint: 'Begins with xoxb-' }],
  },
  teams: { settings: [], secret: [{ name: 'url', label: 'Address of the workflow' }] },
  pagerduty: { settings: [], secret: [{ name: 'routingKey', label: 'Integration key', hint: 'Events API v2' }] },
  mail: {
    settings: [
      { name: 'host', label: 'Mail server' },
      { name: 'from', label: 'From' },
      { name: 'to', label: 'To' },
      { name: 'user', label: 'User', isOptional: true },
    ],
    secret: [{ name: 'password', label: 'Password', isOptional: true }],
  },
  webhook: {
    settings: [{ name: 'url', label: 'Address', hint: 'Signed by Standard Webhooks' }],
    secret: [{ name: 'key', label: 'Signing secret', hint: 'Begins with whsec_' }],
  },
  syslog: {
    settings: [
      { name: 'host', label: 'Host' },
      { name: 'port', label: 'Port', hint: '6514' },
    ],
    secret: [],
  },
}
