/** Whether a report and a truth can be of one run of the simulator at all: figures of two different ones mean nothing. */
import type { Told, Truth } from './truth.ts'

/** Why they cannot, as a sentence; undefined if nothing speaks against it. */
export function misfit(report: Told, truth: Truth): string | undefined {
  const logged = providersIn(report)
  const simulated = providersIn(truth)
  if (logged.length > 0 && simulated.length > 0 && !logged.some((provider) => simulated.includes(provider))) {
    return `the log is of ${logged.join(' and ')}, the truth of ${simulated.join(' and ')}`
  }
  if (report.period !== null && truth.period !== null && !overlap(report.period, truth.period)) {
    return `the log runs from ${report.period.start} to ${report.period.end}, the truth from ${truth.period.start} to ${truth.period.end}`
  }
  const known = new Set(truth.people.flatMap(({ person, account }) => [person, account]).map(fold))
  const people = peopleIn(report)
  const isStrange = people.length > 0 && !people.some((name) => known.has(name))
  return isStrange ? 'nobody whom the log’s verdicts name is among the people of the truth' : undefined
}

function providersIn({ findings, lockouts }: Told): readonly string[] {
  return [...new Set([...findings, ...lockouts].map(({ provider }) => provider))].sort()
}

function peopleIn({ findings, lockouts }: Told): readonly string[] {
  const names = [
    ...findings.flatMap(({ person = '', account = '', people = [] }) => [person, account, ...people]),
    ...lockouts.flatMap(({ account, people }) => [account, ...people]),
  ]
  return names.filter((name) => name !== '').map(fold)
}

type Period = NonNullable<Told['period']>

/** Instants of one form compare as texts. */
function overlap(one: Period, other: Period): boolean {
  return one.start <= other.end && other.start <= one.end
}

function fold(name: string): string {
  return name.toLowerCase()
}
