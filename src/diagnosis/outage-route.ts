/** The ways by which a provider fails people, and whether one of them, or all together, fails for many at once. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Activity, createRise, type Rise } from '../detection/index.ts'
import { type Method, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import type { Outage } from './report.ts'

/** `unsaid`: failures of which the log says no more than that. One is nothing; many people's at once are an outage. */
export type RouteName = Outage['what'] | 'unsaid'

export interface Failure {
  readonly trace: Trace
  readonly person: string
  readonly route: RouteName
  /** The route, or of an unsaid failure the method: a key and a code have nothing in common but the provider. */
  readonly way: RouteName | Method
}

export interface Route {
  readonly rise: Rise
  readonly windowMs: number
  readonly addresses: Map<string, number>
  /** Failures of the last window, which belong to the outage if they turn out to begin one. */
  readonly recent: Failure[]
}

/** A route by its name, or all of them at once, over a short window or a long one. `activity` sets the window. */
export function openRoute(activity: Activity, name: RouteName | Together): Route {
  const { windowMs } = activity
  return { rise: createRise(activity, LIMITS[name]), windowMs, addresses: new Map(), recent: [] }
}

/** A failed sign-in says that it is the provider's; a prompt that did not arrive may as well be a phone that is off. */
const LIMITS = {
  'sign-in': DEFAULTS.outage,
  unsaid: DEFAULTS.massLockout,
  push: DEFAULTS.delivery,
  message: DEFAULTS.delivery,
  together: DEFAULTS.outageTogether,
  slow: DEFAULTS.outageSlow,
} as const

export type Together = 'together' | 'slow'

/** Which of the provider's routes failed in this row, if any. */
export function failingRoute(signIn: SignIn): RouteName | undefined {
  if (signIn.outcome !== 'failure') return undefined
  switch (signIn.reason) {
    case 'service-error':
    case 'throttled':
      return 'sign-in'
    case 'prompt-undeliverable':
      return 'push'
    case 'message-undeliverable':
      return 'message'
    case 'second-step-failed':
    case 'other':
      return signIn.step === 'first' || signIn.legacy ? undefined : 'unsaid'
    default:
      return undefined
  }
}

export function remember({ rise, recent, addresses, windowMs }: Route, signIn: SignIn, route: RouteName): void {
  const { time, person, ip } = signIn
  rise.see(time, person)
  recent.push(failureOf(signIn, route))
  addresses.set(ip, (addresses.get(ip) ?? 0) + 1)
  while (time - (recent[0]?.trace.time ?? time) > windowMs || recent.length > RECENT_MAX) {
    const gone = recent.shift()
    if (gone === undefined) return
    const left = (addresses.get(gone.trace.ip) ?? 1) - 1
    if (left > 0) addresses.set(gone.trace.ip, left)
    else addresses.delete(gone.trace.ip)
  }
}

/** Keeps what fails for as long back as an outage may turn out to have begun. */
export function keepBefore(before: Failure[], signIn: SignIn, route: RouteName): void {
  before.push(failureOf(signIn, route))
  while (signIn.time - (before[0]?.trace.time ?? signIn.time) > DEFAULTS.outage.onsetMs || before.length > RECENT_MAX) {
    before.shift()
  }
}

function failureOf(signIn: SignIn, route: RouteName): Failure {
  return { trace: traceOf(signIn), person: signIn.person, route, way: route === 'unsaid' ? signIn.method : route }
}

const RECENT_MAX = 500

/** From several places? One office may have lost its line. */
export function isSpread({ addresses }: Route): boolean {
  return addresses.size >= DEFAULTS.outage.addressesMin
}

/** One person's dead phone does not make an outage last. */
export function isStillWide({ recent }: Route): boolean {
  return new Set(recent.map(({ person }) => person)).size >= DEFAULTS.outage.lastingPeopleMin
}

/**
 * Many people's second steps fail, and not all in one way. Phones that are off and messages that are late come together by
 * chance; so some must have failed for no reason that the log gives.
 */
export function isHighTogether({ rise, recent }: Route, time: number, name: Together): boolean {
  if (!rise.isHigh(time)) return false
  const concerned = new Set(rise.people())
  const failures = recent.filter(({ person }) => concerned.has(person))
  const unexplained = failures.filter(({ route }) => route === 'unsaid' || route === 'sign-in')
  const { unexplainedMin, waysMin } = LIMITS[name]
  if (new Set(unexplained.map(({ person }) => person)).size < unexplainedMin) return false
  return new Set(failures.map(({ way }) => way)).size >= waysMin
}
