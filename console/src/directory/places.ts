/** Places of sign-ins: their names, and the way between them. */
import type { PersonSignIn } from '../api/people.ts'
import { outsideText } from '../design/outside.tsx'

/** Degrees. */
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

export interface Stop {
  readonly name: string
  /** Undefined where the log does not say. */
  readonly at: Point | undefined
  /** Sign-ins there. */
  readonly times: number
  readonly last: string
}

export interface Leg {
  readonly from: Point
  readonly to: Point
}

export function placeName(place: string): string {
  return place === '' ? 'place unknown' : outsideText(place)
}

/** Each place once, the most used first; and each move between two located ones once. */
export function journeyOf(signIns: readonly PersonSignIn[]): {
  readonly stops: readonly Stop[]
  readonly legs: readonly Leg[]
} {
  const placed = signIns.filter(({ place }) => place !== '').toSorted((a, b) => a.time.localeCompare(b.time))
  const stops = new Map<string, Stop>()
  for (const { place, latitude, longitude, time } of placed) {
    const name = placeName(place)
    const before = stops.get(name)
    const at = typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : before?.at
    stops.set(name, { name, at, times: (before?.times ?? 0) + 1, last: time })
  }
  const legs = new Map<string, Leg>()
  for (const [index, { place }] of placed.entries()) {
    const to = stops.get(placeName(place))
    const from = stops.get(placeName(placed[index - 1]?.place ?? place))
    if (from?.at === undefined || to?.at === undefined || from === to) continue
    legs.set([from.name, to.name].sort().join(' – '), { from: from.at, to: to.at })
  }
  return { stops: [...stops.values()].sort((a, b) => b.times - a.times), legs: [...legs.values()] }
}
