/**
 * The thread in which the embedded database works, so that no query keeps the server from answering. It does what the other
 * thread asks, in the order in which it is asked, and answers each message under its id.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { Database, OpenTransaction, Queries, Result } from './database.ts'
import { DurableFiles } from './durable-files.ts'
import { hosted } from './hosted.ts'
import { openInstance } from './instance.ts'
import { type Answer, type Ask, type Asked, type ThreadData, toFailure } from './messages.ts'

const { cluster, syncs } = workerData as ThreadData
const port = parentPort!
const opening = openInstance(() => new DurableFiles(cluster, () => void Atomics.add(syncs, 0, 1))).then(hosted)
const transactions = new Map<number, OpenTransaction>()
const listening = new Map<string, () => Promise<void>>()

function say(answer: Answer): void {
  port.postMessage(answer)
}

async function carryOut(id: number, message: Ask): Promise<Extract<Answer, { value?: unknown }>['value']> {
  const database = await opening
  switch (message.ask) {
    case 'open':
      return undefined
    case 'query':
      return bare(await queriesOf(database, message.of).query(message.sql, message.parameters))
    case 'exec':
      return (await queriesOf(database, message.of).exec(message.sql)).map(bare)
    case 'begin':
      transactions.set(id, await database.begin())
      return undefined
    case 'commit':
    case 'rollback': {
      const open = transactionOf(message.of)
      transactions.delete(message.of)
      await open[message.ask]()
      return undefined
    }
    case 'listen':
      listening.set(
        message.channel,
        await database.listen(message.channel, (payload) => say({ heard: message.channel, payload })),
      )
      return undefined
    case 'unlisten':
      await listening.get(message.channel)?.()
      listening.delete(message.channel)
      return undefined
    case 'close':
      await database.close()
      return undefined
  }
}

function queriesOf(database: Database, transaction: number | undefined): Queries {
  return transaction === undefined ? database : transactionOf(transaction)
}

/** Without what describes the columns. */
function bare<Row>({ rows, affectedRows }: Result<Row>): Result<Row> {
  return affectedRows === undefined ? { rows } : { rows, affectedRows }
}

function transactionOf(id: number): OpenTransaction {
  const open = transactions.get(id)
  if (open === undefined) throw new Error('This transaction has ended.')
  return open
}

port.on('message', (message: Asked) => {
  const { id } = message
  carryOut(id, message).then(
    (value) => say(value === undefined ? { id } : { id, value }),
    (error: unknown) => say({ id, failed: toFailure(error) }),
  )
})
