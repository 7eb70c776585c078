/** The closing hint: which command answers the next question. */
import type { Report } from '../diagnosis/index.ts'
import { COMMAND } from './command-name.ts'
import type { Digest } from './report-digest.ts'
import { cells, type Sheet, span } from './terminal.ts'

/** Names that mean nothing to a shell: only such a name is put into a command that somebody may copy. */
const SHELL_SAFE = /^[A-Za-z0-9][\w.@+-]{0,79}$/
const SHELL_SAFE_PATH = /^[A-Za-z0-9./][\w./@+-]{0,119}$/

/** Writes two or three commands. Names from the log stand in them only if a shell can take no harm from them. */
export function writeNextCommands(page: Sheet, report: Report, facts: Digest): void {
  if (report.input.events === 0) return
  const input = inputOf(report)
  page.blank()
  page.paragraph([span('NEXT', 'strong')])
  page.blank()
  command(
    page,
    [`${COMMAND} diagnose ${input}`, `--user ${somebody(facts)}`],
    'what happened to one person, row by row',
  )
  command(page, [`${COMMAND} diagnose ${input}`, '--html report.html'], 'all of this as one page, to send or print')
  command(page, [`${COMMAND} explain CODE`], 'what a code in the log means, for example 500121')
}

/** The one file that was read, if its name means nothing to a shell. */
function inputOf({ input: { files } }: Report): string {
  const [name = '', ...others] = files.map(({ file }) => file)
  return others.length === 0 && SHELL_SAFE_PATH.test(name) ? name : 'FILE…'
}

function somebody(facts: Digest): string {
  const people = [...facts.open, ...facts.over].map((lockout) => lockout.people[0])
  const names = [...people, ...facts.attacks.map((finding) => finding.person)]
  return names.find((name) => name !== undefined && SHELL_SAFE.test(name)) ?? 'NAME'
}

/** A command of several parts: on one line if it fits, else in a form that can still be copied as a whole. */
function command(page: Sheet, parts: readonly string[], what: string): void {
  const whole = parts.join(' ')
  const lines =
    cells(whole) + 2 <= page.columns ? [whole] : parts.map((part, at) => (at < parts.length - 1 ? `${part} \\` : part))
  for (const [at, line] of lines.entries()) {
    page.paragraph([span(line, 'info')], { first: at === 0 ? 2 : 4, rest: 6 })
  }
  page.paragraph([span(what, 'quiet')], { first: 6, rest: 6 })
}
