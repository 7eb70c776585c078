/**
 * For tests: calls every route without a credential, with a forged one, and with each that must not do, and says where the
 * answer is not the refusal it has to be. It never makes a call that should be served, so nothing is ever done by it.
 */
import type { Caller, Way } from './access.ts'
import type { ListenerName } from './listeners.ts'
import type { ListedRoute } from './server.ts'

export interface SweepCredential {
  readonly name: string
  readonly caller: Caller
  /** The headers that carry it, to this listener, as from a page of ours. */
  headers(on: ListenerName): Record<string, string>
}

export interface Sweep {
  readonly routes: readonly ListedRoute[]
  /** `METHOD /path` of every route that is open to anyone: the list that a reviewer reads. */
  readonly open: readonly string[]
  readonly credentials: readonly SweepCredential[]
  /** Credentials of every form that belong to nobody. */
  forged(on: ListenerName): readonly Record<string, string>[]
  call(
    on: ListenerName,
    method: string,
    path: string,
    headers: Record<string, string>,
  ): Promise<{ readonly status: number }>
}

const NOBODYS = 'nobodys-organisation'

/** What is wrong, a sentence each; empty if nothing is. */
export async function sweep({ routes, open, credentials, forged, call }: Sweep): Promise<readonly string[]> {
  const wrong: string[] = []
  const served = routes.filter(({ access }) => access.some(({ who }) => who === 'anyone')).map(nameOf)
  for (const name of served.filter((name) => !open.includes(name)))
    wrong.push(`${name} is open to anyone, and the list does not say so`)
  for (const name of open.filter((name) => !served.includes(name)))
    wrong.push(`${name} is in the list, and is not open to anyone`)

  for (const route of routes.filter((route) => !served.includes(nameOf(route)))) {
    for (const on of route.on === 'both' ? (['portal', 'console'] as const) : [route.on]) {
      const expect = async (what: string, status: number, organisation: string, headers: Record<string, string>) => {
        const got = await call(on, route.method, pathOf(route, organisation), headers)
        if (got.status !== status) wrong.push(`${nameOf(route)} on ${on}, ${what}: ${got.status} instead of ${status}`)
      }
      await expect('without a credential', 401, NOBODYS, {})
      for (const headers of forged(on)) await expect('with a forged credential', 401, NOBODYS, headers)
      for (const { name, caller, headers } of credentials) {
        for (const organisation of [...organisationsOf(caller), NOBODYS]) {
          const status = refusalOf(route, caller, organisation)
          if (status !== undefined) await expect(`as ${name} for ${organisation}`, status, organisation, headers(on))
        }
        const isByCookie = caller.who === 'staff' || caller.who === 'claimant'
        if (isByCookie && route.access.some(({ who }) => who === caller.who)) {
          const elsewhere = { ...headers(on), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
          await expect(`as ${name}, from a page of somebody else's`, 403, NOBODYS, elsewhere)
        }
      }
    }
  }
  return wrong
}

function nameOf({ method, path }: ListedRoute): string {
  return `${method} ${path}`
}

function pathOf({ path }: ListedRoute, organisation: string): string {
  return path.replaceAll(/:(\w+)/g, (_, name) => (name === 'organisation' ? organisation : 'x')).replace('*', 'x')
}

/** The refusal due, by rules told once more and not taken from the code under test; undefined if the call is to be served. */
function refusalOf({ path, access }: ListedRoute, caller: Caller, organisation: string): number | undefined {
  const ways = access.filter(({ who }) => who === caller.who)
  if (ways.length === 0) return 401
  const isScoped = path.includes(':organisation')
  if (isScoped && !organisationsOf(caller).includes(organisation)) return 404
  return ways.some((way) => admits(way, caller, isScoped ? organisation : undefined)) ? undefined : 403
}

function admits(way: Way, caller: Caller, organisation: string | undefined): boolean {
  const isThere = (organisations: readonly string[]) =>
    organisation === undefined || organisations.includes(organisation)
  if (way.who === 'staff' && caller.who === 'staff') {
    // A step-up that is due is answered by 401; whoever sweeps brings credentials that are fresh.
    const { roles } = way
    if (roles === 'any' && organisation === undefined) return true
    return caller.grants.some(
      ({ role, scope }) => (roles === 'any' || roles.includes(role)) && isThere(scope.organisations),
    )
  }
  if (way.who === 'machine' && caller.who === 'machine') return caller.permissions.includes(way.permission)
  return true
}

function organisationsOf(caller: Caller): readonly string[] {
  switch (caller.who) {
    case 'source':
    case 'claimant':
      return [caller.organisation]
    case 'machine':
      return caller.scope.organisations
    case 'staff':
      return [...new Set(caller.grants.flatMap(({ scope }) => scope.organisations))]
    default:
      return []
  }
}
