import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createParsedRow, numberInText, parsedRow } from './parsed-row.ts'

const row = (path: string, value: Readonly<Record<string, unknown>>) => parsedRow([path], value)

describe('what a path means', () => {
  test('given members of members, then the value inside', () => {
    assert.equal(row('a.b', { a: { b: 'x' } }).text(0), 'x')
    assert.equal(row('a.b', { a: 'x' }).text(0), '')
    assert.equal(row('a.b', { a: [{ b: 'x' }] }).text(0), '')
  })

  test('given a member named like the whole path, then that one', () => {
    assert.equal(row('a.b', { 'a.b': 'flat', a: { b: 'deep' } }).text(0), 'flat')
    assert.equal(row('Date (UTC)', { 'Date (UTC)': 'x' }).text(0), 'x')
  })

  test('given an array, then each element by its number', () => {
    const list = row('a[].b', { a: [{ b: 1 }, {}, { b: 'two' }, 'bare', null] })
    assert.equal(list.count(0), 5)
    assert.deepEqual(
      [-1, 0, 1, 2, 3, 4, 5].map((index) => list.textAt(0, index)),
      ['', '1', '', 'two', '', '', ''],
    )
    assert.equal(list.text(0), '1')
    assert.deepEqual(list.json(0), [1, undefined, 'two', undefined, undefined])
    assert.equal(row('a[]', { a: ['x'] }).textAt(0, 0), 'x')
    assert.equal(row('a[]', { a: 'x' }).count(0), 0)
    assert.equal(row('a', { a: ['x'] }).textAt(0, 0), '')
  })

  test('given names that every object inherits, then only what the row says', () => {
    assert.equal(row('constructor.name', {}).text(0), '')
    assert.equal(row('__proto__.x', {}).has(0), false)
    assert.equal(row('__proto__.x', JSON.parse('{"__proto__":{"x":1}}')).text(0), '1')
    assert.equal(row('a.length', { a: 'text' }).has(0), false)
  })

  test('given no path, then it is refused', () => {
    for (const path of ['', 'a..b', '.a', 'a.', 'a[]b', 'a[].b[].c', 'a[].']) {
      assert.throws(() => createParsedRow([path]), { name: 'TypeError', message: /is no path/ }, path)
    }
  })
})

describe('what a value is read as', () => {
  const values: [unknown, boolean, string, number, boolean][] = [
    ['x', true, 'x', Number.NaN, false],
    ['', true, '', Number.NaN, false],
    ['12.5', true, '12.5', 12.5, false],
    [1e21, true, '1e+21', 1e21, false],
    [-0, true, '0', -0, false],
    [true, true, 'true', Number.NaN, true],
    ['True', true, 'True', Number.NaN, true],
    ['TRUE', true, 'TRUE', Number.NaN, false],
    [null, false, '', Number.NaN, false],
    [undefined, false, '', Number.NaN, false],
    [{}, true, '', Number.NaN, false],
    [[], true, '', Number.NaN, false],
  ]
  for (const [value, has, text, number, flag] of values) {
    test(JSON.stringify(value) ?? 'absent', () => {
      const one = row('a', { a: value })
      assert.deepEqual([one.has(0), one.text(0), one.number(0), one.flag(0)], [has, text, number, flag])
      assert.equal(one.json(0), value)
    })
  }

  test('only decimal digits are numbers in text', () => {
    assert.deepEqual(['1', '-1.5e+3', '0x10', ' 1', '1.', '', 'Infinity'].map(numberInText), [
      1,
      -1500,
      ...Array(5).fill(Number.NaN),
    ])
  })
})
