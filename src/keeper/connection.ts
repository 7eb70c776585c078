/** One connection to a keeper: what is asked, and what is answered. When it ends, whatever waits hears that the keeper is away. */
import type { Duplex } from 'node:stream'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { LedgerError, type LedgerErrorCode } from '../ledger/index.ts'
import { ProviderError, type ProviderErrorCode } from '../providers/index.ts'
import { framesOn } from './frames.ts'
import { away, KeeperError, type KeeperErrorCode } from './keeper-error.ts'
import { ANSWERS, type AnswerTo, type Refusal, Reply, type Request, type RequestOf } from './messages.ts'

export type Question<Do extends Request['do']> = Omit<RequestOf<Do>, 'id'>

export interface Connection {
  /** Throws KeeperError, LedgerError or ProviderError, as the keeper does; ERR_KEEPER_AWAY where nobody answers. */
  ask<Do extends Request['do']>(question: Question<Do> & { readonly do: Do }): Promise<AnswerTo<Do>>
  close(): void
}

interface Waiting {
  readonly schema: TSchema
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/** A keeper that says nothing for so long is none, and whoever holds a lock meanwhile must not wait for it. */
const ANSWER_MS_MAX = 30_000

export function connectionOn(stream: Duplex, onEnd: () => void): Connection {
  const waiting = new Map<number, Waiting>()
  let last = 0
  let isOver = false

  const frames = framesOn(
    stream,
    (message) => {
      if (!Value.Check(Reply, message)) return void stream.destroy()
      const one = waiting.get(message.id)
      if (one === undefined) return
      // Whoever waits for it hears so with all the others.
      if ('answer' in message && !Value.Check(one.schema, message.answer)) return void stream.destroy()
      waiting.delete(message.id)
      if ('refused' in message) one.reject(errorOf(message.refused))
      else one.resolve(message.answer)
    },
    () => {
      isOver = true
      for (const one of waiting.values()) one.reject(away())
      waiting.clear()
      onEnd()
    },
  )

  return {
    async ask(question) {
      if (isOver) throw away()
      const id = ++last
      const timer = setTimeout(() => stream.destroy(), ANSWER_MS_MAX)
      try {
        return await new Promise((resolve, reject) => {
          // What does not pass the schema never gets here.
          waiting.set(id, { schema: ANSWERS[question.do], resolve: resolve as Waiting['resolve'], reject })
          frames.send({ ...question, id })
        })
      } finally {
        clearTimeout(timer)
      }
    },
    close: () => void stream.destroy(),
  }
}

function errorOf({ code, message, effect, retryAfterMs }: Refusal): Error {
  if (effect !== undefined) return new ProviderError(code as ProviderErrorCode, message, { effect, retryAfterMs })
  if (code.startsWith('ERR_KEEPER_')) return new KeeperError(code as KeeperErrorCode, message)
  return new LedgerError(code as LedgerErrorCode, message)
}
