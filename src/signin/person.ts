/**
 * Whose sign-in it is: which rows of a log, under which ids and names, concern one person.
 *
 * Logs of one provider name people differently: the tenant stands in one export and not in the other, a failed sign-in
 * often has the typed name and no id. Both are filled in from the whole input, and only where the input leaves no choice,
 * so the answer depends on what was read and not on its order:
 *
 * - A row without a tenant belongs to the only tenant of that provider in the input; if there are several, to the only
 *   one in which its account id was seen, or else its name; otherwise its tenant stays empty.
 * - A row without an account id belongs to the account that rows of the same provider and tenant give for its name
 *   (letter case ignored). A name given for no account, or for several, is a person of its own.
 * - A row with neither, or whose name the provider does not know, concerns nobody, only its address.
 */
import { createCombinations } from './combinations.ts'
import type { Provider } from './sign-in.ts'
import { ownCopy } from './texts.ts'

/** Stands for "more than one", where only one would do. No vendor's text is this object. */
const SEVERAL = Symbol('several')
type Only = string | typeof SEVERAL | undefined

/** Everybody that an input names. A `who` is the number of one combination of provider, tenant, account id and name. */
export interface People {
  /** The number of a combination; account or name is not empty. The same for the same four texts. */
  who(provider: Provider, tenant: string, account: string, name: string): number
  /** How many combinations there are, and what each is. */
  readonly count: number
  combination(who: number): Combination
  /** Tells of a row that concerns nobody, because its tenant counts as seen. */
  nobody(provider: Provider, tenant: string): void
  /** After the last row: decides who is who, and how many people there are. */
  settle(): Settled
}

export interface Combination {
  readonly provider: Provider
  readonly tenant: string
  readonly account: string
  readonly name: string
}

export interface Settled {
  /** How many people there are. */
  readonly count: number
  /** By `who`: the person's key, the tenant after adoption, and account and name as the row has them. */
  readonly persons: readonly string[]
  readonly tenants: readonly string[]
  readonly accounts: readonly string[]
  readonly names: readonly string[]
  /** The tenant of a row that concerns nobody. */
  tenantOf(provider: Provider, tenant: string): string
}

/**
 * The key of the person behind an account: `provider:tenant:id`, or `provider:tenant:~name` in lower case where no id is
 * known, or empty where neither is. Different accounts never share a key: a colon inside a tenant is escaped.
 */
export function personKey(provider: Provider, tenant: string, account: string, name: string): string {
  if (account === '' && name === '') return ''
  const place = `${provider}:${tenant.replace(/[%:]/g, escapeMark)}:`
  return account === '' ? `${place}~${name.toLowerCase()}` : place + account.replace(/^[%~]/, escapeMark)
}

function escapeMark(mark: string): string {
  return mark === '%' ? '%25' : mark === ':' ? '%3A' : '%7E'
}

export function createPeople(): People {
  const realms = createRealms()
  const seen = createCombinations()

  function who(provider: Provider, tenant: string, account: string, name: string): number {
    return seen.numberOf(realms.numberOf(provider, tenant), account, name)
  }

  function settle(): Settled {
    const { onlyTenant } = realms
    const numbers = Array.from({ length: seen.count }, (_, who) => who)
    const all = {
      realms: numbers.map((who) => realms.list[seen.realm(who)]!),
      accounts: numbers.map(seen.account),
      names: numbers.map(seen.name),
    }
    const tenants = adoptTenants(all, onlyTenant)
    const { persons, count } = resolvePersons(all, tenants)
    const tenantOf = (provider: Provider, tenant: string): string => tenant || text(onlyTenant.get(provider))
    return { count, persons, tenants, accounts: all.accounts, names: all.names, tenantOf }
  }

  return {
    get count() {
      return seen.count
    },
    combination: (who) => ({ ...realms.list[seen.realm(who)]!, account: seen.account(who), name: seen.name(who) }),
    who,
    nobody: realms.note,
    settle,
  }
}

interface Realm {
  readonly provider: Provider
  readonly tenant: string
}

interface Realms {
  /** By number. */
  readonly list: readonly Realm[]
  readonly onlyTenant: ReadonlyMap<Provider, Only>
  numberOf(provider: Provider, tenant: string): number
  /** Takes notice of a tenant that gets no number. */
  note(provider: Provider, tenant: string): void
}

/** Numbers providers' tenants. */
function createRealms(): Realms {
  const list: Realm[] = []
  const numbers = new Map<string, number>()
  const onlyTenant = new Map<Provider, Only>()
  let last: Realm | undefined
  let lastNumber = -1

  function numberOf(provider: Provider, tenant: string): number {
    if (last?.tenant === tenant && last.provider === provider) return lastNumber
    const key = `${provider}:${tenant}`
    lastNumber = numbers.get(key) ?? add(provider, ownCopy(tenant))
    numbers.set(key, lastNumber)
    last = list[lastNumber]
    return lastNumber
  }

  function add(provider: Provider, tenant: string): number {
    note(provider, tenant)
    return list.push({ provider, tenant }) - 1
  }

  function note(provider: Provider, tenant: string): void {
    const only = onlyTenant.get(provider)
    if (tenant === '' || only === tenant || only === SEVERAL) return
    noteOnly(onlyTenant, provider, ownCopy(tenant))
  }

  return { list, onlyTenant, numberOf, note }
}

/** What rows say of themselves, by `who`. */
interface Statements {
  readonly realms: readonly Realm[]
  readonly accounts: readonly string[]
  readonly names: readonly string[]
}

/** The tenant of each combination, empty ones adopted as the head of this file says. */
function adoptTenants(all: Statements, onlyTenant: ReadonlyMap<Provider, Only>): readonly string[] {
  const { realms, accounts, names } = all
  const ofAccount = new Map<string, Only>()
  const ofName = new Map<string, Only>()
  const isNeeded = realms.some(({ provider, tenant }) => tenant === '' && onlyTenant.get(provider) === SEVERAL)
  for (const [who, { provider, tenant }] of isNeeded ? realms.entries() : []) {
    if (tenant === '') continue
    if (accounts[who] !== '') noteOnly(ofAccount, within(provider, '', accounts[who]!), tenant)
    if (names[who] !== '') noteOnly(ofName, within(provider, '', names[who]!.toLowerCase()), tenant)
  }
  const adopted = (provider: Provider, who: number): string =>
    text(onlyTenant.get(provider)) ||
    text(ofAccount.get(within(provider, '', accounts[who]!))) ||
    text(ofName.get(within(provider, '', names[who]!.toLowerCase())))
  return realms.map(({ provider, tenant }, who) => tenant || adopted(provider, who))
}

/** The person of each combination; a name without an account id is the account that has it, if there is only one. */
function resolvePersons(
  all: Statements,
  tenants: readonly string[],
): { readonly persons: readonly string[]; readonly count: number } {
  const { realms, accounts, names } = all
  const accountOfName = new Map<string, Only>()
  const nameKey = (who: number): string => within(realms[who]!.provider, tenants[who]!, names[who]!.toLowerCase())
  for (const [who, account] of accounts.entries()) if (account === '') accountOfName.set(nameKey(who), undefined)
  for (const [who, account] of accountOfName.size > 0 ? accounts.entries() : []) {
    if (account !== '' && names[who] !== '' && accountOfName.has(nameKey(who))) {
      noteOnly(accountOfName, nameKey(who), account)
    }
  }
  // One string a person, whatever the number of combinations.
  const keys = new Map<string, string>()
  const persons = realms.map(({ provider }, who) => {
    const account = accounts[who] || text(accountOfName.get(nameKey(who)))
    const key = personKey(provider, tenants[who]!, account, names[who]!)
    if (!keys.has(key)) keys.set(key, key)
    return keys.get(key)!
  })
  return { persons, count: keys.size }
}

/** A name or account id within its provider and tenant, as the key of a map. */
function within(provider: Provider, tenant: string, label: string): string {
  return JSON.stringify([provider, tenant, label])
}

/** Notes what a key stands for; two different answers make it `SEVERAL`, whichever came first. */
function noteOnly<K>(map: Map<K, Only>, key: K, answer: string): void {
  const before = map.get(key)
  if (before === undefined) map.set(key, answer)
  else if (before !== answer) map.set(key, SEVERAL)
}

function text(only: Only): string {
  return typeof only === 'string' ? only : ''
}
