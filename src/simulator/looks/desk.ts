/** Look-alikes at their desks: slips, new devices, two accounts, scripts, Monday mornings, the helpdesk itself. */
import { app, laptop, phone } from '../devices.ts'
import { isBusy, signInAt } from '../habits.ts'
import type { Person, StepResult } from '../happening.ts'
import { address, type Network } from '../places.ts'
import { type Random, random } from '../random.ts'
import { attempt, change, DAY, ended, HOUR, MINUTE, methodOf, seat, steps, type World, workSeat } from '../world.ts'
import { type Behaviour, hourOf } from './behaviour.ts'

/** Never the right password at once; now and then a row of wrong codes as well. */
export const fumbler: Behaviour = (world, person, midnight, rng) => {
  if (!rng.chance(0.4)) return
  const begin = hourOf(person, midnight, rng.between(0.2, 5))
  let time = begin
  const from = workSeat(world, person, time)
  for (let count = rng.int(4, 7); count > 0; count--, time += rng.between(6, 40) * 1000) {
    attempt(world, { who: person, time, seat: from, first: 'wrong', complete: false })
  }
  const used = person.authenticators[0]!
  const wrong = rng.weighted([
    [0, 50],
    [1, 25],
    [2, 20],
    [4, 5],
  ] as const)
  const tag = wrong > 2 ? { cause: 'wrong-code' as const, incident: world.notes.incident() } : null
  for (let count = wrong; count > 0; count--) {
    const made = attempt(world, {
      who: person,
      time,
      seat: from,
      steps: steps(used, methodOf(used), ['wrong-code'], rng),
      complete: false,
      tag,
    })
    time = ended(made) + rng.between(6, 40) * 1000
  }
  attempt(world, { who: person, time, seat: from, steps: steps(used, methodOf(used), ['approved'], rng) })
  person.busy.push({ from: begin - 5 * MINUTE, to: time + 5 * MINUTE })
}

/** Keeps two accounts: the own one, and the executive's from the same desk. */
export const assistant: Behaviour = (world, person, midnight, rng) => {
  const executive = executiveOf(world, person)
  if (!executive || rng.chance(0.2)) return
  const time = hourOf(person, midnight, rng.between(0.2, 7))
  const from = workSeat(world, person, time)
  const used = executive.authenticators[0]!
  const asked = rng.chance(0.3)
  attempt(world, {
    who: executive,
    time,
    seat: from,
    remembered: !asked,
    first: asked ? 'right' : 'session',
    steps: asked ? steps(used, methodOf(used), ['approved'], rng) : [],
  })
}

const executives = new WeakMap<Person, Person>()

function executiveOf(world: World, person: Person): Person | undefined {
  const known = executives.get(person)
  if (known) return known
  const found = world.org.people.find(
    (one) =>
      one.look === '' &&
      one.office === person.office &&
      one.roles.length === 0 &&
      one.authenticators.length > 0 &&
      !one.planned,
  )
  if (found) {
    found.look = 'executive'
    executives.set(person, found)
  }
  return found
}

/** Asks, runs for the phone, asks again: one or two prompts run out, at the own desk, within minutes. */
export const phoneElsewhere: Behaviour = (world, person, midnight, rng) => {
  if (!rng.chance(0.4)) return
  retried(world, person, midnight, rng, rng.chance(0.5) ? ['no-answer', 'no-answer'] : ['no-answer'], 2 * MINUTE)
}

/** Presses the wrong button once. */
export const ownRefusal: Behaviour = (world, person, midnight, rng) => {
  if (rng.chance(0.2)) retried(world, person, midnight, rng, ['refused'], 40_000)
}

function retried(
  world: World,
  person: Person,
  midnight: number,
  rng: Random,
  results: readonly StepResult[],
  gap: number,
): void {
  const used = person.authenticators[0]!
  const begin = hourOf(person, midnight, rng.between(0.3, 6))
  let time = begin
  const from = workSeat(world, person, time)
  for (const result of results) {
    const made = attempt(world, {
      who: person,
      time,
      seat: from,
      steps: steps(used, methodOf(used), [result], rng),
      complete: false,
    })
    time = ended(made) + rng.between(0.1, 1) * gap
  }
  attempt(world, { who: person, time, seat: from, steps: steps(used, methodOf(used), ['approved'], rng) })
  person.busy.push({ from: begin - 5 * MINUTE, to: time + 5 * MINUTE })
}

/** A new phone as it should be: the new app first, from the own computer, then the old one goes. */
export const newPhone: Behaviour = (world, person, midnight, rng) => {
  const day = random(world.seed, 0x9e0, person.index).int(2, 26)
  if (midnight !== world.start + day * DAY) return
  const old = person.authenticators[0]!
  const next = phone(rng)
  const made = app(next.model, world.org, rng)
  let time = hourOf(person, midnight, rng.between(1, 6))
  const from = workSeat(world, person, time)
  const signedIn = attempt(world, {
    who: person,
    time,
    seat: from,
    steps: steps(old, methodOf(old), ['approved'], rng),
  })
  time = ended(signedIn) + rng.between(1, 10) * MINUTE
  change(world, { time, change: 'authenticator-added', actor: person, seat: from, who: person, authenticator: made })
  time += rng.between(4, 90) * MINUTE
  change(world, { time, change: 'authenticator-removed', actor: person, seat: from, who: person, authenticator: old })
  person.busy.push({ from: midnight - 2 * HOUR, to: time })
  person.phone = next
  person.authenticators = [made, ...person.authenticators.slice(1)]
}

export const newLaptop: Behaviour = (world, person, midnight, rng) => {
  const day = random(world.seed, 0x1a9, person.index).int(2, 26)
  if (midnight !== world.start + day * DAY) return
  person.laptop = laptop(true, rng)
  const used = person.authenticators[0]!
  const time = hourOf(person, midnight, rng.between(0.3, 3))
  const from = seat(world, person, 'office', time)
  change(world, {
    time,
    change: 'device-registered',
    actor: person,
    seat: from,
    who: person,
    target: person.laptop.name,
  })
  attempt(world, {
    who: person,
    time: time + 3 * MINUTE,
    seat: from,
    steps: steps(used, methodOf(used), ['approved'], rng),
  })
  person.busy.push({ from: midnight - 2 * HOUR, to: time + 4 * MINUTE })
}

/** Resets for others all day: passwords mostly, locks, and now and then an authenticator by appointment. */
export const helpdesk: Behaviour = (world, person, midnight, rng) => {
  const { people } = world.org
  for (let count = rng.int(1, 5); count > 0; count--) {
    const who = people[rng.int(0, people.length - 1)]!
    const time = hourOf(person, midnight, rng.between(0.5, 8))
    if (who.look || who.planned || who.roles.length > 0 || who.authenticators.length === 0 || isBusy(who, time))
      continue
    const what = rng.weighted([
      ['password-reset', 70],
      ['account-unlocked', 22],
      ['authenticators-reset', 8],
    ] as const)
    change(world, { time, change: what, actor: person, who })
    if (what !== 'authenticators-reset') continue
    const next = phone(rng)
    const made = app(next.model, world.org, rng)
    const desk = seat(world, who, 'office', time)
    change(world, { time: time + MINUTE, change: 'pass-issued', actor: person, who, target: 'temporary pass' })
    attempt(world, { who, time: time + 4 * MINUTE, seat: desk, first: 'pass' })
    change(world, {
      time: time + 6 * MINUTE,
      change: 'authenticator-added',
      actor: who,
      seat: desk,
      who,
      authenticator: made,
    })
    who.busy.push({ from: midnight - 6 * HOUR, to: time + 7 * MINUTE })
    who.authenticators = [made]
    who.phone = next
  }
}

/** A script with a password of last month, every few minutes, for hours. */
export const failingScript: Behaviour = (world, person, midnight, rng) => {
  if (!rng.chance(0.35)) return
  const hosted = scriptHosts.get(person) ?? (rng.chance(0.5) ? world.org.atlas.hosting(rng) : person.office)
  scriptHosts.set(person, hosted)
  const ip = address(hosted, random(world.seed, 0x5c, person.index))
  let time = hourOf(person, midnight, rng.between(-2, 5))
  for (let count = rng.int(6, 30); count > 0; count--, time += rng.between(4, 16) * MINUTE) {
    attempt(world, {
      who: person,
      time,
      seat: { ip, network: hosted, device: person.laptop },
      first: 'wrong',
      complete: false,
      protocol: 'rich',
    })
  }
}

const scriptHosts = new WeakMap<Person, Network>()

/** Monday morning: half the floor has forgotten the password, all behind the office's one address. */
export const officeCrowd: Behaviour = (world, person, midnight, rng) => {
  const monday = Math.floor((midnight + 12 * HOUR) / DAY + 4) % 7 === 1
  if (!monday || rng.chance(0.3)) return
  let time = hourOf(person, midnight, rng.between(-0.3, 0.6))
  const from = seat(world, person, 'office', time)
  for (let count = rng.int(1, 3); count > 0; count--, time += rng.between(8, 50) * 1000) {
    attempt(world, { who: person, time, seat: from, first: 'wrong', complete: false })
  }
  signInAt(world, person, time, from, rng)
}
