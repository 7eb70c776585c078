import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkNotice, type Notice } from './notice.ts'
import { HOSTILE, NOTICES, withNames } from './sample-notices.ts'
import { wordsOf } from './words.ts'

test('an incident says what, who, where from, what was done and what is next', () => {
  const words = wordsOf(NOTICES.incident)
  assert.equal(words.headline, 'Incident open (high)')
  assert.equal(words.title, 'Incident open: ana@example.com, tom@example.com')
  assert.deepEqual(words.lines, [
    'What was seen: 5 prompts refused in 12 minutes',
    'Done: The source was refused by the playbook "fatigue".',
    'Next: Call Ana on a number that was known before.',
  ])
  assert.deepEqual(
    words.facts.map(({ label, value }) => `${label}: ${value}`),
    [
      'People: ana@example.com, tom@example.com',
      'Comes from: 203.0.113.9',
      'Findings: 3',
      'Severity: High',
      'Organisation: Example Ltd',
      'Since: 2026-11-22 14:03 UTC',
      'Last change: 2026-11-22 14:10 UTC',
    ],
  )
})

test('a closed incident asks for nothing any more, and a taken one names who has it', () => {
  const closed = wordsOf({ ...NOTICES.incident, state: 'closed' })
  assert.equal(closed.headline, 'Incident closed (high)')
  assert.equal(
    closed.lines.some((line) => line.startsWith('Next:')),
    false,
  )
  const taken = wordsOf({ ...NOTICES.incident, state: 'taken', takenBy: 'tom@example.com' })
  assert.ok(taken.facts.some(({ label, value }) => label === 'Taken by' && value === 'tom@example.com'))
})

test('many people are counted', () => {
  assert.equal(wordsOf(NOTICES.lockout).headline, '214 people locked out, open (high)')
  const people = Array.from({ length: 20 }, (_, index) => `p${index}`)
  assert.match(
    wordsOf({ ...NOTICES.incident, people, peopleCount: 40 }).title,
    /^Incident open: p0, p1, p2, p3, p4 and 35 more$/,
  )
})

test('an approval points to the console, and tells when it expires', () => {
  const words = wordsOf(NOTICES.approval)
  assert.match(words.lines.join(' '), /expires closed at 2026-11-22 15:03 UTC/)
  assert.match(words.footer, /Nothing can be approved or changed from this message/)
  assert.equal(
    wordsOf({ ...NOTICES.approval, state: 'closed', ended: 'expired' }).headline,
    'An approval expired closed (high)',
  )
})

test('whatever names say, words are bounded, visible, and begin with our own', () => {
  const own = Object.values(NOTICES)
  for (const hostile of HOSTILE) {
    for (const notice of own) {
      const words = wordsOf(checkNotice(withNames(notice, hostile)))
      const texts = [words.title, ...words.lines, ...words.facts.map(({ value }) => value)]
      for (const text of texts) assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|:\/\/|\bwww\.|\{\{/u)
      assert.equal(words.headline, wordsOf(notice).headline, 'a name reached the headline')
      assert.ok(words.headline.length <= 100 && words.title.length <= 250)
      assert.ok(words.lines.length <= 8 && words.lines.every((line) => line.length <= 700))
      assert.ok(words.facts.length <= 8 && words.facts.every(({ value }) => value.length <= 400))
      for (const line of [words.title, ...words.lines]) assert.match(line, /^[A-Z0-9]/)
    }
  }
})

test('a notice with a field too many, too long or missing is refused without quoting it', () => {
  const refuses = (value: unknown, message: RegExp) =>
    assert.throws(
      () => checkNotice(value),
      (error: unknown) =>
        error instanceof Error && 'code' in error && error.code === 'ERR_NOTICE_INVALID' && message.test(error.message),
    )
  const { next: _next, ...without } = NOTICES.incident
  refuses({ ...NOTICES.incident, secret: 's3cret' }, /^(?!.*s3cret).*malformed at/)
  refuses({ ...NOTICES.incident, what: 'x'.repeat(601) }, /malformed at \/what/)
  refuses(without, /malformed/)
  refuses({ ...NOTICES.incident, link: 'javascript:alert(1)' }, /malformed at \/link/)
  refuses({ ...NOTICES.incident, kind: 'constructor' }, /unknown kind/)
  refuses(null, /unknown kind/)
  const notices: readonly Notice[] = Object.values(NOTICES)
  for (const notice of notices) assert.equal(checkNotice(notice), notice)
})
