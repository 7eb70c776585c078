/** The stub's answers about the ledger, connections, playbooks and the switchboard. */
import { type Handler, NotThere } from './asked.ts'
import { REQUEST } from './ceremonies.ts'
import type { Sample } from './sample.ts'

const SIZE = 88_412
const ENTRIES_MAX = 130

export function settingsAnswers(sample: Sample): Readonly<Record<string, Handler>> {
  const { ago } = sample
  return {
    'GET /organisations/:organisation/ledger': ({ query: { before, limit = '50' } }) =>
      ledgerOf(ago, Number(before ?? SIZE), Number(limit)),
    'POST /organisations/:organisation/ledger/verify': () => ({
      holds: true,
      entries: SIZE,
      text: `All ${SIZE.toLocaleString('en')} entries hold: each follows from the one before, and the checkpoint is signed by the pinned key.`,
    }),
    'GET /organisations/:organisation/ledger/key': () => ({
      verifierKey: 'postern.northwind.example+8f3a2c11+AeT6ZtqqL0w2cKfQhVx7m3u9b1s5n4r8y0a6d2e4g7kM',
      origin: 'postern.northwind.example/ledger',
    }),
    'GET /organisations/:organisation/sources': () => sourcesOf(ago),
    'GET /organisations/:organisation/quarantine': () =>
      QUARANTINE.map((row, index) => ({ ...row, received: ago(6 + index * 31) })),
    'GET /organisations/:organisation/quarantine/:id': ({ params }) => {
      const row = QUARANTINE.find(({ id }) => String(id) === params.id)
      if (row === undefined) throw new NotThere()
      const { preview, ...rest } = row
      return {
        ...rest,
        cut: false,
        received: ago(6),
        content: `${preview}\n  "userPrincipalName": "\u001b[2Jroot\u202e@northwind"\n}`,
      }
    },
    'POST /organisations/:organisation/quarantine/:id/release': () => ({
      released: 1,
      accepted: 1,
      duplicates: 0,
      quarantined: 0,
    }),
    'GET /organisations/:organisation/channels': () => channelsOf(ago),
    'POST /organisations/:organisation/channels/:channel/test': () => undefined,
    'GET /organisations/:organisation/routing': () => ({
      routing: {
        routes: [
          { channels: ['security-pager', 'security-chat'], atLeast: 'high' },
          {
            channels: ['desk-mail'],
            atLeast: 'medium',
            hours: { zone: 'Europe/Lisbon', days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' },
          },
        ],
        emergency: ['security-pager', 'desk-mail'],
      },
      health: { state: 'green', text: 'Every route reaches a channel that works.' },
    }),
    'GET /organisations/:organisation/switchboard': ({ params }) =>
      params.organisation === 'northwind' ? troublesOf(sample) : [],
    'POST /organisations/:organisation/switchboard/:trouble/callers': ({ body }) => {
      const belongs = !String(body.label).startsWith('kofi')
      return {
        caller: 'x',
        belongs,
        why: belongs
          ? 'Blocked by the same policy since 08:02.'
          : 'This person’s codes are wrong: another cause, another way.',
      }
    },
    'POST /organisations/:organisation/switchboard/:trouble/callers/:caller/told': () => undefined,
    'GET /organisations/:organisation/playbooks': () => playbooksOf(ago),
    'POST /organisations/:organisation/playbooks/dry-run': () => ({
      would: sample.incidents.slice(0, 5).map(({ id, people, detections, title, opened }, index) => ({
        time: opened,
        finding: id,
        detection: detections[0],
        summary: title,
        person: people[0]?.label ?? null,
        steps: [
          { step: 'notify', approval: false, address: null },
          { step: 'end-sessions', approval: false, address: null },
          { step: 'require-password-reset', approval: true, address: null },
        ],
        withdrawn: false,
        held: index === 3 ? 'limit' : null,
      })),
    }),
    'GET /organisations/:organisation/responses': () => responsesOf(sample),
    'POST /organisations/:organisation/responses/:response/:act/begin': () => REQUEST,
    'POST /organisations/:organisation/responses/:response/decline': () => undefined,
    'POST /organisations/:organisation/responses/:response/:act': () => undefined,
    'POST /organisations/:organisation/playbooks/pause/begin': () => REQUEST,
    'POST /organisations/:organisation/playbooks/pause': () => undefined,
  }
}

const TYPES = [
  [
    'finding-joined',
    'organisation/incidents',
    'Postern',
    'A finding joined incident 7f3a: push bombing, severity high.',
  ],
  ['incident-opened', 'organisation/incidents', 'Postern', 'Incident 7f3a was opened by a finding of severity high.'],
  ['sign-ins-sealed', 'organisation/sign-ins', 'Postern', '2,113 sign-ins of today were sealed.'],
  ['incident-assigned', 'organisation/incidents', 'Priya Nair', 'Incident 7f3a was taken by Priya Nair.'],
  ['staff-proposed', 'organisation/staff', 'Tom Reyes', 'A new member of staff was proposed, as agent.'],
  ['source-opened', 'organisation/sources', 'Priya Nair', 'The source “entra” may deliver sign-ins.'],
] as const

function ledgerOf(ago: (minutes: number) => string, before: number, limit: number) {
  const lowest = SIZE - ENTRIES_MAX
  const entries = Array.from({ length: Math.max(0, Math.min(limit, before - lowest)) }, (_, index) => {
    const seq = before - 1 - index
    const [type, stream, by, summary] = TYPES[seq % TYPES.length] ?? TYPES[0]
    return {
      seq,
      time: ago((SIZE - seq) * 3),
      type,
      actor: `staff/${by}`,
      by,
      stream,
      summary,
      data: { incident: '7f3a', finding: 'b1c8614027c65fcb', at: ago(4) },
    }
  })
  const checkpoint = `postern.northwind.example/ledger\n${SIZE}\nhQzC0mLq8Yf3kV1n2b7Xw5Tt9RrEeDdAaSsGgHhJjK4=\n\n— postern.northwind.example jzosEQ+5…`
  return { size: SIZE, checkpoint: { size: SIZE, note: checkpoint }, entries }
}

function sourcesOf(ago: (minutes: number) => string) {
  const source = { closed: null, created: ago(90_000), quarantined: 0 }
  return [
    {
      ...source,
      id: 'entra',
      name: 'Entra ID',
      tenant: '5f6c2b1e-…',
      lastDelivery: ago(1),
      lastEvent: ago(3),
      rows24h: 41_822,
      kind: 'push',
      quarantined: 2,
    },
    {
      ...source,
      id: 'okta',
      name: 'Okta',
      tenant: 'northwind.okta.com',
      lastDelivery: ago(0),
      lastEvent: ago(0),
      rows24h: 6_130,
      kind: 'push',
    },
    {
      ...source,
      id: 'vpn',
      name: 'Duo for the VPN',
      tenant: '',
      lastDelivery: ago(188),
      lastEvent: ago(190),
      rows24h: 312,
      kind: 'tail',
    },
    {
      ...source,
      id: 'archive',
      name: 'Old exports',
      tenant: '',
      lastDelivery: null,
      lastEvent: null,
      rows24h: 0,
      kind: 'folder',
    },
    {
      ...source,
      id: 'auth0',
      name: 'Auth0 (trial)',
      tenant: 'trial.eu.auth0.com',
      closed: ago(20_000),
      lastDelivery: ago(20_100),
      lastEvent: ago(20_100),
      rows24h: 0,
      kind: 'push',
    },
  ]
}

const QUARANTINE = [
  {
    id: 1,
    bytes: 912,
    source: 'entra',
    code: 'ERR_ROW_NO_TIME',
    preview: '{ "id": "92113b3d", "createdDateTime": null,',
  },
  {
    id: 2,
    bytes: 70_211,
    source: 'entra',
    code: 'ERR_ROW_TOO_LONG',
    preview: '{ "id": "<script>alert(1)</script>", "appDisplayName": "',
  },
]

function channelsOf(ago: (minutes: number) => string) {
  const ok = { state: 'green', since: ago(9_000), code: null, text: 'Messages arrive.' }
  return [
    {
      id: 'security-pager',
      kind: 'pagerduty',
      label: 'Security on call',
      readWith: 'none',
      health: ok,
      lastDelivered: ago(19),
      waiting: 0,
    },
    {
      id: 'security-chat',
      kind: 'slack',
      label: '#security',
      readWith: 'okta',
      health: ok,
      lastDelivered: ago(19),
      waiting: 0,
    },
    {
      id: 'desk-mail',
      kind: 'mail',
      label: 'servicedesk@northwind.example.com',
      readWith: 'entra',
      health: {
        state: 'amber',
        since: ago(40),
        code: 'ERR_NOTIFY_TIMEOUT',
        text: 'The mail server did not answer in time. Tried again by itself.',
      },
      lastDelivered: ago(66),
      waiting: 2,
    },
    {
      id: 'siem',
      kind: 'syslog',
      label: 'SIEM',
      readWith: 'none',
      health: {
        state: 'red',
        since: ago(400),
        code: 'ERR_NOTIFY_CERTIFICATE',
        text: 'The certificate of the receiver has expired. Have it renewed, then save the channel again.',
      },
      lastDelivered: ago(401),
      waiting: 311,
    },
  ]
}

function troublesOf({ verdicts, ago }: Sample) {
  const block = verdicts.policyBlocks[0]
  return [
    {
      id: block?.id ?? 'block',
      kind: 'policy-block',
      title: `${block?.peopleCount ?? 14} people are blocked by “${block?.policy ?? 'Require compliant device'}”`,
      since: ago(74),
      people: block?.peopleCount ?? 14,
      text: {
        portal:
          'A sign-in rule was changed at 08:02 and keeps some people out. It is being put right. Your account and your phone are fine: please change nothing.',
        agent:
          'Thank you for calling. A rule was changed this morning and keeps several people out; your account is fine. I add you to the list, and you are told the moment it works. Please do not reset anything.',
        ticket: 'Cause: Conditional Access rule changed at 08:02. No single resets. Caller added to the list.',
        chat: 'Some people cannot sign in since 08:02 because of a changed rule. It is known and being mended. No reset needed.',
        voice:
          'If you cannot sign in since this morning: we know, and it is being mended. You need not stay on the line.',
      },
      ended: null,
      callers: [
        callerOf('k1', 'bastien.weiss@northwind.example.com', ago(44), null),
        callerOf('k2', 'beatriz.garcia@northwind.example.com', ago(31), ago(3)),
      ],
      separate: [
        {
          ...callerOf('k3', 'kofi.mensah@northwind.example.com', ago(20), null),
          why: 'Codes are wrong since yesterday: the phone’s clock is off.',
        },
      ],
      toTell: ['k1'],
    },
  ]
}

function callerOf(id: string, label: string, at: string, told: string | null) {
  return { id, label, contact: null, at, told, why: 'Blocked by the same policy.' }
}

function playbooksOf(ago: (minutes: number) => string) {
  return [
    {
      id: 'push-bombing',
      name: 'Push bombing',
      yaml: 'name: Push bombing\nwhen:\n  finding: mfa-fatigue\n  severity: high\ndo:\n  - notify\n  - end-sessions\n  - require-password-reset: { approval: needed }\n',
      mode: 'active',
      until: null,
      paused: null,
      recent: [],
    },
    {
      id: 'spray',
      name: 'Password spraying',
      yaml: 'name: Password spraying\nwhen:\n  finding: password-spray\nmode: report-only for 14 days\ndo:\n  - notify\n  - refuse-source\n',
      mode: 'report-only',
      until: ago(-8_000),
      paused: null,
      recent: [],
    },
  ]
}

function responsesOf({ incidents, ago }: Sample) {
  const incident = incidents[0]?.id ?? null
  const step = (verb: string, outcome: string | null) => ({
    do: verb,
    approval: outcome === null,
    address: null,
    outcome,
    code: null,
  })
  const base = { incident, playbook: 'push-bombing', name: 'Push bombing', severity: 'high', finding: 'f1' }
  const person = incidents[0]?.people[0]?.label ?? null
  return [
    {
      ...base,
      id: 'r1',
      person,
      summary: '14 prompts refused in 22 minutes.',
      state: 'waiting',
      why: 'The playbook wants a person to say yes to this step.',
      step: 'require-password-reset',
      steps: [step('notify', 'done'), step('end-sessions', 'done'), step('require-password-reset', null)],
      may: ['approve', 'decline'],
      time: ago(18),
      changed: ago(18),
    },
    {
      ...base,
      id: 'r2',
      incident: null,
      playbook: 'spray',
      name: 'Password spraying',
      person: null,
      summary: 'One source tried 41 accounts.',
      state: 'done',
      why: null,
      step: 'refuse-source',
      steps: [step('notify', 'done'), { ...step('refuse-source', 'done'), address: '203.0.113.9' }],
      may: ['undo'],
      time: ago(300),
      changed: ago(299),
    },
  ]
}
