import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Timeline } from '../diagnosis/index.ts'
import { hostileTimelines } from './hostile-report.ts'
import { sampleTimelines } from './sample-timelines.ts'
import { cells } from './terminal.ts'
import { renderTimeline } from './user-timeline.ts'

const plain = { columns: 80, color: false }
const [ana] = sampleTimelines() as readonly [Timeline, Timeline]

test('each day has a heading, and each row its clock time, sign, words and place', () => {
  const text = renderTimeline(ana, plain)
  assert.match(text, /^ana\.ferreira@example\.com · Entra ID\n/)
  assert.equal(text.match(/^24 Feb 2026$/gm)?.length, 1)
  assert.match(text, /08:41:10 ✖ wrong code from the authenticator app \(500121\) line 300/)
  assert.match(text, /all from exports\/entra-signins-2026-02-23\.json/)
})

test('rows of several files each name their file', () => {
  const entries = ana.entries.map((entry, index) => ({ ...entry, file: index % 2 ? '-' : 'a.json' }))
  const text = renderTimeline({ ...ana, entries }, plain)
  assert.match(text, /a\.json:17/)
  assert.match(text, /standard input:18/)
})

test('what was left out is said, and what the signs mean', () => {
  const text = renderTimeline(ana, plain)
  assert.match(text, /212 older rows left out: --since and --until/)
  assert.match(text, /✓ in or proved, ✖ failed or refused, ! needs a look, · for the record\n$/)
  assert.doesNotMatch(renderTimeline({ ...ana, cut: 0 }, plain), /left out/)
})

test('a person without rows', () => {
  assert.match(renderTimeline({ ...ana, entries: [] }, plain), /No row about this person was read/)
})

test('property: whatever the log says, no line commands the terminal or is too wide', () => {
  fc.assert(
    fc.property(hostileTimelines, fc.constantFrom(20, 40, 80), (timelines, columns) => {
      for (const timeline of timelines) {
        for (const line of renderTimeline(timeline, { columns, color: false }).split('\n')) {
          assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
          assert.ok(cells(line) <= columns, line)
        }
      }
    }),
    { numRuns: 60 },
  )
})
