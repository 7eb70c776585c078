/** A chart of counts over time: bars of stacked kinds, their legend, and the same numbers as a table. */
import { formatInstant } from '../../base/time.ts'
import { minute, number } from '../report-words.ts'
import { type Content, html, type Markup } from './markup.ts'

const HEIGHT = 100
const BAR = 10
const GAP = 2

/** One stretch of time. `start` in milliseconds since 1970-01-01T00:00:00Z. */
export interface Column<Kind extends string> {
  readonly start: number
  readonly values: Readonly<Record<Kind, number>>
  readonly total: number
}

export interface TimeChart<Kind extends string> {
  readonly heading: string
  /** Names of the kinds, in the order of stacking from the bottom up; a kind is its colour's class too. */
  readonly kinds: Readonly<Record<Kind, string>>
  readonly columns: readonly Column<Kind>[]
  /** What a bar's height means: `12 people`. */
  readonly total: (value: number) => string
}

/** The chart in a card, kinds that never occur left out; nothing without columns. */
export function timeChart<Kind extends string>({ heading, kinds, columns, total }: TimeChart<Kind>): Content {
  if (columns.length === 0) return false
  const top = ceiling(Math.max(...columns.map((column) => column.total)))
  const used = (Object.keys(kinds) as Kind[]).filter((kind) => columns.some(({ values }) => values[kind] > 0))
  const width = columns.length * BAR
  return html`<div class="card"><h3>${heading}</h3>
<div class="frame"><div class="y"><span>${number(top)}</span><span>${number(top / 2)}</span><span>0</span></div>
<svg class="chart" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${heading}; the table below has the numbers">
${[0, HEIGHT / 2, HEIGHT].map((y) => html`<line x1="0" x2="${width}" y1="${y}" y2="${y}"/>`)}
${columns.map((column, index) => stack(column, index, used, top, total))}</svg>
<div class="x">${labels(columns)}</div></div>
${legend(used, kinds)}
<details><summary>These numbers as a table</summary>${table(columns, used, kinds)}</details></div>`
}

/** One bar: its kinds one on the other, in the order of the legend from the bottom up. */
function stack<Kind extends string>(
  { start, values, total: sum }: Column<Kind>,
  index: number,
  used: readonly Kind[],
  top: number,
  total: (value: number) => string,
): Markup {
  let y = HEIGHT
  const parts = used
    .filter((kind) => values[kind] > 0)
    .map((kind) => {
      const height = round((values[kind] / top) * HEIGHT)
      y = round(y - height)
      return html`<rect class="${kind}" x="${index * BAR + GAP / 2}" y="${y}" width="${BAR - GAP}" height="${height}"/>`
    })
  return html`<g><title>${minute(formatInstant(start))}: ${total(sum)}</title>${parts}</g>
`
}

function table<Kind extends string>(
  columns: readonly Column<Kind>[],
  used: readonly Kind[],
  kinds: Readonly<Record<Kind, string>>,
): Markup {
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th>From (UTC)</th>${used.map(
    (kind) => html`<th class="num">${kinds[kind]}</th>`,
  )}</tr></thead><tbody>
${columns
  .filter(({ total }) => total > 0)
  .map(
    ({ start, values }) => html`<tr><td class="time">${minute(formatInstant(start))}</td>${used.map(
      (kind) => html`<td class="num">${number(values[kind])}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`
}

function labels(columns: readonly Column<string>[]): Content {
  const at = [0, Math.floor((columns.length - 1) / 2), columns.length - 1]
  return [...new Set(at)].map(
    (index) => html`<span>${minute(formatInstant(columns[index]?.start ?? Number.NaN))}</span>`,
  )
}

function legend<Kind extends string>(used: readonly Kind[], kinds: Readonly<Record<Kind, string>>): Markup {
  return html`<ul class="legend">${used.map(
    (kind) =>
      html`<li><svg width="10" height="10" aria-hidden="true"><rect class="${kind}" width="10" height="10" rx="2"/></svg>${kinds[kind]}</li>`,
  )}</ul>`
}

/** The next number that halves well, so that both lines of the grid have a whole one. */
function ceiling(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * magnitude >= value) ?? 10
  return Math.max(2, step * magnitude)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** `hour`, `15 minutes`, `7 days`: after the word "per". */
export function widthName(widthMs: number): string {
  const minutes = widthMs / 60_000
  if (minutes < 60) return `${minutes} minutes`
  const hours = minutes / 60
  if (hours < 24) return hours === 1 ? 'hour' : `${hours} hours`
  return hours === 24 ? 'day' : `${hours / 24} days`
}
