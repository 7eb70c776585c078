/** The keeper's side of a connection. */
import { type Duplex, duplexPair } from 'node:stream'
import { framesOn } from './frames.ts'
import type { Keeper } from './keeper.ts'

/** More than any front asks at once: it waits for answers. */
const UNANSWERED_MAX = 1000

/** Answers until the stream ends. */
export function answerOn(stream: Duplex, keeper: Keeper, onEnd: () => void = () => undefined): void {
  let unanswered = 0
  const frames = framesOn(
    stream,
    (message) => {
      if (++unanswered > UNANSWERED_MAX) return void stream.destroy()
      void keeper.answer(message).then((reply) => {
        unanswered--
        if (!stream.destroyed) frames.send(reply)
      })
    },
    onEnd,
  )
}

/** A connection to a keeper in this very process: the same messages, and nobody can tell. */
export function connectBeside(keeper: Keeper): Duplex {
  const [near, far] = duplexPair()
  answerOn(far, keeper)
  return near
}
