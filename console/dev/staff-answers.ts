/** The stub's answers about staff: who is signed in, who else there is, what waits for a second person. */
import { type Handler, NotThere, type StubState } from './asked.ts'
import { creation, REQUEST } from './ceremonies.ts'
import { IMPORTS } from './import-answers.ts'
import { ANA, DOUBTS } from './people-settings-answers.ts'
import { type Known, knownIn, type Sample } from './sample.ts'
import { AUTOMATION } from './sentinel-answers.ts'

/** Kinds of changes that take two people. */
const WEAKENS =
  /closed|removed|playbook|routing|founded|imported|linked|parted|approvers-named|emergency-account|lowered|unfrozen|trusted|automation-declared/
const SCOPE = { organisations: ['northwind'], groups: 'all', tierMax: 'emergency' }

export function staffAnswers(sample: Sample, state: StubState): Readonly<Record<string, Handler>> {
  const { ago } = sample
  const signedIn = () => {
    state.signedIn = true
    return { member: 'priya' }
  }
  return {
    'GET /me': () => ({
      member: 'priya',
      name: 'Priya Nair',
      email: 'priya@northwind.example.com',
      demo: true,
      organisations: [
        {
          id: 'northwind',
          name: 'Northwind SA',
          roles: state.roles ?? ['administrator', 'analyst', 'approver', 'agent'],
        },
        { id: 'bakker', name: 'Bakker BV', roles: ['agent'] },
      ],
      authenticatedAt: ago(14),
    }),
    'POST /sign-in/begin': () => REQUEST,
    'POST /sign-in': signedIn,
    'GET /sign-in/ways': () => ({ oidc: true, demo: true }),
    'GET /organisations/:organisation/tokens': () => [
      {
        id: 't1',
        name: 'Dashboard in the lobby',
        permissions: ['verdicts:read', 'incidents:read'],
        created: ago(20_000),
        expires: ago(-60_000),
        lastUsed: ago(2),
        closed: null,
      },
      {
        id: 't2',
        name: 'Old script',
        permissions: ['verdicts:read'],
        created: ago(90_000),
        expires: ago(300),
        lastUsed: null,
        closed: null,
      },
    ],
    'POST /sign-out': () => {
      state.signedIn = false
      return undefined
    },
    'POST /set-up/begin': () => ({ options: [creation(1), creation(2)] }),
    'POST /set-up': signedIn,
    'POST /join/begin': () => ({ options: [creation(3), creation(4)] }),
    'POST /join': signedIn,
    'GET /staff': () => staffOf(ago),
    'POST /staff/acts/begin': () => ({ options: REQUEST }),
    'POST /staff/acts': ({ body }) => {
      const act = body.act as { readonly type?: string } | undefined
      return act?.type === 'propose' || act?.type === 'confirm' ? { code: '7KQ2-M4TD-0XZ9-RB6W-HN3E-YV8P' } : {}
    },
    'POST /staff/passkeys/begin': () => creation(5),
    'GET /demo/personas': () => [
      {
        persona: 'priya',
        member: 'priya',
        roles: [],
        name: 'Priya Nair',
        about: 'Security: administrator, analyst and approver',
      },
      { persona: 'tom', member: 'tom', roles: [], name: 'Tom Reyes', about: 'Service desk: agent' },
      {
        persona: 'ines',
        member: 'ines',
        roles: [],
        name: 'Ines Duarte',
        about: 'Auditor: sees everything, changes nothing',
      },
    ],
    'GET /demo/sandbox': () => ({
      issuer: 'http://127.0.0.1:7091',
      console: 'http://127.0.0.1:7091/',
      password: 'sandbox',
      administrators: ['priya.nair@northwind.example.com'],
    }),
    'POST /demo/sign-in': signedIn,
    'POST /demo/assert': () => ({
      id: 'stub',
      rawId: 'stub',
      type: 'public-key',
      response: {},
      clientExtensionResults: {},
    }),
    'GET /organisations/:organisation/epoch': () => ({ lost: null }),
    'GET /organisations/:organisation/changes': ({ params }) =>
      params.organisation === 'northwind' ? changesOf(ago, knownIn(sample)) : [],
    'POST /organisations/:organisation/changes/begin': ({ body }) => ({
      options: REQUEST,
      weakens: WEAKENS.test(String(body.kind)),
    }),
    'POST /organisations/:organisation/changes': ({ body }) => {
      const kind = String(body.kind)
      if (kind === 'source-added')
        return {
          applied: true,
          shown:
            'http://localhost:7070/ingest/1f0c9d\nAuthorization: Bearer ps_northwind_9fK2cV7xQm4TzR0bLw8YhN3eDa6JuPso',
        }
      return WEAKENS.test(kind) ? { change: 'c9', waitsFor: 'second-person' } : { applied: true }
    },
    'POST /organisations/:organisation/changes/:change/confirm/begin': () => ({ options: REQUEST }),
    'POST /organisations/:organisation/changes/:change/confirm': () => ({ applied: true }),
    'POST /organisations/:organisation/changes/:change/withdraw': ({ params }) => {
      if (params.change === undefined) throw new NotThere()
      return undefined
    },
  }
}

function staffOf(ago: (minutes: number) => string) {
  const passkey = (id: string, model: string | null, minutes: number) => ({
    id,
    added: ago(minutes),
    countsFrom: ago(minutes - 3 * 24 * 60),
    model,
    backedUp: model === null,
  })
  const grant = (id: string, role: string, minutes: number) => ({ id, role, scope: SCOPE, countsFrom: ago(minutes) })
  return {
    members: [
      {
        id: 'priya',
        name: 'Priya Nair',
        email: 'priya@northwind.example.com',
        standing: 'member',
        grants: [grant('g1', 'administrator', 90_000), grant('g2', 'analyst', 90_000), grant('g3', 'approver', 90_000)],
        passkeys: [passkey('k1', 'YubiKey 5C', 90_000), passkey('k2', null, 88_000)],
      },
      {
        id: 'tom',
        name: 'Tom Reyes',
        email: 'tom@northwind.example.com',
        standing: 'member',
        grants: [grant('g4', 'agent', 40_000), grant('g5', 'approver', -2_000)],
        passkeys: [passkey('k3', 'YubiKey 5 NFC', 40_000), passkey('k4', 'Windows Hello', 40_000)],
      },
      {
        id: 'ines',
        name: 'Ines Duarte',
        email: 'ines@northwind.example.com',
        standing: 'suspended',
        grants: [grant('g6', 'auditor', 40_000)],
        passkeys: [passkey('k5', 'Titan Key', 30_000)],
      },
    ],
    proposals: [
      {
        id: 'p1',
        kind: 'invitation',
        by: 'tom',
        subject: 'kofi',
        name: 'Kofi Mensah',
        email: 'kofi@northwind.example.com',
        grants: [{ id: 'g7', role: 'agent', scope: SCOPE }],
        confirmedBy: null,
        used: false,
        until: ago(-5_000),
      },
      {
        id: 'p2',
        kind: 'role',
        by: 'priya',
        subject: 'tom',
        name: null,
        email: null,
        grants: [{ id: 'g8', role: 'analyst', scope: SCOPE }],
        confirmedBy: null,
        used: false,
        until: ago(-2_600),
      },
    ],
  }
}

function changesOf(ago: (minutes: number) => string, { frozen, person, beyond }: Known) {
  const waiting = { by: 'Tom Reyes', proposed: ago(12), until: ago(-10_000), weakens: true }
  return [
    { ...waiting, id: 'c6', kind: 'person-unfrozen', summary: 'Ends a person’s freeze.', data: { person: frozen } },
    {
      ...waiting,
      id: 'c7',
      kind: 'trusted-contacts-set',
      summary: 'Says who can vouch for a person, and how many have to. Who is new counts after 30 days.',
      data: { person: frozen, contacts: [person, beyond], needed: 2 },
    },
    {
      id: 'c1',
      kind: 'source-closed',
      summary: 'Close the source “Duo for the VPN”: nobody watches its sign-ins any more.',
      data: { source: 'vpn' },
      by: 'Tom Reyes',
      proposed: ago(38),
      until: ago(-4_282),
      weakens: true,
    },
    {
      id: 'c2',
      kind: 'playbook-set',
      summary: 'Raise the limit of “Push bombing” from 5 to 20 people an hour.',
      data: { playbook: 'push-bombing', peopleAnHourMax: 20 },
      by: 'Priya Nair',
      proposed: ago(190),
      until: ago(-4_130),
      weakens: true,
    },
    {
      id: 'c3',
      kind: 'directory-imported',
      summary: 'Imports people, accounts and contacts as the preview shows them. What is in doubt is left out.',
      data: { import: IMPORTS.waiting },
      by: 'Tom Reyes',
      proposed: ago(12),
      until: ago(-10_000),
      weakens: true,
    },
    {
      id: 'c4',
      kind: 'approvers-named',
      summary: 'Names who approves where somebody has no manager who can. Who is new counts after 30 days.',
      data: { approvers: [{ member: 'tom', deputy: 'ines', hours: { days: [1, 2, 3, 4, 5], from: 480, to: 1080 } }] },
      by: 'Tom Reyes',
      proposed: ago(22),
      until: ago(-10_000),
      weakens: true,
    },
    {
      id: 'c5',
      kind: 'account-linked',
      summary: 'Says that an account is this person’s. It proves nothing for 30 days; tier and freeze count at once.',
      data: { account: DOUBTS.decided, person: ANA },
      by: 'Tom Reyes',
      proposed: ago(31),
      until: ago(-10_000),
      weakens: true,
    },
    {
      ...waiting,
      id: 'c8',
      kind: 'automation-declared',
      summary: 'Declares an automation: what it changes at the provider, as declared, opens no incident.',
      data: { ...AUTOMATION, id: 'joiners-okta', provider: 'okta', until: Date.parse(ago(-200_000)) },
    },
  ]
}
