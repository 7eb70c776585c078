import type { Person, Seat } from '../happening.ts'
import type { Random } from '../random.ts'
import { attempt, HOUR, methodOf, steps, type World } from '../world.ts'

/** Schedules what is special about a look-alike's day; `midnight` is UTC. */
export type Behaviour = (world: World, person: Person, midnight: number, rng: Random) => void

/** The moment at which the person's working day is `hours` old. */
export function hourOf(person: Person, midnight: number, hours: number): number {
  return midnight + (person.from + hours - person.zone) * HOUR
}

/** A second step now and then, else the remembered one; always in the end successful. */
export function stay(world: World, person: Person, from: Seat, time: number, rng: Random): void {
  const used = person.authenticators[0]!
  const asked = rng.chance(0.3)
  attempt(world, {
    who: person,
    time,
    seat: from,
    first: asked ? 'right' : 'session',
    remembered: !asked,
    steps: asked ? steps(used, methodOf(used), ['approved'], rng) : [],
  })
}
