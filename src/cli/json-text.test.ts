import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonPieces, jsonText } from './json-text.ts'
import { sampleReport } from './sample-report.ts'

test('a report comes back as it was, and holds nothing that commands a terminal', () => {
  const text = jsonText(sampleReport())
  assert.deepEqual(JSON.parse(text), sampleReport())
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
})

test('property: every object survives', () => {
  const anyObject = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }))
  fc.assert(
    fc.property(anyObject, (object) => {
      assert.deepEqual(JSON.parse(jsonText(object)), JSON.parse(JSON.stringify(object)))
    }),
  )
})

test('property: without invisible characters it is what JSON.stringify writes, whatever its pieces', () => {
  const anyValue = fc.oneof(fc.jsonValue({ stringUnit: 'grapheme-ascii' }), fc.constant(undefined))
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), anyValue), (object) => {
      assert.equal(jsonText(object), `${JSON.stringify(object, null, 2)}\n`)
    }),
  )
})

test('a long list comes in several pieces', () => {
  const pieces = [...jsonPieces({ list: Array.from({ length: 10_000 }, (_, number) => ({ number })) })]
  assert.ok(pieces.length > 3 && pieces.every((piece) => piece.length < 100_000))
})
