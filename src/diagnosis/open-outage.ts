/** One outage while rows go by, from the row at which it was seen to be one: whom it hit, how, and when. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Provider, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import type { Failure, RouteName } from './outage-route.ts'
import type { Outage } from './report.ts'

export interface OpenOutage {
  readonly provider: Provider
  readonly tenant: string
  /** A route at first; the whole sign-in, once others fail beside it. */
  what: Outage['what']
  /** Routes that failed for many at once by themselves. */
  readonly routes: Set<RouteName>
  /** Whom each route failed, and when last. */
  readonly byRoute: Map<RouteName, Map<string, number>>
  /** The row at which it rose. */
  readonly firedBy: string
  readonly risen: number
  end: number
  /** Whom it may have hit, and when last; who was only hit before it began is left out when it is told. */
  readonly people: Map<string, number>
  /** When each person was failed first, from well before it rose until soon after. */
  readonly firsts: Map<string, number>
  readonly rows: Trace[]
}

/**
 * `before`: what failed in the same ways until now, for as long back as it may have begun. `route`: the one that rose;
 * undefined if it was all of them together.
 */
export function begin(before: readonly Failure[], signIn: SignIn, route: RouteName | undefined): OpenOutage {
  const outage: OpenOutage = {
    provider: signIn.provider,
    tenant: signIn.tenant,
    what: route === undefined || route === 'unsaid' ? 'sign-in' : route,
    routes: new Set(route === undefined ? [] : [route]),
    byRoute: new Map(),
    firedBy: signIn.id,
    risen: signIn.time,
    end: signIn.time,
    people: new Map(),
    firsts: new Map(),
    rows: before.slice(-DEFAULTS.evidence.rowsMax / 2).map(({ trace }) => trace),
  }
  for (const failure of before) hit(outage, failure.route, failure.person, failure.trace.time)
  return outage
}

/** `isHigh`: this route by now fails for many by itself. */
export function join(outage: OpenOutage, signIn: SignIn, route: RouteName, isHigh: boolean): void {
  if (isHigh) outage.routes.add(route)
  if (isHigh && route === 'unsaid') outage.what = 'sign-in'
  outage.end = signIn.time
  hit(outage, route, signIn.person, signIn.time)
  const { rowsMax } = DEFAULTS.evidence
  if (outage.rows.length >= rowsMax) outage.rows.splice(rowsMax / 2, 1)
  outage.rows.push(traceOf(signIn))
}

function hit({ byRoute, people, firsts, risen }: OpenOutage, route: RouteName, person: string, time: number): void {
  people.set(person, time)
  if (!firsts.has(person) && time - risen <= DEFAULTS.outage.onsetMs / 2) firsts.set(person, time)
  const ofRoute = byRoute.get(route)
  if (ofRoute === undefined) byRoute.set(route, new Map([[person, time]]))
  else ofRoute.set(person, time)
}
