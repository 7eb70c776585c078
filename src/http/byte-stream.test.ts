/** Answers that are sent as they come. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anyone, ByteStream, route } from './index.ts'
import { withServer } from './sample-server.ts'

const MEGABYTE = 1 << 20

function served(pieces: () => AsyncIterable<Uint8Array>) {
  return route({
    method: 'GET',
    path: '/bytes',
    on: 'console',
    access: anyone('a test'),
    summary: 'Bytes.',
    answers: { 200: ByteStream },
    handle: async () => ({ status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: pieces() }),
  })
}

describe('bytes as they come', () => {
  it('given more than anybody wants to hold, then all of it arrives, under the type that the answer names', async () => {
    let made = 0
    async function* many() {
      for (; made < 20; made++) yield Buffer.alloc(MEGABYTE, 'a')
    }
    await withServer({ routes: [served(many)] }, async ({ call }) => {
      const answer = await call('/bytes')
      assert.equal(answer.headers.get('content-type'), 'application/x-ndjson')
      assert.equal((await answer.arrayBuffer()).byteLength, 20 * MEGABYTE)
    })
  })

  it('given a reader who goes, then no more is made', async () => {
    let made = 0
    const over = Promise.withResolvers<void>()
    async function* endless() {
      try {
        for (;;) {
          made++
          yield Buffer.alloc(MEGABYTE, 'a')
        }
      } finally {
        over.resolve()
      }
    }
    await withServer({ routes: [served(endless)] }, async ({ call }) => {
      const answer = await call('/bytes')
      await answer.body!.cancel()
      await over.promise
      assert.ok(made < 1000)
    })
  })

  it('given a failure on the way, then the connection breaks, and nobody takes what came for the whole', async () => {
    async function* failing() {
      yield Buffer.from('half')
      throw new Error('the disk')
    }
    await withServer({ routes: [served(failing)] }, async ({ call }) => {
      const answer = await call('/bytes').catch(() => undefined)
      if (answer !== undefined) await assert.rejects(answer.text())
    })
  })

  it('given a question for the headers alone, then it is not begun', async () => {
    async function* never() {
      yield* [] as Uint8Array[]
      assert.fail('begun')
    }
    await withServer({ routes: [served(never)] }, async ({ call }) => {
      assert.equal((await call('/bytes', { method: 'HEAD' })).status, 404)
    })
  })
})
