import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { type DeliveredRow, liveOrganisation } from './live.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 10, 22, 13)
const SETTINGS = { seed: 7, people: 150, starts: [START], historyDays: 3, speed: 2 } as const
const END = START + 30 * HOUR

describe('an organisation in motion', () => {
  const whole = liveOrganisation(SETTINGS).rows(END)

  it('given the same settings, when its rows are asked for in any pieces, then they are the same rows', () => {
    const begin = liveOrganisation(SETTINGS).begin
    holds(
      fc.property(fc.array(fc.integer({ min: begin, max: END }), { maxLength: 20 }), (times) => {
        const organisation = liveOrganisation(SETTINGS)
        const pieces = [...times, END].flatMap((time) => organisation.rows(time))
        assert.deepEqual(brief(pieces), brief(whole))
      }),
      8,
    )
  })

  it('given another seed, then it is another organisation', () => {
    const other = liveOrganisation({ ...SETTINGS, seed: 8 }).rows(END)
    assert.notEqual(other[0]?.text, whole[0]?.text)
  })

  it('rows come in the order in which they are handed over, after they happened, and none twice', () => {
    const delivered = whole.map((row) => row.delivered)
    assert.deepEqual(
      delivered,
      delivered.toSorted((one, other) => one - other),
    )
    for (const { text, delivered: at } of whole) assert.ok(timeOf(text) < at)
    assert.equal(new Set(whole.map(({ text }) => text)).size, whole.length)
    assert.deepEqual(new Set(whole.map(({ vendor }) => vendor)), new Set(['entra', 'okta']))
  })

  it('given that somebody looks again later, then it begins anew, and no row bears the id of one from before', () => {
    const second = START + 100 * HOUR
    const once = liveOrganisation(SETTINGS).rows(second)
    const again = liveOrganisation({ ...SETTINGS, starts: [START, second] })
    const calm = second - 60 * HOUR
    assert.deepEqual(brief(again.rows(calm)), brief(once.filter(({ delivered }) => delivered < calm)))
    again.rows(second)
    const later = again.rows(second + HOUR).map(({ text }) => text)
    assert.ok(later.filter((text) => text.includes('ana.ferreira@') && text.includes('did not respond')).length >= 5)
    const ids = new Set(once.map(({ text }) => idOf(text)))
    const happenedAfter = later.filter((text) => timeOf(text) > second)
    assert.ok(happenedAfter.length > 0)
    assert.deepEqual(
      happenedAfter.filter((text) => ids.has(idOf(text))),
      [],
    )
  })

  it('given three months, then the same people are still there, each with a handful of devices', () => {
    const organisation = liveOrganisation({ ...SETTINGS, speed: 1 })
    organisation.rows(START + 90 * 24 * HOUR)
    const rows = organisation.rows(START + 92 * 24 * HOUR).map(({ text }) => text)
    const people = new Set(rows.map((text) => /"userPrincipalName":"([^"]+)"/.exec(text)?.[1] ?? ''))
    assert.ok(people.has('sam.okafor@northwind.example.com'))
    assert.ok(people.size > 80, `${people.size} people`)
  })

  it('given settings without place for what is staged, then it is refused', () => {
    assert.throws(() => liveOrganisation({ ...SETTINGS, people: 100 }), RangeError)
    assert.throws(() => liveOrganisation({ ...SETTINGS, historyDays: 2 }), RangeError)
  })
})

function idOf(text: string): string {
  const { id, uuid } = JSON.parse(text) as Record<string, string | undefined>
  return id ?? uuid ?? ''
}

/** So that what differs can be read. */
function brief(rows: readonly DeliveredRow[]): readonly string[] {
  return rows.map(({ vendor, delivered, text }) => `${vendor} ${delivered} ${hash('sha256', text)}`)
}

function timeOf(text: string): number {
  const { createdDateTime, activityDateTime, published } = JSON.parse(text) as Record<string, string | undefined>
  return Date.parse(createdDateTime ?? activityDateTime ?? published ?? '')
}
