import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { createCsvReader, delimiterOf, UNENDED } from './csv.ts'

function records(text: string, delimiter = ','): string[][] {
  const bytes = Buffer.from(text)
  const csv = createCsvReader(bytes, delimiter.charCodeAt(0))
  const found: string[][] = []
  for (let at = 0; at < bytes.length; ) {
    at = csv.read(at, bytes.length, true)
    if (at === UNENDED) return [...found, ['(unended)']]
    if (!csv.blank()) found.push(csv.fields())
  }
  return found
}

describe('records of CSV', () => {
  test('given any table, when written and read, then it is as csv-parse reads it', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '\r\n', '\t'), maxLength: 6 })
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    holds(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, newline) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter)).join(newline)
        const theirs = parse(text, { delimiter, relax_column_count: true }) as string[][]
        assert.deepEqual(records(text, delimiter), theirs)
        assert.deepEqual(theirs, rows)
      }),
      500,
    )
  })

  test('given bare fields, quotes where none belong, and empty fields, then they are taken as they stand', () => {
    assert.deepEqual(records('a,b"c,\r\n,,\n"x"y,"z"'), [
      ['a', 'b"c', ''],
      ['', '', ''],
      ['xy', 'z'],
    ])
  })

  test('given a quote that is not closed, then the record does not end', () => {
    assert.deepEqual(records('a,b\n"c,d\ne'), [['a', 'b'], ['(unended)']])
  })

  test('given more text to come, then a record that reaches its end waits', () => {
    const bytes = Buffer.from('a,"b"')
    const csv = createCsvReader(bytes, 0x2c)
    assert.equal(csv.read(0, bytes.length, false), UNENDED)
    assert.equal(csv.read(0, bytes.length, true), bytes.length)
  })

  test('the delimiter is the one that stands most often in the header', () => {
    for (const [text, delimiter] of [
      ['a,b;c,d\n;;;;', ','],
      ['a;b;"x,y,z"\n', ';'],
      ['a\tb', '\t'],
      ['alone', ','],
    ]) {
      assert.equal(String.fromCharCode(delimiterOf(Buffer.from(text as string), 0, (text as string).length)), delimiter)
    }
  })
})
