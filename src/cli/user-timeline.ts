/** One person's timeline as text: `postern diagnose FILE… --user NAME`. */
import type { Timeline, TimelineEntry, TimelineTone } from '../diagnosis/index.ts'
import { count, day, PROVIDER_NAME, range } from './report-words.ts'
import { clip, type Sheet, sheet, span, type TextOptions, type Tone } from './terminal.ts'
import { fileName } from './text-places.ts'

const LABEL_CELLS = 80
const WHAT_CELLS = 400

/** Each tone has a sign and a word, so that it is told apart without colour. */
const MARK: Readonly<Record<TimelineTone, { readonly sign: string; readonly word: string; readonly tone: Tone }>> = {
  ok: { sign: '✓', word: 'in or proved', tone: 'ok' },
  bad: { sign: '✖', word: 'failed or refused', tone: 'bad' },
  warn: { sign: '!', word: 'needs a look', tone: 'warn' },
  info: { sign: '·', word: 'for the record', tone: 'quiet' },
}

/**
 * Renders a timeline as lines of at most `columns` cells, oldest first, with a line for each day. Text from the log is
 * neutralised.
 */
export function renderTimeline(timeline: Timeline, options: TextOptions): string {
  const page = sheet(options)
  const { entries } = timeline
  const oneFile = entries.every(({ file }) => file === entries[0]?.file)
  writeHead(page, timeline)
  if (oneFile && entries[0]) page.paragraph([span(`all from ${fileName(entries[0].file)}`, 'quiet')])
  let today = ''
  for (const entry of entries) {
    if (day(entry.time) !== today) {
      today = day(entry.time)
      page.blank()
      page.paragraph([span(today, 'strong')])
    }
    writeEntry(page, entry, oneFile)
  }
  page.blank()
  if (entries.length > 0) page.paragraph([span(legend(entries), 'quiet')])
  return page.text()
}

function writeHead(page: Sheet, { person, account, provider, entries, cut }: Timeline): void {
  page.paragraph([span(clip(person, LABEL_CELLS), 'strong'), span(` · ${PROVIDER_NAME[provider]}`, 'quiet')])
  if (account !== '' && account !== person) page.paragraph([span(`account ${clip(account, LABEL_CELLS)}`, 'quiet')])
  const first = entries[0]
  const last = entries.at(-1)
  if (first === undefined || last === undefined) {
    page.paragraph([span('No row about this person was read.')])
    return
  }
  page.paragraph([span(`${count(entries.length, 'row')}, ${range(first.time, last.time)}, all times UTC`, 'quiet')])
  if (cut !== undefined && cut > 0) {
    page.paragraph([span(`${count(cut, 'older row')} left out: --since and --until choose another time`, 'warn')])
  }
}

function writeEntry(page: Sheet, { time, what, tone, file, line }: TimelineEntry, oneFile: boolean): void {
  const mark = MARK[tone]
  const lead = span(`  ${time.slice(11, 19)} ${mark.sign}`, mark.tone)
  const rest = page.columns < 60 ? 4 : 13
  const place = oneFile ? ` line ${line}` : ` ${fileName(file)}:${line}`
  page.paragraph([span(clip(what, WHAT_CELLS)), span(place, 'quiet')], { first: 13, rest, lead })
}

function legend(entries: readonly TimelineEntry[]): string {
  const used = new Set(entries.map((entry) => entry.tone))
  const marks = (['ok', 'bad', 'warn', 'info'] as const).filter((tone) => used.has(tone))
  return marks.map((tone) => `${MARK[tone].sign} ${MARK[tone].word}`).join(', ')
}
