import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { SCAN_BINARY } from './scan.binary.ts'
import { compileScan } from './scan.build.ts'
import { createScanner, TEXT_BYTES_MAX as NONE, SPAN_BYTES_MAX } from './scan.ts'

/** The tokens, found one byte at a time. */
function tokensOf(bytes: Uint8Array): number[] {
  const tokens: number[] = []
  let inside = false
  let escaped = false
  let afterSpace = false
  bytes.forEach((byte, at) => {
    const isQuote = byte === 0x22 && !escaped
    const isEscape = byte === 0x5c && !escaped
    const isSpace = !inside && [0x20, 0x09, 0x0a, 0x0d].includes(byte)
    if (inside ? isQuote || isEscape || byte < 0x20 : afterSpace && !isSpace) tokens.push(at)
    if (isQuote) inside = !inside
    escaped = isEscape
    afterSpace = isSpace
  })
  return [...tokens, NONE]
}

const scanner = createScanner()

function scanned(bytes: Uint8Array, at: number): number[] {
  scanner.text.set(bytes, at)
  scanner.scan(at, at + bytes.length)
  const count = scanner.tokens.indexOf(NONE) + 1
  return [...scanner.tokens.subarray(0, count)].map((token) => (token === NONE ? NONE : token - at))
}

test('the committed binary is what scan.wat says', async () => {
  assert.equal(SCAN_BINARY, await compileScan(), 'scan.wat has changed: npm run build:scan')
})

test('given any bytes at any place, then the tokens are those of a scan byte by byte', () => {
  const byte = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...Buffer.from('""\\\\ \n\t\r{}[]:,ab0')) },
    { weight: 1, arbitrary: fc.nat(255) },
  )
  holds(
    fc.property(fc.array(byte, { maxLength: 400, size: 'max' }), fc.nat(200), (bytes, at) => {
      assert.deepEqual(scanned(Uint8Array.from(bytes), at), tokensOf(Uint8Array.from(bytes)))
    }),
    2000,
  )
})

test('given a full span of nothing but tokens, then all are written and the text stands', () => {
  const bytes = Buffer.from('" '.repeat(SPAN_BYTES_MAX / 2))
  assert.deepEqual(scanned(bytes, 0), tokensOf(bytes))
  const escapes = Buffer.from(`"${'\n'.repeat(SPAN_BYTES_MAX - 1)}`)
  assert.equal(scanned(escapes, 0).length, SPAN_BYTES_MAX)
  assert.ok(scanner.text.subarray(0, SPAN_BYTES_MAX).equals(escapes))
})

test('given more than a span, then it is refused', () => {
  assert.throws(() => scanner.scan(0, SPAN_BYTES_MAX + 1), RangeError)
})

test('newlines are counted', () => {
  holds(
    fc.property(fc.array(fc.constantFrom(10, 13, 97), { maxLength: 300, size: 'max' }), fc.nat(100), (bytes, at) => {
      scanner.text.set(Uint8Array.from(bytes), at)
      scanner.text[at + bytes.length] = 10
      assert.equal(scanner.newlines(at, at + bytes.length), bytes.filter((byte) => byte === 10).length)
    }),
    500,
  )
})
