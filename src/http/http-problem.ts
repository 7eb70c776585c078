/** The problems that this room itself has, with their words. */
import { Problem, type ProblemParts } from './problem.ts'

/** What this room itself refuses. Rooms above bring codes of their own (`Problem`). */
const PROBLEMS = {
  ERR_HTTP_MALFORMED: [
    400,
    'Malformed request',
    'This is not a request that HTTP allows.',
    'Send it with an ordinary HTTP client.',
  ],
  ERR_INVALID_REQUEST: [
    400,
    'Invalid request',
    'Something in the request does not have the form that this call takes.',
    'Correct the places named in errors.',
  ],
  ERR_JSON: [
    400,
    'Not JSON',
    'The body is not one JSON value, or has a member that is never accepted (__proto__, constructor).',
    'Send one JSON value in UTF-8.',
  ],
  ERR_JSON_DEPTH: [400, 'Nested too deeply', 'The JSON in the body has more levels than are read.', 'Send it flatter.'],
  ERR_BODY_ENCODING: [
    400,
    'Unreadable body',
    'The body is not what its headers say: compressed data that does not end well, or text that is not UTF-8.',
    'Send it again, encoded as its headers say.',
  ],
  ERR_TOKEN_IN_QUERY: [
    400,
    'Secret in the address',
    'A credential stands in the query, where logs and histories keep it.',
    'Consider it known to others: replace it, and send the new one in the Authorization header.',
  ],
  ERR_UNAUTHENTICATED: [
    401,
    'Not signed in',
    'This call needs a credential, and none that is valid came with it.',
    'Sign in, or send a valid token in the Authorization header.',
  ],
  ERR_STEP_UP: [
    401,
    'Sign in again',
    'This call needs a sign-in more recent than yours.',
    'Confirm with your passkey, then do it again.',
  ],
  ERR_FORBIDDEN: [
    403,
    'Not allowed',
    'You are signed in, but your role or token does not cover this call.',
    'Ask an administrator who has this right, or for the right.',
  ],
  ERR_CROSS_ORIGIN: [
    403,
    'From another site',
    'A page of another origin made this request, or the browser did not say which.',
    'Open Postern itself and do it there.',
  ],
  ERR_NOT_FOUND: [
    404,
    'Not found',
    'There is nothing here, or nothing that you may see.',
    'Check the address and the method.',
  ],
  ERR_REQUEST_TIMEOUT: [408, 'Too slow', 'The request did not arrive in time.', 'Send it again.'],
  ERR_BODY_TOO_LARGE: [
    413,
    'Body too large',
    'The body, as sent or once inflated, is larger than this call takes.',
    'Send it in smaller pieces.',
  ],
  ERR_PATH_TOO_LONG: [414, 'Address too long', 'A part of the path is longer than any id.', 'Check the address.'],
  ERR_MEDIA_TYPE: [
    415,
    'Wrong content type',
    'This call does not take a body of that content type.',
    'See accept for the types it takes; text is always UTF-8.',
  ],
  ERR_CONTENT_ENCODING: [
    415,
    'Wrong content encoding',
    'Bodies may be compressed once, by gzip or deflate.',
    'Send it as gzip, as deflate, or as it is.',
  ],
  ERR_HOST: [
    421,
    'Another name',
    'This server does not answer under the name in the address.',
    'Use the address that Postern was set up with.',
  ],
  ERR_RATE_LIMITED: [
    429,
    'Too many requests',
    'More requests came than are served in this time.',
    'Wait for the seconds in Retry-After.',
  ],
  ERR_HEADERS_TOO_LARGE: [
    431,
    'Headers too large',
    'The headers are larger than is read.',
    'Delete the cookies of this site, and send it again.',
  ],
  ERR_INTERNAL: [
    500,
    'Our fault',
    'Something failed on our side. What you asked for may not have been done.',
    'Try again; if it stays, give the number in instance to whoever runs Postern.',
  ],
  ERR_STOPPING: [503, 'Restarting', 'This server is about to stop.', 'Send it again in a moment.'],
  ERR_HANDLER_TIMEOUT: [
    503,
    'Took too long',
    'The answer was not ready in time; the work may yet be done.',
    'Look whether it was done before you try again.',
  ],
} as const satisfies Record<string, readonly [status: number, title: string, detail: string, next: string]>

export type HttpProblemCode = keyof typeof PROBLEMS

/** One of this room's own, with what is particular this time. */
export function httpProblem(
  code: HttpProblemCode,
  particular: Partial<Pick<ProblemParts, 'detail' | 'next' | 'errors' | 'headers' | 'cause'>> = {},
): Problem {
  const [status, title, detail, next] = PROBLEMS[code]
  return new Problem({ code, status, title, detail, next, ...particular })
}
