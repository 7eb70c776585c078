/** What the sandbox's API answers, checked, and in the port's words. Open objects: a vendor adds members, and we read those that we know. */
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Method } from '../../signin/index.ts'
import type { ListedPerson } from '../port.ts'
import { ProviderError } from '../provider-error.ts'
import { type AccountState, type HeldAuthenticator, NO_ACCOUNT } from '../state.ts'

/** For what this group may do, the sandbox's rules ask for more. */
export const HIGH_RISK = 'high-risk'

const KINDS = ['totp', 'passkey', 'push', 'inbox', 'recovery-codes'] as const
const METHODS: Readonly<Record<(typeof KINDS)[number], Method>> = {
  totp: 'totp',
  passkey: 'passkey',
  push: 'push-number',
  inbox: 'email',
  'recovery-codes': 'recovery-code',
}
const Instant = Type.Number()
const Maybe = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const AboutAuthenticator = Type.Object({
  id: Type.String(),
  kind: Type.Enum(KINDS),
  label: Type.String(),
  added: Instant,
  lastUsed: Maybe(Instant),
})
export const Person = Type.Object({
  id: Type.String(),
  userName: Type.String(),
  displayName: Type.String(),
  manager: Maybe(Type.String()),
  employeeNumber: Maybe(Type.String()),
  email: Maybe(Type.String()),
  phone: Maybe(Type.String()),
  mobile: Maybe(Type.String()),
  administrator: Type.Boolean(),
  suspended: Type.Boolean(),
  locked: Type.Boolean(),
  passwordResetRequired: Type.Boolean(),
  passwordChanged: Maybe(Instant),
  groups: Type.Array(Type.String()),
  authenticators: Type.Array(AboutAuthenticator),
  passes: Type.Array(Type.Object({ id: Type.String(), expires: Instant })),
  enrolmentUntil: Maybe(Instant),
  sessions: Type.Array(Type.Object({ id: Type.String(), began: Instant })),
})
type Person = Static<typeof Person>
export const People = Type.Object({ people: Type.Array(Person), next: Maybe(Type.String()) })
export const Source = Type.Object({ refusedUntil: Maybe(Instant) })
export const LogRows = Type.Object({ rows: Type.Array(Type.Unknown()), cursor: Type.String(), more: Type.Boolean() })
export const IssuedPass = Type.Object({ id: Type.String(), pass: Type.String(), expires: Instant })
export const StartedEnrolment = Type.Object({ url: Type.String(), until: Instant })
export const PassSignIn = Type.Object({
  inTheWay: Type.Array(
    Type.Object({
      code: Type.Enum([
        'account-disabled',
        'locked',
        'passes-off',
        'no-pass',
        'policy-blocks',
        'pass-not-enough',
        'provider-outage',
      ]),
      name: Type.Optional(Type.String()),
    }),
  ),
})

export function checked<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body as Static<Schema>
  throw new ProviderError('ERR_PROVIDER_DOWN', 'The provider’s answer is not what its API says.')
}

export function accountState({ status, body }: { readonly status: number; readonly body: unknown }): AccountState {
  if (status === 404) return NO_ACCOUNT
  const person = checked(Person, body)
  const { suspended, locked, passwordResetRequired, passwordChanged, groups, sessions, enrolmentUntil } = person
  return {
    kind: 'account',
    exists: true,
    suspended,
    locked,
    passwordResetRequired,
    passwordChanged,
    highRisk: groups.includes(HIGH_RISK),
    oldestSession: sessions.length === 0 ? null : Math.min(...sessions.map(({ began }) => began)),
    groups,
    authenticators: authenticatorsOf(person),
    passes: person.passes.map(({ id, expires }) => ({ id, until: expires })),
    enrolmentUntil,
  }
}

export function authenticatorsOf({ authenticators }: Person): readonly HeldAuthenticator[] {
  return authenticators.map(({ id, kind, label, added, lastUsed }) => ({
    id,
    kind: METHODS[kind],
    label,
    phishingResistant: kind === 'passkey',
    added,
    lastUsed,
  }))
}

export function listed(person: Person): ListedPerson {
  const { id: account, userName, displayName, groups, administrator, suspended } = person
  const { manager, employeeNumber, email, phone, mobile } = person
  return {
    ...{ account, userName, displayName, groups, administrator, suspended },
    ...{ manager, employeeNumber, email, phone, mobile },
  }
}
