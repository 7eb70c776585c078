/**
 * What the live fold alone keeps of each person: `node --expose-gc bench/fold.ts [--people 1000000] [--rows 1] [--came pushed]`.
 *
 * Everybody signs in so often, once a day, and nothing is found. Memory is that after a collection of garbage, and does not
 * depend on what else the machine does.
 */
import { parseArgs } from 'node:util'
import { blank, type Draft } from '../src/signin/index.ts'
import { createFold } from '../src/watch/index.ts'

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '1' },
    came: { type: 'string', default: 'pushed' },
  },
})
const PEOPLE = Number(options.people)
const DELIVERY_ROWS = 2000
const HOUR_MS = 3_600_000
const NETWORKS = 50_000
const BEGIN = Date.UTC(2026, 5, 1)

function rowOf(person: number, day: number): Draft {
  const place = person % NETWORKS
  const row: Draft = {
    ...blank(),
    time: BEGIN + day * 24 * HOUR_MS + Math.floor((person / PEOPLE) * 20 * HOUR_MS),
    id: `00000000-${String(day).padStart(4, '0')}-4000-8000-${String(person).padStart(12, '0')}`,
    provider: 'okta',
    tenant: 'northwind',
    activity: 'sign-in',
    account: `00u${person}`,
    name: `person${person}@example.com`,
    outcome: 'success',
    step: 'session',
    complete: true,
    code: 'user.session.start',
    attempt: `session-${person}-${day}`,
    ip: `20.${(place >> 8) & 255}.${place & 255}.${1 + (person % 250)}`,
    country: 'DE',
    latitude: 48 + (place % 60) / 10,
    longitude: 8 + (place % 50) / 10,
    asn: 3000 + (place % 500),
    client: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/${100 + (person % 40)}.0.0.0`,
    pushed: options.came === 'pushed',
  }
  // As from a store: texts of its own.
  return JSON.parse(JSON.stringify(row)) as Draft
}

function used(): number {
  globalThis.gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const before = used()
const fold = createFold()
for (let day = 0; day < Number(options.rows); day++) {
  for (let at = 0; at < PEOPLE; at += DELIVERY_ROWS) {
    const length = Math.min(DELIVERY_ROWS, PEOPLE - at)
    fold.take(Array.from({ length }, (_, index) => rowOf(at + index, day)))
  }
}
const bytes = (used() - before) / PEOPLE
console.log(`${PEOPLE} people, ${options.rows} rows of each, ${options.came}: ${Math.round(bytes)} bytes a person`)
if (fold.isBehind) throw new Error('Rows came late.')
