/**
 * What happens in the simulated world, before any vendor has written it down.
 *
 * Habits and scenarios make happenings; truth is judged on them; writers turn them into rows. A happening says what
 * really was: who sat where with what, what the person or the machine did, and whose doing it was.
 */
import type { Cause, Change, DetectionId, Method, Risk } from '../signin/index.ts'
import type { Network } from './places.ts'

export interface Device {
  readonly id: string
  readonly name: string
  readonly kind: 'laptop' | 'phone'
  readonly os: 'Windows 10' | 'Windows 11' | 'MacOs' | 'Linux' | 'Ios' | 'Android'
  readonly osVersion: string
  readonly browser: 'Edge' | 'Chrome' | 'Safari' | 'Firefox'
  /** Major version of the browser; it grows by one about every four weeks. */
  version: number
  readonly managed: boolean
  readonly model: string
}

export interface Authenticator {
  readonly id: string
  /** What it can do, the preferred way first. */
  readonly methods: readonly Method[]
  /** Name of the phone or key, as people and vendors show it. */
  readonly label: string
  /** Masked number for SMS and voice. */
  readonly number: string
  /** Push token at Apple or Google. */
  readonly token: string
}

/** Where somebody sits: an address, the device and the network behind it. */
export interface Seat {
  readonly ip: string
  readonly network: Network
  readonly device: Device
}

/** Somebody whose name the provider does not know, or not as a person. */
export interface Stranger {
  readonly login: string
}

export type Role = 'global-administrator' | 'user-administrator' | 'helpdesk' | 'security-reader'

export interface Person {
  readonly index: number
  readonly given: string
  readonly family: string
  readonly login: string
  /** Immutable id, a UUID; writers may shape another from it. */
  readonly account: string
  readonly department: string
  readonly title: string
  roles: Role[]
  manager: number
  readonly kind: 'employee' | 'service' | 'emergency'
  pattern: 'office' | 'home' | 'hybrid' | 'shift' | 'night'
  /** Local hours between which the person works; `to` may be beyond 24 for night workers. */
  from: number
  to: number
  zone: number
  office: Network
  home: Network
  carrier: Network
  laptop: Device
  phone: Device
  authenticators: Authenticator[]
  /** What stood there, and in the pocket, until a scene that is already laid out changes it; the last change stands last. */
  readonly former: {
    readonly until: number
    readonly authenticators: readonly Authenticator[]
    readonly phone: Device
  }[]
  /** Days for which a completed second step is remembered on a device. */
  rememberDays: number
  /** Last real second step by device id, in milliseconds. */
  readonly remembered: Map<string, number>
  /** Stretches in which habits pause, because a scenario owns the person's time. */
  busy: { from: number; to: number }[]
  look: string
  /** A scenario has something in store for the person: nobody else meddles. */
  planned: boolean
}

/** How one second step went. */
export type StepResult =
  | 'approved'
  | 'refused'
  | 'reported'
  | 'no-answer'
  | 'wrong-number'
  | 'wrong-code'
  | 'code-reused'
  | 'code-expired'
  | 'too-many-codes'
  | 'mistake'
  | 'undeliverable'
  | 'authenticator-invalid'
  | 'message-undeliverable'
  | 'hung-up'
  | 'message-limit'
  | 'service-error'
  | 'blocked-user'

export interface SecondStep {
  /** Milliseconds after the attempt's start at which the result stood. */
  readonly at: number
  readonly method: Method
  readonly authenticator: Authenticator | null
  readonly result: StepResult
  /** False if a message was sent again within the same step. */
  readonly messages?: number
}

export type Stop =
  | 'locked'
  | 'disabled'
  | 'password-expired'
  | 'policy-block'
  | 'device-not-compliant'
  | 'app-not-approved'
  | 'risk-block'
  | 'legacy-block'
  | 'address-blocked'
  | 'not-enrolled'
  | 'enrolment-blocked'
  | 'no-method'
  | 'pass-expired'
  | 'pass-used'
  | 'pass-wrong'
  | 'service-error'
  | 'application'

/** What the truth is about: set by scenarios, absent for everyday life. */
export interface Tag {
  readonly cause?: Cause
  readonly attack?: true
  /** Number of the incident it belongs to. */
  readonly incident: number
  /** Detections that this happening may rightly raise besides. */
  readonly detections?: readonly DetectionId[]
}

export interface Attempt {
  readonly kind: 'attempt'
  readonly time: number
  /** Serial number in the run: ids are made from it. */
  readonly id: number
  readonly who: Person | Stranger
  readonly seat: Seat
  readonly app: App
  readonly protocol: 'browser' | 'rich' | 'imap' | 'pop' | 'smtp' | 'activesync'
  readonly first: 'right' | 'wrong' | 'passkey' | 'pass' | 'session' | 'expired'
  readonly steps: readonly SecondStep[]
  readonly stop: Stop | null
  /** Names of the policies that stopped it. */
  readonly policies: readonly string[]
  /** True if it ends with the person (or the attacker) inside. */
  readonly complete: boolean
  /** Set if the second step was demanded and answered by nobody: the page was left. */
  readonly abandoned: boolean
  /** The second step was satisfied by a remembered one. */
  readonly remembered: boolean
  /** A second step was demanded at all. */
  readonly demanded: boolean
  /** The row stands as an interrupt before the rest (keep-me-signed-in page, second step asked). */
  readonly pages: readonly ('kmsi' | 'asked' | 'device' | 'proof-up')[]
  readonly risk: Risk
  readonly tag: Tag | null
}

export interface App {
  readonly id: string
  readonly name: string
  readonly resource: string
}

export interface ChangeMade {
  readonly kind: 'change'
  readonly time: number
  readonly id: number
  readonly change: Change
  /** Null: the provider or an automation did it. */
  readonly actor: Person | null
  readonly seat: Seat | null
  /** Whom it concerns; null for policies. */
  readonly who: Person | null
  readonly target: string
  readonly authenticator: Authenticator | null
  /** True if it makes signing in weaker (policies). */
  readonly weaker: boolean
  readonly tag: Tag | null
}

/** A token renewed without the person. */
export interface Refresh {
  readonly kind: 'refresh'
  readonly time: number
  readonly id: number
  readonly who: Person
  readonly seat: Seat
  readonly app: App
  readonly failed: boolean
}

/** The person said "this was not me" outside a prompt (mail link, portal). */
export interface Report {
  readonly kind: 'report'
  readonly time: number
  readonly id: number
  readonly who: Person
  readonly seat: Seat
  readonly tag: Tag | null
}

export type Happening = Attempt | ChangeMade | Refresh | Report

export function isPerson(who: Person | Stranger): who is Person {
  return 'account' in who
}
