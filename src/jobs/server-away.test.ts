/** Jobs while PostgreSQL goes away and comes back: what was sent is done, and nothing has to be started again. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import Type from 'typebox'
import { placeIn } from '../../test/engines.ts'
import { type PostgresServer, postgresPrograms, startPostgres } from '../../test/postgres-server.ts'
import { openStore } from '../store/index.ts'
import { defineQueue, openJobs } from './index.ts'

const bin = postgresPrograms()
const skip = bin === undefined && process.env.CI !== 'true' ? 'PostgreSQL is not installed' : false
const NOTIFY = defineQueue({
  name: 'notify',
  kind: 'effect',
  payload: Type.Object({ n: Type.Integer() }),
  retryDelay: 1,
})

it('jobs go on by themselves after the server was away', { skip }, async () => {
  assert.ok(bin !== undefined, 'CI has to test PostgreSQL, and none is installed.')
  const server = await startPostgres(bin)
  try {
    await goAwayAndComeBack(server)
  } finally {
    await server.stop()
  }
})

async function goAwayAndComeBack(server: PostgresServer): Promise<void> {
  await server.admin('create role postern_owner login; create role postern_app login')
  await server.admin('create database jobs owner postern_owner')
  const store = await openStore({ place: placeIn(server, 'jobs'), kind: 'real', clock: Date.now })
  const troubles: Error[] = []
  const jobs = await openJobs({ store, queues: [NOTIFY], onError: (error) => troubles.push(error) })
  const db = store.in(randomUUID())
  const send = (n: number) =>
    db.transaction((tx) => jobs.in(db.organisation).send(tx, NOTIFY, { n }, { key: `${n}:notify` }))

  const done = new Set<number>()
  const away = Promise.withResolvers<void>()
  const all = Promise.withResolvers<void>()
  await jobs.work(NOTIFY, async ({ payload, attempt }) => {
    // The first dies with the server: its end cannot be written, so it is done again.
    if (payload.n === 1 && attempt === 1) {
      await server.kill()
      away.resolve()
    }
    done.add(payload.n)
    if (done.size === 2) all.resolve()
  })
  await send(1)
  await away.promise
  await assert.rejects(send(2), { code: 'ERR_DATABASE_GONE' })
  await server.start()
  await send(2)
  await all.promise
  assert.deepEqual([...done].sort(), [1, 2])
  assert.ok(troubles.length > 0, 'it was told')
  await jobs.close()
  await store.close()
}
