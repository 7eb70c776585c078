/**
 * Who a row of an import is: which person that is known already, or a new one (DESIGN §3 rule 6). The rules, in their order:
 *
 * 1. An account of this provider, tenant and id is the same account, and so the same person.
 * 2. An employee number is the authoritative directory's id: who has it is that person, at every provider.
 * 3. Another account of the same provider and tenant that has, or had, the user name or the address, is the same person made
 *    again, unless the row brings an employee number that says otherwise.
 *
 * An equal name or address at another provider joins nobody. Where rules contradict each other it is a doubt: nothing of the
 * row counts until two people have decided. Who they said an account does not belong to is never proposed again.
 */

export type Outcome = 'new' | 'known' | 'linked' | 'recreated' | 'doubt'

/** An account that bears one of the row's names, now or earlier. */
export interface Bearer {
  readonly account: string
  readonly person: string
  readonly provider: string
  readonly tenant: string
  /** The person is new by this very import. */
  readonly isFresh: boolean
}

export interface Claim {
  /** Key of the row's account. */
  readonly account: string
  readonly provider: string
  readonly tenant: string
  /** The account, if it is known; `isLinked` once it was said whose it is. */
  readonly known: { readonly person: string; readonly isLinked: boolean } | undefined
  readonly hasEmployee: boolean
  /** Who has the row's employee number. */
  readonly employees: readonly Bearer[]
  /** Who bears its user name or address. */
  readonly names: readonly Bearer[]
  /** Two people said that it is not theirs. */
  readonly apart: ReadonlySet<string>
}

export interface Identified {
  readonly outcome: Outcome
  /** Whose it is; of a doubt, whose it may be. */
  readonly person: string
  /** Of a doubt: what contradicts what. */
  readonly why?: string
}

export function identify(claim: Claim): Identified {
  const { account, known, apart } = claim
  const employees = peopleOf(claim.employees).filter((one) => !apart.has(one))
  if (known !== undefined) return identifyKnown(known, employees)

  const [employee] = employees
  const others = claim.names.filter((one) => one.account !== account && isSameTenant(one, claim))
  const namesakes = peopleOf(others).filter((one) => !apart.has(one))
  if (employee !== undefined) {
    if (employees.length > 1) return doubt(employee, SEVERAL_EMPLOYEES)
    if (namesakes.some((one) => one !== employee)) {
      return doubt(employee, 'the user name or address was another person’s at this provider')
    }
    return { outcome: namesakes.length > 0 ? 'recreated' : 'linked', person: employee }
  }
  const [namesake] = namesakes
  if (namesake === undefined) return { outcome: 'new', person: account }
  if (namesakes.length > 1) return doubt(namesake, 'several people had this user name or address at this provider')
  if (claim.hasEmployee) return doubt(namesake, 'somebody had this name here, and the employee number is new')
  return { outcome: 'recreated', person: namesake }
}

const SEVERAL_EMPLOYEES = 'several people have this employee number'

/** Whose it is was said before: a number that somebody has besides takes it away from nobody. */
function identifyKnown({ person, isLinked }: NonNullable<Claim['known']>, employees: readonly string[]): Identified {
  const [employee] = employees
  if (employee === undefined || employees.includes(person)) return { outcome: 'known', person }
  if (isLinked) return doubt(employee, 'the account is one person’s, and the employee number another’s')
  return employees.length > 1 ? doubt(employee, SEVERAL_EMPLOYEES) : { outcome: 'linked', person: employee }
}

function peopleOf(bearers: readonly Bearer[]): readonly string[] {
  return [...new Set(bearers.map(({ person }) => person))]
}

function isSameTenant(one: Bearer, { provider, tenant }: Claim): boolean {
  return one.provider === provider && one.tenant === tenant
}

function doubt(person: string, why: string): Identified {
  return { outcome: 'doubt', person, why }
}
