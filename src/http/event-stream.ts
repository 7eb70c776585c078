/** Server-sent events (WHATWG HTML §9.2) on an open response. */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/** One event: `data` is text, in lines; `id` is what the browser says in Last-Event-ID when it comes back. */
export interface StreamEvent {
  readonly id?: string
  readonly event?: string
  readonly data: string
}

/** Why a stream ended. */
export type StreamEnd = 'source-ended' | 'reader-gone' | 'reader-too-slow' | 'not-allowed' | 'stopping'

export interface StreamOptions {
  readonly heartbeatMs: number
  /** What is sent rests on a judgement that is no older than this. */
  readonly judgedMs: number
  /** A reader who does not take what was sent within this time is dropped. */
  readonly stallMs: number
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal
  /** Asked at each heartbeat, and before an event; a session may have ended since. */
  mayStay(): Promise<boolean>
}

/**
 * Sends events until there are no more, the reader is gone or too slow, may no longer, or the server stops. One event is
 * taken from the source when the one before it has left: nothing is queued here. The response must have its headers.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<StreamEvent>,
  { heartbeatMs, judgedMs, stallMs, stopping, mayStay }: StreamOptions,
): Promise<StreamEnd> {
  const source = events[Symbol.asyncIterator]()
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const over = AbortSignal.any([gone.signal, stopping])

  // One promise at a time for all three things that can happen: races over long-lived promises would pile up.
  let stir = Promise.withResolvers<void>()
  const wake = () => stir.resolve()
  let isBeatDue = false
  const metronome = setInterval(() => {
    isBeatDue = true
    wake()
  }, heartbeatMs)
  metronome.unref()
  over.addEventListener('abort', wake, { once: true })

  let arrived: IteratorResult<StreamEvent> | undefined
  let failure: { readonly cause: unknown } | undefined
  function askSource(): void {
    arrived = undefined
    source
      .next()
      .then((result) => {
        arrived = result
      })
      .catch((cause: unknown) => {
        failure = { cause }
      })
      .finally(wake)
  }

  /** Writes; false if the reader did not take it in time. */
  async function write(text: string): Promise<boolean> {
    if (response.write(text)) return true
    const late = AbortSignal.any([over, AbortSignal.timeout(stallMs)])
    return once(response, 'drain', { signal: late }).then(
      () => true,
      () => false,
    )
  }

  let judgedAt = performance.now()
  /** Whether the reader still may; asked again only where the last answer is too old to rely on. */
  async function isWelcome(): Promise<boolean> {
    if (performance.now() - judgedAt < judgedMs) return true
    const may = await mayStay()
    judgedAt = performance.now()
    return may
  }

  async function send(): Promise<StreamEnd> {
    // Something leaves at once, so that the browser knows the stream is open.
    let wasTaken = await write('retry: 2000\n\n')
    askSource()
    while (wasTaken && !over.aborted) {
      await stir.promise
      stir = Promise.withResolvers()
      if (failure !== undefined) throw failure.cause
      if (isBeatDue) {
        isBeatDue = false
        if (!(await isWelcome())) return 'not-allowed'
        wasTaken = await write(': still here\n\n')
      }
      if (wasTaken && arrived !== undefined) {
        if (arrived.done === true) return 'source-ended'
        if (!(await isWelcome())) return 'not-allowed'
        wasTaken = await write(format(arrived.value))
        askSource()
      }
    }
    if (stopping.aborted) return 'stopping'
    return gone.signal.aborted ? 'reader-gone' : 'reader-too-slow'
  }

  try {
    const end = await send()
    // What a slow reader has not taken is thrown away with the connection.
    if (end === 'reader-too-slow') response.destroy()
    return end
  } finally {
    clearInterval(metronome)
    response.end()
    // The source may be waiting for something that never comes; it is told, and not waited for.
    Promise.resolve(source.return?.()).catch(() => undefined)
  }
}

/** Lines that begin with a field's name; a line break in `id` or `event` would begin another field, so there is none. */
export function format({ id, event, data }: StreamEvent): string {
  const fields = [
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ]
  return `${fields.join('\n')}\n\n`
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ')
}
