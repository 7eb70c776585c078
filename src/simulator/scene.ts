/** What a scenario gets: a person, a moment, and ways to fail and to get back in. */
import type { Cause, Method } from '../signin/index.ts'
import { app, authenticator, phone } from './devices.ts'
import type { Attempt, Authenticator, Person, Seat, StepResult, Stop, Tag } from './happening.ts'
import type { Random } from './random.ts'
import { attempt, change, ended, HOUR, MINUTE, methodOf, resetter, steps, type World, workSeat } from './world.ts'

export interface Scene {
  readonly world: World
  readonly person: Person
  /** When it begins: a moment at which the person works. */
  readonly time: number
  readonly rng: Random
  readonly tag: Tag
}

/** A scenario of the person's own trouble. */
export interface LockoutScenario {
  readonly cause: Cause
  /** Methods of which the person's main authenticator must be one; any, if absent. */
  readonly needs?: readonly Method[]
  /** Relative frequency among lockouts. */
  readonly weight: number
  /** Done before the run begins: a newcomer, for example, has no past. */
  readonly prepare?: (person: Person, time: number, start: number) => void
  readonly play: (scene: Scene) => void
}

/** Failing attempts, one after another, from where the person works; returns when the last one ended. */
export function failing(
  scene: Scene,
  from: number,
  attempts: readonly (readonly StepResult[])[],
  gap: readonly [low: number, high: number],
  how: { authenticator?: Authenticator; method?: Method; seat?: (time: number) => Seat } = {},
): number {
  const { world, person, rng, tag } = scene
  const used = how.authenticator ?? person.authenticators[0]!
  let time = from
  let last = from
  for (const results of attempts) {
    const made = attempt(world, {
      who: person,
      time,
      seat: how.seat?.(time) ?? workSeat(world, person, time),
      app: world.org.apps[rng.int(0, 3)]!,
      steps: steps(used, how.method ?? methodOf(used), results, rng),
      complete: false,
      pages: rng.chance(0.5) ? ['asked'] : [],
      tag,
    })
    last = ended(made)
    time = last + rng.between(gap[0], gap[1])
  }
  return last
}

/** Attempts that the provider stops before or instead of a second step. */
export function stopped(
  scene: Scene,
  from: number,
  count: number,
  stop: Stop,
  gap: readonly [low: number, high: number],
  how: {
    policies?: readonly string[]
    seat?: (time: number) => Seat
    first?: Attempt['first']
    protocol?: Attempt['protocol']
  } = {},
): number {
  const { world, person, rng, tag } = scene
  let time = from
  let last = from
  for (let at = 0; at < count; at++) {
    const made = attempt(world, {
      who: person,
      time,
      seat: how.seat?.(time) ?? workSeat(world, person, time),
      app: world.org.apps[rng.int(0, 3)]!,
      first: how.first ?? 'right',
      stop,
      policies: how.policies ?? [],
      protocol: how.protocol ?? 'browser',
      tag,
    })
    last = ended(made)
    time = last + rng.between(gap[0], gap[1])
  }
  return last
}

/** The person gets in with a second step; returns when. */
export function getIn(scene: Scene, time: number, used: Authenticator, from?: Seat): number {
  const { world, person, rng } = scene
  // Without an id, a success soon after would make one successful attempt of it all.
  const when = world.org.traits.correlates ? time : Math.max(time + 6 * MINUTE, scene.time + 11 * MINUTE)
  const at = from ?? workSeat(world, person, when)
  const made = attempt(world, {
    who: person,
    time: when,
    seat: at,
    steps: steps(used, methodOf(used), ['approved'], rng),
  })
  person.remembered.set(at.device.id, made.time)
  return ended(made)
}

/** The helpdesk's way: old authenticators go, a pass is given, the person signs in with it and enrols anew. */
export function helped(scene: Scene, time: number, made: Authenticator): number {
  const { world, person, rng } = scene
  const desk = resetter(world, person, rng)
  const old = person.authenticators[0] ?? null
  if (rng.chance(0.5)) change(world, { time, change: 'authenticators-reset', actor: desk, who: person })
  else change(world, { time, change: 'authenticator-removed', actor: desk, who: person, authenticator: old })
  change(world, {
    time: time + rng.between(20, 90) * 1000,
    change: 'pass-issued',
    actor: desk,
    who: person,
    target: 'temporary pass',
  })
  return withPass(scene, time + rng.between(3, 12) * MINUTE, made)
}

/** Signs in with a pass and enrols a new authenticator. */
export function withPass(scene: Scene, time: number, made: Authenticator): number {
  const { world, person, rng } = scene
  const from = workSeat(world, person, time)
  attempt(world, { who: person, time, seat: from, first: 'pass', app: world.org.apps[2]! })
  const enrolled = time + rng.between(1, 4) * MINUTE
  change(world, {
    time: enrolled,
    change: 'authenticator-added',
    actor: person,
    seat: from,
    who: person,
    authenticator: made,
  })
  adopt(scene, [made])
  const last = getIn(scene, enrolled + rng.between(1, 6) * MINUTE, made, from)
  return last
}

/** The person adds an authenticator of their own. */
export function enrol(scene: Scene, time: number, made: Authenticator): void {
  const { world, person } = scene
  change(world, {
    time,
    change: 'authenticator-added',
    actor: person,
    seat: workSeat(world, person, time),
    who: person,
    authenticator: made,
  })
}

/**
 * From this scene on these are the person's authenticators. Scenes are laid out before the habits of the days until then:
 * those go on with what the person had.
 */
export function adopt(scene: Scene, list: readonly Authenticator[]): void {
  keepFormer(scene)
  scene.person.authenticators = [...list]
}

function keepFormer({ person, time }: Scene): void {
  if (person.former.some(({ until }) => until === time)) return
  person.former.push({ until: time, authenticators: person.authenticators, phone: person.phone })
}

/** A new phone in the person's hand, and the app on it. */
export function newPhone(scene: Scene): Authenticator {
  const { world, person, rng } = scene
  let next = phone(rng)
  while (next.model === person.phone.model) next = phone(rng)
  keepFormer(scene)
  person.phone = next
  return app(next.model, world.org, rng)
}

/** The same app set up again on the same phone. */
export function sameLabelAgain(scene: Scene): Authenticator {
  const old = scene.person.authenticators[0]!
  return authenticator(old.methods, old.label, scene.rng)
}

/** Habits pause for as long as the scene lasts. */
export function occupy(scene: Scene, until: number): void {
  scene.person.busy.push({ from: scene.time - 40 * MINUTE, to: until + 10 * MINUTE })
}

/** The next moment after `time` at which the person works. */
export function nextWorkday(person: Person, time: number, rng: Random): number {
  const day = Math.floor((time + person.zone * HOUR) / (24 * HOUR)) + 1
  let midnight = day * 24 * HOUR - person.zone * HOUR
  const weekday = (day + 4) % 7
  if (weekday === 6) midnight += 48 * HOUR
  if (weekday === 0) midnight += 24 * HOUR
  return midnight + person.from * HOUR + rng.between(0, 90) * MINUTE
}
