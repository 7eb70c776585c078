import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ENTRIES_OF_ALL } from '../signin/catalogue/index.ts'
import { type ExplainOptions, explainCommand } from './explain.ts'
import { cells } from './terminal.ts'

function run(codes: readonly string[], options: ExplainOptions = {}, columns = 80, color = false) {
  let text = ''
  const exit = explainCommand(codes, { columns, color, write: (part) => (text += part) }, options)
  return { exit, text, flat: text.replace(/\s+/g, ' ') }
}

describe('given a code of the catalogue', () => {
  test('when it is explained, then title, vendor, step, meaning, next step and source are told', () => {
    const { exit, flat } = run(['500121'])
    assert.equal(exit, 0)
    for (const part of ['500121', 'The second step failed', 'Entra ID', 'second step (MFA): failed']) {
      assert.ok(flat.includes(part), part)
    }
    for (const label of ['Means The password', 'Next Read', 'Source github.com']) assert.ok(flat.includes(label), label)
  })

  test('when it is an interrupt, then it is said to be no failure', () => {
    assert.match(run(['50074']).flat, /no failure by itself/)
  })

  test('when it tells of a lock or a change, then it is not told as a sign-in that was passed', () => {
    assert.match(run(['user.account.lock']).flat, /state of the account: it happened/)
    assert.match(run(['0']).flat, /the sign-in as a whole: passed/)
  })

  test('when it may be an attack, then that is said before anything else', () => {
    const { flat } = run(['MFA denied; user declined the authentication'])
    assert.match(flat, /failed Careful This may be an attack\. Reset nothing/)
    assert.doesNotMatch(run(['50126']).flat, /Careful/)
  })

  test('when several are asked for, then all are told in that order', () => {
    const { text } = run(['53003', '50074'])
    assert.ok(text.indexOf('53003') < text.indexOf('50074') && text.indexOf('53003') >= 0)
  })

  test('when the terminal is narrow, then no line is wider, and no word is lost', () => {
    const wide = run(['50053'], {}, 110).flat
    const narrow = run(['50053'], {}, 36)
    for (const line of narrow.text.split('\n')) assert.ok(cells(line) <= 36, line)
    assert.equal(narrow.flat.replaceAll(' ', ''), wide.replaceAll(' ', ''))
  })

  test('when colour is on, then it only repeats the words', () => {
    const start = String.fromCharCode(27)
    const coloured = run(['50053'], {}, 80, true).text
    assert.ok(coloured.includes(start))
    assert.equal(coloured.replace(new RegExp(`${start}\\[[0-9;]*m`, 'g'), ''), run(['50053']).text)
  })
})

describe('given a code that nobody knows', () => {
  test('when it is explained, then the exit code is 1, and what is like it is offered', () => {
    const { exit, flat } = run(['530030'])
    assert.equal(exit, 1)
    assert.match(flat, /“530030” is not in the catalogue/)
    assert.match(flat, /Did you mean 53003 · Blocked/)
  })

  test('when one of two is known, then it is explained all the same', () => {
    const { exit, flat } = run(['50074', 'qqqqqqqq'])
    assert.equal(exit, 1)
    assert.match(flat, /50074 A second step/)
  })

  test('when it holds control characters, then none reaches the terminal, nor the JSON', () => {
    const hostile = '\u001b]0;title\u0007\u009b31m\u202eevil\r\n\u2028\u{e0041}'
    for (const { text } of [run([hostile]), run([hostile], { json: true })]) {
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      assert.match(text, /evil/)
    }
    const { explanations } = JSON.parse(run([hostile], { json: true }).text) as { explanations: { asked: string }[] }
    assert.equal(explanations[0]?.asked, hostile)
  })

  test('when it is endless, then the answer is not', () => {
    assert.ok(run(['x'.repeat(1_000_000)]).text.length < 2_000)
  })

  test('when no code is given, then how to ask is told, and the exit code is 2', () => {
    const { exit, flat } = run([])
    assert.equal(exit, 2)
    assert.match(flat, /npx postern explain 500121/)
  })
})

describe('given --json', () => {
  test('then meanings and suggestions are one object', () => {
    const { exit, text } = run(['AADSTS50074', '530030'], { json: true })
    const answer = JSON.parse(text) as {
      format: string
      explanations: { asked: string; meanings: { code: string }[]; nearest: { code: string }[] }[]
    }
    assert.equal(exit, 1)
    assert.equal(answer.format, 'postern.explanation/1')
    assert.deepEqual(
      answer.explanations.map(({ asked, meanings, nearest }) => [asked, meanings[0]?.code, nearest[0]?.code]),
      [
        ['AADSTS50074', '50074', undefined],
        ['530030', undefined, '53003'],
      ],
    )
  })
})

describe('given --all', () => {
  test('then every code is listed', () => {
    const { exit, flat } = run([], { all: true }, 110)
    assert.equal(exit, 0)
    const packed = flat.replaceAll(' ', '')
    const missing = ENTRIES_OF_ALL.filter(({ code, title }) => !packed.includes(`${code}·${title}`.replaceAll(' ', '')))
    assert.deepEqual(missing, [])
  })

  test('then as JSON it is every entry', () => {
    const { entries } = JSON.parse(run([], { all: true, json: true }).text) as { entries: unknown[] }
    assert.equal(entries.length, ENTRIES_OF_ALL.length)
  })
})
