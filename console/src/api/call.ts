/** One call of the server's API. What comes back passes a schema, or nobody sees it. */
import Type, { type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { ApiProblem, ProblemDetails, unreachable, unreadable } from './problem.ts'

/** A path with every value in it encoded: at`/organisations/${organisation}/incidents`. */
export function at(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return parts.reduce((path, part, index) => `${path}${encodeURIComponent(values[index - 1] ?? '')}${part}`)
}

/** A query of those members that are there. */
export function query(members: Readonly<Record<string, string | number | undefined>>): string {
  const there = Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]))
  return there.length === 0 ? '' : `?${new URLSearchParams(there)}`
}

const Ready = Type.Object({ failed: Type.Array(Type.String()) })

/** Told when the server does not know us (any more), and asked for a fresh sign-in where one is needed. */
interface Guard {
  onSignedOut(): void
  /** Resolves once the member has signed in again; rejects if they do not want to. */
  stepUp(): Promise<void>
}
let guard: Guard | undefined

export function guardCalls(by: Guard): void {
  guard = by
}

export async function get<Answer extends TSchema>(path: string, answer: Answer): Promise<Static<Answer>> {
  return readAs(path, await send('GET', path), answer)
}

/** `body`: undefined for what takes none; the server refuses one that it does not expect. */
export async function post<Answer extends TSchema>(
  path: string,
  body: unknown,
  answer: Answer,
): Promise<Static<Answer>> {
  return readAs(path, await send('POST', path, jsonOf(body)), answer)
}

/** Sends a part of a file as it is. */
export async function upload<Answer extends TSchema>(
  path: string,
  { type, content }: Upload,
  answer: Answer,
): Promise<Static<Answer>> {
  return readAs(path, await send('POST', path, { type, content }), answer)
}

/** For what is thrown away. */
export async function remove(path: string): Promise<void> {
  await send('DELETE', path)
}

/** Which checks say that the server cannot do its work: an answer of 503 as well as of 200. */
export async function failedChecks(): Promise<readonly string[]> {
  const body: unknown = await (await fetch('/readyz')).json()
  return Value.Check(Ready, body) ? body.failed : []
}

/** For what is answered with nothing to read. */
export async function tell(path: string, body?: unknown): Promise<void> {
  await send('POST', path, jsonOf(body))
}

/** A file, for the member to keep. */
export async function download(path: string): Promise<Blob> {
  return await (await send('GET', path)).blob()
}

async function readAs<Answer extends TSchema>(
  path: string,
  response: Response,
  answer: Answer,
): Promise<Static<Answer>> {
  const body: unknown = await response.json().catch(() => undefined)
  if (!Value.Check(answer, body)) {
    console.error(`${path}:`, Value.Errors(answer, body).slice(0, 5))
    throw unreadable(path, response.status)
  }
  return body
}

interface Upload {
  /** Media type. */
  readonly type: string
  readonly content: Blob | string
}

type Method = 'GET' | 'POST' | 'DELETE'

function jsonOf(body: unknown): Upload | undefined {
  return body === undefined ? undefined : { type: 'application/json', content: JSON.stringify(body) }
}

async function send(method: Method, path: string, body?: Upload): Promise<Response> {
  const response = await fetchOnce(method, path, body)
  if (response.ok) return response
  const problem = await problemOf(path, response)
  if (problem.code === 'ERR_STEP_UP' && guard !== undefined) {
    await guard.stepUp()
    const again = await fetchOnce(method, path, body)
    if (again.ok) return again
    throw await problemOf(path, again)
  }
  if (response.status === 401 && problem.code !== 'ERR_STEP_UP') guard?.onSignedOut()
  throw problem
}

async function fetchOnce(method: Method, path: string, body: Upload | undefined): Promise<Response> {
  const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': body.type }) }
  const content = body === undefined ? {} : { body: body.content }
  try {
    return await fetch(path, { method, headers, credentials: 'same-origin', ...content })
  } catch (cause) {
    throw unreachable(cause)
  }
}

async function problemOf(path: string, response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined)
  return Value.Check(ProblemDetails, body) ? new ApiProblem(body) : unreadable(path, response.status)
}
