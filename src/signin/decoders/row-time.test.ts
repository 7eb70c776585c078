import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RowProblem } from '../decoder.ts'
import { parsedRow } from '../parsed-row.ts'
import { instantOf, rowTime } from './row-time.ts'

const EIGHT = Date.UTC(2026, 2, 1, 8, 0, 0, 250)

test('given an instant in any of its forms, when read, then the same milliseconds', () => {
  for (const text of ['2026-03-01T08:00:00.250Z', '2026-03-01 08:00:00,250', '2026-03-01T09:00:00.250+01:00']) {
    assert.equal(instantOf(text), EIGHT, text)
  }
  for (const text of [`${EIGHT}`, `${EIGHT}000`, `${EIGHT / 1000}`]) assert.equal(instantOf(text), EIGHT, text)
  assert.equal(instantOf(`${EIGHT - 250}`.slice(0, -3)), EIGHT - 250)
})

test('given what is no instant, when read, then NaN', () => {
  for (const text of ['', 'yesterday', '12', '2026-02-30T00:00:00Z', '-1772352000', '1e12']) {
    assert.ok(Number.isNaN(instantOf(text)), text)
  }
})

test('given several places, when read, then the first that says anything counts', () => {
  const row = parsedRow(['a', 'b', 'c'], { b: EIGHT, c: '1999-01-01T00:00:00Z' })
  assert.equal(rowTime(row, 0, 1, 2), EIGHT)
})

test('given no time, or one that cannot be read, when read, then a problem with its code', () => {
  const row = parsedRow(['a', 'b'], { a: 'redacted', b: '2026-03-01T08:00:00Z' })
  const code = (run: () => number) => {
    try {
      return run()
    } catch (error) {
      return error instanceof RowProblem ? error.code : error
    }
  }
  assert.equal(
    code(() => rowTime(row, 0, 1)),
    'ERR_ROW_BAD_TIME',
  )
  assert.equal(
    code(() => rowTime(parsedRow(['a'], {}), 0)),
    'ERR_ROW_NO_TIME',
  )
})
