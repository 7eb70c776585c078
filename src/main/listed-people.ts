/** Everybody at a connected provider, as an import takes them in: page by page, each with what they sign in with. */
import type { ListedPerson } from '../directory/index.ts'
import { Problem } from '../http/index.ts'
import { KeeperError } from '../keeper/index.ts'
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

/**
 * Lists twice: a manager stands there by account and counts by employee number, which any page may hold. Throws a Problem,
 * ERR_IMPORT_LISTING, where the provider breaks off; ERR_KEEPER_AWAY.
 */
export async function* listPeople(
  provider: Provider,
  people: TenantPeople,
): AsyncGenerator<readonly ListedPerson[], void> {
  const place = { provider, tenant: people.tenant }
  try {
    const numbers = new Map<string, string>()
    for await (const page of pagesOf(people)) {
      for (const { account, employeeNumber } of page) if (employeeNumber !== null) numbers.set(account, employeeNumber)
    }
    for await (const page of pagesOf(people)) {
      const holdings = await holdingsOf(people, page)
      yield page.map((person, index) => ({ ...place, ...listed(person, holdings[index], numbers) }))
    }
  } catch (error) {
    throw brokenOff(error)
  }
}

async function* pagesOf(people: TenantPeople): AsyncGenerator<readonly ProvidersPerson[], void> {
  let after: string | undefined
  do {
    const page = await people.listPeople(after, inTime())
    yield page.people
    after = page.next ?? undefined
  } while (after !== undefined)
}

/** In the page's order; undefined for whoever is gone meanwhile. */
async function holdingsOf(
  people: TenantPeople,
  page: readonly ProvidersPerson[],
): Promise<readonly (Holdings | undefined)[]> {
  const all: (Holdings | undefined)[] = []
  for (let from = 0; from < page.length; from += AT_ONCE) {
    const some = page.slice(from, from + AT_ONCE)
    all.push(...(await Promise.all(some.map(({ account }) => people.holdingsOf(account, inTime())))))
  }
  return all
}

function inTime(): AbortSignal {
  return AbortSignal.timeout(ANSWER_MS_MAX)
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
    ...{ id, userName, groups: [...groups], roles: administrator ? ['administrator'] : [] },
    ...said({ employeeNumber, email, phone, mobile, manager }),
    ...(holdings === undefined ? {} : { authenticators: authenticatorsOf(holdings) }),
  }
}

function authenticatorsOf({ authenticators }: Holdings): NonNullable<ListedPerson['authenticators']> {
  return authenticators.map(({ id, kind, phishingResistant, label, added, lastUsed }) => ({
    ...{ id, kind, phishingResistant },
    ...said({ device: label === '' ? null : label, added, lastUsed }),
  }))
}

type Said<Members> = { [Name in keyof Members]?: NonNullable<Members[Name]> }

function said<Members extends object>(members: Members): Said<Members> {
  const there = Object.entries(members).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(there) as Said<Members>
}

const NEXT: Readonly<Partial<Record<ProviderErrorCode, string>>> = {
  ERR_PROVIDER_THROTTLED: 'Begin another import in a few minutes.',
  ERR_PROVIDER_REFUSED: 'See what its credential may read there, then begin another import.',
}

function brokenOff(error: unknown): unknown {
  const isLimit = error instanceof KeeperError && error.code === 'ERR_KEEPER_LIMIT'
  if (!(error instanceof ProviderError) && !isLimit) return error
  const next = error instanceof ProviderError ? NEXT[error.code] : 'Begin another import in an hour.'
  return new Problem({
    code: 'ERR_IMPORT_LISTING',
    status: 502,
    title: 'The list broke off',
    detail: `${error.message} What was listed until then cannot be approved (${error.code}).`,
    next: next ?? 'Throw this import away, and begin another once the provider answers.',
    cause: error,
  })
}
