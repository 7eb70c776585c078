/** Errors as RFC 9457 problem details: a stable code, what happened, what to do; never a value that came in, or a stack. */
import Type, { type Static } from 'typebox'

/** A place in the request that is wrong: a JSON pointer as a URI fragment (RFC 6901 §6) into the part that `in` names. */
export interface Fault {
  readonly in: 'body' | 'query' | 'path'
  readonly pointer: string
  readonly detail: string
}

export interface ProblemParts {
  /** `ERR_…`, for programs; it never changes its meaning. */
  readonly code: string
  readonly status: number
  readonly title: string
  /** What happened, for the caller. No value from the request, nothing about what they may not see. */
  readonly detail: string
  /** What to do about it. */
  readonly next: string
  readonly errors?: readonly Fault[]
  readonly headers?: Readonly<Record<string, string>>
  /** For the log only. */
  readonly cause?: unknown
}

/** A refusal with an answer for the caller. Thrown by a route's handler, it becomes the answer. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly next: string
  readonly errors: readonly Fault[]
  readonly headers: Readonly<Record<string, string>>
  constructor({ code, status, title, detail, next, errors = [], headers = {}, cause }: ProblemParts) {
    super(detail, { cause })
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.title = title
    this.next = next
    this.errors = errors
    this.headers = headers
  }
}

/** The problem as it is sent, media type `application/problem+json`. */
export const ProblemDetails = Type.Object(
  {
    type: Type.String({ description: 'A name for the kind of problem; stable, as code is.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What happened.' }),
    next: Type.String({ description: 'What to do.' }),
    code: Type.String({ pattern: '^ERR_[A-Z0-9_]+$' }),
    instance: Type.String({ description: 'This one occurrence, as the log names it.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          in: Type.Union([Type.Literal('body'), Type.Literal('query'), Type.Literal('path')]),
          pointer: Type.String(),
          detail: Type.String(),
        }),
      ),
    ),
  },
  { title: 'Problem' },
)
export type ProblemDetails = Static<typeof ProblemDetails>

export function toDetails(problem: Problem, requestId: string): ProblemDetails {
  return {
    type: `urn:problem-type:postern:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    next: problem.next,
    code: problem.code,
    instance: `urn:uuid:${requestId}`,
    ...(problem.errors.length > 0 ? { errors: problem.errors.map((fault) => ({ ...fault })) } : {}),
  }
}
