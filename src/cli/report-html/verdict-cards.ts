/** Outages, policy blocks, attacks and lockouts, each as a card: what, who, when, what to do, and the rows it rests on. */
import type { Finding, Lockout, Outage, PolicyBlock } from '../../diagnosis/index.ts'
import {
  CAUSE_FAMILY,
  CAUSE_NAME,
  capital,
  count,
  DETECTION_NAME,
  likelihood,
  minute,
  OUTAGE_NAME,
  PROVIDER_NAME,
  range,
  SCOPE_NAME,
  sameDay,
} from '../report-words.ts'
import { clip } from '../terminal.ts'
import { type Icon, icon } from './icons.ts'
import { anchor, type Content, html, type Markup } from './markup.ts'
import { evidence, name, next, people } from './pieces.ts'

const SUMMARY_CELLS = 1000

interface Card {
  readonly id: string
  readonly tone: 'bad' | 'warn' | 'open'
  readonly icon: Icon
  readonly title: Content
  readonly pill: Markup
  readonly body: Content
}

function card({ id, tone, icon: sign, title, pill, body }: Card): Markup {
  return html`<article class="card verdict ${tone}" id="${id}">
<div class="title">${icon(sign)}<h3><a href="#${id}">${title}</a></h3>${pill}</div>
${body}
</article>
`
}

export function outageCard(outage: Outage): Markup {
  const { provider, what, start, end, ended, peopleCount, summary } = outage
  return card({
    id: anchor('outage', outage.id),
    tone: 'warn',
    icon: 'outage',
    title: `${PROVIDER_NAME[provider]}: ${OUTAGE_NAME[what]} for ${count(peopleCount, 'person', 'people')}`,
    pill: ended ? html`<span class="pill ok">over</span>` : html`<span class="pill warn">going on</span>`,
    body: [
      html`<p class="facts">${range(start, end)}</p><p>${clip(summary, SUMMARY_CELLS)}</p>`,
      people(outage.people, peopleCount),
      next(outage.next),
      evidence(outage.evidence),
    ],
  })
}

export function blockCard(block: PolicyBlock): Markup {
  const { policy, provider, start, end, peopleCount, changedBy, summary } = block
  return card({
    id: anchor('policy', block.id),
    tone: 'warn',
    icon: 'policy',
    title: html`${policy === '' ? 'A policy without a name' : html`“${name(policy)}”`} keeps ${count(peopleCount, 'person', 'people')} out`,
    pill: html`<span class="pill quiet">${PROVIDER_NAME[provider]}</span>`,
    body: [
      html`<p class="facts">${range(start, end)}${
        changedBy && html`, changed by ${name(changedBy.actor)} ${minute(changedBy.at)}`
      }</p><p>${clip(summary, SUMMARY_CELLS)}</p>`,
      people(block.people, peopleCount),
      next(block.next),
      evidence(block.evidence),
    ],
  })
}

export function findingCard(finding: Finding): Markup {
  const { detection, severity, confidence, technique, person, address, provider, start, end } = finding
  const crowd = detection === 'mass-lockout'
  const subject = person ?? address
  return card({
    id: anchor('finding', finding.id),
    tone: crowd ? 'warn' : 'bad',
    icon: crowd ? 'outage' : 'bad',
    title: DETECTION_NAME[detection],
    pill: html`<span class="pill ${crowd ? 'warn' : 'bad'}">${severity}</span>`,
    body: [
      html`<p class="facts">${subject !== undefined && html`${person === undefined && 'address '}${name(subject)}, `}${
        PROVIDER_NAME[provider]
      }, ${range(start, end)}</p><p>${clip(finding.summary, SUMMARY_CELLS)}</p>`,
      people(finding.people ?? [], finding.peopleCount ?? 0),
      next(finding.next),
      html`<p class="facts">${capital(likelihood(confidence))}, MITRE ATT&amp;CK ${clip(technique, 20)}</p>`,
      evidence(finding.evidence),
    ],
  })
}

/** `timeline` is the id of the person's timeline in the same page, if it has one. */
export function lockoutCard(lockout: Lockout, timeline: string | undefined): Markup {
  const { scope, provider, peopleCount, cause, start, end, attempts, confidence, summary } = lockout
  const one = scope === 'one' && lockout.people[0] !== undefined
  const last = attempts > 1 && `, last attempt ${sameDay(start, end)}`
  return card({
    id: anchor('lockout', lockout.id),
    tone: 'open',
    icon: 'person',
    title: one ? name(lockout.people[0] ?? '') : `${count(peopleCount, 'person', 'people')} (${SCOPE_NAME[scope]})`,
    pill: html`<span class="pill quiet">${PROVIDER_NAME[provider]}</span>`,
    body: [
      html`<p><b>${capital(CAUSE_NAME[cause])}</b>, ${likelihood(confidence)}</p><p>${clip(summary, SUMMARY_CELLS)}</p>
<p class="facts">Since ${minute(start)}${last}</p>`,
      !one && people(lockout.people, peopleCount),
      lockout.alternatives.length > 0 && causes(lockout),
      html`<div class="push">${next(lockout.next)}</div>`,
      timeline !== undefined && html`<p class="skip"><a href="#${timeline}">Timeline of this person</a></p>`,
      evidence(lockout.evidence),
    ],
  })
}

/** The causes that were weighed, most likely first. How well each fits is no share of a whole, so no numbers stand here. */
function causes(lockout: Lockout): Markup {
  const all = [{ cause: lockout.cause, confidence: lockout.confidence }, ...lockout.alternatives]
  return html`<table class="causes"><caption>How well each cause fits the rows, the most likely first</caption><tbody>
${all.map(
  ({ cause, confidence }, index) => html`<tr><td class="name${index === 0 && ' first'}">${CAUSE_NAME[cause]}</td>
<td>${bar(confidence, CAUSE_FAMILY[cause])}</td></tr>
`,
)}</tbody></table>`
}

/** A bar for a share from 0 to 1. What it says stands beside it as a number or an order, so readers of the text miss nothing. */
export function bar(share: number, kind: string): Markup {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="back" width="100" height="10"/><rect class="${kind}" width="${width}" height="10"/></svg>`
}
