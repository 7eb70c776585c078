/** Places of sign-ins: their names, and the way between them. */
import type { PersonSignIn } from '../api/people.ts'
import { outsideText } from '../design/outside.tsx'

export interface Stop {
  readonly name: string
  readonly latitude: number
  readonly longitude: number
  /** Sign-ins there. */
  readonly times: number
  readonly last: string
}

export interface Leg {
  readonly from: Stop
  readonly to: Stop
}

export function placeName(place: string): string {
  return place === '' ? 'place unknown' : outsideText(place)
}

/** Each located place once, the most used first, and each move between two of them once. */
export function journeyOf(signIns: readonly PersonSignIn[]): {
  readonly stops: readonly Stop[]
  readonly legs: readonly Leg[]
} {
  const located = signIns
    .flatMap(({ place, latitude, longitude, time }) =>
      typeof latitude === 'number' && typeof longitude === 'number'
        ? [{ name: placeName(place), latitude, longitude, time }]
        : [],
    )
    .sort((a, b) => a.time.localeCompare(b.time))
  const stops = new Map<string, Stop>()
  for (const { name, latitude, longitude, time } of located) {
    const times = (stops.get(name)?.times ?? 0) + 1
    stops.set(name, { name, latitude, longitude, times, last: time })
  }
  const legs = new Map<string, Leg>()
  for (const [index, { name }] of located.entries()) {
    const from = stops.get(located[index - 1]?.name ?? name)
    const to = stops.get(name)
    if (from === undefined || to === undefined || from === to) continue
    legs.set([from.name, to.name].sort().join(' – '), { from, to })
  }
  return { stops: [...stops.values()].sort((a, b) => b.times - a.times), legs: [...legs.values()] }
}
