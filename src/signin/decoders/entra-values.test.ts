import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RowProblem } from '../decoder.ts'
import { accountOf, addressOf, instantOf, jsonOf } from './entra-values.ts'

const TIMES: readonly (readonly [string, number])[] = [
  ['2026-03-02T08:04:05.1234567Z', Date.UTC(2026, 2, 2, 8, 4, 5, 123)],
  ['2026-03-02T03:04:05-05:00', Date.UTC(2026, 2, 2, 8, 4, 5)],
  ['2026-03-02 08:04:05.456', Date.UTC(2026, 2, 2, 8, 4, 5, 456)],
  ['3/2/2026, 8:04:05.469 AM', Date.UTC(2026, 2, 2, 8, 4, 5, 469)],
  ['3/2/2026 12:04:05 AM', Date.UTC(2026, 2, 2, 0, 4, 5)],
  ['3/2/2026 12:04 PM', Date.UTC(2026, 2, 2, 12, 4)],
  ['3/2/2026 23:04:05', Date.UTC(2026, 2, 2, 23, 4, 5)],
  ['02/03/2026, 08:04:05.469', Date.UTC(2026, 2, 2, 8, 4, 5, 469)],
]
for (const [text, expected] of TIMES) {
  test(`given "${text}", when read, then it is that instant in UTC`, () => assert.equal(instantOf(text), expected))
}

const BAD: readonly (readonly [string, string])[] = [
  ['', 'ERR_ROW_NO_TIME'],
  ['yesterday', 'ERR_ROW_BAD_TIME'],
  ['2023-10-10T17:08:65', 'ERR_ROW_BAD_TIME'],
  ['13/13/2026, 8:04:05 AM', 'ERR_ROW_BAD_TIME'],
  ['13/2/2026 8:04:05', 'ERR_ROW_BAD_TIME'],
  ['3/2/2026, 14:04:05 PM', 'ERR_ROW_BAD_TIME'],
]
for (const [text, code] of BAD) {
  test(`given "${text}", when read, then ${code}`, () => {
    assert.throws(
      () => instantOf(text),
      (error: unknown) => error instanceof RowProblem && error.code === code,
    )
  })
}

const ADDRESSES: readonly (readonly [string, string])[] = [
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:443', '192.0.2.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['[2001:db8::7]:443', '2001:db8::7'],
  ['<null>', ''],
  ['', ''],
  ['[', ''],
]
for (const [text, expected] of ADDRESSES) {
  test(`given the address "${text}", when read, then "${expected}"`, () => assert.equal(addressOf(text), expected))
}

test('given ids that stand for nobody, when read, then they are empty', () => {
  const ids = ['00000000-0000-0000-0000-000000000000', 'Not Available', 'Unknown', 'u-1']
  assert.deepEqual(ids.map(accountOf), ['', '', '', 'u-1'])
})

test('given a column, when read as JSON, then objects pass, texts are parsed, and anything else is undefined', () => {
  assert.deepEqual([{ a: 1 }, '{"a":1}', '{', null, undefined].map(jsonOf), [
    { a: 1 },
    { a: 1 },
    undefined,
    undefined,
    undefined,
  ])
})
