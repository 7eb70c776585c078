import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { afterText, compareTexts, createBlock, readText, textRoom, writeText } from './packed-text.ts'

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e'

/** Any sequence of UTF-16 units, lone surrogates and NUL included, and texts that look like GUIDs. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.uuid(),
  fc.uuid().map((guid) => guid.toUpperCase()),
  fc.constantFrom('', '\u0000', '\ud800', 'ÿ', 'Ā', `${GUID} `, GUID.replaceAll('-', '+'), 'é'.repeat(36)),
)

describe('packed-text', () => {
  it('given any text, when it is written over old bytes and read, then it comes back and says where the next may stand', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const block = createBlock(textRoom(first.length) + textRoom(second.length))
        block.bytes.fill(0xee)
        const middle = writeText(first, block, 0)
        const end = writeText(second, block, middle)
        assert.equal(readText(block, 0), first)
        assert.equal(readText(block, middle), second)
        assert.equal(afterText(block, 0), middle)
        assert.equal(afterText(block, middle), end)
        assert.equal(middle % 4, 0)
        assert.ok(end <= block.bytes.length)
      }),
    )
  })

  it('given two texts, when they are compared as written, then the order is that of JavaScript', () => {
    fc.assert(
      fc.property(anyText, anyText, (left, right) => {
        const a = createBlock(textRoom(left.length))
        const b = createBlock(textRoom(right.length))
        writeText(left, a, 0)
        writeText(right, b, 0)
        assert.equal(Math.sign(compareTexts(a, 0, b, 0)), left < right ? -1 : left > right ? 1 : 0)
        assert.equal(compareTexts(a, 0, a, 0), 0)
      }),
    )
  })

  it('given a lower-case GUID, when it is written, then it takes 20 bytes; another spelling is kept letter by letter', () => {
    const block = createBlock(100)
    assert.equal(writeText(GUID, block, 0), 20)
    assert.equal(writeText(GUID.toUpperCase(), block, 0), 40)
    assert.equal(readText(block, 0), GUID.toUpperCase())
  })

  it('given a text of 100,000 characters, when it is written, then it comes back', () => {
    const text = 'long \u{1f511} '.repeat(12_500)
    const block = createBlock(textRoom(text.length))
    writeText(text, block, 0)
    assert.equal(readText(block, 0), text)
  })
})
