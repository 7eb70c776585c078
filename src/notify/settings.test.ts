import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PUBLIC_ONLY } from './network/guard.ts'
import { NotifyError } from './notify-error.ts'
import { type ChannelSettings, checkSettings, createChannel } from './settings.ts'

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'

const GOOD: readonly ChannelSettings[] = [
  { kind: 'slack', token: 'xoxb-123456789012-abcdef', channel: 'C0123456789' },
  {
    kind: 'teams',
    url: 'https://default1234.00.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=x',
  },
  { kind: 'pagerduty', routingKey: 'e93facc04764012d7bfb002500d5d1a6', region: 'eu' },
  {
    kind: 'mail',
    host: 'smtp.example.com',
    port: 587,
    security: 'starttls',
    from: 'a@example.com',
    to: 'b@example.net',
    ca: CERTIFICATE,
  },
  {
    kind: 'webhook',
    url: 'https://hooks.example.com/postern',
    secrets: [`whsec_${Buffer.alloc(24).toString('base64')}`],
  },
  { kind: 'syslog', transport: 'tls', host: 'siem.example.com', port: 6514, hostname: 'postern-1' },
]

test('settings that fit are taken as they are, and make a channel of their kind', () => {
  for (const settings of GOOD) {
    assert.equal(checkSettings(settings), settings)
    assert.equal(createChannel(settings, PUBLIC_ONLY).kind, settings.kind)
  }
})

test('settings that do not fit are refused by field, and never quoted', () => {
  const [slack, teams, pagerduty, mail, webhook, syslog] = GOOD
  const bad: readonly (readonly [unknown, RegExp])[] = [
    [{ ...slack, token: 'xoxp-s3cret-of-a-person' }, /slack channel do not fit at token/],
    [{ ...slack, channel: '#s3cret' }, /at channel/],
    [{ ...teams, url: 'https://s3cret.webhook.office.com/webhookb2/1' }, /at url/],
    [{ ...teams, url: 'https://user:s3cret@example.com/' }, /at url/],
    [{ ...pagerduty, routingKey: 's3cret' }, /at routingKey/],
    [{ ...mail, to: 'b@example.net\r\nBcc: s3cret@example.com' }, /at to/],
    [{ ...mail, to: 'b@example.net, s3cret@example.com' }, /at to/],
    [{ ...mail, from: 'Postern <s3cret@example.com>' }, /at from/],
    [{ ...webhook, secrets: ['s3cret'] }, /at secrets/],
    [{ ...webhook, secrets: [`whsec_${Buffer.alloc(23).toString('base64')}`] }, /at secrets/],
    [{ ...webhook, secrets: [`whsec_${Buffer.alloc(65).toString('base64')}`] }, /at secrets/],
    [{ ...webhook, secrets: [] }, /at secrets/],
    [{ ...webhook, url: 'ftp://s3cret.example.com/' }, /at url/],
    [{ ...syslog, port: 0 }, /at port/],
    [{ ...syslog, s3cret: 1 }, /a missing or unknown field|s3cret/],
    [{ kind: 'constructor' }, /kind is one of slack, teams/],
    ['s3cret', /kind is one of/],
  ]
  for (const [value, message] of bad) {
    assert.throws(
      () => checkSettings(value),
      (error: unknown) => {
        assert.ok(error instanceof NotifyError && error.code === 'ERR_CHANNEL_SETTINGS')
        assert.match(error.message, message)
        if (!Object.hasOwn(Object(value), 's3cret')) assert.doesNotMatch(error.message, /s3cret/)
        return true
      },
    )
  }
})

test('a webhook secret has 24 to 64 bytes', () => {
  for (const bytes of [24, 25, 26, 32, 63, 64]) {
    const secrets = [`whsec_${Buffer.alloc(bytes, 5).toString('base64')}`]
    assert.ok(checkSettings({ kind: 'webhook', url: 'https://hooks.example.com/', secrets }))
  }
})
