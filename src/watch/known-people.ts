/**
 * Whose rows they are, while rows keep coming: the answers of signin/person.ts, given at once and mended later.
 *
 * Sources name their tenant, so that only one thing is left open: a row without an account id belongs to the account that
 * has its name, if one has. A row that says so may come long after.
 */
import { type Columns, personKey, type Settled } from '../signin/index.ts'

export interface KnownPeople extends Settled {
  /** Takes in the combinations that were packed since the last call. True if it changes whose an earlier row is. */
  update(): boolean
}

/** The account of a name; '' if several have it. */
type Owner = string

export function createKnownPeople({ people }: Columns): KnownPeople {
  const persons: string[] = []
  const tenants: string[] = []
  const accounts: string[] = []
  const names: string[] = []
  const keys = new Map<string, string>()
  const owners = new Map<string, Owner>()
  /** Combinations without an account id, by their name. */
  const unowned = new Map<string, number[]>()

  function keyOf(who: number): string {
    const { provider, tenant, account, name } = people.combination(who)
    const key = personKey(provider, tenant, account || (owners.get(within(who)) ?? ''), name)
    const known = keys.get(key)
    if (known === undefined) keys.set(key, key)
    return known ?? key
  }

  /** The name of a combination within its tenant. */
  function within(who: number): string {
    const { provider, tenant, name } = people.combination(who)
    return JSON.stringify([provider, tenant, name.toLowerCase()])
  }

  /** Notes that an account has a name; gives whether rows that had only the name change hands. */
  function own(who: number, account: string): boolean {
    const name = within(who)
    const before = owners.get(name)
    const owner = before === undefined || before === account ? account : ''
    if (owner === before) return false
    owners.set(name, owner)
    const others = unowned.get(name) ?? []
    for (const other of others) persons[other] = keyOf(other)
    return others.length > 0
  }

  return {
    persons,
    tenants,
    accounts,
    names,
    get count() {
      return new Set(persons).size
    },
    tenantOf: (_provider, tenant) => tenant,
    update() {
      let hasChanged = false
      for (let who = persons.length; who < people.count; who++) {
        const { tenant, account, name } = people.combination(who)
        tenants.push(tenant)
        accounts.push(account)
        names.push(name)
        if (account === '') {
          const others = unowned.get(within(who))
          if (others === undefined) unowned.set(within(who), [who])
          else others.push(who)
        } else if (name !== '' && own(who, account)) hasChanged = true
        persons.push(keyOf(who))
      }
      return hasChanged
    },
  }
}
