import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLabelled, missing, sharedLogs, textOf } from '../../test/shared-data.ts'
import { DECODERS } from './decoders/index.ts'
import { readRows } from './read-rows.ts'

/** All rows of the shared logs that stand on a line of their own, in an order that mixes vendors and shapes. */
function mixture(): string {
  const rows = sharedLogs().flatMap((file) =>
    textOf(file)
      .split('\n')
      .filter((line) => line.startsWith('{') && line.trimEnd().endsWith('}'))
      .map((line) => (isLabelled(file) ? JSON.stringify(JSON.parse(line).log) : line)),
  )
  const step = 389 // a prime: neighbours come from different files
  return rows.map((_, index) => rows[(index * step) % rows.length]).join('\n')
}

test('given rows of all vendors in turns, then marks choose the decoder that recognition chooses', {
  skip: missing('okta/sekoia-okta-a.ndjson'),
}, () => {
  const byMarks = readRows(DECODERS, mixture())
  const byRecognition = readRows(
    DECODERS.map((decoder) => ({ ...decoder, marks: [] })),
    mixture(),
  )
  assert.ok(byMarks.summary.rows > 1000)
  assert.deepEqual(byMarks, byRecognition)
})
