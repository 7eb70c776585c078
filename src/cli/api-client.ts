/**
 * The API, as the verbs of the command line speak it: an address and a program's token, both from the environment, so that no
 * token stands in a history or a list of processes. They read; what a person decides is decided in the console.
 */
import { Readable } from 'node:stream'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { neutralise } from '../base/neutralise.ts'
import { readToken } from '../base/organisation-token.ts'
import { UsageError } from './output-file.ts'

const TIMEOUT_MS = 30_000
const DEFAULT_URL = 'http://localhost:7070'

/** The server could not be reached, or said no. The message says what to do. */
export class ApiError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ApiError'
  }
}

export interface Api {
  /** Without a slash at the end. */
  readonly url: string
  /** The token's. */
  readonly organisation: string
  /** JSON of this path below the organisation. Throws ApiError. */
  get(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<unknown>
  /** The bytes of this path below the organisation, which may be many. Throws ApiError; the stream breaks off with one, too. */
  download(path: string): Promise<Readable>
}

export type Environment = Readonly<Record<string, string | undefined>>

const ProblemDetails = Type.Object({ code: Type.String(), detail: Type.String(), next: Type.String() })

/** Throws UsageError where the address or the token is missing or cannot be used. */
export function apiOf(environment: Environment): Api {
  const url = addressOf(environment.POSTERN_URL ?? DEFAULT_URL)
  const token = environment.POSTERN_TOKEN ?? ''
  const presented = readToken('postern_token_', token)
  if (presented === undefined) {
    const what = token === '' ? 'POSTERN_TOKEN is not set' : 'POSTERN_TOKEN is no token of a program'
    throw new UsageError(`${what}. An administrator makes one in the console: ${url}`)
  }
  const { organisation } = presented
  return {
    url,
    organisation,
    async get(path, query = {}) {
      const address = new URL(`${url}/organisations/${organisation}/${path}`)
      for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, value)
      return await read(address, token, url)
    },
    async download(path) {
      return await stream(new URL(`${url}/organisations/${organisation}/${path}`), token, url)
    },
  }
}

/** A token goes over the wire in clear to this machine only. */
function addressOf(text: string): string {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    throw new UsageError('POSTERN_URL is no address. Write it as https://postern.example.')
  }
  const isHere = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol === 'http:' && !isHere) {
    throw new UsageError('POSTERN_URL has to begin with https, so that nobody on the way reads the token.')
  }
  return url.origin
}

async function read(address: URL, token: string, url: string): Promise<unknown> {
  let answer: Response
  let text: string
  try {
    answer = await fetch(address, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      // Whoever answers for the address does not get to name another one for the token.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    text = await answer.text()
  } catch (error) {
    throw unreachable(error, url)
  }
  const body = parsed(text)
  if (answer.ok && body !== undefined) return body
  throw refused(answer, body, url)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A ledger of some millions of entries takes minutes. */
const DOWNLOAD_MS = 3_600_000

async function stream(address: URL, token: string, url: string): Promise<Readable> {
  let answer: Response
  try {
    answer = await fetch(address, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(DOWNLOAD_MS),
    })
    if (!answer.ok || answer.body === null) throw refused(answer, parsed(await answer.text()), url)
  } catch (error) {
    throw error instanceof ApiError ? error : unreachable(error, url)
  }
  return Readable.from(piecesOf(answer.body, url))
}

async function* piecesOf(body: AsyncIterable<Uint8Array>, url: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw unreachable(error, url)
  }
}

const CERTIFICATE = /CERT|SIGNATURE|ISSUER|SSL|TLS/

function unreachable(error: unknown, url: string): ApiError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new ApiError(`${url} did not answer within 30 seconds. See whether it is up: ${url}/readyz`)
  }
  const code = codeOf(error)
  if (CERTIFICATE.test(code)) {
    const text = `The certificate of ${url} is not trusted (${code}). If it is your own authority’s, name its file in NODE_EXTRA_CA_CERTS.`
    return new ApiError(text)
  }
  const text = `${url} cannot be reached (${code}). Set POSTERN_URL to the console’s address, and see whether it is up.`
  return new ApiError(text)
}

/** Fetch wraps the system's error. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
}

function refused({ status, headers }: Response, body: unknown, url: string): ApiError {
  const problem = Value.Check(ProblemDetails, body) ? body : undefined
  if (problem === undefined) {
    return new ApiError(`${url} answered ${status}, and not as Postern does. Is POSTERN_URL right?`)
  }
  return new ApiError(neutralise(`${problem.code}: ${nextOf(problem, status, headers, url)}`))
}

function nextOf(
  { code, detail, next }: Static<typeof ProblemDetails>,
  status: number,
  headers: Headers,
  url: string,
): string {
  // What takes a person's passkey is not for a program.
  if (code === 'ERR_STEP_UP') return `a person decides this, in the console: ${url}`
  if (status === 401)
    return `the token is wrong, closed or expired. An administrator makes another in the console: ${url}`
  if (status === 403)
    return `the token does not have this permission. An administrator makes another in the console: ${url}`
  if (status === 429) return `too many calls. Wait ${headers.get('retry-after') ?? 'some'} seconds.`
  return `${detail} ${next}`
}
