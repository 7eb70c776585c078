/** Sends one part of a log to a running server, as often as it takes. What arrives twice counts once. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { neutralise } from '../base/neutralise.ts'

const zip = promisify(gzip)

/** What the server says of a part (docs/connect-a-source.md). */
const Taken = Type.Object({
  accepted: Type.Integer(),
  duplicates: Type.Integer(),
  others: Type.Integer(),
  outside: Type.Integer(),
  refused: Type.Integer(),
  quarantined: Type.Array(Type.Object({ index: Type.Integer(), code: Type.String() })),
})
export type Taken = Static<typeof Taken>

const Refusal = Type.Object({ code: Type.String(), detail: Type.String(), next: Type.String() })

export interface Receiver {
  /** `https://…/ingest/ID`. */
  readonly address: URL
  readonly token: string
  readonly fetch: typeof fetch
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>
  /** A whole number from 0 up to this one, without it. */
  readonly random: (below: number) => number
}

/** The server cannot be reached, or takes nothing from us. The message says what to do. */
export class SendError extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SendError'
    this.code = code
  }
}

const ATTEMPTS_MAX = 8
const PAUSE_MS = 500
const PAUSE_MAX_MS = 60_000
const ANSWER_MS = 60_000
/** The server is busy or about to stop, or whoever stands before it cannot reach it. */
const LATER = new Set([429, 502, 503, 504])
/** Nothing else would be taken either. */
const FINAL = new Set([401, 403, 404, 421])

/** Gives what was taken; undefined for a part in which the server finds nothing to take. Throws SendError. */
export async function sendPart(part: Uint8Array, receiver: Receiver): Promise<Taken | undefined> {
  const body = await zip(part)
  for (let attempt = 1; ; attempt++) {
    const answer = await post(body, receiver).catch((error: unknown) => unreachable(error, receiver.address))
    const isLater = answer instanceof SendError || LATER.has(answer.status)
    if (!isLater) return await read(answer)
    if (attempt === ATTEMPTS_MAX) throw answer instanceof SendError ? answer : await refusalOf(answer)
    await receiver.pause(pauseMs(attempt, answer instanceof SendError ? undefined : answer, receiver.random))
  }
}

function post(body: Uint8Array, { address, token, fetch }: Receiver): Promise<Response> {
  return fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain', 'content-encoding': 'gzip' },
    body: new Uint8Array(body),
    // The token is for this address, and for no other that it may send us to.
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS),
  })
}

function unreachable(error: unknown, { origin }: URL): SendError {
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : String(reason)
  return new SendError(
    'ERR_SERVER_UNREACHABLE',
    `${origin} does not answer (${neutralise(code)}). Check the address, and that the server runs; then run this again, what was sent already counts once.`,
    error,
  )
}

async function read(answer: Response): Promise<Taken | undefined> {
  if (answer.status !== 202) {
    const refusal = await refusalOf(answer)
    if (FINAL.has(answer.status) || answer.status >= 500) throw refusal
    if (refusal.code === 'ERR_INGEST_NOTHING') return undefined
    throw refusal
  }
  const body: unknown = await answer.json().catch(() => undefined)
  if (Value.Check(Taken, body)) return body
  throw new SendError('ERR_SERVER_OTHER', 'What answers there is no Postern of this version. Check the address.')
}

async function refusalOf(answer: Response): Promise<SendError> {
  const body: unknown = await answer.json().catch(() => undefined)
  if (Value.Check(Refusal, body)) return new SendError(neutralise(body.code), neutralise(`${body.detail} ${body.next}`))
  return new SendError(
    'ERR_SERVER_OTHER',
    `The server answers ${answer.status}, and not as Postern does. Check the address.`,
  )
}

/** Twice as long each time, and each sender another moment; or as long as the server asks for. */
function pauseMs(attempt: number, answer: Response | undefined, random: Receiver['random']): number {
  const asked = Number(answer?.headers.get('retry-after') ?? 0) * 1000
  const half = (PAUSE_MS / 2) * 2 ** (attempt - 1)
  const own = half + random(2 * half)
  return Math.min(PAUSE_MAX_MS, Math.max(own, Number.isFinite(asked) ? asked : 0))
}
