/**
 * Whom a report is asked about: one person, found by any name or id that a row gives them, with all their rows whatever
 * name these have (people marry, and some rows have an id alone); or everybody with a verdict.
 */
import { createTimelines, type Report, type Timeline } from '../diagnosis/index.ts'
import type { Merged } from './collector.ts'

/** One person by label or id, or everybody with a verdict. */
export type Choice = { readonly user: string } | 'verdicts'

export interface ChosenPeople {
  readonly timelines: readonly Timeline[]
  /** All names and account ids of the person asked for, in lower case. */
  readonly labels: ReadonlySet<string>
  /** If there is no such person: names in which what was asked for stands. */
  readonly alike: readonly string[]
}

export const NOBODY: ChosenPeople = { timelines: [], labels: new Set(), alike: [] }

const TIMELINES_MAX = 120
const TIMELINE_ENTRIES_MAX = 60
const USER_ENTRIES_MAX = 5000
const ALIKE_MAX = 5
/** A shorter part of a name is in nearly everybody's. */
const ALIKE_CHARS_MIN = 2

/** Gathers the timelines in one or two more passes over the rows. */
export function choosePeople(choice: Choice, report: Report, merged: Merged): ChosenPeople {
  const files = report.input.files.map(({ file }) => file)
  return choice === 'verdicts' ? withVerdicts(report, merged, files) : asked(choice.user, merged, files)
}

function asked(user: string, merged: Merged, files: readonly string[]): ChosenPeople {
  const wanted = user.toLowerCase()
  const keys = new Set<string>()
  const alike = new Set<string>()
  merged.forEach(({ person, name, account }) => {
    if (person === '') return
    const label = name.toLowerCase()
    if (label === wanted || account.toLowerCase() === wanted) keys.add(person)
    else if (alike.size < ALIKE_MAX && wanted.length >= ALIKE_CHARS_MIN && label.includes(wanted)) alike.add(name)
  })
  if (keys.size === 0) return { ...NOBODY, alike: [...alike] }
  const labels = new Set([wanted])
  const gathering = createTimelines(({ person }) => keys.has(person), USER_ENTRIES_MAX)
  merged.forEach((signIn) => {
    if (!keys.has(signIn.person)) return
    for (const label of [signIn.name, signIn.account]) if (label !== '') labels.add(label.toLowerCase())
    gathering.see(signIn)
  })
  return { timelines: gathering.finish(files), labels, alike: [] }
}

function withVerdicts(report: Report, merged: Merged, files: readonly string[]): ChosenPeople {
  const wanted = new Set<string>()
  for (const { people } of report.lockouts) if (people.length === 1) wanted.add((people[0] ?? '').toLowerCase())
  for (const { person, severity } of report.findings) {
    if (person !== undefined && severity !== 'info' && severity !== 'low') wanted.add(person.toLowerCase())
  }
  for (const name of [...wanted].slice(TIMELINES_MAX)) wanted.delete(name)
  if (wanted.size === 0) return NOBODY
  const gathering = createTimelines(
    ({ name, account }) => wanted.has(name.toLowerCase()) || wanted.has(account.toLowerCase()),
    TIMELINE_ENTRIES_MAX,
  )
  merged.forEach(gathering.see)
  return { ...NOBODY, timelines: gathering.finish(files) }
}
