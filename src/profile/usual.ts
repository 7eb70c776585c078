/**
 * What is usual for a person: the devices, addresses, networks and hours of their complete sign-ins so far.
 *
 * It is kept of everybody for as long as a log lasts, so it lies in pages of numbers, which the collector of garbage never
 * looks through: 88 bytes of somebody who was seen once, 344 of somebody who has twelve of everything. A text is kept as its
 * fingerprint: all that is ever asked is whether a device, an address or a country is among the last twelve.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import { METHODS, type Method, type SignIn } from '../signin/index.ts'
import { fingerprint } from './fingerprint.ts'
import { createRooms, type Page, type Room } from './rooms.ts'

/** Where a person last got in. */
export interface Place {
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
  /** Milliseconds. */
  readonly time: number
  /** Number in Networks; -1 if the row named none. */
  readonly network: number
  /** Fingerprint of the country's code. */
  readonly country: number
  /** An anonymiser or a hosting company's network: nobody lives there. */
  readonly untrusted: boolean
}

/** A person's words in a room. The first six are three numbers of eight bytes. */
const AT = {
  first: 0,
  last: 1,
  placeTime: 2,
  signIns: 6,
  hours: 7,
  /** How long each list is, four bits each. */
  lengths: 8,
  flags: 9,
  latitude: 10,
  longitude: 11,
  placeNetwork: 12,
  placeCountry: 13,
  /** The lists, one right behind the other. */
  lists: 14,
} as const

/** The proof stands above them. */
const FLAG = { secondStep: 1, placed: 2, untrusted: 4 } as const
const PROOF_SHIFT = 8
const LIST = { device: 0, client: 1, address: 2, network: 3, country: 4, operator: 5 } as const
type List = (typeof LIST)[keyof typeof LIST]

/** What `DEFAULTS.usual.kept` may be at most; a list's length has four bits. */
const KEPT_MAX = 12
/** Of somebody with so many entries in all lists; a few hundred sign-ins from home and office fit into the second. */
const ROOMS = [8, 16, 32, 6 * KEPT_MAX].map((entries) => AT.lists + entries)
const DEGREE = 1e7

/** One person's room. */
export class Usual {
  #page: Page
  #at: number

  constructor({ page, at }: Room) {
    this.#page = page
    this.#at = at
  }

  /** Complete sign-ins learned from. */
  get signIns(): number {
    return this.#page.words[this.#at + AT.signIns]!
  }
  /** When the first and the last of them were; NaN before there is one. */
  get first(): number {
    return this.signIns === 0 ? Number.NaN : this.#page.doubles[(this.#at >> 1) + AT.first]!
  }
  get last(): number {
    return this.signIns === 0 ? Number.NaN : this.#page.doubles[(this.#at >> 1) + AT.last]!
  }
  /** The hours (UTC) into which complete sign-ins fell: a bit each, midnight's the lowest. */
  get hours(): number {
    return this.#page.words[this.#at + AT.hours]!
  }

  /** Has this person ever been asked for, or remembered for, a second step? */
  get secondStep(): boolean {
    return this.#flag(FLAG.secondStep)
  }
  set secondStep(asked: boolean) {
    this.#setFlag(FLAG.secondStep, asked)
  }
  /** How the second step was last proved; `claim` if it was only ever remembered. */
  get proof(): Method {
    return METHODS[this.#page.words[this.#at + AT.flags]! >> PROOF_SHIFT]!
  }
  set proof(method: Method) {
    const place = this.#at + AT.flags
    this.#page.words[place] =
      (this.#page.words[place]! & ((1 << PROOF_SHIFT) - 1)) | (METHODS.indexOf(method) << PROOF_SHIFT)
  }

  /** Where the last complete sign-in that was located came from. */
  get place(): Place | undefined {
    if (!this.#flag(FLAG.placed)) return undefined
    const words = this.#page.words
    return {
      latitude: words[this.#at + AT.latitude]! / DEGREE,
      longitude: words[this.#at + AT.longitude]! / DEGREE,
      time: this.#page.doubles[(this.#at >> 1) + AT.placeTime]!,
      network: words[this.#at + AT.placeNetwork]!,
      country: words[this.#at + AT.placeCountry]!,
      untrusted: this.#flag(FLAG.untrusted),
    }
  }
  set place(place: Place) {
    const words = this.#page.words
    words[this.#at + AT.latitude] = Math.round(place.latitude * DEGREE)
    words[this.#at + AT.longitude] = Math.round(place.longitude * DEGREE)
    this.#page.doubles[(this.#at >> 1) + AT.placeTime] = place.time
    words[this.#at + AT.placeNetwork] = place.network
    words[this.#at + AT.placeCountry] = place.country
    this.#setFlag(FLAG.placed, true)
    this.#setFlag(FLAG.untrusted, place.untrusted)
  }

  /** How many different ones are known, at most `DEFAULTS.usual.kept`. */
  get devices(): number {
    return this.#length(LIST.device)
  }
  get clients(): number {
    return this.#length(LIST.client)
  }
  get countries(): number {
    return this.#length(LIST.country)
  }

  knowsDevice(device: string): boolean {
    return device !== '' && this.#includes(LIST.device, deviceFingerprint(device))
  }
  /** A browser or program of this kind, whatever its version. */
  knowsClient(client: string): boolean {
    return client !== '' && this.#includes(LIST.client, clientFingerprint(client))
  }
  knowsAddress(ip: string): boolean {
    return ip !== '' && this.#includes(LIST.address, addressFingerprint(ip))
  }
  /** The network that an address belongs to. */
  knowsNetworkOf(ip: string): boolean {
    const network = networkOf(ip)
    return network !== '' && this.#includes(LIST.network, networkFingerprint(network))
  }
  knowsCountry(country: string): boolean {
    return country !== '' && this.#includes(LIST.country, fingerprint(country))
  }
  /** A network operator, by autonomous system number. */
  knowsOperator(asn: number): boolean {
    return asn !== 0 && this.#includes(LIST.operator, asn | 0)
  }

  /** Learns from a complete sign-in. */
  learn(signIn: SignIn): void {
    const { device, client, ip, country, asn, time } = signIn
    const words = this.#page.words
    if (this.signIns === 0) this.#page.doubles[(this.#at >> 1) + AT.first] = time
    this.#page.doubles[(this.#at >> 1) + AT.last] = time
    words[this.#at + AT.signIns]!++
    words[this.#at + AT.hours]! |= 1 << hourOf(time)
    if (signIn.proved || signIn.method === 'claim') this.secondStep = true
    if (signIn.method === 'claim' && this.proof === 'none') this.proof = 'claim'
    if (device !== '') this.#keep(LIST.device, deviceFingerprint(device))
    if (client !== '') this.#keep(LIST.client, clientFingerprint(client))
    if (country !== '') this.#keep(LIST.country, fingerprint(country))
    if (asn !== 0) this.#keep(LIST.operator, asn | 0)
    if (ip !== '') this.#keep(LIST.address, addressFingerprint(ip))
    const network = networkOf(ip)
    if (network !== '') this.#keep(LIST.network, networkFingerprint(network))
  }

  #flag(flag: number): boolean {
    return (this.#page.words[this.#at + AT.flags]! & flag) !== 0
  }

  #setFlag(flag: number, isSet: boolean): void {
    const place = this.#at + AT.flags
    this.#page.words[place] = isSet ? this.#page.words[place]! | flag : this.#page.words[place]! & ~flag
  }

  #length(list: List): number {
    return (this.#page.words[this.#at + AT.lengths]! >> (4 * list)) & 15
  }

  /** The word at which a list begins: those before it end there. */
  #startOf(list: List): number {
    return this.#at + AT.lists + entriesIn(this.#page.words[this.#at + AT.lengths]! & ((1 << (4 * list)) - 1))
  }

  #includes(list: List, value: number): boolean {
    const { words } = this.#page
    const from = this.#startOf(list)
    for (let index = this.#length(list) - 1; index >= 0; index--) if (words[from + index] === value) return true
    return false
  }

  /** Puts a value last; the one that was not used for longest makes room for a new one. */
  #keep(list: List, value: number): void {
    const { words } = this.#page
    const from = this.#startOf(list)
    const length = this.#length(list)
    let at = length - 1
    while (at >= 0 && words[from + at] !== value) at--
    if (at < 0 && length < DEFAULTS.usual.kept) {
      this.#add(list, value)
      return
    }
    for (let index = Math.max(at, 0); index < length - 1; index++) words[from + index] = words[from + index + 1]!
    words[from + length - 1] = value
  }

  #add(list: List, value: number): void {
    const used = AT.lists + entriesIn(this.#page.words[this.#at + AT.lengths]!)
    if (used === this.#page.size) this.#move(used)
    const { words } = this.#page
    const to = this.#startOf(list) + this.#length(list)
    words.copyWithin(to + 1, to, this.#at + used)
    words[to] = value
    words[this.#at + AT.lengths]! += 1 << (4 * list)
  }

  /** Into a larger room. */
  #move(used: number): void {
    const before = { page: this.#page, at: this.#at }
    const { page, at } = before.page.rooms.take(used + 1)
    page.words.set(before.page.words.subarray(before.at, before.at + used), at)
    this.#page = page
    this.#at = at
    page.rooms.give(before)
  }
}

/** Entries in lists of these lengths, four bits each. */
function entriesIn(lengths: number): number {
  let sum = 0
  for (let left = lengths; left !== 0; left >>>= 4) sum += left & 15
  return sum
}

/** Room for what is usual: gives each call another person, of whom nothing is known. */
export function createUsuals(): () => Usual {
  const rooms = createRooms(ROOMS)
  return () => new Usual(rooms.take(AT.lists))
}

/** Hour of the day in UTC, 0 to 23. */
export function hourOf(time: number): number {
  return Math.floor(time / 3_600_000) % 24
}

/** A user agent without its version numbers, so that an update makes nobody's browser a new one. */
export function clientKind(client: string): string {
  return client.replace(/[\d._]+/g, '')
}

/** Judging and learning ask about the same row's texts: of each kind the last answer is kept. */
const deviceFingerprint = keepingLast(fingerprint)
const addressFingerprint = keepingLast(fingerprint)
const networkFingerprint = keepingLast(fingerprint)

function keepingLast(of: (text: string) => number): (text: string) => number {
  let last = ''
  let number = of(last)
  return (text) => {
    if (text !== last) {
      last = text
      number = of(text)
    }
    return number
  }
}

const clientFingerprints = new Map<string, number>()
const CLIENTS_MAX = 20_000

/** Of a client's kind. User agents are long and few, so that theirs are remembered. */
function clientFingerprint(client: string): number {
  const known = clientFingerprints.get(client)
  if (known !== undefined) return known
  const number = fingerprint(clientKind(client))
  if (clientFingerprints.size < CLIENTS_MAX) clientFingerprints.set(client, number)
  return number
}
