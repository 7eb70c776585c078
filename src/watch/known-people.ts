/**
 * Whose rows they are, while rows keep coming: the answers of signin/person.ts, given at once and mended later.
 *
 * Sources name their tenant, so that only one thing is left open: a row without an account id belongs to the account that
 * has its name, if one has. A row that says so may come long after.
 *
 * There are as many as people. So texts that are the same are one text, and a key is written out, where V8 would keep the
 * parts that it was put together from.
 */
import { type Columns, ownCopy, personKey, type Settled } from '../signin/index.ts'

export interface KnownPeople extends Settled {
  /** Takes in the combinations that were packed since the last call. True if it changes whose an earlier row is. */
  update(): boolean
}

/** Who has which name within one tenant, in lower case. */
interface Names {
  /** The account of a name; '' if several have it. */
  readonly owners: Map<string, string>
  /** Combinations without an account id, by their name. */
  readonly unowned: Map<string, number[]>
}

export function createKnownPeople({ people }: Columns): KnownPeople {
  const persons: string[] = []
  const tenants: string[] = []
  const accounts: string[] = []
  const names: string[] = []
  /** By provider and tenant. */
  const tenantNames = new Map<string, Names>()

  function namesOf(who: number): Names {
    const { provider, tenant } = people.combination(who)
    const key = JSON.stringify([provider, tenant])
    let known = tenantNames.get(key)
    if (known === undefined) {
      known = { owners: new Map(), unowned: new Map() }
      tenantNames.set(key, known)
    }
    return known
  }

  function keyOf(who: number): string {
    const { provider, tenant, account } = people.combination(who)
    const name = names[who]!
    return ownCopy(personKey(provider, tenant, account || (namesOf(who).owners.get(name.toLowerCase()) ?? ''), name))
  }

  /** Notes that an account has a name; gives whether rows that had only the name change hands. */
  function own(who: number, account: string): boolean {
    const name = names[who]!.toLowerCase()
    const { owners, unowned } = namesOf(who)
    const before = owners.get(name)
    const owner = before === undefined || before === account ? account : ''
    if (owner === before) return false
    owners.set(name, owner)
    const others = unowned.get(name) ?? []
    for (const other of others) persons[other] = keyOf(other)
    return others.length > 0
  }

  function waitForOwner(who: number): void {
    const name = names[who]!.toLowerCase()
    const { unowned } = namesOf(who)
    const others = unowned.get(name)
    if (others === undefined) unowned.set(name, [who])
    else others.push(who)
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
        if (account === '') waitForOwner(who)
        else if (name !== '' && own(who, account)) hasChanged = true
        persons.push(keyOf(who))
      }
      return hasChanged
    },
  }
}
