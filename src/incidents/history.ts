/** What happened in an incident: what the logs show, what was found, and what was done by whom. */
import { type Entry, type NameOf, sentenceOf } from '../ledger/index.ts'
import type { FindingTold } from './cards.ts'
import type { Act } from './reading.ts'
import { actorName, INCIDENT_SENTENCES } from './words.ts'

export interface TimelineItem {
  readonly time: string
  /** `evidence`: a row of a log; `finding`: what was concluded; `act`: what was done. */
  readonly kind: 'evidence' | 'finding' | 'act'
  readonly text: string
  /** The vendor's id of the row. */
  readonly evidence?: string
}

export interface Done {
  readonly time: string
  readonly by: string
  readonly what: string
  /** Number of the ledger's entry. */
  readonly entry: number
}

const TIMELINE_MAX = 500

/** What the incident's own entries say was done. */
export function doneIn(entries: readonly Entry[], nameOf: NameOf): readonly Done[] {
  return entries.map((entry) => ({
    time: entry.time,
    by: actorName(entry.actor, nameOf),
    what: sentenceOf(entry, INCIDENT_SENTENCES, nameOf),
    entry: entry.seq,
  }))
}

/** What others did about it. */
export function doneByOthers(acts: readonly Act[], nameOf: NameOf): readonly Done[] {
  return acts.map(({ entry, by, say }) => ({
    time: entry.time,
    by: actorName(entry.actor, nameOf, by),
    what: say(nameOf),
    entry: entry.seq,
  }))
}

/** In the order of time; where there is too much, the newest. A row that two findings rest on is there once. */
export function timelineOf(findings: readonly FindingTold[], done: readonly Done[]): readonly TimelineItem[] {
  const rows = findings.flatMap(({ body }) => body.evidence)
  const evidence = new Map(
    rows.map(({ event, time, what }) => [`${time} ${event}`, item(time, 'evidence', what, event)]),
  )
  const found = findings.map(({ body }) => item(body.start, 'finding', body.summary))
  const acts = done.map(({ time, what }) => item(time, 'act', what))
  return [...evidence.values(), ...found, ...acts]
    .sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))
    .slice(-TIMELINE_MAX)
}

function item(time: string, kind: TimelineItem['kind'], text: string, evidence?: string): TimelineItem {
  return { time, kind, text, ...(evidence === undefined ? {} : { evidence }) }
}
