/** What the sandbox knows: people and their authenticators, devices, rules, and how it behaves. All of it fits in a snapshot. */

/** Milliseconds since 1970; whoever starts the sandbox brings it. */
export type Clock = () => number

interface Bound {
  readonly id: string
  readonly label: string
  readonly added: number
  lastUsed: number | null
}
export interface Totp extends Bound {
  readonly kind: 'totp'
  /** Base32, as an authenticator app takes it. */
  readonly secret: string
  /** The step of the last code that was taken: it and those before it are spent (RFC 6238 §5.2). */
  lastStep: number
  /** By how many steps of 30 s the app's clock was off then; negative is slow (RFC 6238 §6). */
  drift: number
}
export interface Passkey extends Bound {
  readonly kind: 'passkey'
  readonly credential: string
  /** COSE, base64url. */
  readonly publicKey: string
  counter: number
}
/** A phone that shows prompts; it lives at the person's own host. */
export interface Phone extends Bound {
  readonly kind: 'push'
  /** False: prompts cannot be sent to it. */
  reachable: boolean
}
export interface Inbox extends Bound {
  readonly kind: 'inbox'
}
export interface RecoveryCodes extends Bound {
  readonly kind: 'recovery-codes'
  /** The sheet's, base64url: NIST SP 800-63B-4 §3.1.2.2 wants one for codes below 112 random bits. */
  readonly salt: string
  /** argon2id of each code that is not spent. */
  unspent: string[]
  spent: string[]
}
export type Authenticator = Totp | Passkey | Phone | Inbox | RecoveryCodes
export type AuthenticatorKind = Authenticator['kind']

export interface Person {
  /** Never used again. */
  readonly id: string
  /** A label of a host name: the person's phone is at `userName.localhost`. */
  readonly userName: string
  readonly displayName: string
  /** argon2id; null: no password lets this person in. */
  passwordHash: string | null
  /** When it was last set. */
  passwordChanged: number
  passwordResetRequired: boolean
  suspended: boolean
  administrator: boolean
  /** A person's id. */
  manager: string | null
  employeeNumber: string | null
  email: string | null
  /** As E.164 writes them. */
  phone: string | null
  mobile: string | null
  groups: string[]
  authenticators: Authenticator[]
}

/** A temporary access pass: stands in for all factors, once. A person has one at most, the latest. */
export interface Pass {
  readonly id: string
  readonly person: string
  /** argon2id. */
  readonly hash: string
  readonly expires: number
  used: number | null
}

/** A browser that somebody completed a sign-in with. */
export interface Device {
  readonly id: string
  people: string[]
  managed: boolean
}

/** A named network; what is not in one is "elsewhere". */
export interface Network {
  readonly name: string
  /** Leading part of an address: `198.51.100.`. */
  readonly prefix: string
  readonly country: string
  readonly city: string
  readonly latitude: number
  readonly longitude: number
  readonly asn: number
}

export interface Rule {
  readonly id: string
  name: string
  enabled: boolean
  /** Each that is given must hold; an absent one holds for all. */
  readonly when: {
    readonly groups?: readonly string[]
    readonly networks?: readonly string[]
    readonly outsideNetworks?: readonly string[]
    readonly apps?: readonly string[]
    readonly device?: 'unknown' | 'unmanaged'
  }
  readonly effect: 'block' | 'require-mfa' | 'require-passkey' | 'require-managed-device'
}

export type Outage = 'none' | 'push' | 'second-step' | 'all'

export interface Settings {
  outage: Outage
  /** So long after it happened, a row can be read in the log, as vendors have it. */
  logDelayMs: number
  readonly promptLivesMs: number
  readonly throttle: { readonly failures: number; readonly windowMs: number; readonly waitMs: number }
  readonly lock: { readonly failures: number; readonly forMs: number }
  /** Of the organisation: whether anybody may have one, and for how long at most. */
  readonly passes: { allowed: boolean; readonly livesMsMax: number }
}

export interface Application {
  readonly clientId: string
  readonly clientSecret: string
  readonly name: string
  readonly redirectUris: readonly string[]
}

export interface World {
  readonly tenant: string
  /** Signs the cookies of sign-ins. */
  readonly cookieKey: string
  /** The signing key of ID tokens, a private JWK; null until the first start. */
  signingKey: object | null
  people: Person[]
  passes: Pass[]
  devices: Device[]
  networks: Network[]
  rules: Rule[]
  applications: Application[]
  /** Addresses that are refused, and until when in milliseconds. */
  refused: { address: string; until: number }[]
  /** Mails, newest last. */
  inbox: { person: string; time: number; text: string }[]
  settings: Settings
}

export const DEFAULT_SETTINGS: Settings = {
  outage: 'none',
  logDelayMs: 0,
  promptLivesMs: 60_000,
  throttle: { failures: 5, windowMs: 30 * 60_000, waitMs: 60_000 },
  lock: { failures: 10, forMs: 15 * 60_000 },
  passes: { allowed: true, livesMsMax: 24 * 3_600_000 },
}

export function emptyWorld(tenant: string, cookieKey: string): World {
  return {
    tenant,
    cookieKey,
    signingKey: null,
    people: [],
    passes: [],
    devices: [],
    networks: [],
    rules: [],
    applications: [],
    refused: [],
    inbox: [],
    settings: structuredClone(DEFAULT_SETTINGS),
  }
}

export function personById(world: World, id: string): Person | undefined {
  return world.people.find((person) => person.id === id)
}

export function personByName(world: World, userName: string): Person | undefined {
  const wanted = userName.trim().toLowerCase()
  return world.people.find((person) => person.userName === wanted)
}

export function networkAt(world: World, address: string): Network | undefined {
  return world.networks.find((network) => address.startsWith(network.prefix))
}

/** The pass that this person could still sign in with at `now`. */
export function usablePassOf(world: World, { id }: Person, now: number): Pass | undefined {
  return world.passes.find(({ person, used, expires }) => person === id && used === null && expires > now)
}
