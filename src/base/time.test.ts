import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { formatInstant, parseInstant } from './time.ts'

const YEAR_0 = Date.parse('0000-01-01T00:00:00Z')
const YEAR_9999 = Date.parse('9999-12-31T23:59:59.999Z')
const anyInstant = fc.oneof(
  fc.integer({ min: YEAR_0, max: YEAR_9999 }),
  fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2030, 0) }),
  // The last and the first days of February and March, where calendars go wrong.
  fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -2, max: 2 }))
    .map(([year, days]) => Date.parse(`${String(year).padStart(4, '0')}-03-01T00:00:00Z`) + days * 86_400_000),
)

const two = (number: number): string => String(number).padStart(2, '0')

describe('parseInstant', () => {
  it('given any instant as Date writes it, then it is that instant, and is written the same again', () => {
    holds(
      fc.property(anyInstant, (time) => {
        assert.equal(parseInstant(new Date(time).toISOString()), time)
        assert.equal(formatInstant(parseInstant(new Date(time).toISOString())), new Date(time).toISOString())
      }),
      1000,
    )
  })

  it('given any offset, then it is the instant that Date reads', () => {
    const anyOffset = fc.tuple(fc.constantFrom('+', '-'), fc.nat(17), fc.nat(59))
    holds(
      fc.property(anyInstant, anyOffset, (time, [sign, hours, minutes]) => {
        const local = new Date(time).toISOString().slice(0, -1)
        const expected = Date.parse(`${local}${sign}${two(hours)}:${two(minutes)}`)
        assert.equal(parseInstant(`${local}${sign}${two(hours)}:${two(minutes)}`), expected)
        assert.equal(parseInstant(`${local}${sign}${two(hours)}${two(minutes)}`), expected)
        assert.equal(parseInstant(`${local} ${sign}${two(hours)}:${two(minutes)}`), expected)
      }),
      500,
    )
  })

  it('given any number of decimals, then they are cut to milliseconds', () => {
    holds(
      fc.property(anyInstant, fc.stringMatching(/^\d{1,9}$/), (time, decimals) => {
        const second = Math.floor(time / 1000) * 1000
        const text = new Date(second).toISOString().slice(0, 19)
        const expected = second + Number(decimals.padEnd(3, '0').slice(0, 3))
        assert.equal(parseInstant(`${text}.${decimals}Z`), expected)
        assert.equal(parseInstant(`${text},${decimals}`), expected)
      }),
      500,
    )
  })

  it('given the forms that vendors write, then all are UTC unless they say otherwise', () => {
    const noon = Date.UTC(2026, 1, 23, 12)
    for (const text of [
      '2026-02-23T12:00:00',
      '2026-02-23 12:00:00',
      '2026-02-23t12:00:00z',
      '2026-02-23 12:00:00 UTC',
    ]) {
      assert.equal(parseInstant(text), noon, text)
    }
    assert.equal(parseInstant('2026-02-23T13:00:00+01'), noon)
  })

  it('given a date or time that does not exist, then it is none', () => {
    for (const text of [
      '2026-02-29T12:00:00Z',
      '1900-02-29T12:00:00Z',
      '2026-04-31T12:00:00Z',
      '2026-13-01T12:00:00Z',
      '2026-00-01T12:00:00Z',
      '2026-01-00T12:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T12:60:00Z',
      '2026-01-01T12:00:61Z',
      '2026-01-01T12:00:00+18:01',
      '2026-01-01T12:00:00.Z',
      '2026-01-01T12:00:00ZZ',
      '2026-01-01',
      '12/31/2026 12:00:00',
    ]) {
      assert.ok(Number.isNaN(parseInstant(text)), text)
    }
    assert.equal(parseInstant('2000-02-29T12:00:00Z'), Date.UTC(2000, 1, 29, 12))
  })

  it('given an instant with one character changed, then it is the instant that Date writes so, or none', () => {
    const anyChange = fc.tuple(fc.nat(22), fc.constantFrom(...'0123456789-:.TZ+x'))
    holds(
      fc.property(anyInstant, anyChange, (time, [at, character]) => {
        const text = new Date(time).toISOString()
        const changed = text.slice(0, at) + character + text.slice(at + 1)
        fc.pre(!changed.includes(':60.'))
        const read = Date.parse(changed)
        // Date also reads days and hours that do not exist, as later ones; those it writes otherwise.
        const exists = !Number.isNaN(read) && new Date(read).toISOString() === changed
        assert.equal(parseInstant(changed), exists ? read : Number.NaN, changed)
      }),
      2000,
    )
  })

  it('given a leap second, then it is the first of the next minute', () => {
    assert.equal(parseInstant('2016-12-31T23:59:60Z'), Date.UTC(2017, 0))
  })

  it('given any other text, then it is none, and never throws', () => {
    holds(
      fc.property(fc.string({ maxLength: 40 }), (text) => assert.ok(Number.isNaN(parseInstant(text)))),
      500,
    )
  })
})

describe('formatInstant', () => {
  it('given no instant, then it is empty', () => {
    assert.equal(formatInstant(Number.NaN), '')
  })
})
