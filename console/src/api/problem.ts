/** What went wrong, as the console shows it: what happened, and what to do. */
import Type from 'typebox'

/** RFC 9457 problem details as the server sends them; what else it says is for the log. */
export const ProblemDetails = Type.Object({
  code: Type.String(),
  title: Type.String(),
  detail: Type.String(),
  next: Type.String(),
  status: Type.Integer(),
  instance: Type.Optional(Type.String()),
})

interface ProblemParts {
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly next: string
  /** Of the HTTP answer; 0 if there was none. */
  readonly status: number
  /** How the server's log names this one occurrence. */
  readonly instance?: string
}

export class ApiProblem extends Error {
  readonly code: string
  readonly title: string
  readonly next: string
  readonly status: number
  readonly instance: string | undefined
  constructor({ code, title, detail, next, status, instance }: ProblemParts, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ApiProblem'
    this.code = code
    this.title = title
    this.next = next
    this.status = status
    this.instance = instance
  }
}

export const unreachable = (cause: unknown) =>
  new ApiProblem(
    {
      code: 'ERR_CONSOLE_UNREACHABLE',
      title: 'Postern does not answer',
      detail: 'The server could not be reached. What you see may be old.',
      next: 'Check your network. If others cannot reach it either, ask whoever runs the server.',
      status: 0,
    },
    { cause },
  )

export const unreadable = (path: string, status: number) =>
  new ApiProblem({
    code: 'ERR_CONSOLE_ANSWER',
    title: 'The answer could not be read',
    detail: `The server’s answer to ${path} has a shape that this page does not know.`,
    next: 'Load the page again: it may be older than the server. If that does not help, tell whoever runs it.',
    status,
  })

/** Any failure in a form that can be shown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (error instanceof Error && error.name === 'NotAllowedError') {
    return new ApiProblem(
      {
        code: 'ERR_CONSOLE_PASSKEY',
        title: 'The passkey was not used',
        detail: 'The browser ended the question: it was cancelled, took too long, or no passkey fits.',
        next: 'Try again, and touch or unlock the passkey when the browser asks. Nothing was changed.',
        status: 0,
      },
      { cause: error },
    )
  }
  return new ApiProblem(
    {
      code: 'ERR_CONSOLE_UNEXPECTED',
      title: 'Something went wrong on this page',
      detail: error instanceof Error ? error.message : String(error),
      next: 'Load the page again. If it comes back, tell whoever runs the server what you did.',
      status: 0,
    },
    { cause: error },
  )
}
