/** The parts of the page in the order of urgency: the list that both the rail and the page itself are made from. */
import type { Lockout, Report, Timeline } from '../../diagnosis/index.ts'
import type { Digest } from '../report-digest.ts'
import { charts } from './charts.ts'
import { type Content, html, type Markup } from './markup.ts'
import { legend, personTimeline } from './person-timeline.ts'
import { left } from './pieces.ts'
import { changeTable, inputTables, overTable, signalTable } from './tables.ts'
import { blockCard, findingCard, lockoutCard, outageCard } from './verdict-cards.ts'

/** How many cards of a kind a page carries; a browser on a phone has to lay them all out. */
const CARDS_MAX = 200

export interface Part {
  readonly id: string
  readonly title: string
  readonly advice: string
  /** How many things stand in it: 0 leaves the part out. */
  readonly count: number
  readonly tone?: 'bad' | 'warn'
  readonly content: () => Content
}

/** All parts that have something to say; what was read is always one. */
export function pageParts(report: Report, facts: Digest, timelines: readonly Timeline[]): readonly Part[] {
  return [...wholeParts(report, facts), ...personParts(report, facts, timelines), inputPart(report, facts)].filter(
    ({ count }) => count > 0,
  )
}

/** What is not one person's trouble: it comes first, since it changes what to do about everybody. */
function wholeParts({ outages, policyBlocks }: Report, { crowds, attacks, changes, signals }: Digest): readonly Part[] {
  return [
    {
      id: 'outages',
      title: 'Outages',
      advice: 'nobody’s own trouble: reset nobody',
      count: outages.length,
      tone: 'warn',
      content: () => cards(outages, outageCard),
    },
    {
      id: 'crowds',
      title: 'Many at once',
      advice: 'look for the one cause first',
      count: crowds.length,
      tone: 'warn',
      content: () => cards(crowds, findingCard),
    },
    {
      id: 'policies',
      title: 'Policy blocks',
      advice: 'mend the rule, reset nobody',
      count: policyBlocks.length,
      tone: 'warn',
      content: () => cards(policyBlocks, blockCard),
    },
    {
      id: 'attacks',
      title: 'Attacks',
      advice: 'never reset on a call about one of these',
      count: attacks.length,
      tone: 'bad',
      content: () => cards(attacks, findingCard),
    },
    {
      id: 'changes',
      title: 'Changes to check',
      advice: 'does a ticket explain each? Undo what none explains, as an attack',
      count: changes.length,
      tone: 'warn',
      content: () => html`<div class="card">${changeTable(changes)}</div>`,
    },
    {
      id: 'signals',
      title: 'Signals',
      advice: 'slight alone; they count beside something else',
      count: signals.length,
      content: () => html`<div class="card">${signalTable(signals)}</div>`,
    },
  ]
}

function personParts(report: Report, { open, over }: Digest, timelines: readonly Timeline[]): readonly Part[] {
  const timelineId = timelineFinder(timelines)
  return [
    {
      id: 'shape',
      title: 'Over time',
      advice: 'when sign-ins failed, and when and why people were locked out',
      count: Number(report.lockouts.length > 0) + Number(report.failedAttempts.buckets.length > 0),
      content: () => charts(report),
    },
    {
      id: 'lockouts',
      title: 'Locked out now',
      advice: 'verify who asks before you change anything',
      count: open.length,
      content: () => cards(open, (lockout) => lockoutCard(lockout, timelineId(lockout))),
    },
    {
      id: 'over',
      title: 'Over',
      advice: 'back in, or quiet for seven days',
      count: over.length,
      content: () => overTable(over),
    },
    {
      id: 'timelines',
      title: 'Timelines',
      advice: 'each mark is one row of the log, oldest first',
      count: timelines.length,
      content: () => [
        legend(),
        html`<div class="grid">${timelines.map((timeline, index) => personTimeline(timeline, `person-${index + 1}`))}</div>`,
      ],
    },
  ]
}

function inputPart(report: Report, facts: Digest): Part {
  return {
    id: 'read',
    title: 'What was read',
    advice: 'a gap here is a gap in every verdict',
    count: Math.max(1, report.input.files.length),
    content: () => inputTables(report, facts),
  }
}

function cards<T>(list: readonly T[], card: (item: T) => Markup): Markup {
  const more = list.length - CARDS_MAX
  return html`<div class="grid two">
${list.slice(0, CARDS_MAX).map(card)}</div>${more > 0 && left(more)}`
}

/** The id of a person's timeline, by provider and account. */
function timelineFinder(timelines: readonly Timeline[]): (lockout: Lockout) => string | undefined {
  const ids = new Map(
    timelines.map(({ provider, account }, index) => [`${provider} ${account}`, `person-${index + 1}`]),
  )
  return ({ scope, provider, account }) => (scope === 'one' ? ids.get(`${provider} ${account}`) : undefined)
}
