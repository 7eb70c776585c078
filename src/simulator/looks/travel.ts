import { signInAt } from '../habits.ts'
import type { Person } from '../happening.ts'
import { CITIES, kilometres, type Network } from '../places.ts'
import { type Random, random } from '../random.ts'
import { attempt, DAY, HOUR, MINUTE, seat, sit, type World } from '../world.ts'
import { type Behaviour, hourOf, stay } from './behaviour.ts'

/** A trip away: where to, and its day from 0 to 3; told by the person's number alone. */
function trip(world: World, person: Person, midnight: number): { hotel: Network; day: number } | null {
  const plan = random(world.seed, 0x717, person.index)
  const begins = world.start + plan.int(3, 20) * DAY
  const day = (midnight - begins) / DAY
  if (day < -1 || day > 3) return null
  // The days at home next to the trip lose their evening or morning to the flight, whatever the time zones; and what a shift
  // does after midnight, Greenwich time, belongs to the day before: so each day keeps the next one free as well.
  person.busy.push({ from: midnight + (day === -1 ? 4 : -20) * HOUR, to: midnight + (day === 3 ? 56 : 54) * HOUR })
  if (day === -1) return null
  const far = CITIES.filter(
    (at) => kilometres(at, person.office.city) > 3000 && at.country !== person.office.city.country,
  )
  const known = trips.get(person) ?? world.org.atlas.hotel(plan.pick(far), rng(world, person))
  trips.set(person, known)
  return { hotel: known, day }
}

function rng(world: World, person: Person): Random {
  return random(world.seed, 0x718, person.index)
}

const trips = new WeakMap<Person, Network>()

/** Works from the hotel, and through the organisation's VPN, whose exit is at home: one person, two continents. */
export const vpnTraveller: Behaviour = (world, person, midnight, rng) => {
  const away = trip(world, person, midnight)
  if (!away) return
  if (away.day === 0) return // the day of the flight
  const base = midnight + (9 - away.hotel.city.zone) * HOUR
  for (let count = rng.int(2, 4), time = base; count > 0; count--) {
    time += rng.between(20, 150) * MINUTE
    stay(world, person, sit(world, away.hotel, person.laptop, time), time, rng)
    time += rng.between(3, 30) * MINUTE
    stay(world, person, seat(world, person, 'vpn', time), time, rng)
  }
}

/** Signs in at home in the morning, and on another continent as soon as the aeroplane allows. */
export const longHaul: Behaviour = (world, person, midnight, rng) => {
  const away = trip(world, person, midnight)
  if (!away) return
  if (away.day === 0) {
    const leave = hourOf(person, midnight, -1.5)
    stay(world, person, seat(world, person, 'home', leave), leave, rng)
    const flight = (kilometres(person.home.city, away.hotel.city) / 820) * HOUR + rng.between(2, 4) * HOUR
    stay(world, person, sit(world, away.hotel, person.laptop, leave + flight), leave + flight, rng)
    return
  }
  const base = midnight + (9 - away.hotel.city.zone) * HOUR
  const landed = trips.has(person) ? hourOf(person, midnight - DAY, -1.5) + 26 * HOUR : 0
  for (let count = rng.int(1, 3), time = Math.max(base, landed); count > 0; count--, time += rng.between(1, 4) * HOUR) {
    stay(world, person, sit(world, away.hotel, person.laptop, time), time, rng)
  }
}

/** Two days at a venue in the own country: a strange network, shared with hundreds of strangers. */
export const conference: Behaviour = (world, person, midnight, rng) => {
  const plan = random(world.seed, 0xc0f, person.index)
  const days = (midnight - world.start) / DAY - plan.int(2, 22)
  if (days < 0 || days > 1) return
  const near = CITIES.filter((at) => at.country === person.office.city.country)
  const hall = venues.get(person) ?? world.org.atlas.venue(plan.pick(near), rng)
  venues.set(person, hall)
  const local = midnight - person.zone * HOUR
  person.busy.push({ from: local - 4 * HOUR, to: local + 28 * HOUR })
  for (let count = rng.int(2, 4); count > 0; count--) {
    const time = hourOf(person, midnight, rng.between(1.5, 9))
    stay(world, person, sit(world, hall, person.laptop, time), time, rng)
  }
}

const venues = new WeakMap<Person, Network>()

/** The laptop on the phone's connection all day: another shared address each time, strangers' failures beside it. */
export const sharedCarrier: Behaviour = (world, person, midnight, rng) => {
  for (let count = rng.int(1, 3); count > 0; count--) {
    const time = hourOf(person, midnight, rng.between(0.5, 8))
    const from = sit(world, person.carrier, person.laptop, time)
    signInAt(world, person, time, from, rng)
    if (rng.chance(0.1)) {
      const who = { login: `guest${rng.int(1, 400)}@${world.org.domain}` }
      attempt(world, {
        who,
        time: time + rng.between(-8, 8) * MINUTE,
        seat: { ...from, device: person.phone },
        first: 'wrong',
        complete: false,
      })
    }
  }
}

/** A bought VPN on the own laptop in the evening, with an exit somewhere in the world. */
export const commercialVpn: Behaviour = (world, person, midnight, rng) => {
  if (rng.chance(0.4)) return
  const exit = exits.get(person) ?? world.org.atlas.commercialVpn(rng)
  exits.set(person, exit)
  const time = hourOf(person, midnight, rng.between(7, 9.5))
  stay(world, person, sit(world, exit, person.laptop, time), time, rng)
}

const exits = new WeakMap<Person, Network>()
