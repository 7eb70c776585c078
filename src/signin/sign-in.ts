/**
 * The sign-in vocabulary: what every decoder writes and every rule reads.
 *
 * One `SignIn` is one row of a provider's log that concerns a person getting in: a step of a sign-in, a prompt or
 * message that was sent, or a change to an account, an authenticator, a role or a policy. Its meaning is OCSF 1.8
 * Authentication (3002) and Account Change (3001); ocsf.ts writes it in that form.
 *
 * Empty text means "the log does not say". The lists below are closed: a decoder that meets something else says
 * `other`, and never invents a value.
 */

/** The identity provider whose log it is. Microsoft 365's unified audit log is Entra's, in another family. */
export const PROVIDERS = [
  'entra',
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
  'sandbox', // Postern's own, for demo and tests
] as const
export type Provider = (typeof PROVIDERS)[number]

/** The kind of record within a provider: ids are unique within provider, tenant and family. */
export const FAMILIES = ['sign-in', 'audit', 'unified-audit', 'telephony', 'admin', 'risk'] as const
export type Family = (typeof FAMILIES)[number]

/** What happened. */
export const ACTIVITIES = [
  'sign-in', // a step or the end of somebody's own sign-in
  'prompt', // a push or call was sent, or answered, as a row of its own
  'message', // a text message, voice call or mail with a code was sent, or failed to be
  'change', // an account, authenticator, role or policy was changed: see `change`
  'report', // the person said "this wasn't me"
  'risk', // the provider raised a risk detection of its own
  'refresh', // a token renewed without the person: never a sign-in of theirs
  'sign-out',
  'other', // named in `code`, decoded, and of no meaning to a rule
] as const
export type Activity = (typeof ACTIVITIES)[number]

/** How it ended. An interrupt or a pending step is no failure: it fails only if its attempt never succeeds. */
export const OUTCOMES = ['success', 'failure', 'interrupt', 'pending', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How far the sign-in came: the step that this row decided. */
export const STEPS = ['none', 'first', 'second', 'account', 'policy', 'session'] as const
export type Step = (typeof STEPS)[number]

/** What it was asked for with. `pass` is a temporary access pass; `claim` is an earlier MFA still remembered. */
export const METHODS = [
  'none',
  'password',
  'push',
  'push-number', // push with number matching
  'totp', // a code from an app or a hardware token
  'sms',
  'voice',
  'email',
  'passkey', // FIDO2, WebAuthn, Windows Hello, platform credential
  'pass',
  'recovery-code',
  'certificate',
  'claim',
  'external', // another provider did the second step
  'other',
] as const
export type Method = (typeof METHODS)[number]

/**
 * Why it did not succeed, as far as the row itself says. The catalogue maps each vendor's codes and words to one of
 * these; diagnosis weighs many of them into a cause.
 */
export const REASONS = [
  'none',
  // first step
  'wrong-password',
  'unknown-user',
  'password-expired',
  // second step
  'second-step-asked', // MFA demanded and not yet passed: an interrupt
  'wrong-code',
  'code-reused',
  'code-expired',
  'too-many-codes',
  'refused', // the person pressed "deny"
  'reported', // the person pressed "this wasn't me" / marked as fraud
  'no-answer', // the prompt reached the person and was not answered in time
  'abandoned', // the person left the page, or closed the prompt
  'wrong-number', // number matching answered with another number
  'mistake', // Duo's user_mistake: refused, and said by the person to be harmless
  'prompt-undeliverable', // the push could not be sent to the device
  'authenticator-invalid', // the authenticator exists no more where the provider thinks it does (app removed, token dead)
  'message-undeliverable', // text, call or mail did not arrive; voicemail; number refused
  'message-limit',
  'no-authenticator', // nothing is registered that could answer
  'enrolment-required',
  'enrolment-blocked',
  'second-step-failed', // the vendor says no more than "MFA failed"
  'pass-expired',
  'pass-used',
  'pass-wrong',
  // account and policy
  'locked',
  'disabled',
  'address-blocked', // the provider refuses the address, not the person
  'policy-block',
  'device-not-compliant',
  'risk-block',
  'legacy-block', // a protocol that cannot do MFA was refused
  // provider
  'service-error',
  'throttled',
  // neither the person's trouble nor an attack
  'session-expired',
  'page-shown', // a page in between: keep me signed in, terms of use, device check
  'application', // consent, reply address, assignment: the application's set-up
  'other',
] as const
export type Reason = (typeof REASONS)[number]

/** What was changed, for `activity: 'change'`. */
export const CHANGES = [
  'none',
  'authenticator-added',
  'authenticator-removed',
  'authenticators-reset', // all of a person's authenticators at once
  'mfa-enabled',
  'mfa-disabled',
  'password-changed', // by the person, knowing the old one
  'password-reset', // by an administrator
  'password-self-reset', // by the person through self-service recovery
  'recovery-asked', // self-service recovery was begun, or its message sent: nothing is changed yet
  'pass-issued',
  'codes-issued', // recovery or scratch codes made
  'codes-viewed', // an administrator looked at codes that pass the second step
  'contact-changed', // phone or mail used for verification
  'account-created',
  'account-deleted',
  'account-locked',
  'account-unlocked',
  'account-disabled',
  'account-enabled',
  'device-registered',
  'role-granted',
  'role-revoked',
  'group-joined',
  'group-left',
  'policy-created',
  'policy-changed', // which way, the row does not say
  'policy-weakened', // something that guards sign-ins was switched off or loosened
  'policy-strengthened',
  'policy-deleted',
  'sessions-revoked',
  'bypass-granted', // MFA skipped for a time: Duo bypass, Okta bypass code
  'other',
] as const
export type Change = (typeof CHANGES)[number]

export const RISKS = ['none', 'low', 'medium', 'high'] as const
export type Risk = (typeof RISKS)[number]

export interface SignIn {
  /** Milliseconds since 1970-01-01T00:00:00Z, of the event itself. */
  readonly time: number
  /** The vendor's id of the row; where it has none, the SHA-256 of its bytes in hex. */
  readonly id: string
  readonly provider: Provider
  /** The provider's id of the tenant, or empty. */
  readonly tenant: string
  readonly family: Family
  readonly activity: Activity

  /**
   * Key of the person concerned, `provider:tenant:id`, or empty: who state, lockouts and findings are kept for. The intake
   * sets it (person.ts); decoders leave it empty.
   */
  readonly person: string
  /** The provider's immutable id of the account concerned; empty if the row names none. */
  readonly account: string
  /** Its label: user name or address, as written. */
  readonly name: string
  /** False only if the provider says that it knows no such account: then nobody is concerned, only the address. */
  readonly known: boolean
  /** For a change: the label of who made it, if it was another than the account itself. */
  readonly actor: string

  readonly outcome: Outcome
  readonly step: Step
  readonly reason: Reason
  readonly method: Method
  /** True if this row ends a sign-in with everything that was demanded: the person is in. */
  readonly complete: boolean
  /** True if the second step was really answered in this row (not remembered by a claim, cookie or device). */
  readonly proved: boolean
  /** The vendor's code: AADSTS number, event type, type code, result. As `postern explain` takes it. */
  readonly code: string
  /** The vendor's own words on the result, if any. */
  readonly detail: string
  /** The provider's correlation id of the attempt this row belongs to, or empty. */
  readonly attempt: string

  /** IP address as written (no port), or empty. */
  readonly ip: string
  /** ISO 3166 alpha-2, upper case, or empty. */
  readonly country: string
  readonly city: string
  /** Degrees; NaN if not located. */
  readonly latitude: number
  readonly longitude: number
  /** Autonomous system number; 0 if not said. */
  readonly asn: number
  /** The provider says: anonymiser, Tor or proxy. */
  readonly anonymous: boolean
  /** The provider's id of the device signed in from (else its name, else empty). */
  readonly device: string
  /** True if the organisation manages that device. */
  readonly managed: boolean
  /** User agent, or browser and system as the vendor summarises them. */
  readonly client: string
  /** True if the protocol cannot do MFA: POP, IMAP, authenticated SMTP, basic authentication, … */
  readonly legacy: boolean
  readonly app: string

  /** Names of the policies that failed this row, in the log's order. */
  readonly policies: readonly string[]
  readonly change: Change
  /** Label or id of the authenticator used, prompted or changed; for role and group changes, the role's name. */
  readonly target: string
  readonly risk: Risk

  /**
   * True if somebody sent it to us; false if it was read: by Postern from the provider with its own credential, or by an
   * operator from their own export. What was only pushed ends and lowers nothing (DESIGN §3 rule 7).
   */
  readonly pushed: boolean

  /** Where it stands: index into the run's list of files, and line (JSON array element, CSV record) from 1. */
  readonly file: number
  readonly line: number
}

/** A `SignIn` that a decoder is filling. */
export type Draft = { -readonly [K in keyof SignIn]: SignIn[K] }

/** A draft in which nothing is said yet. */
export function blank(): Draft {
  return {
    time: Number.NaN,
    id: '',
    provider: 'entra',
    tenant: '',
    family: 'sign-in',
    activity: 'other',
    person: '',
    account: '',
    name: '',
    known: true,
    actor: '',
    outcome: 'unknown',
    step: 'none',
    reason: 'none',
    method: 'none',
    complete: false,
    proved: false,
    code: '',
    detail: '',
    attempt: '',
    ip: '',
    country: '',
    city: '',
    latitude: Number.NaN,
    longitude: Number.NaN,
    asn: 0,
    anonymous: false,
    device: '',
    managed: false,
    client: '',
    legacy: false,
    app: '',
    policies: NO_POLICIES,
    change: 'none',
    target: '',
    risk: 'none',
    pushed: false,
    file: 0,
    line: 0,
  }
}

const NO_POLICIES: readonly string[] = Object.freeze([])
