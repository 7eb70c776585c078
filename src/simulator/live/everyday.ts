/** What the demo's hospital does on an ordinary day, for whoever plays it at a provider: nobody is locked out or attacked in it. */
import type { Method } from '../../signin/index.ts'
import { liveDay } from '../habits.ts'
import { type Attempt, isPerson, type StepResult } from '../happening.ts'
import { DAY, type World } from '../world.ts'
import { hospitalWithCast } from './cast.ts'
import { NO_NOTES } from './tenant.ts'

export interface EverydaySignIn {
  /** Milliseconds since 1970. */
  readonly time: number
  /** As in the roster. */
  readonly account: string
  readonly from: 'home' | 'office'
  readonly first: 'right' | 'wrong' | 'passkey'
  /** One after another. Without one after a right password, the page was left. */
  readonly steps: readonly { readonly method: Method; readonly result: StepResult }[]
}

export interface EverydaySettings {
  /** As the roster has them. */
  readonly people: number
  readonly seed: number
  /** Days since 1970, UTC. */
  readonly day: number
}

/**
 * The sign-ins of the people whose day it is, in the order of time. Those east and west of Greenwich have theirs up to twelve hours
 * before, and up to forty after, its midnight. The same settings give the same ones, whatever days were asked for before.
 */
export function everydayOf({ people, seed, day }: EverydaySettings): readonly EverydaySignIn[] {
  const { org } = hospitalWithCast({ name: 'Northwind', people, seed, vendor: 'entra' }, day * DAY)
  const signIns: EverydaySignIn[] = []
  let number = 0
  const world: World = {
    org,
    seed,
    start: 0,
    end: (day + 2) * DAY,
    vendor: 'entra',
    notes: NO_NOTES,
    schedule(happening) {
      const signIn = happening.kind === 'attempt' ? signInOf(happening) : undefined
      if (signIn !== undefined) signIns.push(signIn)
    },
    serial: () => ++number,
  }
  for (const person of org.people) liveDay(world, person, day, 1)
  return signIns.sort((a, b) => a.time - b.time)
}

/** Undefined for what only a program does, and for a session that goes on. */
function signInOf({ time, who, seat, first, remembered, stop, steps }: Attempt): EverydaySignIn | undefined {
  if (!isPerson(who) || remembered || stop !== null) return undefined
  if (first !== 'right' && first !== 'wrong' && first !== 'passkey') return undefined
  const from = seat.network === who.home ? 'home' : 'office'
  const inShort = steps.map(({ method, result }) => ({ method, result }))
  return { time, account: who.account, from, first, steps: inShort }
}
