/** What was read, and what could not be: with file and line, so that nobody mistakes a gap for calm. */
import type { InputFile, Report } from '../diagnosis/index.ts'
import type { Digest, ProblemGroup } from './report-digest.ts'
import { count, number } from './report-words.ts'
import { clip, type Sheet, span } from './terminal.ts'
import { fileName, places } from './text-places.ts'

const FILES_SHOWN = 6
const KINDS_SHOWN = 4
const REASONS_SHOWN = 8
const PLACES_SHOWN = 3
const NAME_CELLS = 80
const MESSAGE_CELLS = 300

/** Writes the files that were read and the rows that were not. */
export function writeInput(page: Sheet, report: Report, facts: Digest, all: boolean): void {
  const shown = (max: number): number => (all ? Number.POSITIVE_INFINITY : max)
  writeUnread(page, report, facts.problems, shown(REASONS_SHOWN))
  const { files } = facts
  const { duplicates, other, otherNames } = report.input
  if (files.length === 0) return
  page.blank()
  page.paragraph([span('READ', 'strong')])
  page.blank()
  const filesShown = shown(FILES_SHOWN)
  for (const file of files.slice(0, filesShown)) writeFile(page, file)
  if (files.length > filesShown) line(page, `… and ${count(files.length - filesShown, 'more file', 'more files')}`)
  if (duplicates > 0)
    line(page, `${count(duplicates, 'event')} came twice and ${duplicates === 1 ? 'counts' : 'count'} once`)
  if (other > 0) {
    line(
      page,
      `${count(other, 'row')} ${other === 1 ? 'is' : 'are'} no sign-in: ${kinds(otherNames, shown(KINDS_SHOWN))}`,
    )
  }
  page.blank()
}

function writeFile(page: Sheet, { file, shapes, rows, events }: InputFile): void {
  const known = shapes.length > 0
  page.paragraph(
    [
      span(fileName(file)),
      span(known ? ` ${clip(shapes.join(', '), NAME_CELLS)}` : ' not recognised', known ? 'quiet' : 'warn'),
      span(`: ${count(rows, 'row')}, ${count(events, 'event')}`, 'quiet'),
    ],
    { first: 4, rest: 4, lead: known ? span('  ✓', 'ok') : span('  ?', 'warn') },
  )
}

function writeUnread(page: Sheet, report: Report, groups: readonly ProblemGroup[], groupsShown: number): void {
  const { problemCount } = report.input
  if (problemCount === 0) return
  page.blank()
  page.paragraph([
    span(`NOT READ (${number(problemCount)})`, 'strong'),
    span(' · a gap here is a gap in every verdict above', 'quiet'),
  ])
  page.blank()
  for (const group of groups.slice(0, groupsShown)) writeGroup(page, group)
  const shown = groups.slice(0, groupsShown).reduce((sum, { problems }) => sum + problems.length, 0)
  if (problemCount > shown) line(page, `… and ${number(problemCount - shown)} more: --json lists the first 1,000`)
  page.blank()
}

function writeGroup(page: Sheet, { code, message, problems }: ProblemGroup): void {
  const isOfFiles = problems.every(({ line }) => line === 0)
  page.paragraph(
    [span(count(problems.length, isOfFiles ? 'file' : 'row'), 'warn'), span(` ${clip(code, NAME_CELLS)}`, 'quiet')],
    {
      first: 4,
      rest: 4,
      lead: span('  ?', 'warn'),
    },
  )
  page.paragraph([span(clip(message, MESSAGE_CELLS))], { first: 4, rest: 4 })
  page.paragraph([span(places(problems, PLACES_SHOWN), 'quiet')], { first: 4, rest: 4 })
}

function kinds(names: Readonly<Record<string, number>>, kindsShown: number): string {
  const sorted = Object.entries(names).sort((a, b) => b[1] - a[1])
  const shown = sorted.slice(0, kindsShown).map(([name, many]) => `${clip(name, 60)} (${number(many)})`)
  return `${shown.join(', ')}${sorted.length > kindsShown ? ', …' : ''}`
}

function line(page: Sheet, text: string): void {
  page.paragraph([span(text, 'quiet')], { first: 4, rest: 4 })
}
