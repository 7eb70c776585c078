/** Bodies over HTTP: limits, compression, encodings, syntax, and where a value is wrong. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateSync, gzipSync } from 'node:zlib'
import type { ProblemDetails } from './problem.ts'
import { sampleRoutes } from './sample-routes.ts'
import { bearer, type Sample, withServer } from './sample-server.ts'

const serve = (work: (sample: Sample) => Promise<void>) => withServer({ routes: sampleRoutes(() => undefined) }, work)

function ingest(
  { call }: Sample,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const all = { ...bearer('okta-token'), 'content-type': 'application/json', ...headers }
  return call('/ingest/okta', { method: 'POST', body, headers: all })
}

function openCase(
  { call }: Sample,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  headers: Record<string, string> = {},
): Promise<Response> {
  const all = { ...bearer('opener-token'), 'content-type': 'application/json', ...headers }
  return call('/organisations/acme/cases', { method: 'POST', headers: all, ...(body === undefined ? {} : { body }) })
}

async function refused(answer: Response, status: number, code: string): Promise<ProblemDetails> {
  const details = (await answer.json()) as ProblemDetails
  assert.deepEqual({ status: answer.status, code: details.code }, { status, code })
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  return details
}

describe('a body', () => {
  it('given gzip or deflate, then the route gets what was in it', async () => {
    await serve(async (sample) => {
      const text = JSON.stringify({ rows: 'x'.repeat(50_000) })
      for (const [encoding, bytes] of [
        ['gzip', gzipSync(text)],
        ['deflate', deflateSync(text)],
        ['identity', text.slice(0, 9000)],
      ] as const) {
        const answer = await ingest(sample, bytes, { 'content-encoding': encoding })
        assert.equal(answer.status, 202, encoding)
        assert.deepEqual(await answer.json(), { bytes: encoding === 'identity' ? 9000 : text.length })
      }
      const person = await openCase(sample, gzipSync('{"person":"ana"}'), { 'content-encoding': 'GZIP' })
      assert.deepEqual(await person.json(), { person: 'ana' })
    })
  })

  it('given a bomb, then it is refused at the limit: a byte more than is taken is too much', async () => {
    await serve(async (sample) => {
      const inflating = (bytes: number) => ingest(sample, gzipSync(Buffer.alloc(bytes)), { 'content-encoding': 'gzip' })
      assert.equal((await inflating(100_000)).status, 202)
      await refused(await inflating(100_001), 413, 'ERR_BODY_TOO_LARGE')
      // Nine megabytes in nine kilobytes: within what is taken from the wire.
      const bomb = gzipSync(Buffer.alloc(9_000_000))
      assert.ok(bomb.length < 10_000)
      await refused(await ingest(sample, bomb, { 'content-encoding': 'gzip' }), 413, 'ERR_BODY_TOO_LARGE')
    })
  })

  it('given more bytes on the wire than are taken, then it is refused, with and without a length before it', async () => {
    await serve(async (sample) => {
      await refused(await ingest(sample, 'x'.repeat(10_001)), 413, 'ERR_BODY_TOO_LARGE')
      const chunks = new ReadableStream({
        start(controller) {
          for (let i = 0; i < 11; i++) controller.enqueue(new TextEncoder().encode('x'.repeat(1000)))
          controller.close()
        },
      })
      const init = {
        method: 'POST',
        body: chunks,
        duplex: 'half',
        headers: { ...bearer('okta-token'), 'content-type': 'application/json' },
      }
      await refused(await sample.call('/ingest/okta', init as RequestInit), 413, 'ERR_BODY_TOO_LARGE')
    })
  })

  it('given compressed data that does not end well, or another or a second encoding, then it is refused', async () => {
    await serve(async (sample) => {
      const whole = gzipSync('{"person":"ana"}')
      const gzip = { 'content-encoding': 'gzip' }
      await refused(await ingest(sample, whole.subarray(0, -5), gzip), 400, 'ERR_BODY_ENCODING')
      await refused(await ingest(sample, 'not gzip', gzip), 400, 'ERR_BODY_ENCODING')
      for (const encoding of ['br', 'gzip, gzip', 'gzip, br', 'compress', 'constructor', '__proto__']) {
        const answer = await ingest(sample, whole, { 'content-encoding': encoding })
        assert.equal(answer.headers.get('accept-encoding'), 'gzip, deflate')
        await refused(answer, 415, 'ERR_CONTENT_ENCODING')
      }
    })
  })

  it('given another content type or character set, then it is refused and told which are taken', async () => {
    await serve(async (sample) => {
      for (const type of [
        'text/plain',
        'application/json; charset=utf-16',
        'application/jsonp',
        'application/x-www-form-urlencoded',
      ]) {
        const answer = await openCase(sample, '{"person":"ana"}', { 'content-type': type })
        assert.equal(answer.headers.get('accept'), 'application/json')
        await refused(answer, 415, 'ERR_MEDIA_TYPE')
      }
      const answer = await openCase(sample, '{"person":"ana"}', { 'content-type': 'Application/JSON; Charset="UTF-8"' })
      assert.equal(answer.status, 201)
    })
  })

  it('given bytes that are not UTF-8, then they are refused rather than replaced', async () => {
    await serve(async (sample) => {
      const bytes = Buffer.from([...Buffer.from('{"person":"'), 0xff, 0xfe, ...Buffer.from('"}')])
      await refused(await openCase(sample, bytes), 400, 'ERR_BODY_ENCODING')
    })
  })

  it('given keys that would reach into prototypes, then they are refused and reach nothing', async () => {
    await serve(async (sample) => {
      for (const text of [
        '{"person":"ana","__proto__":{"admin":true}}',
        '{"person":"ana","constructor":{"prototype":{"admin":true}}}',
        String.raw`{"person":"ana","\u005f_proto__":{"admin":true}}`,
      ]) {
        await refused(await openCase(sample, text), 400, 'ERR_JSON')
      }
      assert.equal(({} as { admin?: boolean }).admin, undefined)
    })
  })

  it('given JSON nested deeper than is read, then it is refused before it is parsed; brackets in strings are no depth', async () => {
    await serve(async (sample) => {
      await refused(await openCase(sample, '['.repeat(30_000)), 400, 'ERR_JSON_DEPTH')
      await refused(await openCase(sample, `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`), 400, 'ERR_JSON_DEPTH')
      await refused(await openCase(sample, `${'['.repeat(32)}${']'.repeat(32)}`), 400, 'ERR_INVALID_REQUEST')
      const person = '[[{{'.repeat(20)
      const answer = await openCase(sample, JSON.stringify({ person: `\\"${person}` }))
      assert.equal(answer.status, 201)
    })
  })

  it('given what is no JSON, then nothing of it is told back, or to the log', async () => {
    await serve(async (sample) => {
      for (const text of [
        '',
        ' ',
        '{',
        '{"person":hunter2}',
        '{"person":"ana"} hunter2',
        "{'person':'hunter2'}",
        'NaN',
      ]) {
        const details = await refused(
          await openCase(sample, text),
          400,
          text === '' ? 'ERR_INVALID_REQUEST' : 'ERR_JSON',
        )
        assert.doesNotMatch(JSON.stringify(details), /hunter2/)
      }
      assert.doesNotMatch(JSON.stringify(sample.lines), /hunter2/)
    })
  })

  it('given values that do not fit, then each place is named by its pointer, and no value is told back', async () => {
    await serve(async (sample) => {
      const faultsOf = async (value: unknown) => {
        const details = await refused(await openCase(sample, JSON.stringify(value)), 400, 'ERR_INVALID_REQUEST')
        assert.doesNotMatch(JSON.stringify(details), /hunter2/)
        return details.errors
      }
      assert.deepEqual(await faultsOf({}), [{ in: 'body', pointer: '#/person', detail: 'is missing' }])
      assert.deepEqual(await faultsOf({ person: 'ana', tags: ['ok', ['hunter2']] }), [
        { in: 'body', pointer: '#/tags/1', detail: 'must be string' },
      ])
      assert.deepEqual(await faultsOf({ person: 'ana', 'a/b~c': 'hunter2' }), [
        { in: 'body', pointer: '#/a~1b~0c', detail: 'must be boolean' },
      ])
      assert.deepEqual(await faultsOf({ person: 'ana', '<b>\u0007': 1 }), [
        { in: 'body', pointer: '#/%3Cb%3E%07', detail: 'is not known here' },
      ])
      assert.deepEqual(await faultsOf('hunter2'), [{ in: 'body', pointer: '#', detail: 'must be object' }])
      const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`unknown${i}`, 1]))
      const faults = (await faultsOf({ person: 'ana', ...many }))?.length ?? 0
      assert.ok(faults > 0 && faults <= 10, `${faults}`)
    })
  })

  it('given NUL or half of a surrogate pair, then it is refused before any room sees it', async () => {
    await serve(async (sample) => {
      const pointerOf = async (text: string) => {
        const { errors } = await refused(await openCase(sample, text), 400, 'ERR_INVALID_REQUEST')
        return errors?.[0]?.pointer
      }
      assert.equal(await pointerOf('{"person":"a\\u0000"}'), '#/person')
      assert.equal(await pointerOf('{"person":"ana","tags":["ok","\\ud83d"]}'), '#/tags/1')
      assert.equal((await openCase(sample, '{"person":"ana","tags":["\\ud83d\\ude00"]}')).status, 201)
    })
  })

  it('given a number as text, or a text as a number, then nothing is converted', async () => {
    await serve(async (sample) => {
      await refused(await openCase(sample, '{"person":"ana","count":"12"}'), 400, 'ERR_INVALID_REQUEST')
      await refused(await openCase(sample, '{"person":12}'), 400, 'ERR_INVALID_REQUEST')
      await refused(await openCase(sample, '{"person":null}'), 400, 'ERR_INVALID_REQUEST')
    })
  })

  it('given no body where one is needed, or one where none is, then it says so', async () => {
    await serve(async (sample) => {
      for (const nothing of [undefined, '']) {
        const { errors } = await refused(await openCase(sample, nothing), 400, 'ERR_INVALID_REQUEST')
        assert.deepEqual(errors, [{ in: 'body', pointer: '#', detail: 'a body is required' }])
      }
      const report = await sample.call('/keeper/reports', {
        method: 'POST',
        body: '{}',
        headers: bearer('keeper-token'),
      })
      const details = await refused(report, 400, 'ERR_INVALID_REQUEST')
      assert.deepEqual(details.errors, [{ in: 'body', pointer: '#', detail: 'must be empty' }])
    })
  })

  it('given a form, then a field that comes twice is a list, and __proto__ a field like others that is not known', async () => {
    await serve(async (sample) => {
      const post = (body: string) =>
        sample.call('/help', {
          on: 'portal',
          method: 'POST',
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      assert.equal((await post('who=ana&way=a&way=b')).status, 303)
      const { errors } = await refused(await post('who=ana&who=eve'), 400, 'ERR_INVALID_REQUEST')
      assert.deepEqual(errors, [{ in: 'body', pointer: '#/who', detail: 'must be string' }])
      const planted = await refused(await post('who=ana&__proto__=x'), 400, 'ERR_INVALID_REQUEST')
      assert.equal(planted.errors?.[0]?.pointer, '#/__proto__')
      await refused(await post('a=&'.repeat(101)), 400, 'ERR_INVALID_REQUEST')
    })
  })

  it('given a query, then text becomes what the schema says, and what it does not say is refused', async () => {
    await serve(async ({ call }) => {
      const get = (query: string) => call(`/organisations/acme/lockouts?${query}`, { headers: bearer('reader-token') })
      assert.equal(((await (await get('limit=12')).json()) as { limit: number }).limit, 12)
      for (const query of [
        'limit=0',
        'limit=201',
        'limit=1e1',
        'limit=',
        'limit=012',
        'limit=1&limit=2',
        'page=1',
        '__proto__=1',
      ]) {
        const { errors = [] } = await refused(await get(query), 400, 'ERR_INVALID_REQUEST')
        assert.equal(errors[0]?.in, 'query', query)
      }
    })
  })
})
