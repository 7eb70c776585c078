/** The stub's answers about who could reset people outside of Postern, and about declared automations. */
import type { Handler } from './asked.ts'
import type { Sample } from './sample.ts'

const ENTRA = { provider: 'entra', tenant: '5f6c2b1e-0a41-4a0e-9d3b-77e0d9c352bf' } as const

/** But for its id, and when it ends. */
export const AUTOMATION = {
  tenant: '',
  who: 'HR Sync',
  kinds: ['password-reset', 'authenticator-added', 'pass-issued'],
  whom: { group: 'New joiners' },
  hours: { days: [1, 2, 3, 4, 5], from: 360, to: 1200 },
  privileged: false,
}

export function sentinelAnswers({ ago }: Sample): Readonly<Record<string, Handler>> {
  const unseen = { ours: false, lastUsed: null, lately: 0, unexplained: 0 }
  return {
    'GET /organisations/:organisation/could-reset': () => [
      {
        ...ENTRA,
        label: 'HR Sync',
        account: '',
        ours: false,
        why: [{ by: 'seen' }],
        lastUsed: ago(41),
        lately: 1_204,
        unexplained: 0,
      },
      {
        ...ENTRA,
        label: 'postern-recovery',
        account: '',
        ours: true,
        why: [{ by: 'seen' }],
        lastUsed: ago(130),
        lately: 38,
        unexplained: 0,
      },
      {
        ...ENTRA,
        label: 'riya.shah@northwind.example.com',
        account: '8d2f0c31-7a5b',
        ours: false,
        why: [
          {
            by: 'role',
            role: 'Authentication Administrator',
            reach: 'everybody but most administrators',
            since: ago(220_000),
          },
          {
            by: 'role-in-log',
            role: 'Privileged Role Administrator',
            reach: 'everybody, by giving themselves a role',
            since: ago(3_100),
          },
          { by: 'seen' },
        ],
        lastUsed: ago(95),
        lately: 3,
        unexplained: 2,
      },
      {
        ...unseen,
        ...ENTRA,
        label: 'break-glass-1',
        account: '0c5f2b7e-1d7a',
        why: [{ by: 'role', role: 'Global Administrator', reach: 'everybody', since: ago(80_000) }],
      },
      {
        ...unseen,
        provider: 'okta',
        tenant: 'northwind.okta.com',
        label: 'tom.reyes@northwind.example.com',
        account: '00u1tom',
        why: [{ by: 'role', role: 'Help Desk Administrator', reach: 'people in their groups', since: ago(40_000) }],
      },
    ],
    'GET /organisations/:organisation/automations': () => [
      {
        ...AUTOMATION,
        id: 'hr-sync',
        provider: 'entra',
        declared: ago(60_000),
        until: ago(-120_000),
        ended: null,
        state: 'declared',
        explained: 3_811,
        lastExplained: ago(41),
      },
      {
        ...AUTOMATION,
        id: 'leavers-2025',
        provider: 'okta',
        tenant: 'northwind.okta.com',
        who: 'Leavers job (retired)',
        kinds: ['authenticators-reset'],
        whom: 'all',
        hours: { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 },
        privileged: true,
        declared: ago(400_000),
        until: ago(-50_000),
        ended: ago(9_000),
        state: 'over',
        explained: 96,
        lastExplained: ago(9_300),
      },
    ],
  }
}
