/** The top of the page: one sentence and four figures, each a link to what it counts. */
import type { Report } from '../../diagnosis/index.ts'
import type { Digest } from '../report-digest.ts'
import { capital, count, number, PROVIDER_NAME, range } from '../report-words.ts'
import { type Icon, icon } from './icons.ts'
import { html, type Markup } from './markup.ts'

/** The page's heading: what matters most, in one sentence. */
export function headline(report: Report, facts: Digest): string {
  if (report.input.events === 0) return 'Nothing to judge: no sign-in event was read'
  const parts = [
    facts.outagesGoingOn > 0 && `${count(facts.outagesGoingOn, 'outage')} going on`,
    facts.attacks.length > 0 && count(facts.attacks.length, 'attack'),
    facts.peopleOpen > 0 && `${count(facts.peopleOpen, 'person', 'people')} locked out`,
  ].filter((part) => part !== false)
  if (parts.length > 0) return capital(list(parts))
  return facts.calm ? 'Nothing found in this log' : 'Nothing is going on at the end of this log'
}

function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? ''
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

export function overview(report: Report, facts: Digest): Markup {
  const { input, period } = report
  const providers = facts.providers.map((provider) => PROVIDER_NAME[provider]).join(', ')
  return html`<div class="top" id="top"><small>${providers === '' ? 'Sign-in log' : `Sign-ins at ${providers}`}${
    period && `, ${range(period.start, period.end)}, all times UTC`
  }</small>
<h1>${headline(report, facts)}</h1>
<div class="pills"><span class="pill quiet">${count(input.events, 'event')} read</span><span class="pill quiet">${count(
    input.people,
    'person',
    'people',
  )} seen</span>${
    input.problemCount > 0 && html`<a href="#read" class="pill warn">${count(input.problemCount, 'row')} not read</a>`
  }</div></div>
${input.events > 0 && figures(report, facts)}
${notice(report, facts)}`
}

function figures(report: Report, facts: Digest): Markup {
  const severities = facts.attacksBySeverity.map(({ severity, count: many }) => `${number(many)} ${severity}`)
  return html`<div class="stats">
${figure('#outages', 'outage', 'Outages', report.outages.length, facts.outagesGoingOn === 0 ? 'over' : `${number(facts.outagesGoingOn)} going on`)}
${figure('#policies', 'policy', 'Policy blocks', report.policyBlocks.length, `${number(facts.peopleBlocked)} kept out`)}
${figure('#attacks', 'bad', 'Attacks', facts.attacks.length, severities.join(', '))}
${figure('#lockouts', 'person', 'Locked out now', facts.peopleOpen, `${number(facts.peopleBack)} more got back in`, facts.peopleBack === 0 ? undefined : `${number(facts.peopleBack)} were, and got back in`)}</div>`
}

function figure(
  href: string,
  sign: Icon,
  label: string,
  value: number,
  note: string,
  none = 'in what was read',
): Markup {
  const inside = html`<span class="row">${icon(value === 0 ? 'ok' : sign)}${label}</span><b>${
    value === 0 ? 'None' : number(value)
  }</b><small>${value === 0 ? none : note}</small>`
  if (value === 0) return html`<div class="card stat zero">${inside}</div>`
  return html`<a class="card stat" href="${href}">${inside}</a>`
}

function notice(report: Report, facts: Digest): Markup | false {
  if (report.input.events === 0) {
    return html`<p class="card">This says nothing about anybody, neither good nor bad. What stands in the way is below; docs/export-your-log.md tells how to export the sign-in log of each provider.</p>`
  }
  if (!facts.calm) return false
  return html`<p class="card">That is no proof that nobody is locked out: who never got as far as this provider is not in its log.</p>`
}
