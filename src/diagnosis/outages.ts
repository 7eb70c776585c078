/**
 * Provider outages: failures of the provider's own making, over many people and addresses at once.
 *
 * One person whose phone cannot be reached has a lockout. When pushes, messages or sign-ins fail for many people from
 * many places within minutes, it is nobody's phone (CLASSIFICATION.md §5).
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type Activity, createActivity, createRise, type Rise, type RiseLimits } from '../detection/index.ts'
import { type Provider, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import type { Outage } from './report.ts'

export interface OpenOutage {
  readonly provider: Provider
  readonly tenant: string
  /** A route at first; the whole sign-in, once others fail beside it. */
  what: Outage['what']
  /** All routes that failed for many at once. */
  readonly routes: Set<RouteName>
  readonly start: number
  end: number
  readonly people: Set<string>
  readonly rows: Trace[]
}

interface Route {
  readonly rise: Rise
  readonly addresses: Map<string, number>
  /** Rows of the last window, which belong to the outage if they turn out to begin one. */
  readonly recent: { readonly trace: Trace; readonly person: string }[]
  outage: OpenOutage | undefined
}

export interface Outages {
  see(signIn: SignIn): void
  readonly found: readonly OpenOutage[]
}

/** `unsaid`: failures of which the log says no more than that. One is nothing; many people's at once are an outage. */
export type RouteName = Outage['what'] | 'unsaid'

interface Watched {
  readonly activity: Activity
  readonly routes: Map<RouteName, Route>
}

export function createOutages(): Outages {
  const byTenant = new Map<string, Watched>()
  const found: OpenOutage[] = []

  function watchedOf(signIn: SignIn): Watched {
    const key = signIn.tenant === '' ? signIn.provider : signIn.tenant
    let watched = byTenant.get(key)
    if (watched === undefined) {
      watched = { activity: createActivity(DEFAULTS.outage.windowMs), routes: new Map() }
      byTenant.set(key, watched)
    }
    return watched
  }

  function routeOf({ activity, routes }: Watched, name: RouteName): Route {
    let route = routes.get(name)
    if (route === undefined) {
      const rise = createRise(activity, limitsOf(name))
      route = { rise, addresses: new Map(), recent: [], outage: undefined }
      routes.set(name, route)
    }
    return route
  }

  /** An outage that this row goes on with: of its own route, or, if the row does not say, of any. */
  function lastingFor({ routes }: Watched, name: RouteName, time: number): OpenOutage | undefined {
    const isLasting = (outage: OpenOutage | undefined) =>
      outage !== undefined && time - outage.end <= DEFAULTS.outage.quietMs
    const own = routes.get(name)?.outage
    if (isLasting(own)) return own
    const others = name === 'unsaid' ? [...routes.values()] : name === 'sign-in' ? [routes.get('unsaid')] : []
    return others.map((route) => route?.outage).find(isLasting)
  }

  return {
    see(signIn) {
      if (signIn.person === '') return
      const name = failingRoute(signIn)
      if (name === undefined) {
        if (signIn.complete) watchedOf(signIn).activity.see(signIn.time, signIn.person)
        return
      }
      const watched = watchedOf(signIn)
      const route = routeOf(watched, name)
      route.rise.see(signIn.time, signIn.person)
      remember(route, signIn)
      const lasting = lastingFor(watched, name, signIn.time)
      if (lasting !== undefined) {
        if (!isStillWide(route)) return
        // A route is part of the outage only if it fails for many: somebody's phone is always dead.
        if (route.rise.isHigh(signIn.time)) {
          lasting.routes.add(name)
          if (name === 'unsaid') lasting.what = 'sign-in'
        }
        return join(lasting, signIn)
      }
      if (!route.rise.isHigh(signIn.time) || route.addresses.size < DEFAULTS.outage.addressesMin) return
      route.outage = begin(route, signIn, name)
      found.push(route.outage)
    },
    found,
  }
}

/** Which of the provider's routes failed in this row, if any. */
function failingRoute(signIn: SignIn): RouteName | undefined {
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

/** A failed sign-in says that it is the provider's; a prompt that did not arrive may as well be a phone that is off. */
function limitsOf(name: RouteName): RiseLimits {
  if (name === 'sign-in') return DEFAULTS.outage
  return name === 'unsaid' ? DEFAULTS.massLockout : DEFAULTS.delivery
}

/** One person's dead phone does not make an outage last. */
function isStillWide(route: Route): boolean {
  return new Set(route.recent.map(({ person }) => person)).size >= DEFAULTS.outage.lastingPeopleMin
}

function remember(route: Route, signIn: SignIn): void {
  const { recent, addresses } = route
  recent.push({ trace: traceOf(signIn), person: signIn.person })
  addresses.set(signIn.ip, (addresses.get(signIn.ip) ?? 0) + 1)
  while (signIn.time - (recent[0]?.trace.time ?? signIn.time) > DEFAULTS.outage.windowMs || recent.length > 500) {
    const gone = recent.shift()
    if (gone === undefined) return
    const left = (addresses.get(gone.trace.ip) ?? 1) - 1
    if (left > 0) addresses.set(gone.trace.ip, left)
    else addresses.delete(gone.trace.ip)
  }
}

function begin(route: Route, signIn: SignIn, name: RouteName): OpenOutage {
  return {
    provider: signIn.provider,
    tenant: signIn.tenant,
    what: name === 'unsaid' ? 'sign-in' : name,
    routes: new Set([name]),
    start: route.recent[0]?.trace.time ?? signIn.time,
    end: signIn.time,
    people: new Set(route.recent.map(({ person }) => person)),
    rows: route.recent.slice(0, DEFAULTS.evidence.rowsMax / 2).map(({ trace }) => trace),
  }
}

function join(outage: OpenOutage, signIn: SignIn): void {
  outage.end = signIn.time
  outage.people.add(signIn.person)
  const { rowsMax } = DEFAULTS.evidence
  if (outage.rows.length >= rowsMax) outage.rows.splice(rowsMax / 2, 1)
  outage.rows.push(traceOf(signIn))
}
