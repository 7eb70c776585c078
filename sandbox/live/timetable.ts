/** What is to happen on a day, by chance of the seed: the same for ever, so that nothing has to be remembered over a restart. */
import { type EverydaySignIn, everydayOf, random } from '../../src/simulator/index.ts'
import { HOUR, type Script } from './scene.ts'
import { SCRIPTS } from './scripts.ts'
import { WIDE_SCRIPTS } from './wide-scripts.ts'

export interface Trouble {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly script: Script
  /** Of its chance. */
  readonly number: number
}

export interface TimetableSettings {
  readonly people: number
  readonly seed: number
  /** So many days' events happen each day, at the hours at which they usually do. A whole number from 1. */
  readonly speed: number
}

export interface Timetable {
  /** In the day with this number since 1970, UTC, in the order of time. */
  signInsOn(day: number): readonly EverydaySignIn[]
  troublesOn(day: number): readonly Trouble[]
}

const DAY = 24 * HOUR
const TROUBLES_PER_DAY = 6
/** Whole weeks apart from the real ones are the days that fill up a faster one. */
const ELSEWHEN_DAYS = 7000

export function timetableOf({ people, seed, speed }: TimetableSettings): Timetable {
  return {
    signInsOn(day) {
      const isOn = ({ time }: EverydaySignIn) => Math.floor(time / DAY) === day
      const layers = Array.from({ length: speed }, (_, layer) => layer * ELSEWHEN_DAYS)
      return layers
        .flatMap((before) =>
          // Night shifts begin the day before, and some live far from Greenwich.
          [day - 1, day, day + 1]
            .flatMap((near) => everydayOf({ people, seed, day: near - before }))
            .map((signIn) => ({ ...signIn, time: signIn.time + before * DAY })),
        )
        .filter(isOn)
        .sort((a, b) => a.time - b.time)
    },
    troublesOn(day) {
      const rng = random(seed, 0x7ab1e, day)
      const scripts = [...SCRIPTS, ...WIDE_SCRIPTS].map((script) => [script, script.weight] as const)
      return Array.from({ length: TROUBLES_PER_DAY * speed }, (_, number) => ({
        time: Math.round((day + rng.next()) * DAY),
        script: rng.weighted(scripts),
        number,
      })).sort((a, b) => a.time - b.time)
    },
  }
}
