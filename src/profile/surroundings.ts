/**
 * Everybody's surroundings at once: what is usual for each person, and which addresses several people share.
 *
 * The two meet because an address that many people get in from (an office, a VPN exit, a carrier) says little about any
 * one of them, and an address that attacked somebody must never become anybody's own.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import type { Provider, SignIn } from '../signin/index.ts'
import { type Familiarity, familiarity, isTooFar, isUntrusted } from './familiarity.ts'
import { fingerprint } from './fingerprint.ts'
import { createNetworks } from './networks.ts'
import { createUsuals, type Usual } from './usual.ts'

export interface Person {
  readonly key: string
  /** People are numbered in the order in which they are met. */
  readonly number: number
  /** The label that the log uses for this person; the first one seen, and the account's id before there is one. */
  name: string
  readonly account: string
  readonly provider: Provider
  /** Before anything is learned of the person, one that is nobody's and stays empty. */
  usual: Usual
  /** Named, or called by its name, an emergency account. */
  emergency: boolean
  /** Seen with an administrator's role, or changing other people's accounts. */
  privileged: boolean
}

/** What a rule may know about a row besides the row itself. One object, reused for every row. */
export interface About {
  readonly person: Person | undefined
  readonly familiarity: Familiarity
  /** True if so many people got in from this network that it is shared (office, VPN exit, carrier). */
  readonly shared: boolean
  /** True if this network is an exit of the organisation's own tunnel: people are there and at home at the same time. */
  readonly tunnel: boolean
  /** True if an attack came from this address before. */
  readonly tainted: boolean
  /** Of a change: true if it was made under the name of Postern's own credential. */
  readonly ours: boolean
}

export interface Surroundings {
  /** Judges a row against everything before it. The result is valid until the next call. */
  about(signIn: SignIn): About
  /** Learns from a row, after all rules have seen it. */
  learn(signIn: SignIn): void
  /** Marks an address as an attacker's: nothing from it is learned any more. */
  taint(address: string): void
  person(key: string): Person | undefined
  byName(name: string): Person | undefined
  readonly people: number
}

/** Whether somebody is an emergency account, by the person's key and the name that the log uses. */
export type IsEmergency = (who: Pick<SignIn, 'person' | 'name'>) => boolean

/** Whether a change was made under the name of a credential of ours. */
export type IsOurs = (who: Pick<SignIn, 'provider' | 'actor'>) => boolean

export function createSurroundings(isEmergency: IsEmergency = () => false, isOurs: IsOurs = () => false): Surroundings {
  const people = new Map<string, Person>()
  const names = new Map<string, Person>()
  const networks = createNetworks()
  const unknownPerson = createUsuals()
  const nothingUsual = unknownPerson()
  const tainted = new Set<string>()
  const about = {
    person: undefined as Person | undefined,
    familiarity: 'unclear' as Familiarity,
    shared: false,
    tunnel: false,
    tainted: false,
    ours: false,
  }

  function meet(signIn: SignIn): Person | undefined {
    const key = signIn.person
    if (key === '') return undefined
    let person = people.get(key)
    if (person === undefined) {
      person = {
        key,
        number: people.size,
        name: signIn.account,
        account: signIn.account,
        provider: signIn.provider,
        usual: nothingUsual,
        emergency: isEmergency(signIn),
        privileged: false,
      }
      people.set(person.key, person)
      nameBy(person, signIn)
    } else if (person.name === person.account) nameBy(person, signIn)
    return person
  }

  /** Rows of some management interfaces (Auth0's) name an account by its id alone: the name comes with a later row. */
  function nameBy(person: Person, signIn: SignIn): void {
    const { name } = signIn
    if (name === '') return
    person.name = name
    person.emergency ||= DEFAULTS.emergency.names.test(name) || isEmergency(signIn)
    names.set(name.toLowerCase(), person)
  }

  /** Learns exits of the organisation's tunnel: shared, and too far from where the same person just was, at home too. */
  function learnPlace({ usual, number }: Person, signIn: SignIn, network: number): void {
    const { latitude, longitude, time } = signIn
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) return
    networks.locate(network)
    const untrusted = isUntrusted(signIn)
    const country = fingerprint(signIn.country)
    const { place } = usual
    // Within one country a carrier's gateway may stand far from the phone, and would make an office look like a tunnel.
    if (place !== undefined && place.country !== country && isTooFar(place, signIn)) {
      const here = networks.isShared(network)
      const there = networks.isShared(place.network)
      const lived = here ? !place.untrusted : !untrusted
      if (here !== there && lived) networks.jump(here ? network : place.network, number)
    }
    usual.place = { latitude, longitude, time, network, country, untrusted }
  }

  return {
    about(signIn) {
      const person = meet(signIn)
      about.person = person
      about.familiarity = person === undefined ? 'unclear' : familiarity(person.usual, signIn)
      const network = networks.find(networkOf(signIn.ip))
      about.shared = networks.isShared(network)
      about.tunnel = about.shared && networks.isTunnel(network)
      about.ours = signIn.activity === 'change' && isOurs(signIn)
      about.tainted = tainted.size > 0 && tainted.has(signIn.ip)
      return about
    },
    learn(signIn) {
      const key = signIn.person
      // A row is learned from right after it was judged: the person is at hand.
      const person = about.person?.key === key ? about.person : people.get(key)
      if (person === undefined) return
      if (person.usual === nothingUsual) person.usual = unknownPerson()
      if (signIn.step === 'second' && signIn.outcome === 'interrupt') person.usual.secondStep = true
      if (signIn.proved && signIn.outcome === 'success') person.usual.proof = signIn.method
      if (!signIn.complete || signIn.activity !== 'sign-in' || tainted.has(signIn.ip)) return
      // A stranger who gets in from one place with several people's passwords does not make it a shared one.
      const strange = about.person === person && about.familiarity === 'foreign'
      if (!strange) {
        const network = networks.numberOf(networkOf(signIn.ip))
        learnPlace(person, signIn, network)
        networks.arrive(network, person.number)
      }
      person.usual.learn(signIn)
    },
    taint: (address) => void (address !== '' && tainted.add(address)),
    person: (key) => people.get(key),
    byName: (name) => names.get(name.toLowerCase()),
    get people() {
      return people.size
    },
  }
}
