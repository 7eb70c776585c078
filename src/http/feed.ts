/**
 * What happens, for whoever watches. A feed keeps its last messages in one ring, and a reader is a place in that ring: a
 * thousand readers cost no more memory than one, and a reader who falls behind by the whole ring is dropped.
 */
import type { StreamEvent } from './event-stream.ts'

/** A message, and the organisation that it belongs to. */
export interface Message {
  readonly organisation: string
  /** What kind of thing happened: `lockout`, `incident`. */
  readonly event: string
  /** Sent as JSON. */
  readonly data: unknown
}

export interface Feed {
  publish(message: Message): void
  /**
   * Messages that `wants` says yes to, from the one after `after` (the Last-Event-ID of an earlier stream), else from now on.
   * If those in between are no longer there, or come from before a restart, the first event is `reset`: load again.
   * Ends when the reader was overtaken, or stops.
   */
  read(options: { readonly after?: string | undefined; wants(message: Message): boolean }): AsyncIterable<StreamEvent>
}

/** `keep`: messages in the ring. `epoch`: a random word for this start, so that numbers of an earlier one are not taken for ours. */
export function createFeed({ keep, epoch }: { readonly keep: number; readonly epoch: string }): Feed {
  const ring: { readonly message: Message; readonly text: string }[] = []
  /** How many there have been; the number of the next one. */
  let count = 0
  let next = Promise.withResolvers<void>()

  const oldest = () => Math.max(0, count - keep)

  /** Number of the first message to send; undefined if it is gone. */
  function placeAfter(id: string): number | undefined {
    const cut = id.lastIndexOf('-')
    const last = Number(id.slice(cut + 1))
    if (id.slice(0, cut) !== epoch || !Number.isSafeInteger(last) || last < 0 || last >= count) return undefined
    return last + 1 >= oldest() ? last + 1 : undefined
  }

  return {
    publish(message) {
      ring[count % keep] = { message, text: JSON.stringify(message.data) }
      count++
      next.resolve()
      next = Promise.withResolvers<void>()
    },

    async *read({ after, wants }) {
      const from = after === undefined ? count : placeAfter(after)
      // Whoever resumes from nowhere gets an id to resume from the next time.
      if (from === undefined)
        yield { event: 'reset', data: '{}', ...(count > 0 ? { id: `${epoch}-${count - 1}` } : {}) }
      let place = from ?? count
      while (true) {
        if (place < oldest()) return
        if (place === count) {
          await next.promise
          continue
        }
        const { message, text } = ring[place % keep] as (typeof ring)[number]
        const id = `${epoch}-${place}`
        place++
        if (wants(message)) yield { id, event: message.event, data: text }
      }
    },
  }
}
