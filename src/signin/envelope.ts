/**
 * Envelopes: objects that are no row but hold rows, as APIs page them (`value`, `items`), storage exports write them
 * (`Records`), and searches return them (`hits.hits`); and wrappers, which hold one row each (`_source`, `message`).
 */
import { BROKEN, UNENDED, valueEnd } from './value-end.ts'

/** Members whose array is the rows. Compared in lower case. */
const LISTS = new Set([
  'records', // Event Hub, CloudTrail
  'value', // Microsoft Graph, Log Analytics API
  'items', // Google Workspace
  'events', // OneLogin's webhooks, Okta event hooks, CloudWatch Logs as filtered
  'logevents', // CloudWatch Logs as subscribed to
  'authlogs', // Duo v2
  'authentication_logs',
  'logs',
  'data', // OneLogin API
  'response', // Duo v1
  'results',
  'rows', // Log Analytics API, below `tables`: each a list of cells
  'tables',
  'entries',
  'signins',
  'activities', // PingOne, under _embedded
  'hits', // Elasticsearch
])

/** Members that may hold such a member one level down. */
const NESTS = new Set(['hits', 'response', '_embedded', 'data', 'result'])

const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const NAME_BYTES_MAX = 64
const START_BYTES_MAX = 256
/** Members of an envelope whose list is empty. */
const EMPTY_MEMBERS_MAX = 4

/** A member of an object: its name in lower case, and where its value starts. */
export interface MemberAt {
  readonly name: string
  readonly value: number
}

/** The member whose key starts at `at`; UNENDED if its value does not start before `to`, BROKEN if there is none. */
export function memberAt(text: Buffer, at: number, to: number): MemberAt | typeof UNENDED | typeof BROKEN {
  if (at >= to) return UNENDED
  if (text[at] !== QUOTE) return BROKEN
  const end = valueEnd(text, at, to)
  if (end < 0) return end === UNENDED ? UNENDED : BROKEN
  const colon = afterSpace(text, end, to)
  if (colon >= to) return UNENDED
  if (text[colon] !== COLON) return BROKEN
  const value = afterSpace(text, colon + 1, to)
  if (value >= to) return UNENDED
  const name = end - at > NAME_BYTES_MAX ? '' : text.toString('utf8', at + 1, end - 1).toLowerCase()
  return { name, value }
}

/** Is the value that starts here an array of rows, going by its member's name? */
export function isList(text: Buffer, member: MemberAt): boolean {
  return LISTS.has(member.name) && text[member.value] === OPEN_ARRAY
}

/** Is the value that starts here an array that names the columns of a table's rows? */
export function isColumns(text: Buffer, member: MemberAt): boolean {
  return (member.name === 'columns' || member.name === 'fields') && text[member.value] === OPEN_ARRAY
}

/** The names in such an array (`[{"name": …}]`, as Log Analytics writes it, or texts); undefined if it is another. */
export function columnsIn(json: string): string[] | undefined {
  try {
    const names = (JSON.parse(json) as unknown[]).map((column) =>
      typeof column === 'object' && column !== null ? (column as { name?: unknown }).name : column,
    )
    return names.every((name) => typeof name === 'string') ? names : undefined
  } catch {
    return undefined
  }
}

/** May the object that starts here be looked into for one? */
export function isNest(text: Buffer, member: MemberAt): boolean {
  return NESTS.has(member.name) && text[member.value] === OPEN_OBJECT
}

/**
 * Does the object at `at` hold an array of rows, as far as it reaches before `to`? The array must begin with an object, or
 * with the cells of a table; or be empty, if little else stands beside it: a row that nobody knows is not to vanish because it has such a member.
 */
export function isEnvelope(text: Buffer, at: number, to: number, depth = 0): boolean {
  let isEmpty = false
  let isTable = false
  let members = 0
  for (let key = afterSpace(text, at + 1, to); ; members++) {
    const member = memberAt(text, key, to)
    if (typeof member === 'number') return false
    if (isList(text, member)) {
      const first = afterSpace(text, member.value + 1, to)
      if (first < to && text[first] === OPEN_OBJECT) return true
      if (first < to && text[first] === OPEN_ARRAY && isTable) return true
      isEmpty ||= first < to && text[first] === CLOSE_ARRAY
    }
    isTable ||= isColumns(text, member)
    if (isNest(text, member) && depth === 0 && isEnvelope(text, member.value, to, 1)) return true
    const end = valueEnd(text, member.value, to)
    if (end < 0) return false
    const comma = afterSpace(text, end, to)
    if (text[comma] !== COMMA) return isEmpty && members < EMPTY_MEMBERS_MAX
    key = afterSpace(text, comma + 1, to)
  }
}

/**
 * How an envelope begins: its bytes up to its first colon, and its first value if that is a text. Without the text, rows that
 * begin with a member of the same name and hold a list would be taken for envelopes as well (Google's `kind`).
 */
export function envelopeStart(text: Buffer, at: number, to: number): Buffer {
  const head = text.subarray(at, Math.min(at + START_BYTES_MAX, to))
  const colon = head.indexOf(COLON)
  const value = afterSpace(head, colon + 1, head.length)
  const end = head[value] === QUOTE ? valueEnd(head, value, head.length) : -1
  return Buffer.from(head.subarray(0, end < 0 ? colon + 1 : end))
}

/** The first position at or after `at` that is no white space, or `to`. */
export function afterSpace(text: Uint8Array, at: number, to: number): number {
  let next = at
  while (next < to) {
    const byte = text[next]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
    next++
  }
  return next
}

/** Members that hold one row: as an object, as the text of one, or as a log line. Likeliest first. */
const WRAPPERS = [
  '_source', // Elasticsearch
  'fields', // Kibana
  'json',
  '_raw', // Splunk, Cribl, Sumo Logic
  'raw',
  'RawData', // Log Analytics
  'original',
  'event.original', // Elastic, with dots in its names
  'message',
  '@message', // CloudWatch Logs Insights
  'Message', // Amazon SNS
  'MESSAGE', // systemd's journal
  'full_message', // Graylog
  'log', // container runtimes
  'event', // Splunk's collector
  'detail', // Amazon EventBridge
  'data', // CloudEvents
  'result', // Splunk
  'body',
  'Body', // Amazon SQS
  'value', // Kafka
  'payload',
  'jsonPayload', // Google Cloud Logging
  'attributes', // Datadog
  'content', // Datadog
  'eventHubsAzureRecord', // QRadar
]

/** What an object that no decoder knows may wrap, likeliest first. */
export function wrapped(value: Readonly<Record<string, unknown>>): unknown[] {
  return WRAPPERS.filter((name) => Object.hasOwn(value, name)).map((name) => only(value[name]))
}

/** The one element of a list, as Kibana lists every field. */
function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}
