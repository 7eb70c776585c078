/**
 * The queue's own tables, in the schema pgboss of the same database. pg-boss makes them, as the owner. Then the wall: jobs of
 * one organisation are not to be seen or sent from a transaction of another. Outside any organisation the queue itself
 * is at work, which sees all.
 */
import { createHash } from 'node:crypto'
import { fromPglite, PgBoss } from 'pg-boss'
import type { QueueBackend } from '../store/index.ts'
import { JobError } from './errors.ts'
import type { Queue } from './queue.ts'

export const SCHEMA = 'pgboss'
/** Where jobs go that failed for good. One for all, so that one look shows them. */
export const DEAD_LETTERS = 'dead-letters'
const DEAD_LETTER_DAYS = 90

const WALL = `
  grant usage on schema ${SCHEMA} to postern_app;
  grant select, insert, update, delete on all tables in schema ${SCHEMA} to postern_app;
  alter default privileges in schema ${SCHEMA} grant select, insert, update, delete on tables to postern_app;
  lock table ${SCHEMA}.job, ${SCHEMA}.job_common in access exclusive mode;
  alter table ${SCHEMA}.job enable row level security;
  alter table ${SCHEMA}.job_common enable row level security;
  drop policy if exists own on ${SCHEMA}.job;
  drop policy if exists own on ${SCHEMA}.job_common;
  create policy own on ${SCHEMA}.job using (
    current_organisation() is null or data->>'organisation' = current_organisation()::text);
  create policy own on ${SCHEMA}.job_common using (
    current_organisation() is null or data->>'organisation' = current_organisation()::text);`

/**
 * Builds the wall where this one does not stand around these tables: its locks are such that a server at work beside us would
 * wait, or stop us. What stands is written at the schema. Two who start at once take turns.
 */
const BUILD = `
  do $build$
  declare stands text := '${createHash('sha256').update(WALL).digest('hex')} ' || (select version from ${SCHEMA}.version);
  begin
    perform pg_advisory_xact_lock(hashtext('postern.queues'));
    if obj_description('${SCHEMA}'::regnamespace, 'pg_namespace') = stands then return; end if;
    ${WALL}
    execute format('comment on schema ${SCHEMA} is %L', stands);
  end $build$;`

/** Makes or renews tables, wall and queues. Throws ERR_QUEUES_NOT_INSTALLED where only the owner could and is not there. */
export async function install(backend: QueueBackend, queues: readonly Queue[]): Promise<void> {
  const boss = new PgBoss({ ...ownerOptions(backend), schema: SCHEMA, supervise: false, schedule: false })
  // What goes wrong is thrown by the calls below, too; without a listener it would end the process.
  boss.on('error', () => undefined)
  try {
    await boss.start()
    if (mayInstall(backend)) await boss.getDb().executeSql(BUILD)
    await openQueues(boss, queues)
  } catch (error) {
    if (mayInstall(backend)) throw error
    throw new JobError(
      'ERR_QUEUES_NOT_INSTALLED',
      'The tables of the job queue are missing or old, and only their owner can make them. Start Postern once with DATABASE_OWNER_URL set, too (docs/storage.md).',
      error,
    )
  } finally {
    await boss.stop({ graceful: false })
  }
}

function mayInstall(backend: QueueBackend): boolean {
  return backend.engine === 'pglite' || backend.ownerUrl !== undefined
}

function ownerOptions(backend: QueueBackend) {
  if (backend.engine === 'pglite') return { backend: 'pglite' as const, db: fromPglite(backend.pglite) }
  return { connectionString: backend.ownerUrl ?? backend.url, migrate: backend.ownerUrl !== undefined, max: 2 }
}

async function openQueues(boss: PgBoss, queues: readonly Queue[]): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_LETTER_DAYS * 86_400 })
  for (const queue of queues) {
    const options = {
      deadLetter: DEAD_LETTERS,
      notify: true,
      retryLimit: queue.retries,
      retryDelay: queue.retryDelay,
      retryBackoff: true,
      retryDelayMax: queue.retryDelayMax,
      expireInSeconds: queue.expire,
    }
    await boss.createQueue(queue.name, { ...options, policy: queue.kind === 'effect' ? 'exclusive' : 'short' })
    await boss.updateQueue(queue.name, options)
  }
}
