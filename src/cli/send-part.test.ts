import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { type Receiver, SendError, sendPart, type Taken } from './send-part.ts'

const TAKEN: Taken = { accepted: 2, duplicates: 1, others: 0, outside: 0, refused: 0, quarantined: [] }
const PART = Buffer.from('{"a":1}\n')

type Answer = Response | Error

const taken = (): Response => Response.json(TAKEN, { status: 202 })
const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ code, detail: 'What happened.', next: 'What to do.', more: 1 }, { status, headers })

/** A server that gives these answers one after another. */
function server(...answers: readonly Answer[]) {
  const requests: RequestInit[] = []
  const pauses: number[] = []
  const receiver: Receiver = {
    address: new URL('https://postern.example/ingest/okta'),
    token: 'postern_source_x',
    fetch: async (_address, init) => {
      requests.push(init ?? {})
      const answer = answers[requests.length - 1] ?? answers.at(-1)
      if (answer instanceof Response) return answer.clone()
      throw answer
    },
    pause: async (ms) => void pauses.push(ms),
    random: (below) => below / 2,
  }
  return { receiver, requests, pauses }
}

const refused = async (receiver: Receiver): Promise<SendError> => {
  try {
    await sendPart(PART, receiver)
  } catch (error) {
    assert.ok(error instanceof SendError)
    return error
  }
  throw new Error('It was not refused.')
}

describe('sending a part', () => {
  it('given a server that takes it, then it is sent once, packed, with the token, to no other address', async () => {
    const { receiver, requests } = server(taken())
    assert.deepEqual(await sendPart(PART, receiver), TAKEN)
    assert.equal(requests.length, 1)
    const { body, headers, redirect } = requests[0] as RequestInit
    assert.deepEqual(gunzipSync(body as Uint8Array), PART)
    assert.equal((headers as Record<string, string>).authorization, 'Bearer postern_source_x')
    assert.equal(redirect, 'error')
  })

  it('given a server that is busy, away or about to stop, then it is sent again, later each time', async () => {
    const away = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })
    const { receiver, pauses } = server(
      away,
      problem(503, 'ERR_STOPPING'),
      new Response('<html>', { status: 502 }),
      taken(),
    )
    assert.deepEqual(await sendPart(PART, receiver), TAKEN)
    assert.deepEqual(pauses, [500, 1000, 2000])
  })

  it('given a server that says how long, then so long, and never longer than a minute', async () => {
    const { receiver, pauses } = server(
      problem(429, 'ERR_RATE_LIMITED', { 'retry-after': '7' }),
      problem(429, 'ERR_RATE_LIMITED', { 'retry-after': '9999' }),
      problem(429, 'ERR_RATE_LIMITED', { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }),
      taken(),
    )
    await sendPart(PART, receiver)
    assert.deepEqual(pauses, [7000, 60_000, 2000])
  })

  it('given a server that stays away, then it gives up after eight times, and says why', async () => {
    const away = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })
    const { receiver, requests } = server(away)
    const { code, message } = await refused(receiver)
    assert.equal(code, 'ERR_SERVER_UNREACHABLE')
    assert.match(message, /https:\/\/postern\.example does not answer \(ECONNREFUSED\)/)
    assert.equal(requests.length, 8)
    assert.equal((await refused(server(problem(503, 'ERR_STOPPING')).receiver)).code, 'ERR_STOPPING')
  })

  it('given a refusal, then it is said in the server’s words, made harmless, and not tried again', async () => {
    for (const [status, code] of [
      [401, 'ERR_UNAUTHENTICATED'],
      [404, 'ERR_SOURCE_OTHER'],
      [413, 'ERR_BODY_TOO_LARGE'],
      [500, 'ERR_INTERNAL'],
    ] as const) {
      const { receiver, requests } = server(problem(status, code))
      const refusal = await refused(receiver)
      assert.deepEqual([refusal.code, refusal.message, requests.length], [code, 'What happened. What to do.', 1])
    }
    const hostile = Response.json({ code: '\u001b[2J', detail: '', next: '' }, { status: 401 })
    assert.equal((await refused(server(hostile).receiver)).code, '␛[2J')
  })

  it('given a part with nothing in it, then there is nothing; given another server’s answer, then it is none of ours', async () => {
    assert.equal(await sendPart(PART, server(problem(400, 'ERR_INGEST_NOTHING')).receiver), undefined)
    for (const answer of [
      Response.json({}, { status: 202 }),
      new Response('ok'),
      new Response('no', { status: 403 }),
    ]) {
      assert.equal((await refused(server(answer).receiver)).code, 'ERR_SERVER_OTHER')
    }
  })
})
