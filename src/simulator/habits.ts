/** A day in the life of a person who is neither locked out nor attacked. */

import { app as authenticatorApp } from './devices.ts'
import type { App, Person, Seat } from './happening.ts'
import { address } from './places.ts'
import { type Random, random } from './random.ts'
import { ordinarySignIn } from './slips.ts'
import { attempt, authenticatorsAt, change, DAY, HOUR, MINUTE, seat, sit, type World, workplace } from './world.ts'

/** Schedules everything a person does of their own accord on a day (`day` counts from the run's start). */
export function liveDay(world: World, person: Person, day: number, activity: number): void {
  const rng = random(world.seed, 0xda, person.index, day)
  const midnight = world.start + day * DAY
  if (person.kind === 'emergency') return
  if (person.kind === 'service') {
    serve(world, person, midnight, rng)
    return
  }
  const weekday = Math.floor((midnight + 12 * HOUR) / DAY + 4) % 7
  const free = weekday === 0 || weekday === 6
  if (person.pattern === 'shift') person.from = [5.5, 13.5, 21.5][(Math.floor(day / 7) + person.index) % 3]!
  if (free && person.pattern !== 'shift' && person.pattern !== 'night') {
    if (rng.chance(0.08)) glance(world, person, midnight, rng)
    return
  }
  if (rng.chance(0.04)) return // on leave, or ill
  if (day > 0 && rng.chance(0.012)) moveLine(world, person, rng)
  if (rng.chance(0.008)) person.laptop.version += 1
  work(world, person, midnight, activity, rng)
  if (!person.planned) chores(world, person, midnight, rng)
}

function work(world: World, person: Person, midnight: number, activity: number, rng: Random): void {
  const begin = midnight + (person.from - person.zone) * HOUR + Math.max(-40, Math.min(60, rng.normal(0, 18))) * MINUTE
  const span = (person.pattern === 'shift' || person.pattern === 'night' ? 8 : person.to - person.from) * HOUR
  const at = workplace(person, begin)
  const vpn = at === 'home' && rng.chance(0.3)
  signInAt(world, person, begin, seat(world, person, vpn ? 'vpn' : at, begin), rng)
  const others = Math.max(0, Math.round((rng.next() + rng.next()) * 1.6 * activity))
  for (let count = 0; count < others; count++) {
    const time = begin + rng.between(0.1, 0.98) * span
    signInAt(world, person, time, seat(world, person, vpn ? 'vpn' : at, time), rng)
  }
  if (rng.chance(0.45 * activity)) {
    const time = begin + rng.between(-0.12, 1.1) * span
    signInAt(world, person, time, seat(world, person, 'mobile', time), rng)
  }
  if (person.pattern !== 'shift' && person.pattern !== 'night' && rng.chance(0.1 * activity)) {
    const time = begin + span + rng.between(0.3, 1.6) * HOUR
    signInAt(world, person, time, seat(world, person, 'home', time), rng)
  }
  for (let count = Math.round(rng.next() * 2.2 * activity); count > 0; count--) {
    const time = begin + rng.between(0.02, 1) * span
    const from = rng.chance(0.5) ? seat(world, person, at, time) : seat(world, person, 'mobile', time)
    refresh(world, person, time, from, rng)
  }
}

/** What people do with their own accounts now and then, from their own desk and in their own time. */
function chores(world: World, person: Person, midnight: number, rng: Random): void {
  if (!rng.chance(0.006) || person.authenticators.length === 0) return
  const time = midnight + (person.from + rng.between(0.5, 6) - person.zone) * HOUR
  if (isBusy(person, time)) return
  const from = seat(world, person, workplace(person, time), time)
  const what = rng.weighted([
    ['password-self-reset', 30],
    ['password-changed', 40],
    ['authenticator-added', 20],
    ['contact-changed', 10],
  ] as const)
  const added = what === 'authenticator-added' ? authenticatorApp(person.phone.model, world.org, rng) : null
  attempt(world, { who: person, time: time - 2 * MINUTE, seat: from, first: 'session', remembered: true })
  change(world, { time, change: what, actor: person, seat: from, who: person, authenticator: added })
  if (added) person.authenticators.push(added)
}

/** A look at the mail on a weekend, within the hours that are usual for the person. */
function glance(world: World, person: Person, midnight: number, rng: Random): void {
  const time = midnight + (rng.between(person.from + 1, person.to) - person.zone) * HOUR
  signInAt(world, person, time, seat(world, person, rng.chance(0.5) ? 'home' : 'mobile', time), rng)
}

/** One sign-in as the person would do it there and then: remembered, or with a second step. */
export function signInAt(world: World, person: Person, wished: number, from: Seat, rng: Random): void {
  let time = wished
  if (isBusy(person, time)) return
  const app = appFor(world, rng)
  const protocol =
    from.device.kind === 'phone' ? (rng.chance(0.7) ? 'rich' : 'browser') : rng.chance(0.25) ? 'rich' : 'browser'
  const known = person.remembered.get(from.device.id) ?? Number.NEGATIVE_INFINITY
  const fresh = known <= time && time - known < Math.max(person.rememberDays * DAY, 4 * HOUR)
  if (fresh) {
    if (rng.chance(0.006)) {
      attempt(world, {
        who: person,
        time: time - 20_000,
        seat: from,
        app,
        protocol,
        stop: 'application',
        complete: false,
      })
    }
    const first = rng.chance(0.7) ? 'session' : 'right'
    const wrong = first === 'right' && rng.chance(0.05)
    if (wrong)
      attempt(world, {
        who: person,
        time: time - rng.int(8000, 50_000),
        seat: from,
        app,
        protocol,
        first: 'wrong',
        complete: false,
      })
    attempt(world, {
      who: person,
      time,
      seat: from,
      app,
      protocol,
      first,
      remembered: true,
      pages: rng.chance(0.06) ? ['kmsi'] : [],
    })
    return
  }
  const authenticators = authenticatorsAt(person, time)
  if (authenticators.length === 0) {
    attempt(world, { who: person, time, seat: from, app, protocol, demanded: false })
    return
  }
  // Now and then the page that asks for the second step is closed: something else was more urgent.
  if (rng.chance(0.012)) {
    attempt(world, { who: person, time, seat: from, app, protocol, abandoned: true, pages: ['asked'] })
    if (rng.chance(0.4)) return
    time += rng.between(0.7, 8) * MINUTE
  }
  // A scene to come may have remembered its own sign-in already.
  person.remembered.set(from.device.id, Math.max(known, time))
  ordinarySignIn(world, authenticators, { who: person, time, seat: from, app, protocol }, rng)
}

function appFor(world: World, rng: Random): App {
  const { apps } = world.org
  return rng.chance(0.6) ? apps[rng.int(0, 3)]! : apps[rng.int(0, apps.length - 2)]!
}

function refresh(world: World, person: Person, time: number, from: Seat, rng: Random): void {
  world.schedule({
    kind: 'refresh',
    time: Math.round(time),
    id: world.serial(),
    who: person,
    seat: from,
    app: appFor(world, rng),
    failed: rng.chance(0.03),
  })
}

/** The provider gives the household another address; now and then a person moves or changes the carrier. */
function moveLine(world: World, person: Person, rng: Random): void {
  const before = person.home
  const again = world.org.atlas.home(before.city, rng)
  const sameLine = rng.chance(0.85)
  person.home = sameLine
    ? { ...again, asn: before.asn, organisation: before.organisation, version: before.version }
    : again
}

/** Machines that sign in by themselves, some over SMTP, from one address and around the clock. */
function serve(world: World, person: Person, midnight: number, rng: Random): void {
  const smtp = person.index % 2 === 0
  for (let hour = rng.int(0, 3); hour < 24; hour += smtp ? 4 : 6) {
    const time = midnight + hour * HOUR + rng.int(0, 59) * MINUTE
    attempt(world, {
      who: person,
      time,
      seat: {
        ...sit(world, person.home, person.laptop, time),
        ip: address(person.home, random(world.seed, person.index)),
      },
      protocol: smtp ? 'smtp' : 'rich',
      demanded: false,
      app: world.org.apps[0]!,
    })
  }
}

export function isBusy(person: Person, time: number): boolean {
  return person.busy.some((stretch) => time >= stretch.from && time <= stretch.to)
}
