import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonText } from './json-text.ts'
import { sampleReport } from './sample-report.ts'

test('a report comes back as it was, and holds nothing that commands a terminal', () => {
  const text = jsonText(sampleReport())
  assert.deepEqual(JSON.parse(text), sampleReport())
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
})

test('property: every value of JSON survives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      assert.deepEqual(JSON.parse(jsonText(value)), JSON.parse(JSON.stringify(value)))
    }),
  )
})
