/**
 * The working half of the outbox: jobs run, channels are told. Started once a process, after `openJobs` with NOTICE_QUEUES.
 * The transactional half, `owe`, needs none of this.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Job, Queue } from '../jobs/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { deliver } from './outbox.ts'
import { NOTICE_ROUNDS, NOTICE_SWEEPS, NOTICES } from './queues.ts'
import type { NotifyRoom } from './room.ts'
import { goRound, sweep } from './rounds.ts'
import { createSenders, type Senders } from './senders.ts'
import { forgetOwed, storeOutbox } from './store-outbox.ts'

/** So many messages are on their way at once, */
const AT_ONCE = 6
/** of one channel so many: a vendor that hangs must not hold up the others. */
const AT_ONCE_PER_CHANNEL = 4
const PATIENCE_SECONDS = 1
const SWEEP_MS = 3_600_000

/** Begins to tell, and sends again what is owed from before. */
export async function startNotices(room: NotifyRoom): Promise<void> {
  const { store, jobs, clock } = room
  const senders = createSenders(room)
  for (const organisation of await store.organisations()) {
    const db = store.in(organisation)
    await sweep(room, db)
    await db.transaction((tx) => scheduleNotices(room, tx, organisation))
  }
  await jobs.work(NOTICES, notifier(room, senders), AT_ONCE)
  await jobs.work(NOTICE_ROUNDS, async ({ db, signal }) => {
    await goRound(room, senders, db, signal)
    await db.transaction((tx) => again(room, tx, db.organisation, NOTICE_ROUNDS, clock.now() + DEFAULTS.notify.probeMs))
  })
  await jobs.work(NOTICE_SWEEPS, async ({ db }) => {
    await sweep(room, db)
    await db.transaction((tx) => again(room, tx, db.organisation, NOTICE_SWEEPS, clock.now() + SWEEP_MS))
  })
}

/** Sets the rounds of an organisation: at the start, and with its first channel. There is never more than one waiting. */
export async function scheduleNotices(
  room: Pick<NotifyRoom, 'jobs' | 'clock'>,
  tx: OrganisationTransaction,
  organisation: string,
): Promise<void> {
  const now = room.clock.now()
  await again(room, tx, organisation, NOTICE_ROUNDS, now + DEFAULTS.notify.probeMs)
  await again(room, tx, organisation, NOTICE_SWEEPS, now + SWEEP_MS)
}

async function again(
  { jobs }: Pick<NotifyRoom, 'jobs'>,
  tx: OrganisationTransaction,
  organisation: string,
  queue: Queue,
  at: number,
): Promise<void> {
  await jobs.in(organisation).send(tx, queue, {}, { key: 'next', at })
}

/** Runs one job of NOTICES. */
function notifier(room: NotifyRoom, senders: Senders) {
  const busy = new Map<string, number>()

  return async ({ db, payload, signal }: Job<{ channel: string; subject: string }>): Promise<void> => {
    const { organisation } = db
    const { channel, subject } = payload
    const place = `${organisation}/${channel}`
    const running = busy.get(place) ?? 0
    if (running >= AT_ONCE_PER_CHANNEL) {
      const waiting = { key: `${channel}:${subject}`, afterSeconds: PATIENCE_SECONDS }
      await db.transaction((tx) => room.jobs.in(organisation).send(tx, NOTICES, payload, waiting))
      return
    }
    busy.set(place, running + 1)
    try {
      const sender = await db.transaction(async (tx) => {
        const found = await senders.find(tx, organisation, channel)
        if (found === undefined) await forgetOwed(tx, payload)
        return found
      })
      if (sender === undefined) return
      await deliver({ organisation, channel, subject }, sender, storeOutbox(room, db), room.clock, signal)
    } finally {
      const left = (busy.get(place) ?? 1) - 1
      if (left === 0) busy.delete(place)
      else busy.set(place, left)
    }
  }
}
