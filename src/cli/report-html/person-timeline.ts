/** One person's timeline: a strip of marks, one a row of the log, and the rows themselves folded below. */
import type { Timeline, TimelineEntry, TimelineTone } from '../../diagnosis/index.ts'
import { count, day, PROVIDER_NAME, range, second } from '../report-words.ts'
import { clip } from '../terminal.ts'
import { icon } from './icons.ts'
import { html, type Markup } from './markup.ts'
import { left, name, row } from './pieces.ts'

const MARKS_MAX = 120
const ROWS_MAX = 400
const WHAT_CELLS = 300

const TONE_NAME: Readonly<Record<TimelineTone, string>> = {
  ok: 'in or proved',
  bad: 'failed or refused',
  warn: 'needs a look',
  info: 'for the record',
}

/** `id` is the element's id, for links from the person's lockouts. */
export function personTimeline(timeline: Timeline, id: string): Markup {
  const { person, provider, entries, cut = 0 } = timeline
  const first = entries[0]
  const last = entries.at(-1)
  return html`<article class="card person" id="${id}">
<div class="title"><h3><a href="#${id}">${name(person)}</a></h3><span class="pill quiet">${PROVIDER_NAME[provider]}</span></div>
<p class="facts">${count(entries.length, 'row')}${first && last && `, ${range(first.time, last.time)}`}${
    cut > 0 && `; ${count(cut, 'older row')} left out`
  }</p>
${entries.length > 0 && [strip(entries), table(entries)]}</article>
`
}

/** The latest marks in order, gathered by day. */
function strip(entries: readonly TimelineEntry[]): Markup {
  const days = Map.groupBy(entries.slice(-MARKS_MAX), ({ time }) => day(time))
  return html`<ol class="strip">${[...days].map(
    ([date, marks]) => html`<li><small>${date.slice(0, -5)}</small>${marks.map(mark)}</li>
`,
  )}</ol>`
}

/** What the marks mean: stands once, above all timelines. */
export function legend(): Markup {
  const tones = ['ok', 'bad', 'warn', 'info'] as const
  return html`<ul class="legend">${tones.map((tone) => html`<li>${icon(tone)}${TONE_NAME[tone]}</li>`)}</ul>`
}

function mark({ time, tone, what }: TimelineEntry): Markup {
  const label = `${second(time)}, ${TONE_NAME[tone]}: ${clip(what, WHAT_CELLS)}`
  return html`<svg class="icon ${tone}" width="16" height="16" role="img" aria-label="${label}"><title>${label}</title><use href="#i-${tone}"/></svg>`
}

function table(entries: readonly TimelineEntry[]): Markup {
  const shown = entries.slice(-ROWS_MAX)
  return html`<details><summary>Row by row</summary>
<table class="stack"><thead><tr><th>Time (UTC)</th><th>What the row says</th><th>Where</th></tr></thead><tbody>
${shown.map(({ time, tone, what, file, line }) => row(time, html`${icon(tone)} ${clip(what, WHAT_CELLS)}`, file, line))}
</tbody></table>${entries.length > ROWS_MAX && left(entries.length - ROWS_MAX)}</details>`
}
