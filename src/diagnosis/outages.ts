/**
 * Provider outages: failures of the provider's own making, over many people and addresses at once.
 *
 * One person whose phone cannot be reached has a lockout. When pushes, messages or sign-ins fail for many people from
 * many places within minutes, it is nobody's phone (CLASSIFICATION.md §5).
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type Activity, createActivity, createRise, type Rise } from '../detection/index.ts'
import { type Provider, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import type { Outage } from './report.ts'

export interface OpenOutage {
  readonly provider: Provider
  readonly tenant: string
  readonly what: Outage['what']
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

interface Watched {
  readonly activity: Activity
  readonly routes: Map<Outage['what'], Route>
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

  function routeOf({ activity, routes }: Watched, what: Outage['what']): Route {
    let route = routes.get(what)
    if (route === undefined) {
      route = { rise: createRise(activity, DEFAULTS.outage), addresses: new Map(), recent: [], outage: undefined }
      routes.set(what, route)
    }
    return route
  }

  return {
    see(signIn) {
      if (signIn.person === '') return
      const what = failingRoute(signIn)
      if (what === undefined) {
        if (signIn.complete) watchedOf(signIn).activity.see(signIn.time, signIn.person)
        return
      }
      const route = routeOf(watchedOf(signIn), what)
      route.rise.see(signIn.time, signIn.person)
      remember(route, signIn)
      const { outage } = route
      if (outage !== undefined && signIn.time - outage.end <= DEFAULTS.outage.quietMs) return join(outage, signIn)
      if (!route.rise.isHigh(signIn.time) || route.addresses.size < DEFAULTS.outage.addressesMin) return
      route.outage = begin(route, signIn, what)
      found.push(route.outage)
    },
    found,
  }
}

/** Which of the provider's routes failed in this row, if any. */
export function failingRoute(signIn: SignIn): Outage['what'] | undefined {
  if (signIn.outcome !== 'failure') return undefined
  switch (signIn.reason) {
    case 'service-error':
    case 'throttled':
      return 'sign-in'
    case 'prompt-undeliverable':
      return 'push'
    case 'message-undeliverable':
      return 'message'
    default:
      return undefined
  }
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

function begin(route: Route, signIn: SignIn, what: Outage['what']): OpenOutage {
  return {
    provider: signIn.provider,
    tenant: signIn.tenant,
    what,
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
