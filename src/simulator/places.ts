/** Where people and attackers are: cities, the carriers that serve them, and networks with addresses of their own. */

import { type Carrier, COMMERCIAL_VPN, FIXED, HOSTING, MOBILE, TOR } from './carriers.ts'
import type { Random } from './random.ts'

export interface City {
  readonly name: string
  readonly state: string
  /** ISO 3166 alpha-2. */
  readonly country: string
  readonly countryName: string
  readonly latitude: number
  readonly longitude: number
  /** Hours east of UTC (winter time: the simulator knows no summer time). */
  readonly zone: number
}

export type NetworkKind =
  | 'office'
  | 'home'
  | 'mobile'
  | 'hotel'
  | 'venue'
  | 'corporate-vpn'
  | 'commercial-vpn'
  | 'hosting'
  | 'tor'
  | 'residential-proxy'

/** A network as the world has it. Its addresses lie in one or more /24 (or, for version 6, one /64). */
export interface Network {
  readonly id: number
  readonly kind: NetworkKind
  readonly asn: number
  readonly organisation: string
  readonly city: City
  /** Serial numbers of its /24 blocks. */
  readonly blocks: readonly number[]
  /** How many addresses of each block are in use: 1 for a household, many for a carrier. */
  readonly hosts: number
  readonly version: 4 | 6
}

const ROWS: readonly (readonly [string, string, string, string, number, number, number])[] = [
  ['Berlin', 'Berlin', 'DE', 'Germany', 52.52, 13.4, 1],
  ['Munich', 'Bavaria', 'DE', 'Germany', 48.14, 11.58, 1],
  ['Hamburg', 'Hamburg', 'DE', 'Germany', 53.55, 9.99, 1],
  ['London', 'England', 'GB', 'United Kingdom', 51.51, -0.13, 0],
  ['Manchester', 'England', 'GB', 'United Kingdom', 53.48, -2.24, 0],
  ['Paris', 'Ile-de-France', 'FR', 'France', 48.86, 2.35, 1],
  ['Lyon', 'Auvergne-Rhone-Alpes', 'FR', 'France', 45.76, 4.84, 1],
  ['Madrid', 'Madrid', 'ES', 'Spain', 40.42, -3.7, 1],
  ['Milan', 'Lombardy', 'IT', 'Italy', 45.46, 9.19, 1],
  ['Warsaw', 'Mazovia', 'PL', 'Poland', 52.23, 21.01, 1],
  ['Stockholm', 'Stockholm', 'SE', 'Sweden', 59.33, 18.07, 1],
  ['New York', 'New York', 'US', 'United States', 40.71, -74.01, -5],
  ['Chicago', 'Illinois', 'US', 'United States', 41.88, -87.63, -6],
  ['Dallas', 'Texas', 'US', 'United States', 32.78, -96.8, -6],
  ['Seattle', 'Washington', 'US', 'United States', 47.61, -122.33, -8],
  ['Toronto', 'Ontario', 'CA', 'Canada', 43.65, -79.38, -5],
  ['Sao Paulo', 'Sao Paulo', 'BR', 'Brazil', -23.55, -46.63, -3],
  ['Bengaluru', 'Karnataka', 'IN', 'India', 12.97, 77.59, 5.5],
  ['Mumbai', 'Maharashtra', 'IN', 'India', 19.08, 72.88, 5.5],
  ['Tokyo', 'Tokyo', 'JP', 'Japan', 35.68, 139.69, 9],
  ['Seoul', 'Seoul', 'KR', 'South Korea', 37.57, 126.98, 9],
  ['Singapore', 'Singapore', 'SG', 'Singapore', 1.35, 103.82, 8],
  ['Sydney', 'New South Wales', 'AU', 'Australia', -33.87, 151.21, 10],
  ['Nairobi', 'Nairobi', 'KE', 'Kenya', -1.29, 36.82, 3],
  ['Cairo', 'Cairo', 'EG', 'Egypt', 30.04, 31.24, 2],
  ['Moscow', 'Moscow', 'RU', 'Russia', 55.76, 37.62, 3],
  ['Lagos', 'Lagos', 'NG', 'Nigeria', 6.52, 3.38, 1],
  ['Bucharest', 'Bucharest', 'RO', 'Romania', 44.43, 26.1, 2],
  ['Hanoi', 'Hanoi', 'VN', 'Vietnam', 21.03, 105.85, 7],
  ['Amsterdam', 'North Holland', 'NL', 'Netherlands', 52.37, 4.9, 1],
  ['Ashburn', 'Virginia', 'US', 'United States', 39.04, -77.49, -5],
  ['Frankfurt', 'Hesse', 'DE', 'Germany', 50.11, 8.68, 1],
]

export const CITIES: readonly City[] = ROWS.map(([name, state, country, countryName, latitude, longitude, zone]) => ({
  name,
  state,
  country,
  countryName,
  latitude,
  longitude,
  zone,
}))

/** The city of that name; a name outside the table is a mistake of the caller's. */
export function city(name: string): City {
  const found = CITIES.find((entry) => entry.name === name)
  if (!found) throw new Error(`simulator: no city named ${name}; add it to places.ts`)
  return found
}

/** Cities that organisations and employees live in; the rest is for travel, attackers and hosting. */
export const HOME_CITIES: readonly City[] = CITIES.slice(0, 23)

export const ATTACKER_CITIES: readonly City[] = ['Moscow', 'Lagos', 'Bucharest', 'Hanoi', 'Cairo'].map(city)

/** Hands out networks; every network has blocks that no other has. */
export interface Atlas {
  home(at: City, rng: Random): Network
  /** The carriers' gateways of a country: shared by everybody, strangers included. */
  mobile(country: string, rng: Random): Network
  office(at: City, rng: Random): Network
  hotel(at: City, rng: Random): Network
  venue(at: City, rng: Random): Network
  corporateVpn(at: City, hosted: boolean, rng: Random): Network
  commercialVpn(rng: Random): Network
  hosting(rng: Random): Network
  tor(rng: Random): Network
  /** A household's line that somebody rents out: it looks like anybody's home. */
  residentialProxy(at: City, rng: Random): Network
}

const BLOCKS = 15 * 65_536

export function atlas(): Atlas {
  let networks = 0
  let blocks = 0
  const gateways = new Map<string, Network>()
  const make = (
    kind: NetworkKind,
    carrier: Carrier,
    at: City,
    size: { blocks: number; hosts: number; version?: 4 | 6 },
  ): Network => {
    const own: number[] = []
    for (let index = 0; index < size.blocks; index++) own.push(blocks++ % BLOCKS)
    return {
      id: networks++,
      kind,
      asn: carrier[0],
      organisation: carrier[1],
      city: at,
      blocks: own,
      hosts: size.hosts,
      version: size.version ?? 4,
    }
  }
  const fixed = (at: City, rng: Random): Carrier =>
    rng.pick(FIXED[at.country] ?? [[64_496, `${at.countryName} Telecom`]])
  const listed = (
    kind: NetworkKind,
    rng: Random,
    list: typeof HOSTING,
    size: { blocks: number; hosts: number },
  ): Network => {
    const [asn, organisation, at] = rng.pick(list)
    return make(kind, [asn, organisation], city(at), size)
  }
  return {
    home: (at, rng) => make('home', fixed(at, rng), at, { blocks: 1, hosts: 1, version: rng.chance(0.2) ? 6 : 4 }),
    mobile: (country, rng) => {
      const carriers = MOBILE[country] ?? [[64_497, `Mobile ${country}`, 'London'] as const]
      const [asn, organisation, at] = rng.pick(carriers)
      const key = `${country} ${asn}`
      let gateway = gateways.get(key)
      if (!gateway) {
        gateway = make('mobile', [asn, organisation], city(at), { blocks: 6, hosts: 60 })
        gateways.set(key, gateway)
      }
      return gateway
    },
    office: (at, rng) => make('office', fixed(at, rng), at, { blocks: 1, hosts: 2 }),
    hotel: (at, rng) => make('hotel', fixed(at, rng), at, { blocks: 1, hosts: 2 }),
    venue: (at, rng) => make('venue', fixed(at, rng), at, { blocks: 1, hosts: 1 }),
    corporateVpn: (at, hosted, rng) =>
      make('corporate-vpn', hosted ? [16_276, 'OVH SAS'] : [22_616, 'Zscaler, Inc.'], at, {
        blocks: 1,
        hosts: rng.int(2, 4),
      }),
    commercialVpn: (rng) => listed('commercial-vpn', rng, COMMERCIAL_VPN, { blocks: 3, hosts: 30 }),
    hosting: (rng) => listed('hosting', rng, HOSTING, { blocks: 1, hosts: 60 }),
    tor: (rng) => listed('tor', rng, TOR, { blocks: 4, hosts: 20 }),
    residentialProxy: (at, rng) => make('residential-proxy', fixed(at, rng), at, { blocks: 1, hosts: 1 }),
  }
}

/**
 * An address of a network. Version 4 addresses lie in 240.0.0.0/4 (RFC 1112 §4, never assigned), version 6 in
 * 2001:db8::/32 (RFC 3849), so that no real household is named; blocks are scattered, so that neighbours in number are
 * no neighbours in the world.
 */
export function address(network: Network, rng: Random): string {
  const block = network.blocks.length === 1 ? network.blocks[0]! : rng.pick(network.blocks)
  if (network.version === 6) {
    const scattered = Math.imul(block + 1, 0x9e3779b1) >>> 0
    return `2001:db8:${(scattered >>> 16).toString(16)}:${(scattered & 0xffff).toString(16)}:${rng.hex(4)}:${rng.hex(4)}:${rng.hex(4)}:${rng.hex(4)}`.replace(
      /:0{1,3}(?=[0-9a-f])/g,
      ':',
    )
  }
  const scattered = (block * 618_971 + 77_041) % BLOCKS
  const host = 1 + ((scattered * 7 + (network.hosts > 1 ? rng.int(0, network.hosts - 1) : 0)) % 250)
  return `${240 + Math.floor(scattered / 65_536)}.${(scattered >>> 8) & 255}.${scattered & 255}.${host}`
}

/** Great-circle distance in kilometres (haversine, mean radius 6,371 km). */
export function kilometres(from: City, to: City): number {
  const rad = Math.PI / 180
  const a =
    Math.sin(((to.latitude - from.latitude) * rad) / 2) ** 2 +
    Math.cos(from.latitude * rad) *
      Math.cos(to.latitude * rad) *
      Math.sin(((to.longitude - from.longitude) * rad) / 2) ** 2
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(a)))
}
