/** One notice of each kind, and names as an attacker would choose them. For tests. */
import type { Sending } from './channel.ts'
import type { Network } from './network/lookup.ts'
import type { Notice, NoticeKind } from './notice.ts'

const OPENED = Date.UTC(2026, 10, 22, 14, 3)

const COMMON = {
  organisation: 'Example Ltd',
  severity: 'high',
  opened: OPENED,
  changed: OPENED + 7 * 60_000,
  link: 'https://postern.example.com/incidents/4f2a',
} as const

export const NOTICES: { readonly [Kind in NoticeKind]: Extract<Notice, { kind: Kind }> } = {
  incident: {
    ...COMMON,
    kind: 'incident',
    state: 'open',
    what: '5 prompts refused in 12 minutes',
    people: ['ana@example.com', 'tom@example.com'],
    peopleCount: 2,
    sources: ['203.0.113.9'],
    findings: 3,
    done: ['The source was refused by the playbook "fatigue".'],
    next: 'Call Ana on a number that was known before.',
  },
  lockout: {
    ...COMMON,
    kind: 'lockout',
    state: 'open',
    cause: 'the provider does not deliver prompts',
    provider: 'entra',
    people: ['ana@example.com'],
    peopleCount: 214,
    say: 'It is the provider. Please try again at half past three.',
    next: 'Reset nobody. Watch the provider’s status page.',
  },
  approval: {
    ...COMMON,
    kind: 'approval',
    state: 'open',
    what: 'A temporary pass after three days of waiting',
    person: 'ana@example.com',
    askedBy: 'tom@example.com',
    until: OPENED + 3_600_000,
  },
  emergency: {
    ...COMMON,
    severity: 'critical',
    kind: 'emergency',
    state: 'open',
    account: 'EM001 – ENABLE IN EMERGENCY',
    what: 'A sign-in that succeeded',
    source: '198.51.100.4',
    next: 'Ask both custodians.',
  },
  staff: {
    ...COMMON,
    kind: 'staff',
    event: 'staff-confirmed',
    person: 'tom@example.com',
    by: 'ana@example.com',
    countsFrom: OPENED + 3 * 86_400_000,
  },
  setting: {
    ...COMMON,
    kind: 'setting',
    event: 'proposed',
    what: 'Closes a source: what it delivers is refused from then on.',
    by: 'ana@example.com',
    until: OPENED + 7 * 86_400_000,
  },
  'automation-paused': {
    ...COMMON,
    kind: 'automation-paused',
    state: 'open',
    playbook: 'fatigue',
    what: 'More than 10 people in an hour.',
  },
  'channel-down': {
    ...COMMON,
    kind: 'channel-down',
    state: 'open',
    channel: 'slack-1',
    what: 'The token was revoked.',
  },
  'quarantine-full': { ...COMMON, kind: 'quarantine-full', refused: 12 },
  'held-back': { ...COMMON, kind: 'held-back', state: 'open', count: 490 },
  'channel-test': { ...COMMON, severity: 'info', kind: 'channel-test', by: 'tom@example.com' },
  heartbeat: { ...COMMON, severity: 'info', kind: 'heartbeat', next: OPENED + 86_400_000 },
}

/** What an attacker would call themselves, if what reads it ran it. `EVIL` marks what must not stay in working order. */
export const HOSTILE = [
  `<img src=x onerror=alert(1)>"'><script>alert(2)</script>`,
  '</td></table><a href="https://evil.example/">Open in Postern</a>',
  '<!channel> <@U012AB3CD> <https://evil.example/|Open in Postern>',
  '*bold* _it_ ~no~ `code` :fire: &lt;!here&gt;',
  '[Open in Postern](https://evil.example/) **bold** ![x](https://evil.example/x.png)',
  '<at>everyone</at> {{DATE(2026-01-01T00:00:00Z)}} \u0024{evil} @{evil()}',
  '=HYPERLINK("https://evil.example/","pay")',
  'eve\r\nBcc: evil@evil.example\r\nContent-Type: text/html\r\n\r\nhi',
  '\u202egnp.exe\u2066\u200b\u00ad\u{e0041}',
  'eve\u001b[2J\u001b]0;owned\u0007\u009b31m\u0000',
  '"} , {"postern":"all clear"',
  '\ud800 lone \udfff',
  `z${'\u0301'.repeat(200)}`,
  'a'.repeat(1000),
  'javascript:alert(1) www.evil.example mailto:evil@evil.example',
] as const

/** The notice with every text from outside replaced. */
export function withNames(notice: Notice, hostile: string): Notice {
  const line = hostile.slice(0, 600)
  const entries = Object.entries(notice).map(([member, value]) => {
    if (['kind', 'severity', 'state', 'link', 'ended', 'event'].includes(member)) return [member, value]
    if (typeof value === 'string') return [member, line]
    if (Array.isArray(value)) return [member, value.map(() => line)]
    return [member, value]
  })
  return Object.fromEntries(entries) as Notice
}

export function sendingOf(notice: Notice, more: Partial<Sending> = {}): Sending {
  return { notice, organisation: 'org-1', subject: 'incident:4f2a', revision: 1, first: true, now: OPENED, ...more }
}

/** Lets tests reach servers on this machine, without encryption. */
export const LOCAL: Network = { allowed: ['127.0.0.0/8', '::1/128'], plain: true }
