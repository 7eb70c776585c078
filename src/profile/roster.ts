/** Everybody whom a log names, by key and by name. Diagnoses that judge the same rows share one. */
import { DEFAULTS } from '../base/defaults.ts'
import type { Provider, SignIn } from '../signin/index.ts'

export interface Person {
  readonly key: string
  /** People are numbered in the order in which they are met. */
  readonly number: number
  /** The label that the log uses for this person; the first one seen, and the account's id before there is one. */
  name: string
  readonly account: string
  readonly provider: Provider
  /** Named, or called by its name, an emergency account. */
  emergency: boolean
  /** Seen with an administrator's role, or changing other people's accounts. */
  privileged: boolean
}

export interface Roster {
  /** Whom a row concerns; undefined if nobody. The same row again changes nothing. */
  meet(signIn: SignIn): Person | undefined
  person(key: string): Person | undefined
  byName(name: string): Person | undefined
  readonly people: number
}

/** Whether somebody is an emergency account, by the person's key and the name that the log uses. */
export type IsEmergency = (who: Pick<SignIn, 'person' | 'name'>) => boolean

export function createRoster(isEmergency: IsEmergency = () => false): Roster {
  const people = new Map<string, Person>()
  const names = new Map<string, Person>()

  /** Rows of some management interfaces (Auth0's) name an account by its id alone: the name comes with a later row. */
  function nameBy(person: Person, signIn: SignIn): void {
    const { name } = signIn
    if (name === '') return
    person.name = name
    person.emergency ||= DEFAULTS.emergency.names.test(name) || isEmergency(signIn)
    names.set(name.toLowerCase(), person)
  }

  return {
    meet(signIn) {
      const key = signIn.person
      if (key === '') return undefined
      let person = people.get(key)
      if (person === undefined) {
        const { account, provider } = signIn
        const emergency = isEmergency(signIn)
        person = { key, number: people.size, name: account, account, provider, emergency, privileged: false }
        people.set(key, person)
        nameBy(person, signIn)
      } else if (person.name === person.account) nameBy(person, signIn)
      return person
    },
    person: (key) => people.get(key),
    byName: (name) => names.get(name.toLowerCase()),
    get people() {
      return people.size
    },
  }
}
