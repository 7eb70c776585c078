/** The shapes a run can be written in, and what each of them cannot say. */
import type { Change, Method, Provider } from '../signin/index.ts'

export const VENDORS = [
  'entra',
  'entra-diagnostic',
  'microsoft-365',
  'okta',
  'auth0',
  'keycloak',
  'google',
  'duo',
  'aws',
  'onelogin',
  'ping',
  'jumpcloud',
  'ocsf',
] as const
export type Vendor = (typeof VENDORS)[number]

/** What an organisation with this provider can have at all. */
export interface Traits {
  /** The ways of the second step that the provider offers, or that its log tells apart. */
  readonly methods: readonly Method[]
  readonly numberMatching: boolean
  /** A prompt that nobody answers leaves a row of its own, in every organisation. */
  readonly unanswered: boolean
  /** People can say "this was not me" on the prompt, and the log shows it. */
  readonly reports: boolean
  /** The log shows the first step: wrong passwords. */
  readonly firstStep: boolean
  /** Rows of one attempt share an id; else they are one attempt if the same client comes back within five minutes. */
  readonly correlates: boolean
  /** Rows of changes name the person, and not by an id alone. */
  readonly names: boolean
  /** What counts as somebody's recovery in the log. */
  readonly recoveries: readonly Change[]
  /** Changes behind one's back that the log shows for what they are. */
  readonly changes: readonly Change[]
}

const EVERYTHING: Traits = {
  methods: ['push', 'push-number', 'totp', 'sms', 'voice', 'passkey'],
  numberMatching: true,
  unanswered: true,
  reports: true,
  firstStep: true,
  correlates: true,
  names: true,
  recoveries: ['password-self-reset', 'password-reset', 'authenticators-reset'],
  changes: ['mfa-disabled', 'role-granted', 'policy-changed', 'policy-deleted', 'pass-issued'],
}
const CODES_AND_KEYS: Traits = {
  methods: ['totp', 'passkey'],
  numberMatching: false,
  unanswered: true,
  reports: false,
  firstStep: true,
  correlates: false,
  names: true,
  recoveries: ['password-reset', 'authenticators-reset'],
  changes: ['mfa-disabled', 'role-granted'],
}

export const TRAITS: Readonly<Record<Vendor, Traits>> = {
  entra: EVERYTHING,
  'entra-diagnostic': EVERYTHING,
  'microsoft-365': {
    ...EVERYTHING,
    recoveries: ['password-reset'],
    changes: ['mfa-disabled', 'role-granted', 'policy-deleted'],
  },
  okta: {
    ...EVERYTHING,
    unanswered: false,
    changes: ['mfa-disabled', 'role-granted', 'policy-changed', 'policy-deleted'],
  },
  auth0: { ...EVERYTHING, unanswered: false, numberMatching: false, reports: false, correlates: false },
  keycloak: {
    ...CODES_AND_KEYS,
    correlates: true,
    names: false,
    recoveries: EVERYTHING.recoveries,
    changes: ['mfa-disabled', 'role-granted', 'policy-changed'],
  },
  google: { ...CODES_AND_KEYS, changes: ['mfa-disabled', 'role-granted', 'policy-changed', 'pass-issued'] },
  duo: { ...EVERYTHING, firstStep: false, changes: ['mfa-disabled', 'pass-issued', 'policy-deleted'] },
  aws: CODES_AND_KEYS,
  onelogin: { ...CODES_AND_KEYS, changes: ['mfa-disabled'] },
  ping: {
    ...EVERYTHING,
    numberMatching: false,
    reports: false,
    recoveries: ['password-reset'],
    changes: ['role-granted', 'policy-deleted'],
  },
  jumpcloud: { ...CODES_AND_KEYS, methods: ['push', 'totp', 'passkey'], changes: ['mfa-disabled'] },
  ocsf: { ...CODES_AND_KEYS, correlates: true },
}

export function providerOf(vendor: Vendor): Provider {
  return vendor === 'entra-diagnostic' || vendor === 'microsoft-365' ? 'entra' : vendor
}
