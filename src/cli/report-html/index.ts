/** The report as one self-contained page: no script, no network, no font of its own; it folds, links and prints. */
import { createHash } from 'node:crypto'
import type { Report, Timeline } from '../../diagnosis/index.ts'
import { digest } from '../report-digest.ts'
import { number } from '../report-words.ts'
import { iconSheet } from './icons.ts'
import { html, type Markup, serialise } from './markup.ts'
import { headline, overview } from './overview.ts'
import { type Part, pageParts } from './parts.ts'
import { STYLE } from './style.ts'

const TIMELINES_MAX = 300

/**
 * Renders a report and people's timelines (the first 300) as a complete HTML document in UTF-8. Everything from the log is
 * neutralised and escaped; the Content-Security-Policy allows this page's own style sheet and nothing else, should that
 * ever fail.
 */
export function renderHtml(report: Report, timelines: readonly Timeline[]): string {
  const facts = digest(report)
  const parts = pageParts(report, facts, timelines.slice(0, TIMELINES_MAX))
  const title = serialise(html`<title>${headline(report, facts)} · Postern</title>`)
  const page = serialise(html`<body>
${iconSheet()}
${rail(parts)}
<main>
${overview(report, facts)}
${parts.map(section)}<footer>Made by Postern from the files above and nothing else. This page holds personal data: keep it as you keep the log, and delete it with the log.</footer>
</main>
</body>
`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
${title}
<style>${STYLE}</style>
</head>
${page}</html>
`
}

function contentPolicy(): string {
  const hash = createHash('sha256').update(STYLE).digest('base64')
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
}

function section({ id, title, advice, content }: Part): Markup {
  return html`<section id="${id}"><div class="head"><h2>${title}</h2><p>${advice}</p></div>
${content()}</section>
`
}

function rail(parts: readonly Part[]): Markup {
  const links = parts.map(
    ({ id, title, count, tone = '' }) =>
      html`<li><a href="#${id}">${title}<i class="${tone}">${number(count)}</i></a></li>`,
  )
  return html`<nav class="rail" aria-label="Parts of this report"><b>⌂ Postern</b><ul><li><a href="#top">Overview</a></li>${links}</ul></nav>`
}
