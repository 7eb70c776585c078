/** Whatever was thrown, as a problem. What nobody foresaw is our fault, and says nothing of itself. */
import { httpProblem } from './http-problem.ts'
import { Problem } from './problem.ts'

/** From an error of a lower room (a clash, a database that is gone) to its answer; undefined for one it does not know. */
export type Translate = (error: unknown) => Problem | undefined

export function problemOf(error: unknown, translate: Translate = () => undefined): Problem {
  if (error instanceof Problem) return error
  const translated = translate(error)
  if (translated !== undefined) return translated
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return httpProblem('ERR_BODY_TOO_LARGE')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return httpProblem('ERR_MEDIA_TYPE')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'ECONNRESET':
      return httpProblem('ERR_HTTP_MALFORMED', { cause: error })
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return httpProblem('ERR_PATH_TOO_LONG')
    case 'FST_ERR_HANDLER_TIMEOUT':
      return httpProblem('ERR_HANDLER_TIMEOUT')
    default:
      return httpProblem('ERR_INTERNAL', { cause: error })
  }
}

/** What Node's HTTP parser refused before there was a request. */
export function problemOfConnection(error: unknown): Problem {
  switch (codeOf(error)) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return httpProblem('ERR_REQUEST_TIMEOUT')
    case 'HPE_HEADER_OVERFLOW':
      return httpProblem('ERR_HEADERS_TOO_LARGE')
    default:
      return httpProblem('ERR_HTTP_MALFORMED')
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
