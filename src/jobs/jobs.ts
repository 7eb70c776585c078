/**
 * Work that has to happen after a commit, and deadlines: pg-boss in the same database. A job is sent in the transaction
 * that makes it owed, so that either both are there or neither; it runs at least once.
 */

import { sql } from 'kysely'
import { type Clock, fromKysely, fromPglite, PgBoss } from 'pg-boss'
import type { Static, TSchema } from 'typebox'
import type { OrganisationStore, OrganisationTransaction, QueueBackend, Store } from '../store/index.ts'
import { JobError } from './errors.ts'
import { DEAD_LETTERS, install, SCHEMA } from './install.ts'
import { checkPayload, type Queue } from './queue.ts'

export interface Job<Payload> {
  /** The organisation whose job it is; nothing else can be reached through it. */
  readonly db: OrganisationStore
  readonly payload: Payload
  /** The outbox key, without the organisation. */
  readonly key: string
  /** From 1. */
  readonly attempt: number
  /** Aborted when the job's time is over or the process shuts down. */
  readonly signal: AbortSignal
}

export interface SendOptions {
  /** What makes it this job and no other, within the queue: for an effect `seq:effect`, for a deadline what falls due. */
  readonly key: string
  /** Not before this, in milliseconds since 1970; left out, at once, by the database's clock, which wakes a worker. */
  readonly at?: number
  /** Instead: so long from now, by the database's clock, in whole seconds. */
  readonly afterSeconds?: number
}

export interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly key: string
  readonly attempts: number
  /** When it was given up, in milliseconds since 1970. */
  readonly failed: number
  /** Code and message of the last failure. */
  readonly error: string
}

export interface OrganisationJobs {
  /** Sends an effect, or sets a deadline (and sets it anew if it waits). Throws ERR_JOB_PAYLOAD, ERR_QUEUE_NOT_OPEN. */
  send<P extends TSchema>(
    tx: OrganisationTransaction,
    queue: Queue<P>,
    payload: Static<P>,
    options: SendOptions,
  ): Promise<void>
  /** Takes back what waits under the key; what runs already goes on. */
  cancel(tx: OrganisationTransaction, queue: Queue, key: string): Promise<void>
  /** What failed for good, newest first. */
  deadLetters(limit: number): Promise<readonly DeadLetter[]>
  /** Sends a dead letter to its queue again; false if it is not there. */
  revive(id: string): Promise<boolean>
}

export interface Jobs {
  in(organisation: string): OrganisationJobs
  /** Runs a queue's jobs here, at most `concurrency` at a time. What `handle` throws is tried again. */
  work<P extends TSchema>(
    queue: Queue<P>,
    handle: (job: Job<Static<P>>) => Promise<void>,
    concurrency?: number,
  ): Promise<void>
  /** Waits for running jobs, at most 30 seconds; then stops. */
  close(): Promise<void>
}

export interface JobsOptions {
  readonly store: Store
  /** All queues that are ever sent to: opening one later would be a query past the transaction it is sent in. */
  readonly queues: readonly Queue[]
  /** Told of what goes wrong in the background: lost connections, failed maintenance. */
  readonly onError: (error: Error) => void
  /** For tests: pg-boss's TestClock. Left out, the system's. */
  readonly clock?: Clock
}

interface Envelope {
  readonly organisation: string
  readonly key: string
  readonly payload: unknown
}

const CLOSE_MS_MAX = 30_000
/** A notification wakes a worker at once; this is for what falls due later, is tried again, or whose notification got lost. */
const POLL_SECONDS = 2

/** Opens the queues, and makes their tables where they are missing. Throws ERR_QUEUES_NOT_INSTALLED. */
export async function openJobs({ store, queues, onError, clock }: JobsOptions): Promise<Jobs> {
  await install(store.queueBackend, queues)
  const boss = new PgBoss({
    ...options(store.queueBackend),
    schema: SCHEMA,
    migrate: false,
    schedule: false,
    useListenNotify: true,
    ...(clock === undefined ? {} : { clock }),
  })
  boss.on('error', onError)
  await boss.start()
  const open = new Set(queues.map(({ name }) => name))

  function assertOpen({ name }: Queue): void {
    if (open.has(name)) return
    throw new JobError('ERR_QUEUE_NOT_OPEN', `The queue ${name} was not opened at the start; add it to openJobs.`)
  }

  return {
    in: (organisation) => organisationJobs(boss, store.in(organisation), assertOpen),
    async work(queue, handle, concurrency = 1) {
      assertOpen(queue)
      const polling = { pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: POLL_SECONDS }
      const settings = { ...polling, batchSize: 1, localConcurrency: concurrency, includeMetadata: true } as const
      await boss.work<Envelope, void, typeof settings>(queue.name, settings, async (jobs) => {
        for (const { data, retryCount, signal } of jobs) {
          await withoutSecrets(async () => {
            const payload = checkPayload(queue, data.payload)
            await handle({ db: store.in(data.organisation), payload, key: data.key, attempt: retryCount + 1, signal })
          })
        }
      })
    },
    close: () => boss.stop({ graceful: true, timeout: CLOSE_MS_MAX }),
  }
}

function organisationJobs(boss: PgBoss, db: OrganisationStore, assertOpen: (queue: Queue) => void): OrganisationJobs {
  const { organisation } = db
  return {
    async send(tx, queue, payload, { key, at, afterSeconds }) {
      assertOpen(queue)
      const envelope: Envelope = { organisation, key, payload: checkPayload(queue, payload) }
      const settings = { db: fromKysely(tx), singletonKey: singletonKey(organisation, key) }
      const startAfter = at === undefined ? afterSeconds : new Date(at)
      if (queue.kind === 'effect') {
        await boss.send(queue.name, envelope, startAfter === undefined ? settings : { ...settings, startAfter })
      } else {
        // 0 seconds: a time of our own clock lies after the transaction's begin, and then nobody is notified.
        await boss.upsert(queue.name, envelope, { ...settings, startAfter: startAfter ?? 0 })
      }
    },
    async cancel(tx, queue, key) {
      assertOpen(queue)
      await sql`delete from ${sql.raw(SCHEMA)}.job
        where name = ${queue.name} and singleton_key = ${singletonKey(organisation, key)} and state < 'active'`.execute(
        tx,
      )
    },
    deadLetters: (limit) => db.transaction((tx) => deadLetters(tx, limit)),
    async revive(id) {
      const isOwn = (await db.transaction((tx) => deadLetters(tx, 1, id))).length > 0
      return isOwn && (await boss.redrive(DEAD_LETTERS, { ids: [id] })) > 0
    },
  }
}

/** Two organisations never have one key: unique indexes do not know of the wall. */
function singletonKey(organisation: string, key: string): string {
  return `${organisation}:${key}`
}

async function deadLetters(tx: OrganisationTransaction, limit: number, id?: string): Promise<readonly DeadLetter[]> {
  const { rows } = await sql<DeadLetter>`
    select id::text, coalesce(source_name, name) as queue, data->>'key' as key,
      coalesce(source_retry_count, 0) + 1 as attempts,
      (extract(epoch from created_on) * 1000)::int8 as failed,
      coalesce(source_output->>'message', '') as error
    from ${sql.raw(SCHEMA)}.job
    where name = ${DEAD_LETTERS} and state = 'created' and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
    order by created_on desc, id limit ${limit}`.execute(tx)
  return rows
}

/**
 * pg-boss writes a failed job's error into its row, with all its properties, causes included, and these may quote a
 * person's data or worse. Only code and message go there.
 */
async function withoutSecrets(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'ERR_UNKNOWN'
    const message = error instanceof Error && code.startsWith('ERR_') ? error.message : 'The job failed.'
    const shown = new Error(`${code}: ${message}`.slice(0, 500))
    delete shown.stack
    throw shown
  }
}

function options(backend: QueueBackend) {
  if (backend.engine === 'pglite') return { backend: 'pglite' as const, db: fromPglite(backend.pglite) }
  return { connectionString: backend.url, createSchema: false, max: 4, application_name: 'postern-jobs' }
}
