/** Small pieces that several parts of the page share. */
import type { Evidence, Instant } from '../../diagnosis/index.ts'
import { count, number, second } from '../report-words.ts'
import { clip } from '../terminal.ts'
import { type Content, html, type Markup } from './markup.ts'

const NAME_CELLS = 120
const WHAT_CELLS = 300
const PEOPLE_SHOWN = 5
const PEOPLE_LISTED_MAX = 200
const ROWS_MAX = 50

/** A name from the log, isolated, so that a right-to-left name leaves the words around it alone; it breaks at its `@`. */
export function name(label: string): Markup {
  const [first = '', ...rest] = clip(label, NAME_CELLS).split('@')
  return html`<bdi>${first}${rest.map((part) => html`<wbr>@${part}`)}</bdi>`
}

/** An instant to the second, UTC, readable by machines too. */
function instant(time: Instant): Markup {
  return html`<time datetime="${time}">${second(time)}</time>`
}

/** `export.json:17`; line 0 is the file itself. */
export function place(file: string, line: number): Markup {
  const at = line === 0 ? '' : `:${line}`
  return html`<span class="mono">${file === '-' ? 'standard input' : clip(file, NAME_CELLS)}${at}</span>`
}

/** The first few names, and the others folded away. */
export function people(names: readonly string[], all: number): Content {
  if (names.length === 0) return false
  const more = Math.max(all, names.length) - Math.min(names.length, PEOPLE_SHOWN)
  const first = commas(names.slice(0, PEOPLE_SHOWN))
  if (more <= 0) return html`<p class="facts people">${first}</p>`
  const listed = names.slice(PEOPLE_SHOWN, PEOPLE_SHOWN + PEOPLE_LISTED_MAX)
  const beyond = more - listed.length
  if (listed.length === 0) return html`<p class="facts people">${first} and ${number(more)} more</p>`
  return html`<p class="facts people">${first}</p>
<details><summary>and ${number(more)} more</summary><p>${commas(listed)}${beyond > 0 && ` and ${number(beyond)} more`}</p></details>`
}

function commas(names: readonly string[]): Content {
  return names.map((label, index) => [index > 0 && ', ', name(label)])
}

/** What to do, never overlooked. */
export function next(text: string): Markup {
  return html`<p class="next"><b>Next</b>${clip(text, 1000)}</p>`
}

/** The rows a verdict rests on, folded. */
export function evidence(rows: readonly Evidence[]): Content {
  if (rows.length === 0) return false
  return html`<details><summary>${count(rows.length, 'row')} it rests on</summary>
<table class="stack"><thead><tr><th>Time (UTC)</th><th>What the row says</th><th>Where</th></tr></thead><tbody>
${rows.slice(0, ROWS_MAX).map(({ time, what, file, line }) => row(time, clip(what, WHAT_CELLS), file, line))}
</tbody></table>${rows.length > ROWS_MAX && left(rows.length - ROWS_MAX)}</details>`
}

/** One row of the log: when, what, where. */
export function row(time: Instant, what: Content, file: string, line: number): Markup {
  return html`<tr><td class="time">${instant(time)}</td><td>${what}</td><td>${place(file, line)}</td></tr>
`
}

/** "and 31 more …": where the rest stands. */
export function left(more: number): Markup {
  return html`<p class="more">… and ${number(more)} more, in the output of --json</p>`
}
