/** The demo's hospital as a list of people, for whoever has to give them accounts: nothing has happened to them yet. */
import type { Method } from '../signin/index.ts'
import type { Person, Role } from './happening.ts'
import { hospitalWithCast } from './live/cast.ts'
import { address, type Network } from './places.ts'
import { random } from './random.ts'

export interface RosterPlace {
  /** IP address. */
  readonly address: string
  readonly asn: number
  readonly city: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
}

export interface RosterPerson {
  /** A UUID, immutable. */
  readonly account: string
  /** One label of a host name; the cast has its first names. */
  readonly userName: string
  readonly displayName: string
  readonly employeeNumber: string
  readonly email: string
  /** On the desk, and in the pocket. From ranges that are kept for stories (Ofcom), so that nobody is ever rung. */
  readonly phone: string
  readonly mobile: string
  readonly department: string
  readonly roles: readonly Role[]
  /** The manager's account; null for whoever has none. */
  readonly manager: string | null
  readonly authenticators: readonly {
    readonly id: string
    readonly methods: readonly Method[]
    readonly label: string
  }[]
  readonly home: RosterPlace
  readonly office: RosterPlace
}

export interface RosterSettings {
  /** From 100 to 370, with the cast among them. */
  readonly people: number
  readonly seed: number
  /** When somebody looks at it, in milliseconds: the cast is at work then. */
  readonly time: number
}

/** The same settings give the same people. */
export function hospitalRoster({ people, seed, time }: RosterSettings): readonly RosterPerson[] {
  const { org, cast } = hospitalWithCast({ name: 'Northwind', people, seed, vendor: 'entra' }, time)
  const castNames = new Map<Person, string>(Object.entries(cast).map(([name, person]) => [person, name]))
  return org.people.map((person) => {
    const manager = org.people[person.manager]
    return {
      account: person.account,
      userName: castNames.get(person) ?? (person.login.split('@')[0] as string).replaceAll('.', '-'),
      displayName: `${person.given} ${person.family}`,
      employeeNumber: `E${String(person.index + 1).padStart(4, '0')}`,
      email: person.login,
      phone: `+44207946${String(person.index).padStart(4, '0')}`,
      mobile: `+447700900${String(person.index).padStart(3, '0')}`,
      department: person.department,
      roles: person.roles,
      manager: manager === undefined || manager === person ? null : manager.account,
      authenticators: person.authenticators.map(({ id, methods, label }) => ({ id, methods, label })),
      home: placeIn(seed, person.home),
      office: placeIn(seed, person.office),
    }
  })
}

function placeIn(seed: number, network: Network): RosterPlace {
  const { name, country, latitude, longitude } = network.city
  const ip = address(network, random(seed, 0xad, network.id, 0))
  return { address: ip, asn: network.asn, city: name, country, latitude, longitude }
}
