/** The shapes a run can be written in, and what each of them cannot say. */
import type { Method, Provider } from '../signin/sign-in.ts'

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
  /** People can say "this was not me" on the prompt, and the log shows it. */
  readonly reports: boolean
  /** The log shows the first step: wrong passwords. */
  readonly firstStep: boolean
}

const EVERYTHING: Traits = {
  methods: ['push', 'push-number', 'totp', 'sms', 'voice', 'passkey'],
  numberMatching: true,
  reports: true,
  firstStep: true,
}
const CODES_AND_KEYS: Traits = { methods: ['totp', 'passkey'], numberMatching: false, reports: false, firstStep: true }

export const TRAITS: Readonly<Record<Vendor, Traits>> = {
  entra: EVERYTHING,
  'entra-diagnostic': EVERYTHING,
  'microsoft-365': EVERYTHING,
  okta: EVERYTHING,
  auth0: { ...EVERYTHING, numberMatching: false, reports: false },
  keycloak: CODES_AND_KEYS,
  google: CODES_AND_KEYS,
  duo: { ...EVERYTHING, firstStep: false },
  aws: CODES_AND_KEYS,
  onelogin: CODES_AND_KEYS,
  ping: { ...EVERYTHING, numberMatching: false, reports: false },
  jumpcloud: { ...CODES_AND_KEYS, methods: ['push', 'totp', 'passkey'] },
  ocsf: CODES_AND_KEYS,
}

export function providerOf(vendor: Vendor): Provider {
  return vendor === 'entra-diagnostic' || vendor === 'microsoft-365' ? 'entra' : vendor
}
