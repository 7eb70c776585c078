/** The charts: when attempts failed and at what, when people were locked out and why. Each beside its numbers. */
import { FAILED_AT, type FailedAt, type Report } from '../../diagnosis/index.ts'
import type { Cause } from '../../signin/index.ts'
import { CAUSE_FAMILY, CAUSE_NAME, count, FAILED_AT_NAME, FAMILY_NAME, minute, number } from '../report-words.ts'
import { bucketFailures, bucketLockouts } from './buckets.ts'
import { type Content, html, type Markup } from './markup.ts'
import { timeChart, widthName } from './time-chart.ts'
import { bar } from './verdict-cards.ts'

const CAUSES_SHOWN = 12

/** Failed attempts, then lockouts, in cards; either only if there were any. */
export function charts(report: Report): Content {
  return [report.failedAttempts.buckets.length > 0 && failures(report), report.lockouts.length > 0 && lockouts(report)]
}

function failures(report: Report): Markup {
  const { widthMs, list } = bucketFailures(report)
  const chart = timeChart({
    heading: `Failed attempts to sign in, per ${widthName(widthMs)}`,
    kinds: FAILED_AT_NAME,
    columns: list,
    total: (value) => count(value, 'failed attempt'),
  })
  return html`<div class="grid wide">${chart}${byStep(report)}</div>`
}

/** All failed attempts by step, and when each was worst. */
function byStep({ failedAttempts: { buckets } }: Report): Markup {
  const kinds = FAILED_AT.map((at) => ({
    at,
    all: buckets.reduce((sum, bucket) => sum + bucket[at], 0),
    worst: buckets.reduce((worst, bucket) => (bucket[at] > worst[at] ? bucket : worst)),
  })).filter(({ all }) => all > 0)
  const most = Math.max(...kinds.map(({ all }) => all))
  return html`<div class="card"><h3>Where they failed</h3>
<table class="causes"><caption>Attempts, whole period; one that ended in success has not failed</caption><tbody>
${kinds.map(
  ({ at, all, worst }) =>
    html`<tr><td class="name">${FAILED_AT_NAME[at]}<div><small>${mostIn(worst, at)}</small></div></td><td>${bar(all / most, at)}</td><td class="num">${number(all)}</td></tr>
`,
)}</tbody></table></div>`
}

function mostIn(worst: Report['failedAttempts']['buckets'][number], at: FailedAt): Markup {
  return html`most: ${number(worst[at])}, <span class="time">from ${minute(worst.start)}</span>`
}

function lockouts(report: Report): Markup {
  const { widthMs, list } = bucketLockouts(report)
  const chart = timeChart({
    heading: `People locked out, per ${widthName(widthMs)}`,
    kinds: FAMILY_NAME,
    columns: list,
    total: (value) => count(value, 'person', 'people'),
  })
  return html`<div class="grid wide">${chart}${byCause(report)}</div>`
}

function byCause({ lockouts: all }: Report): Markup {
  const sums = new Map<Cause, number>()
  for (const { cause, peopleCount } of all) sums.set(cause, (sums.get(cause) ?? 0) + peopleCount)
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
