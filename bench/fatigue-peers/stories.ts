/**
 * The stories that matter to the question: those whose people must be named, and those that only look alike.
 *
 * A story is a person's refusals, or other failures, at given minutes. Each kind catches one way of getting the window
 * wrong: fixed hours, sessions without a length, counting per day, names instead of ids, any failure instead of refusals.
 */
import type { Random } from '../../src/simulator/random.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1000

/** What fails in a story, at each of its times. */
export type Failure = 'refusal' | 'wrong-code' | 'wrong-password' | 'unanswered' | 'undelivered' | 'policy-denial'

export interface StoryKind {
  readonly name: string
  /** How many people this happens to. */
  readonly count: number
  /** Must its people be named? */
  readonly victim: boolean
  readonly failure: Failure
  /** When things fail, in milliseconds after the story's start, in order. */
  readonly times: (rng: Random) => readonly number[]
  /** Where the story must lie: across a full hour, across the change of engine, or anywhere. */
  readonly across?: 'hour' | 'engine'
  /** The person's namesake lives through the same hour: together they have enough refusals, each alone has not. */
  readonly namesakes?: true
  /** The prompt was the person's own, refused by a slip of the thumb. */
  readonly slip?: true
}

/** Two hundred victims. */
const VICTIMS: readonly Omit<StoryKind, 'victim' | 'failure'>[] = [
  { name: 'five in a few minutes', count: 60, times: (rng) => spread(rng, 5, rng.between(4, 12)) },
  { name: 'five over most of an hour', count: 40, times: (rng) => spread(rng, 5, rng.between(40, 59)) },
  { name: 'five in 60:00 exactly', count: 20, times: (rng) => spread(rng, 5, 60) },
  { name: 'five across a full hour', count: 30, times: (rng) => spread(rng, 5, rng.between(10, 40)), across: 'hour' },
  { name: 'six to fifteen', count: 30, times: (rng) => spread(rng, rng.int(6, 15), rng.between(20, 55)) },
  { name: 'two, a pause, and five', count: 10, times: (rng) => [...spread(rng, 2, 5), ...spread(rng, 5, 25, 55)] },
  {
    name: 'five across the change of engine',
    count: 10,
    times: (rng) => spread(rng, 5, rng.between(20, 50)),
    across: 'engine',
  },
]

const LOOK_ALIKES: readonly Omit<StoryKind, 'victim'>[] = [
  { name: 'four', count: 60, failure: 'refusal', times: (rng) => spread(rng, 4, rng.between(5, 59)) },
  { name: 'five in 61 minutes', count: 40, failure: 'refusal', times: (rng) => spread(rng, 5, 61) },
  { name: 'five in 60:01', count: 20, failure: 'refusal', times: (rng) => spread(rng, 5, 60 + SECOND_MS / MINUTE_MS) },
  {
    name: 'three, a pause, and three',
    count: 40,
    failure: 'refusal',
    times: (rng) => [...spread(rng, 3, 10), ...spread(rng, 3, 10, 75)],
  },
  {
    name: 'eight, one each 16 minutes',
    count: 20,
    failure: 'refusal',
    times: () => Array.from({ length: 8 }, (_, index) => index * 16 * MINUTE_MS),
  },
  {
    name: 'three, and three of a namesake',
    count: 20,
    failure: 'refusal',
    times: (rng) => spread(rng, 3, 20),
    namesakes: true,
  },
  { name: 'six in six hours', count: 20, failure: 'refusal', times: (rng) => spread(rng, 6, 360) },
  { name: 'one by mistake', count: 1500, failure: 'refusal', times: () => [0], slip: true },
  { name: 'five wrong codes', count: 60, failure: 'wrong-code', times: (rng) => spread(rng, 5, 20) },
  { name: 'five wrong passwords', count: 60, failure: 'wrong-password', times: (rng) => spread(rng, 5, 20) },
  { name: 'five unanswered pushes', count: 40, failure: 'unanswered', times: (rng) => spread(rng, 5, 30) },
  { name: 'five undelivered pushes', count: 40, failure: 'undelivered', times: (rng) => spread(rng, 5, 15) },
  { name: 'five denials by policy', count: 40, failure: 'policy-denial', times: (rng) => spread(rng, 5, 30) },
]

export const STORIES: readonly StoryKind[] = [
  ...VICTIMS.map((kind): StoryKind => ({ ...kind, victim: true, failure: 'refusal' })),
  ...LOOK_ALIKES.map((kind): StoryKind => ({ ...kind, victim: false })),
]

/**
 * `count` times over exactly `minutes`, from `from` minutes on: the first at the start, the last at the end, the others
 * evenly between, each up to a fifth of the distance off.
 */
function spread(rng: Random, count: number, minutes: number, from = 0): number[] {
  const distance = (minutes * MINUTE_MS) / (count - 1)
  return Array.from({ length: count }, (_, index) => {
    const isEnd = index === 0 || index === count - 1
    return Math.round(from * MINUTE_MS + distance * (index + (isEnd ? 0 : rng.between(-0.2, 0.2))))
  })
}
