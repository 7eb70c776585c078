/** The daily purge of one organisation's sign-ins, as a deadline that sets itself again. */
import Type from 'typebox'
import { purge, type Store, type SummaryKey } from '../store/index.ts'
import type { Jobs } from './jobs.ts'
import { defineQueue } from './queue.ts'

export const PURGE = defineQueue({ name: 'purge', kind: 'deadline', payload: Type.Object({}) })

const KEY = 'daily'
const DAY_MS = 86_400_000

export interface PurgeOptions {
  readonly store: Store
  readonly jobs: Jobs
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Reads of a kept row what its hourly summary counts by. */
  readonly read: (row: string) => SummaryKey
}

/** Sets the deadline of every organisation that there is, and works through them. A new organisation calls `schedulePurge`. */
export async function startPurge({ store, jobs, clock, read }: PurgeOptions): Promise<void> {
  for (const organisation of await store.organisations()) await schedulePurge(store, jobs, organisation, clock())
  await jobs.work(PURGE, async ({ db }) => {
    await purge(store, db.organisation, clock(), read)
    await schedulePurge(store, jobs, db.organisation, clock() + DAY_MS)
  })
}

/** The next purge of an organisation is due at `at`; there is never more than one waiting. */
export async function schedulePurge(store: Store, jobs: Jobs, organisation: string, at: number): Promise<void> {
  await store.in(organisation).transaction((tx) => jobs.in(organisation).send(tx, PURGE, {}, { key: KEY, at }))
}
