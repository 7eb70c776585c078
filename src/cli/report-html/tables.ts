/** What needs no card of its own: slight signals, lockouts that are over, and what was read. */
import type { Finding, Lockout, Report } from '../../diagnosis/index.ts'
import type { Digest, ProblemGroup, SignalGroup } from '../report-digest.ts'
import {
  CAUSE_NAME,
  capital,
  count,
  DETECTION_NAME,
  ending,
  minute,
  number,
  PROVIDER_NAME,
  SCOPE_NAME,
} from '../report-words.ts'
import { clip } from '../terminal.ts'
import { icon } from './icons.ts'
import { anchor, type Content, html, type Markup } from './markup.ts'
import { left, name, place } from './pieces.ts'

const CHANGES_MAX = 200
const SIGNALS_MAX = 50
const OVER_MAX = 500
const FILES_MAX = 200
const KINDS_MAX = 30
const REASONS_MAX = 50
const PLACES_MAX = 5

export function signalTable(groups: readonly SignalGroup[]): Content {
  return groups.map(
    ({ detection, reportOnly, count: many, findings }) => html`<details><summary>${number(many)} × ${
      DETECTION_NAME[detection]
    }${reportOnly && ' (report only)'}</summary>
<table class="stack"><thead><tr><th>Who</th><th>Since (UTC)</th><th>What was seen</th></tr></thead><tbody>
${findings.slice(0, SIGNALS_MAX).map(signalRow)}</tbody></table>${many > SIGNALS_MAX && left(many - SIGNALS_MAX)}</details>
`,
  )
}

/** Changes that wait for somebody to say which ticket explains them. */
export function changeTable(changes: readonly Finding[]): Markup {
  return html`<table class="stack"><thead><tr><th>Whose</th><th>When (UTC)</th><th>What was changed</th></tr></thead><tbody>
${changes.slice(0, CHANGES_MAX).map(changeRow)}</tbody></table>${changes.length > CHANGES_MAX && left(changes.length - CHANGES_MAX)}`
}

function changeRow({ id, person, provider, start, summary, evidence }: Finding): Markup {
  const places = evidence.map(({ file, line }) => html`<div><small>${place(file, line)}</small></div>`)
  return html`<tr id="${anchor('finding', id)}"><td>${name(person ?? PROVIDER_NAME[provider])}</td><td class="time">${minute(start)}</td><td>${clip(summary, 500)}${places}</td></tr>
`
}

function signalRow({ id, person, address, provider, start, summary }: Finding): Markup {
  const subject = person ?? address ?? PROVIDER_NAME[provider]
  return html`<tr id="${anchor('finding', id)}"><td>${name(subject)}</td><td class="time">${minute(start)}</td><td>${clip(summary, 500)}</td></tr>
`
}

/** One line a lockout that has an end: the story is over. */
export function overTable(over: readonly Lockout[]): Markup {
  return html`<div class="card"><table class="stack over"><thead><tr><th>Who</th><th>Why</th><th>Began (UTC)</th><th>How it ended</th></tr></thead><tbody>
${over.slice(0, OVER_MAX).map(overRow)}</tbody></table>${over.length > OVER_MAX && left(over.length - OVER_MAX)}</div>`
}

function overRow({ id, scope, people, peopleCount, provider, cause, start, ended }: Lockout): Markup {
  const one = scope === 'one' && people[0] !== undefined
  const back = ended !== null && ended.by !== 'quiet'
  const who = one ? name(people[0] ?? '') : `${count(peopleCount, 'person', 'people')} (${SCOPE_NAME[scope]})`
  return html`<tr id="${anchor('lockout', id)}"><td><b>${who}</b> <small>${PROVIDER_NAME[provider]}</small></td>
<td>${capital(CAUSE_NAME[cause])}</td><td class="time">${minute(start)}</td>
<td>${icon(back ? 'ok' : 'info')} ${ended !== null && capital(ending(start, ended))}</td></tr>
`
}

export function inputTables(report: Report, facts: Digest): Content {
  const { files } = facts
  const { duplicates, other, otherNames, problemCount } = report.input
  return html`<div class="grid">
${problemCount > 0 && problemTable(facts.problems, problemCount)}
<div class="card"><h3>Files</h3><table class="stack"><thead><tr><th>File</th><th>Read as</th><th class="num">Rows</th><th class="num">Events</th></tr></thead><tbody>
${files.slice(0, FILES_MAX).map(
  ({ file, shapes, rows, events }) => html`<tr><td>${place(file, 0)}</td><td>${
    shapes.length > 0 ? clip(shapes.join(', '), 200) : html`<span class="pill warn">not recognised</span>`
  }</td><td class="num" data-label="Rows">${number(rows)}</td><td class="num" data-label="Events">${number(events)}</td></tr>
`,
)}</tbody></table>${files.length > FILES_MAX && left(files.length - FILES_MAX)}
${duplicates > 0 && html`<p class="muted">${capital(count(duplicates, 'event'))} came twice and ${duplicates === 1 ? 'counts' : 'count'} once.</p>`}</div>
${other > 0 && kinds(other, otherNames)}</div>`
}

function problemTable(groups: readonly ProblemGroup[], all: number): Markup {
  const shown = groups.slice(0, REASONS_MAX)
  const more = all - shown.reduce((sum, { problems }) => sum + problems.length, 0)
  return html`<div class="card"><h3>${icon('warn')} ${capital(count(all, 'row'))} could not be read, and ${all === 1 ? 'is' : 'are'} in no verdict</h3>
<table class="stack"><thead><tr><th class="num">Rows</th><th>What is wrong</th><th>Where</th></tr></thead><tbody>
${shown.map(problemRow)}</tbody></table>${more > 0 && left(more)}</div>`
}

function problemRow({ code, message, problems }: ProblemGroup): Markup {
  const more = problems.length - PLACES_MAX
  const places = problems.slice(0, PLACES_MAX).map(({ file, line }) => html`<div>${place(file, line)}</div>`)
  return html`<tr><td class="num" data-label="Rows">${number(problems.length)}</td><td>${clip(message, 500)} <small class="mono">${clip(code, 60)}</small></td><td>${places}${
    more > 0 && html`<small>and ${number(more)} more</small>`
  }</td></tr>
`
}

function kinds(other: number, names: Readonly<Record<string, number>>): Markup {
  const sorted = Object.entries(names).sort((a, b) => b[1] - a[1])
  return html`<details class="card"><summary>${count(other, 'row')} ${other === 1 ? 'is' : 'are'} known and no sign-in</summary>
<table><tbody>${sorted.slice(0, KINDS_MAX).map(
    ([kind, many]) => html`<tr><td class="mono">${clip(kind, 120)}</td><td class="num">${number(many)}</td></tr>
`,
  )}</tbody></table>${sorted.length > KINDS_MAX && left(sorted.length - KINDS_MAX)}</details>`
}
