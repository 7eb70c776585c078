/** What jobs promise, on both engines. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { TestClock } from 'pg-boss'
import Type from 'typebox'
import { embedded, onEachEngine } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { keepSignIns, type OrganisationStore, openStore, type Place, type Store } from '../store/index.ts'
import { defineQueue, type Job, type Jobs, openJobs, startPurge } from './index.ts'
import { PURGE } from './purge-job.ts'

const NOW = Date.UTC(2026, 1, 23, 12)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const POLL_MS = 2000

const NOTIFY = defineQueue({ name: 'notify', kind: 'effect', payload: Type.Object({ incident: Type.String() }) })
const FRAGILE = defineQueue({ ...NOTIFY, name: 'fragile', retries: 0 })
const EXPIRY = defineQueue({ name: 'expiry', kind: 'deadline', payload: Type.Object({ case: Type.String() }) })
const UNOPENED = defineQueue({ ...NOTIFY, name: 'unopened' })
const QUEUES = [NOTIFY, FRAGILE, EXPIRY, PURGE]

type Notify = Job<{ incident: string }>

function onError(error: Error): void {
  throw error
}

async function newOrganisation(store: Store): Promise<OrganisationStore> {
  const db = store.in(randomUUID())
  await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'Example', created: NOW }).execute())
  return db
}

/** Collects what a worker was given, and waits until there is so much of it. */
function collector() {
  const jobs: Notify[] = []
  const waiting = new Set<() => void>()
  return {
    jobs,
    handle: async (job: Notify) => {
      jobs.push(job)
      for (const wake of waiting) wake()
    },
    async atLeast(count: number): Promise<void> {
      while (jobs.length < count) {
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
        waiting.delete(resolve)
      }
    },
  }
}

onEachEngine('jobs', (engine) => {
  let place: Place
  let store: Store
  let jobs: Jobs
  const notified = collector()
  let isFragile = true
  const revived = collector()

  before(async () => {
    place = await engine.newPlace()
    store = await openStore({ place, kind: 'real', clock: () => NOW })
    jobs = await openJobs({ store, queues: QUEUES, onError })
    await jobs.work(NOTIFY, notified.handle)
    await jobs.work(FRAGILE, async (job) => {
      if (isFragile) {
        throw Object.assign(new Error('the mailbox is full', { cause: 'ana@example.com' }), { code: 'ERR_MAIL_FULL' })
      }
      await revived.handle(job)
    })
  })
  after(async () => {
    await jobs.close()
    await store.close()
  })

  async function send(db: OrganisationStore, key: string, incident = key): Promise<void> {
    await db.transaction((tx) => jobs.in(db.organisation).send(tx, NOTIFY, { incident }, { key }))
  }
  const seenBy = (db: OrganisationStore) =>
    notified.jobs.filter((job) => job.db.organisation === db.organisation).map(({ key }) => key)

  const ofServers = { skip: engine.name === 'pglite' && 'one server alone has an embedded database', timeout: 60_000 }

  it('are opened by a second server while a first one works: neither waits for the other', ofServers, async () => {
    const db = await newOrganisation(store)
    const second = await db.transaction(async (tx) => {
      // Held until the second server is there, as by a job that runs long.
      await sql`select 1 from pgboss.job for update`.execute(tx)
      await jobs.in(db.organisation).send(tx, NOTIFY, { incident: 'i9' }, { key: '9:notify' })
      return await openJobs({ store, queues: QUEUES, onError })
    })
    await second.close()
  })

  it('are opened by two servers at once where nothing is installed yet', ofServers, async () => {
    const fresh = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOW })
    const both = await Promise.all([1, 2].map(() => openJobs({ store: fresh, queues: QUEUES, onError })))
    const db = await newOrganisation(fresh)
    const [one, other] = [collector(), collector()]
    await both[0]!.work(NOTIFY, one.handle)
    await both[1]!.work(NOTIFY, other.handle)
    const keys = [...'abcdef']
    for (const key of keys) {
      await db.transaction((tx) => both[0]!.in(db.organisation).send(tx, NOTIFY, { incident: key }, { key }))
    }
    await eventually('all jobs', () => one.jobs.length + other.jobs.length >= keys.length)
    assert.deepEqual([...one.jobs, ...other.jobs].map(({ key }) => key).toSorted(), keys)
    for (const each of both) await each.close()
    await fresh.close()
  })

  it('run after the commit of what made them owed, and never after a rollback', async () => {
    const db = await newOrganisation(store)
    const count = notified.jobs.length
    const given = db.transaction(async (tx) => {
      await jobs.in(db.organisation).send(tx, NOTIFY, { incident: 'i0' }, { key: '0:notify' })
      throw new Error('not after all')
    })
    await assert.rejects(given, /not after all/)
    await send(db, '1:notify', 'i1')
    await notified.atLeast(count + 1)
    assert.deepEqual(seenBy(db), ['1:notify'])
    assert.deepEqual(notified.jobs.at(-1)?.payload, { incident: 'i1' })
    assert.equal(notified.jobs.at(-1)?.attempt, 1)
  })

  it('reach their organisation, and nothing else', async () => {
    const db = await newOrganisation(store)
    const other = await newOrganisation(store)
    const count = notified.jobs.length
    // The same key twice: keys are the organisation's own.
    await send(db, '1:notify')
    await send(other, '1:notify')
    await notified.atLeast(count + 2)
    for (const job of notified.jobs.slice(count)) {
      const rows = await job.db.transaction((tx) => tx.selectFrom('organisations').select('organisation').execute())
      assert.deepEqual(rows, [{ organisation: job.db.organisation }])
    }
    const across = db.transaction((tx) =>
      jobs.in(other.organisation).send(tx, NOTIFY, { incident: 'x' }, { key: '2:notify' }),
    )
    await assert.rejects(across, /row-level security/)
  })

  it('are one job while they wait, and a new one when they are owed again', async () => {
    const db = await newOrganisation(store)
    const at = Date.now() + DAY_MS
    const later = (key: string) =>
      db.transaction((tx) => jobs.in(db.organisation).send(tx, NOTIFY, { incident: key }, { key, at }))
    await later('1:notify')
    await later('1:notify')
    const queued = await db.transaction((tx) =>
      sql<{ n: number }>`select count(*) as n from pgboss.job where name = 'notify' and state = 'created'`.execute(tx),
    )
    assert.deepEqual(queued.rows, [{ n: 1 }])
    await db.transaction((tx) => jobs.in(db.organisation).cancel(tx, NOTIFY, '1:notify'))
    const count = notified.jobs.length
    await send(db, '1:notify')
    await notified.atLeast(count + 1)
    // Until its end is written, the same key is still the running job; after the end of the second there may be a third.
    await eventually('the second job', async () => {
      await send(db, '1:notify')
      return seenBy(db).length >= 2
    })
    assert.deepEqual(new Set(seenBy(db)), new Set(['1:notify']))
  })

  it('become dead letters that only their organisation sees, and can be revived', async () => {
    const db = await newOrganisation(store)
    const other = await newOrganisation(store)
    await db.transaction((tx) => jobs.in(db.organisation).send(tx, FRAGILE, { incident: 'i' }, { key: '1:notify' }))
    const letter = await eventually('the dead letter', async () => (await jobs.in(db.organisation).deadLetters(10))[0])
    const { queue, key, attempts, error } = letter
    assert.deepEqual(
      { queue, key, attempts, error },
      { queue: 'fragile', key: '1:notify', attempts: 1, error: 'ERR_MAIL_FULL: the mailbox is full' },
    )
    const written = await db.transaction((tx) => sql`select * from pgboss.job`.execute(tx))
    assert.doesNotMatch(JSON.stringify(written.rows), /ana@example\.com/)

    assert.deepEqual(await jobs.in(other.organisation).deadLetters(10), [])
    assert.equal(await jobs.in(other.organisation).revive(letter.id), false)
    isFragile = false
    assert.equal(await jobs.in(db.organisation).revive(letter.id), true)
    await revived.atLeast(1)
    assert.equal(revived.jobs[0]?.db.organisation, db.organisation)
    assert.deepEqual(await jobs.in(db.organisation).deadLetters(10), [])
  })

  it('are refused when they do not fit their queue, or it was not opened', async () => {
    const db = await newOrganisation(store)
    const wrong = { incident: 7 } as unknown as { incident: string }
    await db.transaction(async (tx) => {
      await assert.rejects(jobs.in(db.organisation).send(tx, NOTIFY, wrong, { key: 'k' }), {
        code: 'ERR_JOB_PAYLOAD',
        message: 'A job of the queue notify does not fit its schema: /incident must be string',
      })
      await assert.rejects(jobs.in(db.organisation).send(tx, UNOPENED, { incident: 'i' }, { key: 'k' }), {
        code: 'ERR_QUEUE_NOT_OPEN',
      })
    })
  })

  it('refuses to look at the queue past an open transaction', async () => {
    const db = await newOrganisation(store)
    await db.transaction(async () => {
      await assert.rejects(jobs.in(db.organisation).deadLetters(1), { code: 'ERR_ROOT_QUERY_IN_TRANSACTION' })
    })
  })

  it('wait for the next start, and the queues are then open from the first moment', async () => {
    const db = await newOrganisation(store)
    const at = Date.now() + 1
    await db.transaction((tx) => jobs.in(db.organisation).send(tx, EXPIRY, { case: 'c1' }, { key: 'c1', at }))
    await jobs.close()
    await store.close()
    store = await openStore({ place, kind: 'real', clock: () => NOW })
    jobs = await openJobs({ store, queues: QUEUES, onError })
    await store
      .in(db.organisation)
      .transaction((tx) => jobs.in(db.organisation).send(tx, EXPIRY, { case: 'c2' }, { key: 'c2' }))
    const seen: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    await jobs.work(EXPIRY, async ({ payload }) => {
      if (seen.push(payload.case) === 2) resolve()
    })
    await promise
    assert.deepEqual(seen.sort(), ['c1', 'c2'])
  })
})

/** pg-boss's clock moves the database's time, too, which takes the owner: the embedded engine is that to itself. */
describe('deadlines, on a clock of the test', () => {
  let store: Store
  let jobs: Jobs
  let clock: TestClock
  const due: string[] = []

  before(async () => {
    clock = new TestClock(NOW)
    store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => clock.now() })
    jobs = await openJobs({ store, queues: QUEUES, onError, clock })
    await jobs.work(EXPIRY, async ({ payload }) => void due.push(payload.case))
  })
  after(async () => {
    await jobs.close()
    await store.close()
  })

  async function set(db: OrganisationStore, name: string, at: number): Promise<void> {
    await db.transaction((tx) => jobs.in(db.organisation).send(tx, EXPIRY, { case: name }, { key: name, at }))
  }

  /** Jumps, as if the process had slept, and lets the workers look once. */
  async function pass(ms: number): Promise<void> {
    await clock.setTime(clock.now() + ms)
    await clock.tick(POLL_MS)
  }

  /** Workers go on by themselves after a tick. */
  async function ticking(what: string, isDone: () => boolean | Promise<boolean>): Promise<void> {
    await eventually(what, async () => {
      if (await isDone()) return true
      await clock.tick(POLL_MS)
      return false
    })
  }

  it('fall due after 72 hours and not before, at the new time if set anew, and never when cancelled', async () => {
    const db = await newOrganisation(store)
    await set(db, 'kept', NOW + 72 * HOUR_MS)
    await set(db, 'moved', NOW + 72 * HOUR_MS)
    await set(db, 'cancelled', NOW + 72 * HOUR_MS)
    await set(db, 'moved', NOW + 96 * HOUR_MS)
    await db.transaction((tx) => jobs.in(db.organisation).cancel(tx, EXPIRY, 'cancelled'))
    await pass(71 * HOUR_MS)
    assert.deepEqual(due, [])
    await pass(2 * HOUR_MS)
    await ticking('the first deadline', () => due.length > 0)
    assert.deepEqual(due, ['kept'])
    await pass(24 * HOUR_MS)
    await ticking('the second deadline', () => due.length > 1)
    assert.deepEqual(due, ['kept', 'moved'])
    const { rows } = await db.transaction((tx) =>
      sql`select 1 from pgboss.job where name = 'expiry' and state = 'created'`.execute(tx),
    )
    assert.deepEqual(rows, [], 'nothing is left that could fall due')
  })

  it('purge every day what is kept no longer', async () => {
    const db = await newOrganisation(store)
    await db.transaction((tx) => tx.updateTable('organisations').set({ kept_days: 2 }).execute())
    const time = clock.now()
    const row = { day: new Date(time).toISOString().slice(0, 10), time, row: '[]', digest: new Uint8Array(32) }
    await db.transaction((tx) =>
      keepSignIns(tx, [{ ...row, event: new Uint8Array(16), account: new Uint8Array(16) }], time),
    )
    const count = async () =>
      (await db.transaction((tx) => sql<{ n: number }>`select count(*) as n from sign_ins`.execute(tx))).rows[0]?.n
    const same = {
      provider: 'okta',
      activity: 'prompt',
      outcome: 'failure',
      step: 'second',
      reason: 'refused',
      method: 'push',
    }
    await startPurge({ store, jobs, clock: () => clock.now(), read: () => same })
    await pass(DAY_MS)
    assert.equal(await count(), 1)
    await pass(3 * DAY_MS)
    await ticking('the purge', async () => (await count()) === 0)
    const sums = await db.transaction((tx) => tx.selectFrom('hourly_summaries').select('row_count').execute())
    assert.deepEqual(sums, [{ row_count: 1 }])
  })
})
