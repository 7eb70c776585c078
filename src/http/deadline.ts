/**
 * An end to waiting: for a handler that takes too long, or whose caller has gone. Fastify's own handlerTimeout does not do:
 * it hangs on the request stream's end, so that with a body it aborts at once and never times out (5.12.8).
 */
import type { ServerResponse } from 'node:http'
import { httpProblem } from './http-problem.ts'

/** What `work` gives. Rejects with ERR_HANDLER_TIMEOUT after `ms`, or once the caller is gone; the signal tells the work. */
export async function withDeadline<T>(
  response: ServerResponse,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const controller = new AbortController()
  const abort = (reason: unknown) => {
    controller.abort(reason)
    reject(reason)
  }
  const onGone = () => abort(new DOMException('The caller closed the connection.', 'AbortError'))
  const timer = setTimeout(() => abort(httpProblem('ERR_HANDLER_TIMEOUT')), ms)
  response.once('close', onGone)
  try {
    return await Promise.race([work(controller.signal), cut])
  } finally {
    clearTimeout(timer)
    response.off('close', onGone)
  }
}
