/** The closing hint: which command answers the next question. */
import type { Report } from '../diagnosis/index.ts'
import type { Digest } from './report-digest.ts'
import { type Sheet, span } from './terminal.ts'

/** Names that mean nothing to a shell: only such a name is put into a command that somebody may copy. */
const SHELL_SAFE = /^[A-Za-z0-9][\w.@+-]{0,79}$/

/** Writes two or three commands. Names from the log stand in them only if a shell can take no harm from them. */
export function writeNextCommands(page: Sheet, report: Report, facts: Digest): void {
  if (report.input.events === 0) return
  page.blank()
  page.paragraph([span('NEXT', 'strong')])
  page.blank()
  command(page, `postern diagnose FILE… --user ${somebody(facts)}`, 'what happened to one person, row by row')
  command(page, 'postern diagnose FILE… --html report.html', 'all of this as one page, to send or print')
  command(page, 'postern explain CODE', 'what a code in the log means, for example 500121')
}

function somebody(facts: Digest): string {
  const people = [...facts.open, ...facts.over].map((lockout) => lockout.people[0])
  const names = [...people, ...facts.attacks.map((finding) => finding.person)]
  return names.find((name) => name !== undefined && SHELL_SAFE.test(name)) ?? 'NAME'
}

function command(page: Sheet, line: string, what: string): void {
  page.paragraph([span(line, 'info')], { first: 2, rest: 6 })
  page.paragraph([span(what, 'quiet')], { first: 6, rest: 6 })
}
