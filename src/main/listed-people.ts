/** Everybody at a connected provider, as an import takes them in: page by page, each with what they sign in with. */
import { neutralise } from '../base/neutralise.ts'
import type { ListedPerson } from '../directory/index.ts'
import { Problem } from '../http/index.ts'
import { KeeperError, type KeeperErrorCode } from '../keeper/index.ts'
import {
  type Holdings,
  ProviderError,
  type ProviderErrorCode,
  type ListedPerson as ProvidersPerson,
  type TenantPeople,
} from '../providers/index.ts'
import type { Provider } from '../signin/index.ts'

/** Questions that a provider is asked at the same time. */
const AT_ONCE = 8
const ANSWER_MS_MAX = 30_000
/** As the directory takes them. */
const NAME_MAX = 400

/**
 * Lists twice: a manager stands there by account and counts by employee number, which any page may hold. Throws a Problem,
 * ERR_IMPORT_BROKEN_OFF, where the provider or the keeper before it does not go on; and the signal's reason.
 */
export async function* listPeople(
  provider: Provider,
  people: TenantPeople,
  signal: AbortSignal,
): AsyncGenerator<readonly ListedPerson[], void> {
  const place = { provider, tenant: people.tenant }
  try {
    const numbers = new Map<string, string>()
    for await (const page of pagesOf(people, signal)) {
      for (const { account, employeeNumber } of page) if (employeeNumber !== null) numbers.set(account, employeeNumber)
    }
    for await (const page of pagesOf(people, signal)) {
      const holdings = await holdingsOf(people, page, signal)
      yield page.map((person, index) => ({ ...place, ...listed(person, holdings[index], numbers) }))
    }
  } catch (error) {
    throw brokenOff(error)
  }
}

/** Throws ERR_PROVIDER_DOWN for whoever is listed twice: behind a list that turns in circles others would be missing. */
async function* pagesOf(people: TenantPeople, signal: AbortSignal): AsyncGenerator<readonly ProvidersPerson[], void> {
  const seen = new Set<string>()
  let after: string | undefined
  do {
    const page = await people.listPeople(after, inTime(signal))
    for (const { account } of page.people) {
      if (seen.has(account)) throw repeated()
      seen.add(account)
    }
    yield page.people
    if (page.next !== null && page.next === after) throw repeated()
    after = page.next ?? undefined
  } while (after !== undefined)
}

function repeated(): ProviderError {
  return new ProviderError('ERR_PROVIDER_DOWN', 'The provider listed the same twice, so that others may be missing.')
}

/** In the page's order; undefined for whoever is gone meanwhile. */
async function holdingsOf(
  people: TenantPeople,
  page: readonly ProvidersPerson[],
  signal: AbortSignal,
): Promise<readonly (Holdings | undefined)[]> {
  const all: (Holdings | undefined)[] = []
  for (let from = 0; from < page.length; from += AT_ONCE) {
    const some = page.slice(from, from + AT_ONCE)
    all.push(...(await Promise.all(some.map(({ account }) => people.holdingsOf(account, inTime(signal))))))
  }
  return all
}

function inTime(signal: AbortSignal): AbortSignal {
  signal.throwIfAborted()
  return AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)])
}

/** What the provider does not say is left out. */
function listed(
  { account: id, userName, groups, administrator, ...person }: ProvidersPerson,
  holdings: Holdings | undefined,
  numbers: ReadonlyMap<string, string>,
): Omit<ListedPerson, 'provider' | 'tenant'> {
  const { employeeNumber, email, phone, mobile } = person
  const manager = person.manager === null ? undefined : numbers.get(person.manager)
  return {
    ...{ id, userName, groups: [...new Set(groups.map(visible))], roles: administrator ? ['administrator'] : [] },
    ...said({ employeeNumber, email, phone, mobile, manager }),
    ...(holdings === undefined ? {} : { authenticators: authenticatorsOf(holdings) }),
  }
}

function authenticatorsOf({ authenticators }: Holdings): NonNullable<ListedPerson['authenticators']> {
  return authenticators.map(({ id, kind, phishingResistant, label, added, lastUsed }) => ({
    ...{ id, kind, phishingResistant },
    ...said({ device: label === '' ? null : visible(label), added, lastUsed }),
  }))
}

/** A name that people give to what is theirs: a strange one is no reason to refuse the whole list. */
function visible(name: string): string {
  return neutralise(name).slice(0, NAME_MAX).toWellFormed()
}

type Said<Members> = { [Name in keyof Members]?: NonNullable<Members[Name]> }

function said<Members extends object>(members: Members): Said<Members> {
  const there = Object.entries(members).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(there) as Said<Members>
}

const NEXT: Readonly<Partial<Record<ProviderErrorCode | KeeperErrorCode, string>>> = {
  ERR_PROVIDER_THROTTLED: 'Begin another import in a few minutes.',
  ERR_PROVIDER_REFUSED: 'See what its credential may read there, then begin another import.',
  ERR_KEEPER_AWAY: 'Begin another import in a moment. If that lasts, tell whoever runs Postern.',
  ERR_KEEPER_UNREAD: 'Begin another import in a moment. If that lasts, tell whoever runs Postern.',
  ERR_KEEPER_LIMIT: 'Begin another import in an hour.',
}

function brokenOff(error: unknown): unknown {
  if (!(error instanceof ProviderError || error instanceof KeeperError)) return error
  const { code, message } = error
  return new Problem({
    code: 'ERR_IMPORT_BROKEN_OFF',
    status: 502,
    title: 'The list broke off',
    detail: `${message} The import was thrown away, with all that was listed until then (${code}).`,
    next: NEXT[code] ?? 'Begin another import once the provider answers as it should.',
    cause: error,
  })
}
