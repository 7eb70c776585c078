/** One sign-in on its way: from the page that asks for name and password to the moment in which everything is answered. */
import type { Failures, Standing } from '../failures.ts'
import type { Log, Origin, SignInEvent } from '../log.ts'
import { judge, type Need } from '../rules.ts'
import { type Authenticator, type Clock, networkAt, type Person, type World } from '../world.ts'

export const ACR = { password: 'urn:sandbox:password', mfa: 'urn:sandbox:mfa', passkey: 'phr' } as const
export type Acr = (typeof ACR)[keyof typeof ACR]

export interface Attempt {
  readonly uid: string
  readonly app: string
  /** Origin of the application's redirect address, which the page's form may lead to. */
  readonly leadsTo: string
  /** What the application asked for. */
  readonly asked: Need
  readonly began: number
  person: Person | undefined
  /** Authentication methods answered so far (RFC 8176). */
  amr: string[]
  need: Need
  /** Names of the rules that ask for it. */
  needOf: readonly string[]
  /** The prompt that was sent, if one was. */
  prompt: string | undefined
  /** The code that was sent to the inbox: its hash, and what is left of it. */
  message: { readonly hash: string; readonly until: number; triesLeft: number } | undefined
  /** WebAuthn's, for one assertion. */
  challenge: string | undefined
}

/** What a step came to. `again`: the same page with this sentence; it tells nothing about an account that was not shown. */
export type StepResult =
  | { readonly next: 'second' }
  | { readonly next: 'again'; readonly why: string }
  | { readonly next: 'stopped'; readonly why: string }
  | { readonly next: 'done'; readonly login: Login }

export interface Login {
  readonly accountId: string
  readonly acr: Acr
  readonly amr: readonly string[]
}

export interface Surroundings {
  readonly world: World
  readonly clock: Clock
  readonly log: Log
  readonly failures: Failures
  /** Keeps the world. */
  save(): void
}

export const SERVICE = 'The sign-in service is in trouble. Nothing is wrong with your account. Please try again later.'

export function againOr(why: string): StepResult {
  return { next: 'again', why }
}
export function stopped(why: string): StepResult {
  return { next: 'stopped', why }
}

/** Writes a row about this attempt. */
export function tell(
  { log }: Surroundings,
  attempt: Attempt,
  origin: Origin,
  event: Pick<SignInEvent, 'code'> & Partial<SignInEvent>,
): void {
  log.signIn({ person: attempt.person, attempt: attempt.uid, app: attempt.app, origin, ...event })
}

/** Who counts failures together: a device that this person signed in with before, or everybody at an address. */
export function sourceOf({ world }: Surroundings, person: Person, origin: Origin): string {
  const device = world.devices.find(({ id }) => id === origin.device)
  return device?.people.includes(person.id) ? `device ${origin.device}` : `address ${origin.address}`
}

/** Says no if this way in is slowed down or locked for this source; undefined if it is free. */
export function heldBack(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  way: string,
  person: Person,
): StepResult | undefined {
  const standing: Standing = around.failures.standing(person.id, way, sourceOf(around, person, origin))
  if (standing.state === 'free') return undefined
  const code = standing.state === 'locked' ? 'account.locked' : 'attempts.slowed'
  tell(around, attempt, origin, { code, person, method: way })
  return againOr(tooMany(standing.until))
}

/** `until`: milliseconds. */
export function tooMany(until: number): string {
  const at = new Date(until).toISOString().slice(11, 16)
  return `Too many tries. This way opens again at ${at} UTC; your other ways in are not affected.`
}

/** What the rules say, once it is known who signs in; a stop is written down. Undefined: they may go on. */
export function stoppedByRules(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  person: Person,
): StepResult | undefined {
  if (person.suspended) {
    tell(around, attempt, origin, { code: 'account.suspended', person })
    return stopped('This account is switched off. Please call your helpdesk.')
  }
  const { world } = around
  const device = world.devices.find(({ id }) => id === origin.device)
  const judgement = judge(world.rules, {
    groups: person.groups,
    network: networkAt(world, origin.address)?.name,
    app: attempt.app,
    device: { known: device?.people.includes(person.id) === true, managed: device?.managed === true },
  })
  if (judgement.blockedBy.length > 0) {
    const code = judgement.byDevice ? 'rule.device' : 'rule.blocked'
    tell(around, attempt, origin, { code, person, rules: judgement.blockedBy })
    return stopped('A rule of your organisation does not allow this sign-in from here. Please call your helpdesk.')
  }
  attempt.need = stricter(attempt.asked, judgement.need)
  attempt.needOf = judgement.needOf
  return undefined
}

const STRENGTH: readonly Need[] = ['password', 'mfa', 'passkey']

function stricter(one: Need, other: Need): Need {
  return STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other
}

/** Everything that was demanded is answered: the person is in, and the device is theirs from now on. */
export function complete(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  by: { readonly acr: Acr; readonly method: string; readonly authenticator?: Authenticator; readonly proved: boolean },
): StepResult {
  const person = attempt.person as Person
  const { world, clock, failures } = around
  if (by.authenticator) by.authenticator.lastUsed = clock()
  failures.succeeded(person.id, by.method, sourceOf(around, person, origin))
  const device = world.devices.find(({ id }) => id === origin.device)
  if (device === undefined) world.devices.push({ id: origin.device, people: [person.id], managed: false })
  else if (!device.people.includes(person.id)) device.people.push(person.id)
  const amr = by.acr === ACR.password ? attempt.amr : [...attempt.amr, 'mfa']
  const authenticator = by.authenticator === undefined ? {} : { authenticator: by.authenticator }
  tell(around, attempt, origin, {
    code: 'signed_in',
    method: by.method,
    ...authenticator,
    proved: by.proved,
    amr,
  })
  around.save()
  return { next: 'done', login: { accountId: person.id, acr: by.acr, amr } }
}

/** A wrong answer, written down and counted. */
export function wrong(
  around: Surroundings,
  attempt: Attempt,
  origin: Origin,
  way: string,
  row: Pick<SignInEvent, 'code'> & Partial<SignInEvent>,
  why: string,
): StepResult {
  const person = attempt.person as Person
  tell(around, attempt, origin, { method: way, ...row })
  around.failures.failed(person.id, way, sourceOf(around, person, origin))
  return againOr(why)
}

export function isOut({ world }: Surroundings, what: 'push' | 'second-step' | 'all'): boolean {
  const { outage } = world.settings
  return outage === 'all' || outage === what || (outage === 'second-step' && what === 'push')
}
