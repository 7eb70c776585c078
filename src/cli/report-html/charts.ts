/** The two charts: when people were locked out, and why. Each stands beside the numbers it is drawn from. */
import { formatInstant } from '../../base/time.ts'
import type { Report } from '../../diagnosis/index.ts'
import type { Cause } from '../../signin/index.ts'
import { CAUSE_FAMILY, CAUSE_NAME, count, FAMILIES, FAMILY_NAME, type Family, minute, number } from '../report-words.ts'
import { type Bucket, type Buckets, bucketLockouts } from './buckets.ts'
import { type Content, html, type Markup } from './markup.ts'
import { bar } from './verdict-cards.ts'

const HEIGHT = 100
const BAR = 10
const GAP = 2
const CAUSES_SHOWN = 12

/** Both charts in cards; nothing if nobody was locked out. */
export function charts(report: Report): Content {
  if (report.lockouts.length === 0) return false
  return html`<div class="grid wide">${overTime(bucketLockouts(report))}${byCause(report)}</div>`
}

function overTime(buckets: Buckets): Content {
  const { list, widthMs } = buckets
  if (list.length === 0) return false
  const top = ceiling(Math.max(...list.map(({ total }) => total)))
  const used = FAMILIES.filter((family) => list.some(({ people }) => people[family] > 0))
  return html`<div class="card"><h3>People locked out, per ${widthName(widthMs)}</h3>
<div class="frame"><div class="y"><span>${number(top)}</span><span>${number(top / 2)}</span><span>0</span></div>
<svg class="chart" viewBox="0 0 ${list.length * BAR} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="People locked out over time; the table below has the numbers">
<line x1="0" x2="${list.length * BAR}" y1="0" y2="0"/><line x1="0" x2="${list.length * BAR}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/><line x1="0" x2="${list.length * BAR}" y1="${HEIGHT}" y2="${HEIGHT}"/>
${list.map((bucket, index) => stack(bucket, index, top))}</svg>
<div class="x">${labels(list)}</div></div>
${legend(used)}
<details><summary>These numbers as a table</summary>${table(list, used)}</details></div>`
}

/** One bar: its kinds of cause one on the other, in the order of the legend from the bottom up. */
function stack({ start, people, total }: Bucket, index: number, top: number): Markup {
  let y = HEIGHT
  const parts = FAMILIES.filter((family) => people[family] > 0).map((family) => {
    const height = round((people[family] / top) * HEIGHT)
    y = round(y - height)
    return html`<rect class="${family}" x="${index * BAR + GAP / 2}" y="${y}" width="${BAR - GAP}" height="${height}"/>`
  })
  return html`<g><title>${minute(formatInstant(start))}: ${count(total, 'person', 'people')}</title>${parts}</g>
`
}

function table(list: readonly Bucket[], used: readonly Family[]): Markup {
  return html`<div class="scroll" tabindex="0"><table><thead><tr><th>From (UTC)</th>${used.map(
    (family) => html`<th class="num">${FAMILY_NAME[family]}</th>`,
  )}</tr></thead><tbody>
${list
  .filter(({ total }) => total > 0)
  .map(
    ({ start, people }) => html`<tr><td class="time">${minute(formatInstant(start))}</td>${used.map(
      (family) => html`<td class="num">${number(people[family])}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`
}

function labels(list: readonly Bucket[]): Content {
  const at = [0, Math.floor((list.length - 1) / 2), list.length - 1]
  return [...new Set(at)].map((index) => html`<span>${minute(formatInstant(list[index]?.start ?? Number.NaN))}</span>`)
}

function legend(used: readonly Family[]): Markup {
  return html`<ul class="legend">${used.map(
    (family) =>
      html`<li><svg width="10" height="10" aria-hidden="true"><rect class="${family}" width="10" height="10" rx="2"/></svg>${FAMILY_NAME[family]}</li>`,
  )}</ul>`
}

function byCause({ lockouts }: Report): Markup {
  const sums = new Map<Cause, number>()
  for (const { cause, peopleCount } of lockouts) sums.set(cause, (sums.get(cause) ?? 0) + peopleCount)
  const sorted = [...sums].sort((a, b) => b[1] - a[1])
  const most = sorted[0]?.[1] ?? 1
  const rest = sorted.slice(CAUSES_SHOWN)
  return html`<div class="card"><h3>Why they were locked out</h3>
<table class="causes"><caption>People by most likely cause, whole period</caption><tbody>
${sorted.slice(0, CAUSES_SHOWN).map(
  ([
    cause,
    people,
  ]) => html`<tr><td class="name">${CAUSE_NAME[cause]}</td><td>${bar(people / most, CAUSE_FAMILY[cause])}</td><td class="num">${number(people)}</td></tr>
`,
)}</tbody></table>${rest.length > 0 && html`<p class="muted">and ${count(rest.length, 'rarer cause')}</p>`}</div>`
}

/** The next number that halves well, so that both lines of the grid have a whole one. */
function ceiling(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * magnitude >= value) ?? 10
  return Math.max(2, step * magnitude)
}

function widthName(widthMs: number): string {
  const minutes = widthMs / 60_000
  if (minutes < 60) return `${minutes} minutes`
  const hours = minutes / 60
  if (hours < 24) return hours === 1 ? 'hour' : `${hours} hours`
  return hours === 24 ? 'day' : `${hours / 24} days`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
