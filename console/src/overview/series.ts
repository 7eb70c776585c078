/** The largest causes, each with a colour of its own, and the rest together. */
import type { Failures } from '../api/overview.ts'

export interface Series {
  /** `rest` for all others. */
  readonly cause: string
  readonly counts: readonly number[]
  readonly total: number
  readonly colour: string
}

const COLOURS = ['var(--chart-1)', 'var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)']
const ATTACK = 'var(--chart-attack)'
const REST = 'var(--chart-5)'

/** Largest first; attacks keep their own colour, and do not take another's. */
export function seriesOf({ hours, causes }: Failures): readonly Series[] {
  const sorted = causes
    .map(({ cause, counts }) => ({ cause, counts, total: sum(counts) }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || a.cause.localeCompare(b.cause))
  const attacks = sorted.filter(({ cause }) => cause === 'attack').map((one) => ({ ...one, colour: ATTACK }))
  const others = sorted.filter(({ cause }) => cause !== 'attack')
  const named = others.slice(0, COLOURS.length).map((one, index) => ({ ...one, colour: COLOURS[index] ?? REST }))
  const rest = others.slice(COLOURS.length)
  if (rest.length === 0) return [...named, ...attacks]
  const counts = hours.map((_, hour) => sum(rest.map((one) => one.counts[hour] ?? 0)))
  return [...named, { cause: 'rest', counts, total: sum(counts), colour: REST }, ...attacks]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
