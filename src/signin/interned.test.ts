import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { createInterned } from './interned.ts'
import type { Text } from './scan.ts'

describe('interned text', () => {
  test('given any bytes at any place, when read again and again, then it is their text', () => {
    const bytes = Buffer.alloc(2000) as unknown as Text
    const interned = createInterned(bytes)
    const column = interned.columns(1)
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 100 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 100 }),
      fc.constantFrom('a', 'b', 'aaaaaaaaaaaaaaaaX', 'aaaaaaaaaaaaaaaaY').map((text) => Buffer.from(text)),
    )
    holds(
      fc.property(texts, fc.nat(1500), (text, at) => {
        bytes.set(text, at)
        const expected = Buffer.from(text).toString('utf8')
        assert.equal(interned.read(at, at + text.length, column), expected)
        assert.equal(interned.read(at, at + text.length, column), expected)
      }),
      2000,
    )
  })

  test('given texts that differ only where the hash does not look, then each is read as it is', () => {
    const texts = ['x', 'y', 'z'].map((middle) => `12345678${middle.repeat(8)}same${'-'.repeat(12)}87654321`)
    const bytes = Buffer.from(texts.join('').padEnd(200)) as unknown as Text
    const interned = createInterned(bytes)
    const column = interned.columns(1)
    for (let turn = 0; turn < 6; turn++) {
      const at = (turn % 3) * 40
      assert.equal(interned.read(at, at + 40, column), texts[turn % 3])
    }
  })

  test('given numbers, then they are what JSON.parse makes of them', () => {
    const numbers = ['1e400', '-1.5E-7', '47.68050003051758', '12345678901234567890', '0.1']
    const bytes = Buffer.from(numbers.join(' ').padEnd(200)) as unknown as Text
    const interned = createInterned(bytes)
    const column = interned.columns(1)
    for (const number of [...numbers, ...numbers]) {
      const at = bytes.indexOf(number)
      assert.equal(interned.number(at, at + number.length, column), JSON.parse(number))
      assert.equal(interned.read(at, at + number.length, column), number)
    }
  })

  test('given texts that never repeat, then what is kept does not grow', () => {
    const bytes = Buffer.alloc(64) as unknown as Text
    const interned = createInterned(bytes)
    const column = interned.columns(1)
    const before = process.memoryUsage().heapUsed
    for (let index = 0; index < 200_000; index++) {
      bytes.write(String(index).padStart(40, 'x'))
      assert.equal(interned.read(0, 40, column).length, 40)
    }
    assert.ok(process.memoryUsage().heapUsed - before < 64 << 20)
  })
})
