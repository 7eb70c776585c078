/** Google Workspace login, user accounts and admin activities (Admin SDK Reports API v1). */
import { type Attempt, type ChangeMade, type Happening, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function googleWriter(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(org, happening, random(seed, 0x6006, happening.id)),
    nameOf: (person) => ({
      person: person.login,
      account: profile(person),
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

/** Google's ids of people are 21 digits. */
function profile(person: Person): string {
  return `1${BigInt(`0x${person.account.replaceAll('-', '').slice(0, 15)}`)
    .toString()
    .padStart(20, '0')
    .slice(0, 20)}`
}

interface Activity {
  readonly time: number
  readonly application: 'login' | 'admin' | 'user_accounts'
  readonly type: string
  readonly name: string
  readonly parameters: readonly Json[]
}

function rowsOf(org: Organisation, happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'attempt') {
    if (!isPerson(happening.who)) return [] // unknown names leave no activity
    const { who, seat } = happening
    return signIns(happening, who).map((activity) => row(org, activity, who, seat.ip, rng))
  }
  if (happening.kind !== 'change') return []
  const { actor, seat } = happening
  return changes(happening).map((activity) => row(org, activity, actor, seat?.ip ?? '', rng))
}

function signIns(made: Attempt, who: Person): Activity[] {
  const { time } = made
  const login = (at: number, name: string, parameters: readonly Json[]): Activity => ({
    time: at,
    application: 'login',
    type: 'login',
    name,
    parameters: [{ name: 'login_type', value: 'google_password' }, ...parameters],
  })
  const challenge = (method: string): Json => ({ name: 'login_challenge_method', multiValue: ['password', method] })
  if (made.stop === 'disabled') {
    return [login(time, 'login_failure', [{ name: 'login_failure_type', value: 'login_failure_account_disabled' }])]
  }
  if (made.stop) return []
  if (made.first === 'wrong') {
    return [
      login(time, 'login_failure', [
        { name: 'login_challenge_method', multiValue: ['password'] },
        { name: 'login_failure_type', value: 'login_failure_invalid_password' },
      ]),
    ]
  }
  const list: Activity[] = []
  for (const step of made.steps) {
    const method = step.method === 'totp' ? 'google_authenticator' : 'security_key'
    const passed = step.result === 'approved'
    list.push(
      login(time + step.at, 'login_challenge', [
        challenge(method),
        { name: 'login_challenge_status', value: passed ? 'Challenge Passed.' : 'Challenge Failed.' },
      ]),
    )
  }
  if (!made.complete) return list
  const last = made.steps[made.steps.length - 1]
  const method = last?.method === 'totp' ? 'google_authenticator' : made.first === 'passkey' ? 'security_key' : 'none'
  const end = time + (last?.at ?? 900) + 200
  const suspicious = who.kind === 'employee' && made.risk === 'high'
  list.push(login(end, 'login_success', [challenge(method), { name: 'is_suspicious', boolValue: suspicious }]))
  return list
}

function changes(made: ChangeMade): Activity[] {
  const self = made.actor !== null && made.actor === made.who
  const own = (type: string, name: string): Activity => ({
    time: made.time,
    application: 'user_accounts',
    type,
    name,
    parameters: [],
  })
  if (self) {
    switch (made.change) {
      case 'authenticator-added':
        return [own('2sv_change', '2sv_enroll')]
      // Removing one of several ways leaves no activity; 2sv_disable is the whole switched off.
      case 'password-self-reset':
      case 'password-changed':
        return [own('password_change', 'password_edit')]
      case 'contact-changed':
        return [own('recovery_info_change', 'recovery_phone_edit')]
      default:
        return []
    }
  }
  const named = ADMIN[made.change]
  if (!named) return []
  const [type, name] = named
  const user: Json[] = made.who ? [{ name: 'USER_EMAIL', value: made.who.login }] : []
  const more: Json[] =
    made.change === 'role-granted'
      ? [{ name: 'ROLE_NAME', value: '_SEED_ADMIN_ROLE' }]
      : made.change.startsWith('policy')
        ? [
            { name: 'DOMAIN_NAME', value: 'example.com' },
            { name: 'NEW_VALUE', value: made.weaker ? 'false' : 'true' },
            { name: 'OLD_VALUE', value: 'true' },
          ]
        : []
  return [{ time: made.time, application: 'admin', type, name, parameters: [...user, ...more] }]
}

const ADMIN: Readonly<Record<string, readonly [type: string, name: string]>> = {
  'authenticator-removed': ['USER_SETTINGS', 'UNENROLL_USER_FROM_STRONG_AUTH'],
  'authenticators-reset': ['USER_SETTINGS', 'UNENROLL_USER_FROM_STRONG_AUTH'],
  'mfa-disabled': ['USER_SETTINGS', 'TURN_OFF_2_STEP_VERIFICATION'],
  'pass-issued': ['USER_SETTINGS', 'GENERATE_2SV_SCRATCH_CODES'],
  'password-reset': ['USER_SETTINGS', 'CHANGE_PASSWORD'],
  'account-disabled': ['USER_SETTINGS', 'SUSPEND_USER'],
  'account-enabled': ['USER_SETTINGS', 'UNSUSPEND_USER'],
  'role-granted': ['DELEGATED_ADMIN_SETTINGS', 'ASSIGN_ROLE'],
  'role-revoked': ['DELEGATED_ADMIN_SETTINGS', 'UNASSIGN_ROLE'],
  'policy-changed': ['SECURITY_SETTINGS', 'ENFORCE_STRONG_AUTHENTICATION'],
  'policy-deleted': ['SECURITY_SETTINGS', 'ENFORCE_STRONG_AUTHENTICATION'],
}

function row(org: Organisation, activity: Activity, actor: Person | null, ip: string, rng: Random): Row {
  const { time, application, type, name, parameters } = activity
  const text = {
    kind: 'admin#reports#activity',
    id: {
      time: new Date(time).toISOString(),
      uniqueQualifier: `${rng.chance(0.5) ? '-' : ''}${rng.int(100_000_000, 999_999_999)}${rng.int(100_000_000, 999_999_999)}`,
      applicationName: application,
      customerId: `C0${org.tenant.slice(0, 7)}`,
    },
    etag: `"${rng.hex(20)}"`,
    actor: actor
      ? { callerType: 'USER', email: actor.login, profileId: profile(actor) }
      : { callerType: 'KEY', key: 'SYSTEM' },
    ownerDomain: org.domain,
    ipAddress: ip,
    events: [{ type, name, ...(parameters.length > 0 ? { parameters } : {}) }],
  }
  return { time, text: JSON.stringify(text) }
}
