/** The report as text for a terminal: what is urgent first, in words that a tired person can read. */
import type { Report } from '../diagnosis/index.ts'
import { type Digest, digest } from './report-digest.ts'
import { count, number, PROVIDER_NAME, range } from './report-words.ts'
import { type Sheet, sheet, span, type TextOptions, type Tone } from './terminal.ts'
import { writeInput } from './text-input.ts'
import { writeNextCommands } from './text-next.ts'
import {
  writeAttack,
  writeBlock,
  writeChange,
  writeCrowd,
  writeLockout,
  writeOutage,
  writeOver,
  writeSignals,
} from './text-verdicts.ts'

/** How many of each kind a terminal shows without `--all`; the rest is counted. */
const SHOWN_MAX = { outages: 8, crowds: 4, blocks: 8, attacks: 12, changes: 12, open: 15, over: 8 } as const

const HEADLINE_CELLS = 28

export interface ReportTextOptions extends TextOptions {
  /** Leave nothing out of the lists of verdicts. */
  readonly all?: boolean
  /** The report is of one person already: no commands that lead there. */
  readonly ofOne?: boolean
}

/**
 * Renders a report as lines of at most `columns` cells (20 to 110), ending in a line break. Without colour nothing is
 * lost: every status is also a word. Text from the log is neutralised.
 */
export function renderText(report: Report, options: ReportTextOptions): string {
  const page = sheet(options)
  const facts = digest(report)
  writeHead(page, report, facts)
  if (report.input.events === 0) writeNothingRead(page, report)
  else {
    writeHeadlines(page, report, facts)
    writeSections(page, report, facts, options.all === true)
  }
  writeInput(page, report, facts, options.all === true)
  if (options.ofOne !== true) writeNextCommands(page, report, facts)
  return page.text()
}

function writeHead(page: Sheet, report: Report, facts: Digest): void {
  const { input, period } = report
  page.paragraph([span('Postern', 'strong'), span(': what this log says')])
  if (period) page.paragraph([span(`${range(period.start, period.end)}, all times UTC`, 'quiet')])
  if (input.events > 0) {
    const providers = facts.providers.map((provider) => PROVIDER_NAME[provider]).join(', ')
    const events = `${count(input.events, 'event')} about ${count(input.people, 'person', 'people')}`
    const files = `${count(input.files.length, 'file')}${providers === '' ? '' : `: ${providers}`}`
    page.paragraph([span(`${events}, from ${files}`, 'quiet')])
  }
  page.blank()
}

function writeNothingRead(page: Sheet, report: Report): void {
  const { files, rows, other } = report.input
  const read = `${count(files.length, 'file')} with ${count(rows, 'row')} read, and no row is a sign-in event.`
  const known =
    other > 0
      ? ` ${count(other, 'row')} ${other === 1 ? 'is a known record' : 'are known records'} of another kind.`
      : ''
  page.paragraph([
    span('? Nothing to judge.', 'warn'),
    span(files.length === 0 ? ' No file was read.' : ` ${read}${known}`),
    span(' So this says nothing about anybody, neither good nor bad. How to export the sign-in log of your provider:'),
    span(' docs/export-your-log.md'),
  ])
  page.blank()
}

/** Four or five lines that answer "how bad is it", also when all is well. */
function writeHeadlines(page: Sheet, report: Report, facts: Digest): void {
  const severities = facts.attacksBySeverity.map(({ severity, count: many }) => `${number(many)} ${severity}`)
  const going = facts.outagesGoingOn
  const blocked = `${count(facts.peopleBlocked, 'person', 'people')} kept out`
  const back =
    facts.peopleOpen === 0
      ? `${number(facts.peopleBack)} were, and got back in`
      : `${count(facts.open.length, 'lockout')}${facts.peopleBack > 0 ? `; ${number(facts.peopleBack)} more got back in` : ''}`
  headline(page, '●', 'warn', report.outages.length, 'outage', going === 0 ? 'over' : `${number(going)} going on`)
  headline(page, '▲', 'warn', report.policyBlocks.length, 'policy block', blocked)
  headline(page, '✖', 'bad', facts.attacks.length, 'attack', severities.join(', '))
  if (facts.changes.length > 0) {
    headline(
      page,
      '!',
      'warn',
      facts.changes.length,
      'change to check',
      'a ticket may explain them',
      'changes to check',
    )
  }
  headline(page, '○', 'strong', facts.peopleOpen, 'person locked out', back, 'people locked out', facts.peopleBack > 0)
  page.blank()
  if (!facts.calm) return
  page.paragraph([
    span(facts.signals.length > 0 ? 'Nothing found but slight signals.' : 'Nothing found in what was read.', 'ok'),
    span(' That is no proof that nobody is locked out: who never got as far as this provider is not in its log.'),
  ])
  page.blank()
}

function headline(
  page: Sheet,
  sign: string,
  tone: Tone,
  many: number,
  one: string,
  note: string,
  more?: string,
  noted = many > 0,
): void {
  const label = `${many === 0 ? '✓' : sign} ${count(many, one, more)}`
  const narrow = page.columns < 60
  page.paragraph(noted || many > 0 ? [span(note)] : [], {
    first: narrow ? 0 : HEADLINE_CELLS,
    rest: narrow ? 4 : HEADLINE_CELLS,
    lead: span(`  ${label}${narrow && (noted || many > 0) ? ':' : ''}`, many === 0 ? 'ok' : tone),
  })
}

function writeSections(page: Sheet, report: Report, facts: Digest, all: boolean): void {
  const { outages, policyBlocks } = report
  const { crowds, attacks, changes, signals, open, over } = facts
  const shown = (max: number): number => (all ? Number.POSITIVE_INFINITY : max)
  section(page, 'Outages', 'nobody’s own trouble: reset nobody', outages, writeOutage, shown(SHOWN_MAX.outages))
  section(page, 'Many at once', 'look for the one cause first', crowds, writeCrowd, shown(SHOWN_MAX.crowds))
  section(page, 'Policy blocks', 'mend the rule, reset nobody', policyBlocks, writeBlock, shown(SHOWN_MAX.blocks))
  section(page, 'Attacks', 'never reset on a call about one of these', attacks, writeAttack, shown(SHOWN_MAX.attacks))
  section(
    page,
    'Changes to check',
    'does a ticket explain each? Undo what none explains, as an attack',
    changes,
    writeChange,
    shown(SHOWN_MAX.changes),
  )
  writeSignals(page, signals, all)
  section(
    page,
    'Locked out now',
    'verify who asks before you change anything',
    open,
    writeLockout,
    shown(SHOWN_MAX.open),
  )
  section(page, 'Over', 'back in, or quiet for seven days', over, writeOver, shown(SHOWN_MAX.over))
}

type Write<T> = (page: Sheet, item: T) => void

function section<T>(
  page: Sheet,
  title: string,
  advice: string,
  list: readonly T[],
  write: Write<T>,
  max: number,
): void {
  if (list.length === 0) return
  page.blank()
  page.paragraph([span(`${title.toUpperCase()} (${number(list.length)})`, 'strong'), span(` · ${advice}`, 'quiet')])
  page.blank()
  for (const item of list.slice(0, max)) write(page, item)
  if (list.length > max) {
    const rest = `… and ${number(list.length - max)} more: --all shows them here, --html FILE on a page`
    page.paragraph([span(rest, 'quiet')], { first: 2, rest: 4 })
  }
  page.blank()
}
