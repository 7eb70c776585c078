/**
 * What is usual for a person: the devices, addresses, networks and hours of their complete sign-ins so far.
 *
 * It is learned only from sign-ins that ended with the person inside, and answers one question: is this row from the
 * person's own surroundings? `foreign` needs both an unknown device and an unknown network, and enough history to know.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { distanceKm, networkOf } from '../base/geography.ts'
import type { Method, SignIn } from '../signin/index.ts'

export interface Usual {
  /** Complete sign-ins learned from. */
  signIns: number
  first: number
  last: number
  /** Most recently used last; at most `DEFAULTS.usual.kept` of each. */
  devices: readonly string[]
  clients: readonly string[]
  addresses: readonly string[]
  networks: readonly string[]
  countries: readonly string[]
  asns: readonly number[]
  /** The hours (UTC) into which complete sign-ins fell: a bit each, midnight's the lowest. */
  hours: number
  /** Where the last complete sign-in that was located came from. */
  place: Place | undefined
  /** How the second step was last proved. */
  proof: Method
  /** Has this person ever been asked for, or remembered for, a second step? */
  secondStep: boolean
}

export interface Place {
  latitude: number
  longitude: number
  time: number
  network: string
  country: string
  /** An anonymiser or a hosting company's network: nobody lives there. */
  untrusted: boolean
}

/** Whose surroundings a row comes from. `unclear`: too little history, or only one of device and network is new. */
export type Familiarity = 'own' | 'foreign' | 'unclear'

const NONE: readonly never[] = []

export function unknownPerson(): Usual {
  return {
    signIns: 0,
    first: Number.NaN,
    last: Number.NaN,
    devices: NONE,
    clients: NONE,
    addresses: NONE,
    networks: NONE,
    countries: NONE,
    asns: NONE,
    hours: 0,
    place: undefined,
    proof: 'none',
    secondStep: false,
  }
}

/** Judges a row against what was learned before it. */
export function familiarity(usual: Usual, signIn: SignIn): Familiarity {
  const { device, ip, client } = signIn
  if (device !== '' && usual.devices.includes(device)) return 'own'
  if (ip !== '' && usual.addresses.includes(ip)) return 'own'
  const network = networkOf(ip)
  const knownClient = client !== '' && usual.clients.includes(clientKind(client))
  if (network !== '' && usual.networks.includes(network)) return 'own'
  if (usual.signIns < DEFAULTS.usual.signInsMin || ip === '') return 'unclear'
  const knownCountry = signIn.country === '' || usual.countries.includes(signIn.country)
  // A dynamic address of the usual operator, or the usual browser in the usual country: one cannot say.
  const knownOperator = signIn.asn !== 0 && usual.asns.includes(signIn.asn)
  return knownClient && (knownOperator || (knownCountry && !isUntrusted(signIn))) ? 'unclear' : 'foreign'
}

/**
 * A stranger's row, as far as one can say: from other surroundings than the person's, and from a country, hosting network or
 * anonymiser that the person does not use. Somebody at a new address in the home country is not called one.
 */
export function isStranger(usual: Usual | undefined, signIn: SignIn, familiar: Familiarity): boolean {
  if (familiar === 'own') return false
  if (isUntrusted(signIn)) return true
  if (familiar !== 'foreign' || usual === undefined) return false
  return signIn.country === '' || !usual.countries.includes(signIn.country)
}

/** Learns from a complete sign-in. */
export function learn(usual: Usual, signIn: SignIn): void {
  if (usual.signIns === 0) usual.first = signIn.time
  usual.signIns++
  usual.last = signIn.time
  const { device, country, ip, asn } = signIn
  usual.devices = kept(usual.devices, device)
  usual.clients = kept(usual.clients, clientKind(signIn.client))
  usual.countries = kept(usual.countries, country)
  if (ip !== '' && usual.addresses.at(-1) !== ip) {
    usual.addresses = kept(usual.addresses, ip)
    usual.networks = kept(usual.networks, networkOf(ip))
  }
  if (asn !== 0) usual.asns = kept(usual.asns, asn)
  usual.hours |= 1 << hourOf(signIn.time)
  if (signIn.proved || signIn.method === 'claim') usual.secondStep = true
}

/** Hour of the day in UTC, 0 to 23. */
export function hourOf(time: number): number {
  return Math.floor(time / 3_600_000) % 24
}

/** The provider calls the address an anonymiser, or it belongs to a hosting company. */
export function isUntrusted(signIn: SignIn): boolean {
  return signIn.anonymous || DEFAULTS.hosting.asns.has(signIn.asn)
}

/** Enough history to call something new that was never seen? */
export function hasBaseline(usual: Usual, now: number): boolean {
  return now - usual.first >= DEFAULTS.usual.baselineMs && usual.signIns >= DEFAULTS.usual.baselineSignInsMin
}

/** Could nobody have travelled from there to where this row comes from in the time between? Judged by DEFAULTS.travel. */
export function isTooFar(place: Place, signIn: SignIn): boolean {
  const km = distanceKm(place.latitude, place.longitude, signIn.latitude, signIn.longitude)
  const { distanceKmMin, speedKmhMax } = DEFAULTS.travel
  return km >= distanceKmMin && km > (speedKmhMax * (signIn.time - place.time)) / 3_600_000
}

const kinds = new Map<string, string>()
const KINDS_MAX = 20_000

/** A user agent without its version numbers, so that an update makes nobody's browser a new one. */
export function clientKind(client: string): string {
  let kind = kinds.get(client)
  if (kind === undefined) {
    kind = client.replace(/[\d._]+/g, '')
    if (kinds.size < KINDS_MAX) kinds.set(client, kind)
  }
  return kind
}

/** The list with this value last; the one that was not used for longest makes room for a new one. */
function kept<T extends string | number>(list: readonly T[], value: T): readonly T[] {
  const last = list.length - 1
  if (value === '' || (last >= 0 && list[last] === value)) return list
  const at = list.indexOf(value)
  // A list that grows is made anew: pushing would reserve room for sixteen more, of every list of every person.
  if (at < 0 && list.length < DEFAULTS.usual.kept) return last < 0 ? alone(value) : list.concat(value)
  const same = list as T[]
  // Many people go back and forth between two devices: moving in place is several times faster than splicing.
  for (let index = Math.max(at, 0); index < last; index++) same[index] = same[index + 1] as T
  same[last] = value
  return list
}

const lists = new Map<string | number, readonly unknown[]>()
const LISTS_MAX = 20_000

/** A list of one value, shared by all who have it: most people have one country and one operator. Such a list never changes. */
function alone<T extends string | number>(value: T): readonly T[] {
  let list = lists.get(value) as readonly T[] | undefined
  if (list === undefined) {
    list = [value]
    if (lists.size < LISTS_MAX) lists.set(value, list)
  }
  return list
}
