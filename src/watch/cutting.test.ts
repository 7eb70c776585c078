import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createCutter, createDeliveryReader } from './index.ts'
import { refusal } from './sample-organisation.ts'

const reader = createDeliveryReader()
const BYTES = 4000

function cut(bytes: Uint8Array, sizes: readonly number[] = [512]): readonly Uint8Array[] {
  const cutter = createCutter(BYTES)
  const parts: Uint8Array[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] as number
    parts.push(...cutter.push(bytes.subarray(at, at + size)))
    at += size
  }
  return [...parts, ...cutter.end()]
}

/** Which rows, by their content. */
function rowsOf(parts: readonly Uint8Array[]): readonly string[] {
  const read = parts.map((part) => reader.read(part, { tenant: 'northwind', came: 'pushed' }))
  assert.deepEqual(
    read.flatMap(({ unread }) => unread),
    [],
  )
  return [...new Set(read.flatMap(({ rows }) => rows.map(({ row }) => row)))].sort()
}

const ROWS = Array.from({ length: 60 }, (_, minute) => refusal(minute / 10))
const PRETTY = ROWS.map((row) => JSON.stringify(row, null, 2))
const KEYCLOAK = Array.from(
  { length: 100 },
  (_, second) =>
    `2026-02-23 12:${String(second % 60).padStart(2, '0')}:00,${100 + second} WARN  [org.keycloak.events] (executor-thread-1) ` +
    `type="LOGIN_ERROR", realmId="acme", clientId="portal", userId="u-1", ipAddress="192.0.2.7", error="invalid_user_credentials", username="ana ${second}"`,
)
const CSV = [
  'published,uuid,eventType,outcome.result,actor.id,actor.alternateId,displayMessage',
  ...Array.from(
    { length: 100 },
    (_, second) =>
      `2026-02-23T12:00:${String(second % 60).padStart(2, '0')}.000Z,id-${second},user.session.start,SUCCESS,00uana,ana@example.com,"said ""hello"",\nand more"`,
  ),
]

const FORMS: Readonly<Record<string, string>> = {
  'a row a line': ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''),
  'a row a line, the last without an end': ROWS.map((row) => JSON.stringify(row)).join('\r\n'),
  'an array in one line': JSON.stringify(ROWS),
  'a pretty-printed array': JSON.stringify(ROWS, null, 2),
  'pretty-printed rows': PRETTY.join('\n'),
  'arrays one after another': `${JSON.stringify(ROWS.slice(0, 30))}\n${JSON.stringify(ROWS.slice(30))}\n`,
  'an envelope': JSON.stringify({ '@odata.context': 'x"[{', value: ROWS, next: { a: [1, 2] } }),
  'an envelope within one': JSON.stringify({ stat: 'OK', response: { logs: ROWS, metadata: {} } }),
  'envelopes one after another': [ROWS.slice(0, 30), ROWS.slice(30)]
    .map((value) => JSON.stringify({ value }))
    .join('\n'),
  'lines of a text log': KEYCLOAK.join('\n'),
  'a table': CSV.join('\n'),
}

describe('a log that is cut', () => {
  for (const [name, text] of Object.entries(FORMS)) {
    it(`${name}: is read as it is when whole, wherever its bytes break`, () => {
      const bytes = Buffer.from(text)
      const whole = rowsOf([bytes])
      assert.ok(whole.length >= 60, String(whole.length))
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }), (sizes) => {
          const parts = cut(bytes, sizes)
          assert.ok(parts.length >= 3 && parts.every((part) => part.length <= 2 * BYTES))
          assert.deepEqual(rowsOf(parts), whole)
        }),
        { numRuns: 15 },
      )
    })
  }

  it('given UTF-16, then it is read as UTF-8 is', () => {
    const text = FORMS['a row a line'] as string
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    const big = Buffer.from(little).swap16()
    const whole = rowsOf([Buffer.from(text)])
    for (const bytes of [little, big]) assert.deepEqual(rowsOf(cut(bytes, [777, 1])), whole)
  })

  it('given little, then it is one part, as it is; given nothing, none', () => {
    const bytes = Buffer.from('{"some":"thing"}')
    assert.deepEqual(
      cut(bytes, [3]).map((part) => Buffer.from(part).toString()),
      [bytes.toString()],
    )
    assert.deepEqual(cut(Buffer.alloc(0)), [])
  })

  it('given any bytes, then none is longer than it may be, and the cutting ends', () => {
    const some = fc.constantFrom(...['[', ']', '{', '}', '"', '\\', '\n', ',', 'a', ' ', '{"a":[{"b":1}]}'])
    fc.assert(
      fc.property(fc.array(some, { minLength: 2000, maxLength: 4000 }), (pieces) => {
        const bytes = Buffer.from(pieces.join('').repeat(4))
        for (const part of cut(bytes, [1000])) assert.ok(part.length <= BYTES * 4 + 1000 + 65_536)
      }),
      { numRuns: 100 },
    )
  })
})
