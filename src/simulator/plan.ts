/** Decides before the run begins who will have which trouble, and when. */
import { ACCOUNTS } from './attacks/accounts.ts'
import { PROMPTS } from './attacks/prompts.ts'
import type { AttackScenario } from './attacks/scene.ts'
import { SIGN_INS } from './attacks/sign-ins.ts'
import type { Id } from './cannot.ts'
import type { Person } from './happening.ts'
import { ACCOUNT } from './lockouts/account.ts'
import { SECOND_STEP } from './lockouts/second-step.ts'
import { beforeSoleAdministrator, RULES, soleAdministrator, WIDE } from './lockouts/wide.ts'
import { type Random, random } from './random.ts'
import type { LockoutScenario } from './scene.ts'
import { DAY, HOUR, type World } from './world.ts'

/** Lockouts per person and thirty days, and attacks; both are multiplied by the run's `incidents`. */
const LOCKOUT_RATE = 0.06
const ATTACK_RATE = 0.012

export interface Planned {
  readonly day: number
  readonly play: (world: World) => void
}

export interface PlanSettings {
  readonly world: World
  readonly days: number
  readonly incidents: number
  /** What the vendor's log cannot say: such scenarios are left out. */
  readonly silent: ReadonlySet<Id>
}

export function plan({ world, days, incidents, silent }: PlanSettings): Map<number, Planned[]> {
  const rng = random(world.seed, 0x97a)
  const planned = new Map<number, Planned[]>()
  const taken = new Map<Person, Stretch[]>()
  const put = (time: number, play: Planned['play']): void => {
    const day = Math.max(0, Math.floor((time - world.start) / DAY))
    const list = planned.get(day) ?? []
    list.push({ day, play })
    planned.set(day, list)
  }
  const months = (days / 30) * incidents
  const context: Context = { world, days, rng, taken, put }
  if (!silent.has('sole-administrator')) planSole(context, incidents)
  planLockouts(context, Math.round(world.org.people.length * LOCKOUT_RATE * months), silent)
  planAttacks(
    context,
    Math.max(incidents > 0 ? 1 : 0, Math.round(world.org.people.length * ATTACK_RATE * months)),
    silent,
  )
  planWide(context, months, silent)
  return planned
}

/** The time around a person's own incident, in which nothing else may befall them. */
interface Stretch {
  readonly from: number
  readonly to: number
}

interface Context {
  readonly world: World
  readonly days: number
  readonly rng: Random
  readonly taken: Map<Person, Stretch[]>
  readonly put: (time: number, play: Planned['play']) => void
}

/** A quarter of all organisations lose their only administrator within the run. */
function planSole({ world, days, rng, taken, put }: Context, incidents: number): void {
  const person = world.org.administrators[0]
  if (!person || days < 8 || !rng.chance(Math.min(1, 0.25 * incidents))) return
  const time = workTime(world, person, rng.int(6, days - 2), rng)
  taken.set(person, [{ from: world.start, to: world.end }])
  person.planned = true
  const early = Math.max(world.start + 9 * HOUR, time - rng.int(2, 6) * DAY)
  world.org.soleFrom = early
  put(early - 12 * HOUR, (now) => beforeSoleAdministrator(now, early, random(now.seed, 0x501d)))
  put(time - 12 * HOUR, (now) => soleAdministrator(now, time, random(now.seed, 0x501e), now.notes.incident()))
}

function planWide(context: Context, months: number, silent: ReadonlySet<Id>): void {
  const { world, days, rng, put } = context
  const times: number[] = []
  for (const scenario of WIDE) {
    if (silent.has(scenario.cause)) continue
    const expected = scenario.monthly * months
    const count = Math.floor(expected) + (rng.chance(expected % 1) ? 1 : 0)
    for (let at = 0; at < count; at++) {
      const share = rng.between(scenario.share[0], scenario.share[1])
      const wanted = Math.max(1, Math.min(scenario.most, Math.round(world.org.people.length * share)))
      const time = workTime(world, rng.pick(world.org.people), rng.int(1, Math.max(1, days - 2)), rng)
      // Two at once would be one story to anybody who looks from outside.
      if (times.some((other) => Math.abs(other - time) < 14 * HOUR)) continue
      times.push(time)
      // Only those who work at that hour meet it; whoever has a trouble of their own these days is left alone.
      const people = scenario.prepare
        ? draw(context, wanted)
        : draw(context, wanted, undefined, time).filter((person) => isAwake(person, time))
      if (people.length === 0) continue
      scenario.prepare?.(people)
      const seed = rng.int(0, 2 ** 31)
      put(time - 12 * HOUR, (now) => scenario.play(now, time, people, random(now.seed, seed), now.notes.incident()))
    }
  }
}

function isAwake(person: Person, time: number): boolean {
  const hour = (((time / HOUR + person.zone) % 24) + 24) % 24
  return hour >= person.from - 0.5 && hour <= person.to - 1
}

function planLockouts(context: Context, count: number, silent: ReadonlySet<Id>): void {
  const { world, days, rng, taken, put } = context
  const scenarios = [...SECOND_STEP, ...ACCOUNT, ...RULES].filter((scenario) => !silent.has(scenario.cause))
  if (scenarios.length === 0) return
  const weights = scenarios.map((scenario): [LockoutScenario, number] => [scenario, scenario.weight])
  for (let at = 0; at < count; at++) {
    const scenario = rng.weighted(weights)
    const [person] = draw(context, 1, scenario.needs)
    if (!person) continue
    // The last days are left free, so that most stories come to their end.
    const time = workTime(world, person, rng.int(1, Math.max(1, days - 4)), rng)
    scenario.prepare?.(person, time, world.start)
    const whole = scenario.prepare !== undefined || scenario.cause === 'account-disabled'
    if (!whole) taken.set(person, [{ from: time - CALM_MS, to: time + CALM_MS }])
    const seed = rng.int(0, 2 ** 31)
    put(time - 12 * HOUR, (now) => {
      const tag = { cause: scenario.cause, incident: now.notes.incident() }
      scenario.play({ world: now, person, time, rng: random(now.seed, seed), tag })
    })
  }
}

function planAttacks(context: Context, count: number, silent: ReadonlySet<Id>): void {
  const { world, days, rng, put } = context
  const scenarios = [...PROMPTS, ...SIGN_INS, ...ACCOUNTS].filter(
    (scenario) => !silent.has(scenario.detection) && (!scenario.reports || world.org.traits.reports),
  )
  if (scenarios.length === 0) return
  const weights = scenarios.map((scenario): [AttackScenario, number] => [scenario, scenario.weight])
  for (let at = 0; at < count; at++) {
    const scenario = rng.weighted(weights)
    const wanted = scenario.victims(world.org.people.length, rng)
    // Who is sprayed may have other troubles as well; who is singled out has not.
    const victims = wanted > 1 ? sample(world, wanted, rng) : draw(context, wanted, scenario.needs)
    const [first] = victims
    if (wanted > 0 && !first) continue
    const day = rng.int(1, Math.max(1, days - 1))
    const awake = scenario.detection === 'impossible-travel' || rng.chance(0.5)
    const time = awake && first ? workTime(world, first, day, rng) : world.start + (day + rng.next()) * DAY
    const seed = rng.int(0, 2 ** 31)
    put(time - 12 * HOUR, (now) => {
      scenario.play({
        world: now,
        victims,
        time: Math.round(time),
        rng: random(now.seed, seed),
        tag: { attack: true, incident: now.notes.incident() },
      })
    })
  }
}

function sample(world: World, wanted: number, rng: Random): Person[] {
  const chosen = new Set<Person>()
  for (let tries = wanted * 4; tries > 0 && chosen.size < wanted; tries--) {
    const person = rng.pick(world.org.people)
    if (!person.look) chosen.add(person)
  }
  return [...chosen]
}

const CALM_MS = 5 * DAY

/**
 * People whose main authenticator does what is needed. Without a time they must have no part in anything yet, and take
 * one for good (their authenticators may change); with a time, none on the days around it.
 */
function draw({ world, rng, taken }: Context, wanted: number, needs?: readonly string[], time?: number): Person[] {
  const { people } = world.org
  const chosen = new Set<Person>()
  for (let tries = wanted * 20 + 200; tries > 0 && chosen.size < wanted; tries--) {
    const person = rng.pick(people)
    const main = person.authenticators[0]?.methods[0]
    if (person.look || person.roles.length > 0 || person.pattern === 'shift' || !main || chosen.has(person)) continue
    const others = taken.get(person) ?? []
    if (others.length > 0 && time === undefined) continue
    if (time !== undefined && others.some((other) => time >= other.from && time <= other.to)) continue
    if (needs && !needs.includes(main)) continue
    chosen.add(person)
    person.planned = true
    const own = time === undefined ? { from: world.start, to: world.end } : { from: time - CALM_MS, to: time + CALM_MS }
    taken.set(person, [...others, own])
  }
  return [...chosen]
}

/** A moment in the first hours of a working day of the person's, on that day of the run or the next working one. */
function workTime(world: World, person: Person, day: number, rng: Random): number {
  let midnight = world.start + day * DAY
  for (let weekday = weekdayOf(midnight); weekday === 0 || weekday === 6; weekday = weekdayOf(midnight)) midnight += DAY
  return Math.round(midnight + (person.from + rng.between(0.1, 5) - person.zone) * HOUR)
}

function weekdayOf(midnight: number): number {
  return Math.floor((midnight + 12 * HOUR) / DAY + 4) % 7
}
