/** Who is free for a trouble: nobody has two at a time. */
import type { Person } from '../happening.ts'
import type { Random } from '../random.ts'
import { DAY, type World } from '../world.ts'
import { isAtWork } from './cast.ts'

/** After a trouble of their own people are left alone for so long. */
const CALM_MS = 3 * DAY

export interface FreePeople {
  /** So many people who are free at `time`, or fewer; they are taken for a while. Those who are at work come first. */
  take(world: World, wish: Wish, rng: Random): Person[]
}

export interface Wish {
  readonly count: number
  readonly time: number
  /** Of these methods their main authenticator has one first; any, if absent. */
  readonly needs?: readonly string[] | undefined
  /** If too few are at work, somebody signs in from there all the same. */
  readonly atAnyHour?: true
}

export function createFreePeople(): FreePeople {
  const takenUntil = new Map<Person, number>()
  return {
    take({ org }, { count, time, needs, atAnyHour }, rng) {
      for (const [person, until] of takenUntil) if (until < time) takenUntil.delete(person)
      const free = org.people.filter((person) => !takenUntil.has(person) && isEligible(person, needs))
      const atWork = free.filter((person) => isAtWork(person, time))
      const others = atAnyHour ? free.filter((person) => !isAtWork(person, time)) : []
      const chosen = [...shuffled(atWork, rng), ...shuffled(others, rng)].slice(0, count)
      for (const person of chosen) takenUntil.set(person, time + CALM_MS)
      return chosen
    },
  }
}

/** Nobody with a story of their own, and nobody by whose hand others are helped. */
function isEligible({ look, roles, planned, authenticators }: Person, needs: readonly string[] | undefined): boolean {
  const main = authenticators[0]?.methods[0]
  if (look !== '' || roles.length > 0 || planned || main === undefined) return false
  return needs === undefined || needs.includes(main)
}

function shuffled<T>(list: readonly T[], rng: Random): T[] {
  return list
    .map((item) => [rng.next(), item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item)
}
