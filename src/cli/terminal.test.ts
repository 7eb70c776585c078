import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cells, clip, sheet, span, textOptions } from './terminal.ts'

const ESCAPE = '\u001b'

function wrapped(text: string, columns: number, indent = { first: 0, rest: 2 }): readonly string[] {
  const page = sheet({ columns, color: false })
  page.paragraph([span(text)], indent)
  return page.text().trimEnd().split('\n')
}

test('words stay whole, and further lines hang', () => {
  assert.deepEqual(wrapped('one two three four five six', 20), ['one two three four', '  five six'])
})

test('only a word longer than a line is divided, after a sign', () => {
  assert.deepEqual(wrapped('see someone.with.a.name@example.com', 20), [
    'see',
    '  someone.with.a.',
    '  name@example.com',
  ])
})

test('a lead stands in the indent, or before the text if it is too long', () => {
  const page = sheet({ columns: 30, color: false })
  page.paragraph([span('do this')], { first: 10, rest: 10, lead: span('  Next') })
  page.paragraph([span('do this')], { first: 4, rest: 4, lead: span('  Next:') })
  assert.equal(page.text(), '  Next    do this\n  Next: do this\n')
})

test('property: no line is wider than the terminal, and no word that fits a line is broken', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({ maxLength: 60 }),
    fc.constant('山田太郎'),
  )
  fc.assert(
    fc.property(fc.array(word), fc.integer({ min: 20, max: 110 }), (words, columns) => {
      const lines = wrapped(words.join(' '), columns)
      for (const line of lines) assert.ok(cells(line) <= columns, line)
      const shown = new Set(lines.join(' ').split(/ +/))
      const plain = words.filter((text) => /^[a-z]+$/.test(text) && text.length <= columns - 2)
      for (const text of plain) assert.ok(shown.has(text), text)
    }),
  )
})

test('colour is given to a terminal, and never with NO_COLOR, to a pipe or to a dumb terminal', () => {
  const terminal = { isTTY: true, columns: 120 }
  assert.deepEqual(textOptions(terminal, { TERM: 'xterm' }), { columns: 120, color: true })
  assert.equal(textOptions(terminal, { NO_COLOR: '1' }).color, false)
  assert.equal(textOptions(terminal, { NO_COLOR: '' }).color, true)
  assert.equal(textOptions(terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }).color, false)
  assert.equal(textOptions(terminal, { TERM: 'dumb' }).color, false)
  assert.deepEqual(textOptions({}, {}), { columns: 80, color: false })
  assert.deepEqual(textOptions({}, { COLUMNS: '132', FORCE_COLOR: '1' }), { columns: 132, color: true })
})

test('without colour no escape is written, with colour each is closed on its line', () => {
  const write = (color: boolean): string => {
    const page = sheet({ columns: 20, color })
    page.paragraph([span('a long red sentence over lines', 'bad')])
    return page.text()
  }
  assert.ok(!write(false).includes(ESCAPE))
  for (const line of write(true).trimEnd().split('\n')) assert.ok(line.endsWith(`${ESCAPE}[0m`))
})

test('an escape in the data never reaches the terminal', () => {
  const page = sheet({ columns: 80, color: true })
  page.paragraph([span('x\u001b[31mred')], { first: 8, rest: 8, lead: span('\u001b]0;t') })
  assert.ok(!page.text().includes(ESCAPE))
})

test('clip counts cells and says that something is missing', () => {
  assert.equal(clip('short', 10), 'short')
  assert.equal(clip('山田太郎', 5), '山田…')
  assert.equal(cells(clip('a'.repeat(5000), 40)), 40)
  assert.equal(clip('\n\n\n', 10), '␊␊␊')
})
