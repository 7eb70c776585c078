/** The API's faults, as real ones have them, so that whoever calls it learns to live with them. For tests. */
import type { FastifyInstance } from 'fastify'

/** `lag`: so many readings of an account or source do not show the next change yet. */
export type Fault =
  | 'down'
  | 'throttled'
  | 'refused'
  | 'broken'
  | 'silent-before'
  | 'silent-after'
  | 'half-page'
  | { readonly lag: number }

export interface Faults {
  /** The next request goes wrong so. */
  next(fault: Fault): void
  /** How many rows a page has at most now. */
  limitOf(asked: number): number
  addTo(api: FastifyInstance): void
}

const ANSWERS = { down: 503, throttled: 429, refused: 403, broken: 500 } as const
/** Seconds, as `Retry-After` has them. */
const RETRY_AFTER_S = '2'

export function createFaults(): Faults {
  let fault: Fault | undefined
  let silent: string | undefined
  let reads = 0
  /** What was last read at a path, before anything changed. */
  const seen = new Map<string, string>()

  function addTo(api: FastifyInstance): void {
    api.addHook('preHandler', async (request, reply) => {
      const isReading = request.method === 'GET'
      if (isReading && reads > 0 && seen.has(request.url)) {
        reads -= 1
        return reply.type('application/json').send(seen.get(request.url))
      }
      const now = fault
      if (now === undefined || now === 'half-page') return
      if (typeof now === 'object') {
        if (isReading) return
        reads = now.lag
        fault = undefined
        return
      }
      fault = undefined
      if (now === 'silent-after') silent = request.id
      else if (now === 'silent-before') {
        request.raw.socket.destroy()
        return reply.hijack()
      } else {
        if (now === 'throttled') reply.header('retry-after', RETRY_AFTER_S)
        return reply.code(ANSWERS[now]).send({ code: now })
      }
    })
    api.addHook('onSend', async (request, reply, payload) => {
      if (silent === request.id) {
        silent = undefined
        request.raw.socket.destroy()
      } else if (request.method === 'GET' && reply.statusCode === 200 && reads === 0) {
        seen.clear()
        seen.set(request.url, String(payload))
      }
    })
  }
  return {
    addTo,
    next(wanted) {
      fault = wanted
    },
    limitOf(asked) {
      if (fault !== 'half-page') return asked
      fault = undefined
      return Math.ceil(asked / 2)
    },
  }
}
