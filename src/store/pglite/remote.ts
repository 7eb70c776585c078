/**
 * The embedded database in a thread of its own (thread.ts): what it computes, it computes beside the server. A thread that
 * died takes with it what was open in it, as a server that went away would, and the next question starts another.
 */
import { Worker } from 'node:worker_threads'
import type { Database, OpenTransaction, Queries, Result } from './database.ts'
import { type Answer, type Ask, type Asked, fromFailure, type ThreadData, withoutPools } from './messages.ts'

export interface RemoteDatabase extends Database {
  /** How often something was brought to the disk since it was opened. */
  readonly syncs: () => number
}

interface Thread {
  ask(message: Ask): { readonly id: number; readonly answer: Promise<unknown> }
  end(): Promise<void>
}

/** SQLSTATE admin_shutdown, which is what the other engine says when its server goes away. */
const GONE = '57P01'

/** Opens the database's files in `cluster`. Throws what PGlite throws where they cannot be opened. */
export async function openRemote(cluster: string): Promise<RemoteDatabase> {
  const data: ThreadData = { cluster, syncs: new Int32Array(new SharedArrayBuffer(4)) }
  const callbacks = new Map<string, Set<(payload: string) => void>>()
  let thread: Thread | undefined

  function threadNow(): Thread {
    if (thread !== undefined) return thread
    const started = startThread(data, {
      heard: (channel, payload) => callbacks.get(channel)?.forEach((callback) => void callback(payload)),
      ended: () => {
        thread = undefined
      },
    })
    thread = started
    for (const channel of callbacks.keys()) started.ask({ ask: 'listen', channel }).answer.catch(() => undefined)
    return started
  }

  const ask = async <T>(message: Ask): Promise<T> => (await threadNow().ask(message).answer) as T

  try {
    await ask({ ask: 'open' })
  } catch (error) {
    await thread?.end()
    throw error
  }
  return {
    ...queriesBy(ask),
    async begin() {
      const { id, answer } = threadNow().ask({ ask: 'begin' })
      const began = thread
      await answer
      // What was begun in a thread that died since is never asked for in the next.
      return transactionBy(id, async (message) => {
        if (began === undefined || began !== thread) throw gone()
        return await began.ask(message).answer
      })
    },
    async listen(channel, callback) {
      const others = callbacks.get(channel)
      callbacks.set(channel, (others ?? new Set()).add(callback))
      if (others === undefined) await ask({ ask: 'listen', channel })
      return async () => {
        const left = callbacks.get(channel)
        if (left?.delete(callback) !== true || left.size > 0) return
        callbacks.delete(channel)
        await ask({ ask: 'unlisten', channel })
      }
    },
    syncs: () => Atomics.load(data.syncs, 0),
    async close() {
      await ask({ ask: 'close' })
      await thread?.end()
    },
  }
}

function queriesBy(ask: (message: Ask) => Promise<unknown>, of?: number): Queries {
  const place = of === undefined ? {} : { of }
  return {
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await ask({ ask: 'query', sql, parameters: withoutPools(parameters), ...place })) as Result<Row>,
    exec: async (sql) => (await ask({ ask: 'exec', sql, ...place })) as Result<Record<string, unknown>>[],
  }
}

function transactionBy(of: number, ask: (message: Ask) => Promise<unknown>): OpenTransaction {
  return {
    ...queriesBy(ask, of),
    commit: async () => void (await ask({ ask: 'commit', of })),
    rollback: async () => void (await ask({ ask: 'rollback', of })),
  }
}

interface Events {
  heard(channel: string, payload: string): void
  ended(): void
}

function startThread(data: ThreadData, { heard, ended }: Events): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: data, execArgv: [] })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  let why: unknown

  function settle(id: number): PromiseWithResolvers<unknown> | undefined {
    const asked = waiting.get(id)
    waiting.delete(id)
    // A process in which nobody waits for the database may end.
    if (waiting.size === 0) worker.unref()
    return asked
  }

  worker.on('message', (answer: Answer) => {
    if ('heard' in answer) heard(answer.heard, answer.payload)
    else if ('failed' in answer) settle(answer.id)?.reject(fromFailure(answer.failed))
    else settle(answer.id)?.resolve(answer.value)
  })
  worker.on('error', (error) => {
    why = error
  })
  worker.on('exit', () => {
    ended()
    for (const { reject } of waiting.values()) reject(gone(why))
  })

  return {
    ask(message) {
      const id = ++lastId
      const asked = Promise.withResolvers<unknown>()
      waiting.set(id, asked)
      worker.ref()
      worker.postMessage({ ...message, id } satisfies Asked)
      return { id, answer: asked.promise }
    },
    end: async () => void (await worker.terminate()),
  }
}

function gone(cause?: unknown): Error {
  return Object.assign(new Error('The thread of the embedded database ended.', { cause }), { code: GONE })
}
