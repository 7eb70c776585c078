/** The stub's answers about approvers, tiers, emergency accounts and accounts in doubt. */
import type { Handler } from './asked.ts'
import type { Sample } from './sample.ts'

export const ANA = 'a0000000000000000000000000000000'
/** Keys of accounts in doubt: one of which somebody proposed what it is, and one of which nobody did. */
export const DOUBTS = { open: 'd1000000000000000000000000000000', decided: 'd2000000000000000000000000000000' } as const

const LABEL = 'ana.silva@northwind.example.com'
const ENTRA = { provider: 'entra', tenant: '5f6c2b1e-0a41-4a0e-9d3b-77e0d9c352bf' } as const

/** Whom the accounts in doubt may belong to. */
export const ANA_IN_DIRECTORY = {
  person: ANA,
  tier: 'privileged',
  lowering: null,
  freeze: null,
  accounts: [
    { account: ANA, ...ENTRA, id: '5f6c2b1e-0a41', label: LABEL, linked: null, roles: [], groups: ['Finance'] },
  ],
} as const

export function peopleSettingsAnswers({ ago }: Sample): Readonly<Record<string, Handler>> {
  const base = '/organisations/:organisation/directory'
  return {
    [`GET ${base}/approvers`]: () => ({
      approvers: [
        {
          member: 'priya',
          name: 'Priya Nair',
          deputy: 'tom',
          deputyName: 'Tom Reyes',
          hours: { days: [1, 2, 3, 4, 5], from: 480, to: 1080 },
          countsFrom: ago(90_000),
          deputyFrom: ago(-20_000),
        },
      ],
      zone: 'Europe/Lisbon',
      askedNow: ['priya'],
    }),
    [`GET ${base}/tier-rules`]: () => [
      { kind: 'role', name: 'Global Administrator', tier: 'privileged' },
      { kind: 'group', name: 'Finance', tier: 'sensitive' },
    ],
    [`GET ${base}/tiers`]: () => [
      { person: ANA, label: LABEL, tier: 'privileged', lowering: { to: 'standard', countsFrom: ago(-7_000) } },
      { person: '3'.repeat(32), label: 'joao.reis@northwind.example.com', tier: 'sensitive', lowering: null },
      { person: '4'.repeat(32), label: null, tier: 'standard', lowering: null },
    ],
    [`GET ${base}/emergency-accounts`]: () => [
      { account: 'e'.repeat(32), ...ENTRA, id: '0c5f2b7e-1d7a', label: 'break-glass-1', since: ago(80_000) },
    ],
    [`POST ${base}/accounts`]: () => ({ account: 'f'.repeat(32) }),
    [`GET ${base}/doubts`]: () => [
      {
        account: DOUBTS.open,
        ...ENTRA,
        id: '77e0d9c3-52bf',
        label: LABEL,
        person: ANA,
        personLabel: LABEL,
        why: 'somebody had this name here, and the employee number is new',
        seen: ago(300),
      },
      {
        account: DOUBTS.decided,
        provider: 'okta',
        tenant: 'northwind.okta.com',
        id: '00u1ana',
        label: 'ana.silva',
        person: ANA,
        personLabel: LABEL,
        why: 'several people have this employee number',
        seen: ago(3_000),
      },
    ],
  }
}
