import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { gunzip, isGzip } from './gunzip.ts'
import { InputError } from './input-error.ts'

const LINES = Array.from({ length: 20_000 }, (_, line) => `{"line":${line},"mixed":${(line * 2_654_435_761) % 1e9}}\n`)
const CONTENT = LINES.join('')
const ZIPPED = gzipSync(CONTENT)

function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** What could be read, and the error that ended it. */
async function read(pieces: Iterable<Uint8Array>): Promise<{ content: string; error: unknown }> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of gunzip(pieces, 'log.gz')) chunks.push(Uint8Array.from(chunk))
  } catch (error) {
    return { content: Buffer.concat(chunks).toString(), error }
  }
  return { content: Buffer.concat(chunks).toString(), error: undefined }
}

function isCorrupt(error: unknown, words: RegExp): boolean {
  return error instanceof InputError && error.code === 'ERR_GZIP_CORRUPT' && words.test(error.message)
}

describe('gunzip', () => {
  it('given bytes, when they begin with the magic number, then it is gzip', () => {
    assert.equal(isGzip(ZIPPED), true)
    assert.equal(isGzip(Buffer.from('{"a":1}')), false)
    assert.equal(isGzip(ZIPPED.subarray(0, 2)), false)
  })

  it('given a file in pieces of any size, when read, then the content comes back', async () => {
    for (const size of [1, 7, 1000, 1 << 20]) {
      const small = gzipSync(LINES.slice(0, 50).join(''))
      assert.deepEqual(await read(cut(small, size)), { content: LINES.slice(0, 50).join(''), error: undefined })
    }
    assert.deepEqual(await read([ZIPPED]), { content: CONTENT, error: undefined })
  })

  it('given several members, when read, then their contents follow each other, wherever the cut falls', async () => {
    const two = Buffer.concat([gzipSync('first '), gzipSync('second')])
    for (let size = 1; size <= two.length; size++) {
      assert.deepEqual(await read(cut(two, size)), { content: 'first second', error: undefined })
    }
  })

  it('given a truncated file, when read, then all before the end is kept and the error says so', async () => {
    const { content, error } = await read([ZIPPED.subarray(0, ZIPPED.length - 20_000)])
    assert.ok(content.length > CONTENT.length / 2 && CONTENT.startsWith(content))
    assert.ok(isCorrupt(error, /ends too early.*copy or download/))
  })

  it('given a file cut inside its head or its tail, when read, then the error says so', async () => {
    assert.ok(isCorrupt((await read([ZIPPED.subarray(0, 5)])).error, /ends too early/))
    const { content, error } = await read([ZIPPED.subarray(0, ZIPPED.length - 1)])
    assert.equal(content, CONTENT)
    assert.ok(isCorrupt(error, /ends too early/))
  })

  it('given a damaged checksum, when read, then the whole content is kept and the error says so', async () => {
    const damaged = Uint8Array.from(ZIPPED)
    damaged[damaged.length - 6]! ^= 0xff
    const { content, error } = await read([damaged])
    assert.equal(content, CONTENT)
    assert.ok(isCorrupt(error, /damaged/))
  })

  it('given damage in the middle, when read, then what came before it is kept', async () => {
    const damaged = Uint8Array.from(ZIPPED)
    damaged.fill(0xff, 100_000, 100_100)
    const { content, error } = await read([damaged])
    assert.equal(content.slice(0, 200_000), CONTENT.slice(0, 200_000))
    assert.ok(isCorrupt(error, /damaged/))
  })

  it('given zeros after the last member, when read, then nothing is wrong', async () => {
    for (const pieces of [[Buffer.concat([ZIPPED, Buffer.alloc(40_000)])], [ZIPPED, Buffer.alloc(40_000)]]) {
      assert.deepEqual(await read(pieces), { content: CONTENT, error: undefined })
    }
  })

  it('given something else after the last member, when read, then the content is kept and the error says so', async () => {
    const plain = Buffer.from('{"not":"gzip"}\n'.repeat(3000))
    const zeros = Buffer.alloc(20_000)
    for (const pieces of [[Buffer.concat([ZIPPED, plain])], [ZIPPED, plain], [ZIPPED, zeros, plain]]) {
      const { content, error } = await read(pieces)
      assert.equal(content, CONTENT)
      assert.ok(isCorrupt(error, /damaged/))
    }
  })

  it('given an input that fails, when read, then its own error comes out', async () => {
    function* failing(): Generator<Uint8Array> {
      yield ZIPPED.subarray(0, 1000)
      throw new InputError('ERR_FILE_UNREADABLE', 'log.gz', 'The disk is gone.')
    }
    const { error } = await read(failing())
    assert.ok(error instanceof InputError && error.code === 'ERR_FILE_UNREADABLE')
  })

  it('given a reader that stops early, when it does, then nothing keeps running', async () => {
    for await (const _ of gunzip([ZIPPED], 'log.gz')) break
  })
})
