/**
 * Everybody's surroundings at once: what is usual for each person, and which addresses several people share.
 *
 * The two meet because an address that many people get in from (an office, a VPN exit, a carrier) says little about any
 * one of them, and an address that attacked somebody must never become anybody's own.
 */
import { networkOf } from '../base/geography.ts'
import type { SignIn } from '../signin/index.ts'
import { type Familiarity, familiarity, isTooFar, isUntrusted } from './familiarity.ts'
import { fingerprint } from './fingerprint.ts'
import { createNetworks } from './networks.ts'
import { createRoster, type Person, type Roster } from './roster.ts'
import { createUsuals, type Usual } from './usual.ts'

/** What a rule may know about a row besides the row itself. One object, reused for every row. */
export interface About {
  readonly person: Person | undefined
  /** What is usual for that person; before anything is learned, one that is nobody's and empty. */
  readonly usual: Usual | undefined
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
  /** By the person's key; undefined if nobody of that key was met. */
  usualOf(key: string): Usual | undefined
  person(key: string): Person | undefined
  byName(name: string): Person | undefined
  readonly people: number
}

/** Whether a change was made under the name of a credential of ours. */
export type IsOurs = (who: Pick<SignIn, 'provider' | 'actor'>) => boolean

/** `roster`: of all who judge the same rows. */
export function createSurroundings(roster: Roster = createRoster(), isOurs: IsOurs = () => false): Surroundings {
  const networks = createNetworks()
  const unknownPerson = createUsuals()
  const nothingUsual = unknownPerson()
  /** By the person's number; nothing before there is something to learn. */
  const usuals: (Usual | undefined)[] = []
  const tainted = new Set<string>()
  const about = {
    person: undefined as Person | undefined,
    usual: undefined as Usual | undefined,
    familiarity: 'unclear' as Familiarity,
    shared: false,
    tunnel: false,
    tainted: false,
    ours: false,
  }

  const usualOf = ({ number }: Person): Usual => usuals[number] ?? nothingUsual

  /** The same, and the person's own from now on. */
  function ownUsualOf({ number }: Person): Usual {
    while (usuals.length <= number) usuals.push(undefined)
    usuals[number] ??= unknownPerson()
    return usuals[number]
  }

  /** Learns exits of the organisation's tunnel: shared, and too far from where the same person just was, at home too. */
  function learnPlace(usual: Usual, { number }: Person, signIn: SignIn, network: number): void {
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
      const person = roster.meet(signIn)
      const usual = person && usualOf(person)
      about.person = person
      about.usual = usual
      about.familiarity = usual === undefined ? 'unclear' : familiarity(usual, signIn)
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
      const person = about.person?.key === key ? about.person : roster.person(key)
      if (person === undefined) return
      const usual = ownUsualOf(person)
      if (signIn.step === 'second' && signIn.outcome === 'interrupt') usual.secondStep = true
      if (signIn.proved && signIn.outcome === 'success') usual.proof = signIn.method
      if (!signIn.complete || signIn.activity !== 'sign-in' || tainted.has(signIn.ip)) return
      // A stranger who gets in from one place with several people's passwords does not make it a shared one.
      const strange = about.person === person && about.familiarity === 'foreign'
      if (!strange) {
        const network = networks.numberOf(networkOf(signIn.ip))
        learnPlace(usual, person, signIn, network)
        networks.arrive(network, person.number)
      }
      usual.learn(signIn)
    },
    taint: (address) => void (address !== '' && tainted.add(address)),
    usualOf(key) {
      const person = roster.person(key)
      return person && usualOf(person)
    },
    person: roster.person,
    byName: roster.byName,
    get people() {
      return roster.people
    },
  }
}
