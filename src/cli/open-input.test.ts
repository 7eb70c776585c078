import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { InputError, type InputErrorCode, openInput, type Source } from './open-input.ts'

const home = mkdtempSync(join(tmpdir(), 'open-input-test-'))
after(() => rmSync(home, { recursive: true, force: true }))
let folder = ''
let tests = 0
beforeEach(() => {
  folder = join(home, `${tests++}`)
  mkdirSync(folder)
})

/** Writes a file below the test's folder and gives its whole name. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function contentOf(source: Source | undefined, seen?: (bytes: number) => void): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of source?.read(seen) ?? []) pieces.push(Uint8Array.from(piece))
  return Buffer.concat(pieces).toString()
}

function namesBelow(names: readonly string[]): readonly string[] {
  return openInput(names).sources.map(({ name }) => name.slice(folder.length + 1))
}

function codes(names: readonly string[]): readonly [string, string][] {
  return openInput(names).errors.map(({ name, code }) => [name, code])
}

async function* pieces(...some: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* some
}

function isError(error: unknown, code: InputErrorCode): boolean {
  return error instanceof InputError && error.code === code
}

describe('open-input: files', () => {
  it('given a file, when opened, then it has the name that was said, its size, and its content', async () => {
    const name = file('a.json', '{"a":1}\n')
    const { sources, errors } = openInput([name])
    assert.deepEqual(errors, [])
    assert.deepEqual(
      sources.map(({ name, size }) => [name, size]),
      [[name, 8]],
    )
    assert.equal(await contentOf(sources[0]), '{"a":1}\n')
  })

  it('given a file larger than a slice, when read, then all of it comes, synchronously, and is counted', () => {
    const content = 'ab'.repeat(1_300_000)
    let counted = 0
    const read = openInput([file('big.json', content)]).sources[0]!.read((bytes) => {
      counted += bytes
    })
    let text = ''
    assert.ok(Symbol.iterator in read)
    for (const slice of read) text += Buffer.from(slice).toString()
    assert.equal(text, content)
    assert.equal(counted, 2_600_000)
  })

  it('given an empty file, when read, then it is empty', async () => {
    assert.equal(await contentOf(openInput([file('empty.json', '')]).sources[0]), '')
  })

  it('given files and bad names, when opened, then the good ones stay in the order given', () => {
    const b = file('b.json', 'b')
    const a = file('a.json', 'a')
    const missing = join(folder, 'missing.json')
    const { sources, errors } = openInput([b, missing, a])
    assert.deepEqual(
      sources.map(({ name }) => name),
      [b, a],
    )
    assert.deepEqual(
      errors.map(({ name, code }) => [name, code]),
      [[missing, 'ERR_FILE_NOT_FOUND']],
    )
    assert.match(errors[0]!.message, /Check the name/)
  })

  it('given a name below a file, or an empty one, when opened, then there is no such file', () => {
    const below = join(file('a.json', 'a'), 'b')
    assert.deepEqual(codes([below, '']), [
      [below, 'ERR_FILE_NOT_FOUND'],
      ['', 'ERR_FILE_NOT_FOUND'],
    ])
  })

  it('given a file that may not be read, when opened, then the error says what to do', (t) => {
    if (process.platform === 'win32') return t.skip('Windows has other permissions')
    const name = file('secret.json', 'x')
    chmodSync(home, 0o755)
    chmodSync(name, 0o000)
    // Root may read everything, and so becomes nobody for this one call.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      const { sources, errors } = openInput([name])
      assert.deepEqual(sources, [])
      assert.equal(errors[0]?.code, 'ERR_FILE_UNREADABLE')
      assert.match(errors[0]?.message ?? '', /permission/)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  it('given a file that vanishes before it is read, when read, then it throws', async () => {
    const name = file('a.json', 'a')
    const { sources } = openInput([name])
    unlinkSync(name)
    await assert.rejects(contentOf(sources[0]), (error) => isError(error, 'ERR_FILE_NOT_FOUND'))
  })

  it('given a pipe or a device, when opened, then it is refused without waiting for it', (t) => {
    if (process.platform === 'win32') return t.skip('Windows has no named pipes in folders')
    const fifo = join(folder, 'fifo')
    execFileSync('mkfifo', [fifo])
    assert.deepEqual(codes([fifo, '/dev/null']), [
      [fifo, 'ERR_FILE_NOT_REGULAR'],
      ['/dev/null', 'ERR_FILE_NOT_REGULAR'],
    ])
  })

  it('given a link that leads to itself, when opened, then it cannot be read', () => {
    const link = join(folder, 'loop')
    symlinkSync(link, link)
    assert.deepEqual(codes([link]), [[link, 'ERR_FILE_UNREADABLE']])
  })
})

describe('open-input: folders', () => {
  it('given a folder, when opened, then all files below come sorted, hidden ones left out', () => {
    for (const name of ['b.json', 'a/z.csv', 'a/b/c.gz', '.hidden.json', '.git/config', 'B.json']) file(name, 'x')
    assert.deepEqual(namesBelow([folder]), ['B.json', 'a/b/c.gz', 'a/z.csv', 'b.json'])
  })

  it('given a hidden file named by itself, when opened, then it is read', () => {
    assert.deepEqual(namesBelow([file('.hidden.json', 'x')]), ['.hidden.json'])
  })

  it('given links in a folder, when opened, then linked files are read and loops end', () => {
    file('logs/a.json', 'x')
    const outside = file('elsewhere.json', 'x')
    symlinkSync(join(folder, 'logs'), join(folder, 'logs', 'up'))
    symlinkSync(outside, join(folder, 'logs', 'linked.json'))
    assert.deepEqual(namesBelow([join(folder, 'logs')]), ['logs/a.json', 'logs/linked.json'])
    assert.deepEqual(codes([join(folder, 'logs')]), [])
  })

  it('given a link in a folder that leads nowhere, when opened, then that is said and the rest is read', () => {
    file('a.json', 'x')
    symlinkSync(join(folder, 'gone.json'), join(folder, 'link.json'))
    assert.deepEqual(namesBelow([folder]), ['a.json'])
    assert.deepEqual(codes([folder]), [[join(folder, 'link.json'), 'ERR_FILE_NOT_FOUND']])
  })

  it('given a folder without files, when opened, then that is said', () => {
    mkdirSync(join(folder, 'inner'))
    file('.hidden', 'x')
    assert.deepEqual(codes([folder]), [[folder, 'ERR_FOLDER_EMPTY']])
  })

  it('given a pipe in a folder, when opened, then it is told and the files are read', (t) => {
    if (process.platform === 'win32') return t.skip('Windows has no named pipes in folders')
    execFileSync('mkfifo', [join(folder, 'fifo')])
    file('a.json', 'x')
    assert.deepEqual(namesBelow([folder]), ['a.json'])
    assert.deepEqual(codes([folder]), [[join(folder, 'fifo'), 'ERR_FILE_NOT_REGULAR']])
  })

  it('given a folder and one inside it, when both are named, then both are opened', () => {
    file('a/b.json', 'x')
    assert.deepEqual(namesBelow([folder, join(folder, 'a')]), ['a/b.json', 'a/b.json'])
  })
})

describe('open-input: gzip', () => {
  it('given gzip under any name, when read, then it is decompressed and counted as it lies on disk', async () => {
    const zipped = gzipSync('{"a":1}\n')
    let counted = 0
    const { sources } = openInput([file('log.json', zipped)])
    const content = await contentOf(sources[0], (bytes) => {
      counted += bytes
    })
    assert.equal(content, '{"a":1}\n')
    assert.deepEqual([sources[0]?.size, counted], [zipped.length, zipped.length])
  })

  it('given a plain file named .gz, when read, then it is taken as it is', async () => {
    assert.equal(await contentOf(openInput([file('log.json.gz', '{"a":1}\n')]).sources[0]), '{"a":1}\n')
  })

  it('given gzip inside gzip, when read, then both are unpacked', async () => {
    const twice = file('log.json.gz.gz', gzipSync(gzipSync('inside')))
    assert.equal(await contentOf(openInput([twice]).sources[0]), 'inside')
  })

  it('given a truncated file, when read, then what came is kept and the error is thrown at its end', async () => {
    const zipped = gzipSync('0123456789'.repeat(10_000))
    const source = openInput([file('cut.gz', zipped.subarray(0, zipped.length - 4))]).sources[0]!
    let length = 0
    const reading = async (): Promise<void> => {
      for await (const piece of source.read()) length += piece.length
    }
    await assert.rejects(reading, (error) => isError(error, 'ERR_GZIP_CORRUPT'))
    assert.equal(length, 100_000)
  })
})

describe('open-input: standard input', () => {
  it('given a dash, when opened, then standard input is read, once', async () => {
    const { sources } = openInput(['-', '-'], () => pieces(Buffer.from('{"a":'), Buffer.from('1}\n')))
    assert.deepEqual(
      sources.map(({ name, size }) => [name, size]),
      [['-', undefined]],
    )
    assert.equal(await contentOf(sources[0]), '{"a":1}\n')
  })

  it('given gzip byte by byte, when read, then it is decompressed', async () => {
    const bytes = Array.from(gzipSync('{"a":1}\n'), (byte) => Uint8Array.of(byte))
    assert.equal(await contentOf(openInput(['-'], () => pieces(...bytes)).sources[0]), '{"a":1}\n')
  })

  it('given fewer bytes than a magic number has, when read, then they come', async () => {
    for (const text of ['', 'a', 'ab']) {
      assert.equal(await contentOf(openInput(['-'], () => pieces(Buffer.from(text))).sources[0]), text)
    }
  })

  it('given a stream that fails, when read, then it is an input error', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first line\n')
      throw Object.assign(new Error('read'), { code: 'EIO' })
    }
    const source = openInput(['-'], failing).sources[0]
    await assert.rejects(contentOf(source), (error) => isError(error, 'ERR_FILE_UNREADABLE'))
  })
})
