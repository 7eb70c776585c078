import assert from 'node:assert/strict'
import { test } from 'node:test'
import { picture } from '../docs/picture.ts'
import { renderText } from '../src/cli/report-text.ts'
import { sampleReport } from '../src/cli/sample-report.ts'

const drawn = picture(renderText(sampleReport(), { columns: 88, color: true }), 'postern diagnose "a&b"', 50)

test('a run becomes well-formed SVG with nothing but shapes and text', () => {
  const names = [...drawn.matchAll(/<([a-zA-Z]+)/g)].map((match) => match[1])
  assert.deepEqual([...new Set(names)].sort(), ['circle', 'g', 'linearGradient', 'rect', 'stop', 'svg', 'text'])
  assert.match(drawn, /postern diagnose &quot;a&amp;b&quot;/)
  assert.doesNotMatch(drawn.replaceAll('\n', ''), /\p{Cc}/u)
})

test('colours are kept, and lines after the last are left out', () => {
  assert.match(drawn, /fill="#ff9d94" font-weight="600">✖/)
  assert.match(picture('a\nb\nc', 'x', 2), />b<\/text>/)
  assert.doesNotMatch(picture('a\nb\nc', 'x', 2), />c<\/text>/)
})
