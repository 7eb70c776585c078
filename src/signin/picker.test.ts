import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { createInterned } from './interned.ts'
import { parsedRow, type Values } from './parsed-row.ts'
import { createPicking } from './picker.ts'
import { createScanner } from './scan.ts'
import { ELEMENTS_MAX, INCOMPLETE, INVALID, LEVELS_MAX, UNSURE } from './walk.ts'

const PATHS = [
  'id',
  'a',
  'a.b',
  'a.b.c',
  'a.list[].id',
  'list',
  'list[]',
  'list[].id',
  'list[].a.b',
  'list[].b',
  'longerName.anotherName',
  'longerNoun',
  'é',
  '__proto__.x',
]

const scanner = createScanner()
const picker = createPicking(scanner, createInterned(scanner.text))(PATHS)

/** Walks the object that the bytes begin with, at a place in the text that is no multiple of the scan's block. */
function walk(bytes: Uint8Array, at = 0): number {
  scanner.text.fill('"}', 0, at + bytes.length + 200) // what an earlier file left behind must not matter
  scanner.text.set(bytes, at)
  scanner.scan(at, at + bytes.length)
  const end = picker.walk(at)
  return end < 0 ? end : end - at
}

function parsedOrNot(text: string): Values | undefined {
  try {
    return JSON.parse(text) as Values
  } catch {
    return undefined
  }
}

/** Everything that a decoder can ask of a row. */
function everything(row: ReturnType<typeof parsedRow>): unknown[] {
  return PATHS.flatMap((name, path) => [
    name,
    row.has(path),
    row.text(path),
    row.number(path),
    row.flag(path),
    row.json(path),
    row.count(path),
    ...[-1, 0, 1, 2, 3, ELEMENTS_MAX].map((index) => row.textAt(path, index)),
  ])
}

describe('the picker and JSON.parse with parsed-row', () => {
  test('given rows that write a subtree alike and then differently, then each row has its own', () => {
    const long = `[${'"x",'.repeat(8000)}"y"]`
    const subtrees = ['[1,{"b":2}]', '[1,{"b":2}]', '[1,{"b":3}]', long, long, '[1,{"b":2}]']
    for (const subtree of subtrees) {
      assert.ok(walk(Buffer.from(`{"longerNoun":${subtree}}`)) > 0)
      assert.deepEqual(picker.json(PATHS.indexOf('longerNoun')), JSON.parse(subtree))
    }
  })

  test('agree on each row: whether it is JSON, and on every value', () => {
    holds(
      fc.property(fc.oneof(rows(), mutilated(rows())), fc.nat(130), (bytes, at) => {
        const end = walk(bytes, at)
        const value = parsedOrNot(bytes.toString('utf8'))
        if (end === UNSURE) return
        if (value === undefined) {
          if (end > 0) assert.match(bytes.toString('utf8', end), /[^ \t\r\n]/, 'the picker took what is no JSON')
          return
        }
        assert.equal(end, bytes.toString('latin1').trimEnd().length, 'the picker refused JSON, or ended elsewhere')
        assert.deepEqual(everything(picker), everything(parsedRow(PATHS, value)))
      }),
      3000,
    )
  })

  test('agree that a row that is cut is not complete', () => {
    holds(
      fc.property(rows(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (bytes, share) => {
        const whole = bytes.toString('latin1').trimEnd().length
        const cut = walk(bytes.subarray(0, 1 + Math.floor((whole - 1) * share)))
        assert.ok(cut === INCOMPLETE || cut === UNSURE, `cut, the row gives ${cut}`)
      }),
      2000,
    )
  })

  test('given rows as vendors write them, then the picker is sure of them', () => {
    const row = {
      id: '1',
      a: { b: { c: 'text' }, list: [{ id: 1 }, { id: '2' }] },
      list: [{ id: 'é "quoted"', a: { b: -0.25 } }, { other: null }, 'bare'],
      longerName: { anotherName: true },
      more: [{ deep: [[], {}, [1e5, false]] }],
    }
    for (const text of [JSON.stringify(row), JSON.stringify(row, null, 2), `${JSON.stringify(row)}\r\n`]) {
      const bytes = Buffer.from(text)
      assert.equal(walk(bytes), text.trimEnd() === text ? bytes.length : bytes.length - 2)
      assert.deepEqual(everything(picker), everything(parsedRow(PATHS, row)))
    }
  })
})

describe('the picker is unsure', () => {
  const unsure: [string, string][] = [
    ['a wanted key twice', '{"id":1,"id":2}'],
    ['a wanted object twice', '{"a":{"b":1},"a":{}}'],
    ['a key with an escape, where keys are wanted', '{"\\u0069d":1}'],
    ['a key that is a whole path', '{"a.b":1}'],
    ['too many elements', `{"list":[${'1,'.repeat(ELEMENTS_MAX)}1]}`],
    ['deep nesting', `{"x":${'['.repeat(LEVELS_MAX + 1)}${']'.repeat(LEVELS_MAX + 1)}}`.replace('[]', '[[]]')],
  ]
  for (const [what, text] of unsure) test(`of ${what}`, () => assert.equal(walk(Buffer.from(text)), UNSURE))

  test('and sure of the same in what nobody wants', () => {
    const text = '{"x":{"id":1,"id":2,"\\u0069d":3},"y":"\\ud800","list":[]}'
    assert.equal(walk(Buffer.from(text)), text.length)
    assert.equal(picker.text(PATHS.indexOf('id')), '')
  })
})

describe('the picker refuses', () => {
  const invalid = [
    '{"a":1,}',
    '{,"a":1}',
    '{"a" 1}',
    '{"a":1 "b":2}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":tru}',
    '{"a":nul l}',
    '{"a":NaN}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
    '{"a":"tab\there"}',
    '{"a":"line\nbreak"}',
    '{"a":[1,]}',
    '{"a":[}',
    '{"a":{]}',
    '{"x":[1,2}',
    '{"x":{"y":1]}',
    '{"x":{"y"}}',
    '{"x":{1:2}}',
    "{'a':1}",
    '{"a":\u00a01}',
    '{"a"\f:1}',
    '{"x":\\"a"}',
  ]
  for (const text of invalid) {
    test(JSON.stringify(text), () => {
      assert.throws(() => JSON.parse(text))
      assert.equal(walk(Buffer.from(`${text} {"b":2}\n`)), INVALID)
    })
  }
})

/** JSON texts of objects, written in every way that JSON allows, with the wanted keys in all kinds of places. */
function rows(): fc.Arbitrary<Buffer> {
  const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n  ', '\t')
  const piece = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => JSON.stringify(text).slice(1, -1)),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '\\n',
        '\\"',
        '\\\\',
        '\\/',
        '\\u0041',
        '\\uD83D\\ude00',
        '\\ud800',
        '\u2028',
        '{',
        '[,:',
        '\x7f',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.string({ minLength: 60, maxLength: 200 }).map((text) => JSON.stringify(text).slice(1, -1)),
    },
  )
  const string = fc.oneof(
    { weight: 4, arbitrary: fc.array(piece, { maxLength: 3 }).map((pieces) => `"${pieces.join('')}"`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('"true"', '"True"', '"12"', '"-1.5e3"', '"0x10"', '" 1"', '""', '"SUCCESS"'),
    },
  )
  const number = fc.oneof(
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom(
      '0',
      '-0',
      '-0.0',
      '1E5',
      '1e+2',
      '0.1e-7',
      '123456789012345',
      '1234567890123456789',
      '1e400',
      '47.68050003051758',
    ),
  )
  const name = fc.oneof(
    {
      weight: 9,
      arbitrary: fc.constantFrom(
        ...new Set(PATHS.flatMap((path) => path.split(/\.|\[\]\.?/))),
        'x',
        'idx',
        'longerNouns',
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom('a.b', 'constructor', 'toString', '', 'i\\u0064', '\\u0061') },
  )
  const { object } = fc.letrec<{ value: string; object: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthIdentifier: 'json' },
      fc.oneof(string, number, fc.constantFrom('true', 'false', 'null')),
      tie('object'),
      fc
        .tuple(fc.array(fc.tuple(space, tie('value'), space), { maxLength: 5, depthIdentifier: 'json' }), space)
        .map(
          ([elements, inside]) =>
            `[${elements.length > 0 ? elements.map((parts) => parts.join('')).join(',') : inside}]`,
        ),
    ),
    object: fc
      .tuple(
        fc.array(fc.tuple(space, name, space, space, tie('value'), space), { maxLength: 8, depthIdentifier: 'json' }),
        space,
        fc.boolean(),
      )
      .map(([members, inside, twice]) => {
        const kept = twice
          ? members
          : members.filter((member, index) => members.findIndex((one) => one[1] === member[1]) === index)
        const texts = kept.map(([before, key, a, b, value, after]) => `${before}"${key}"${a}:${b}${value}${after}`)
        return `{${texts.length > 0 ? texts.join(',') : inside}}`
      }),
  }))
  return fc.tuple(object, space).map(([text, after]) => Buffer.from(text + after))
}

/** The same, with a byte changed, left out or put in. */
function mutilated(texts: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const byte = fc.oneof(fc.constantFrom(...Buffer.from('{}[]:,"\\ \n0-.eut')), fc.nat(255))
  return fc
    .tuple(texts, fc.nat(), byte, fc.constantFrom(0, 1), fc.constantFrom(0, 1))
    .map(([text, where, put, cut, add]) => {
      const at = 1 + (where % Math.max(text.length - 1, 1))
      return Buffer.concat([text.subarray(0, at), Buffer.from([put]).subarray(0, add), text.subarray(at + cut)])
    })
}
