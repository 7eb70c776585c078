/**
 * The shapes in which Okta's System Log comes: as the API and its log streams give it, as the Admin Console saves it, as
 * an event hook posts it, and as Log Analytics keeps it. Their meaning is read in one place, okta-events.ts.
 */
import type { Decoder, Row } from '../decoder.ts'
import { parsedRow, type Values } from '../parsed-row.ts'
import { readEvent } from './okta-events.ts'
import { ASIM, FOLDED, LETTERED, WRAPPED } from './okta-names.ts'
import { AT } from './okta-row.ts'

/** `GET /api/v1/logs`, Log Streaming to Splunk, most collectors. */
const systemLog: Decoder = {
  name: 'okta.system-log',
  provider: 'okta',
  form: 'json',
  paths: AT.list,
  marks: [AT.type, AT.time],
  recognise: isEvent,
  decode: readEvent,
}

/** Log Streaming to Amazon EventBridge: the event is the `detail`. */
const eventBridge: Decoder = {
  ...systemLog,
  name: 'okta.eventbridge',
  paths: WRAPPED,
  recognise: ({ detail }) => isObject(detail) && isEvent(detail),
}

/** Collectors that fold the case of the event's own members. */
const foldedCase: Decoder = {
  ...systemLog,
  name: 'okta.folded-case',
  paths: FOLDED,
  recognise: ({ eventtype, ...rest }) => rest.eventType === undefined && isEvent({ ...rest, eventType: eventtype }),
}

/** The table of the older Sentinel connector, `Okta_CL`. */
const sentinel: Decoder = {
  ...systemLog,
  name: 'okta.sentinel',
  paths: LETTERED,
  recognise: (sample) => isEventType(sample.eventType_s) && 'outcome_result_s' in sample,
}

/** The tables of the newer Sentinel connector, `OktaV2_CL` and `OktaSystemLogs`: half Okta's names, half ASIM's. */
const asim: Decoder = {
  ...systemLog,
  name: 'okta.asim',
  paths: ASIM,
  recognise: (sample) => isEventType(sample.EventOriginalType) && 'ActorUsername' in sample,
}

/** How many targets of a CSV record are looked at; events that matter have two to four. */
const CSV_TARGETS_MAX = 6
const CSV_TARGET_MEMBERS = ['id', 'type', 'alternateId', 'displayName']

/** The Admin Console's "Download CSV": columns are named by path, and targets are numbered (`target0.displayName`). */
const csv: Decoder = {
  ...systemLog,
  name: 'okta.csv',
  form: 'csv',
  paths: [
    ...AT.list,
    ...Array.from({ length: CSV_TARGETS_MAX }, (_, index) =>
      CSV_TARGET_MEMBERS.map((member) => `target${index}.${member}`),
    ).flat(),
  ],
  recognise: (sample) => isEventType(sample.eventType) && 'outcome.result' in sample,
  decode: (row, draft) => readEvent(withCsvTargets(row), draft),
}

/** The row, with its numbered target columns as the array that the API has. */
function withCsvTargets(row: Row): Row {
  const targets = (): unknown =>
    Array.from({ length: CSV_TARGETS_MAX }, (_, index) => {
      const first = AT.list.length + index * CSV_TARGET_MEMBERS.length
      return Object.fromEntries(CSV_TARGET_MEMBERS.map((member, offset) => [member, row.text(first + offset)]))
    }).filter((target) => target.type !== '')
  return {
    has: (path) => row.has(path),
    text: (path) => row.text(path),
    number: (path) => row.number(path),
    flag: (path) => row.flag(path),
    json: (path) => (path === AT.targets ? targets() : row.json(path)),
    count: (path) => row.count(path),
    textAt: (path, index) => row.textAt(path, index),
  }
}

/** An event hook's request: some dozens of events in one object (developer.okta.com, Event Hooks). */
const eventHook: Decoder = {
  name: 'okta.event-hook',
  provider: 'okta',
  form: 'json',
  paths: ['data.events'],
  marks: [0],
  recognise: ({ eventType, data }) => eventType === 'com.okta.event_hook' && isObject(data),
  parts: (row) => hookEvents(row).length,
  decode(row, draft, part) {
    const event = hookEvents(row)[part]
    readEvent(parsedRow(AT.list, isObject(event) ? event : {}), draft)
  },
}

function hookEvents(row: Row): readonly unknown[] {
  const events = row.json(0)
  return Array.isArray(events) ? events : []
}

/** In the order of asking: an event hook's own `eventType` looks like an event's. */
export const oktaDecoders: readonly Decoder[] = [eventHook, systemLog, eventBridge, foldedCase, csv, sentinel, asim]

function isEvent(sample: Values): boolean {
  return isEventType(sample.eventType) && (isObject(sample.outcome) || isObject(sample.actor))
}

/** `user.session.start`; CloudTrail's `AwsApiCall` has no dot. */
function isEventType(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][\w-]*(\.[\w-]+)+$/.test(value)
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
