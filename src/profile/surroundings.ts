/**
 * Everybody's surroundings at once: what is usual for each person, and which addresses several people share.
 *
 * The two meet because an address that many people get in from (an office, a VPN exit, a carrier) says little about any
 * one of them, and an address that attacked somebody must never become anybody's own.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import type { Provider, SignIn } from '../signin/index.ts'
import { type Familiarity, familiarity, isTooFar, isUntrusted, learn, type Usual, unknownPerson } from './usual.ts'

export interface Person {
  readonly key: string
  /** The label that the log uses for this person; the first one seen. */
  readonly name: string
  readonly account: string
  readonly provider: Provider
  readonly usual: Usual
  /** Named, or called by its name, an emergency account. */
  readonly emergency: boolean
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

export function createSurroundings(emergencyNames: ReadonlySet<string> = new Set()): Surroundings {
  const people = new Map<string, Person>()
  const names = new Map<string, Person>()
  const peopleAt = new Map<string, string | string[]>()
  const tunnelledBy = new Map<string, string | string[]>()
  /** Of shared networks: sign-ins from there, and those of them that were too far from the one before or after. */
  const signInsAt = new Map<string, number>()
  const jumpsAt = new Map<string, number>()
  const tainted = new Set<string>()
  const about = {
    person: undefined as Person | undefined,
    familiarity: 'unclear' as Familiarity,
    shared: false,
    tunnel: false,
    tainted: false,
  }

  function meet(signIn: SignIn): Person | undefined {
    const key = signIn.person
    if (key === '') return undefined
    let person = people.get(key)
    if (person === undefined) {
      const { name } = signIn
      person = {
        key,
        name: name === '' ? signIn.account : name,
        account: signIn.account,
        provider: signIn.provider,
        usual: unknownPerson(),
        emergency: DEFAULTS.emergency.names.test(name) || emergencyNames.has(name.toLowerCase()),
        privileged: false,
      }
      people.set(person.key, person)
      if (name !== '') names.set(name.toLowerCase(), person)
    }
    return person
  }

  function isTunnel(network: string): boolean {
    if (!isMany(tunnelledBy.get(network))) return false
    return (jumpsAt.get(network) ?? 0) >= DEFAULTS.travel.tunnelShareMin * (signInsAt.get(network) ?? 0)
  }

  /** Learns exits of the organisation's tunnel: shared, and too far from where the same person just was, at home too. */
  function learnPlace({ usual, key }: Person, signIn: SignIn): void {
    if (Number.isNaN(signIn.latitude) || Number.isNaN(signIn.longitude)) return
    const network = networkOf(signIn.ip)
    const { place } = usual
    if (isMany(peopleAt.get(network))) count(signInsAt, network)
    const untrusted = isUntrusted(signIn)
    if (place === undefined) {
      const { latitude, longitude, time, country } = signIn
      usual.place = { latitude, longitude, time, network, country, untrusted }
      return
    }
    // Within one country a carrier's gateway may stand far from the phone, and would make an office look like a tunnel.
    if (place.country !== signIn.country && isTooFar(place, signIn)) {
      const here = isMany(peopleAt.get(network))
      const there = isMany(peopleAt.get(place.network))
      const lived = here ? !place.untrusted : !untrusted
      if (here !== there && lived) {
        const exit = here ? network : place.network
        countPerson(tunnelledBy, exit, key)
        count(jumpsAt, exit)
      }
    }
    place.latitude = signIn.latitude
    place.longitude = signIn.longitude
    place.time = signIn.time
    place.network = network
    place.country = signIn.country
    place.untrusted = untrusted
  }

  return {
    about(signIn) {
      const person = meet(signIn)
      about.person = person
      about.familiarity = person === undefined ? 'unclear' : familiarity(person.usual, signIn)
      const network = networkOf(signIn.ip)
      about.shared = isMany(peopleAt.get(network))
      about.tunnel = about.shared && isTunnel(network)
      about.tainted = tainted.size > 0 && tainted.has(signIn.ip)
      return about
    },
    learn(signIn) {
      const key = signIn.person
      // A row is learned from right after it was judged: the person is at hand.
      const person = about.person?.key === key ? about.person : people.get(key)
      if (person === undefined) return
      if (signIn.step === 'second' && signIn.outcome === 'interrupt') person.usual.secondStep = true
      if (signIn.proved && signIn.outcome === 'success') person.usual.proof = signIn.method
      if (!signIn.complete || signIn.activity !== 'sign-in' || tainted.has(signIn.ip)) return
      // A stranger who gets in from one place with several people's passwords does not make it a shared one.
      const strange = about.person === person && about.familiarity === 'foreign'
      if (!strange) learnPlace(person, signIn)
      learn(person.usual, signIn)
      if (signIn.ip !== '' && !strange) countPerson(peopleAt, networkOf(signIn.ip), key)
    },
    taint: (address) => void (address !== '' && tainted.add(address)),
    person: (key) => people.get(key),
    byName: (name) => names.get(name.toLowerCase()),
    get people() {
      return people.size
    },
  }
}

function count(counts: Map<string, number>, network: string): void {
  counts.set(network, (counts.get(network) ?? 0) + 1)
}

function isMany(people: string | string[] | undefined): boolean {
  return Array.isArray(people) && people.length >= DEFAULTS.travel.sharedByPeopleMin
}

/** Remembers up to as many people an address as it takes to call it shared; one person costs no list. */
function countPerson(peopleAt: Map<string, string | string[]>, network: string, person: string): void {
  const at = peopleAt.get(network)
  if (at === undefined) peopleAt.set(network, person)
  else if (typeof at === 'string') {
    if (at !== person) peopleAt.set(network, [at, person])
  } else if (at.length < DEFAULTS.travel.sharedByPeopleMin && !at.includes(person)) at.push(person)
}
