/** The queues of this room. Their jobs hold ids and nothing else: what is told is read when it is told. */
import Type from 'typebox'
import { defineQueue, type Jobs } from '../jobs/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Owed } from './subject.ts'

/** Bring a channel up to date on a subject. A deadline: owed again while it waits, it falls due at the new time. */
export const NOTICES = defineQueue({
  name: 'notices',
  kind: 'deadline',
  payload: Type.Object({ channel: Type.String(), subject: Type.String() }, { additionalProperties: false }),
})

const Empty = Type.Object({}, { additionalProperties: false })
/** Ask the channels of an organisation how they are, and send the heartbeats that are due. */
export const NOTICE_ROUNDS = defineQueue({ name: 'notice-rounds', kind: 'deadline', payload: Empty })
/** Send again what is owed and has no result, and forget what is long over. */
export const NOTICE_SWEEPS = defineQueue({ name: 'notice-sweeps', kind: 'deadline', payload: Empty })

/** For `openJobs`. */
export const NOTICE_QUEUES = [NOTICES, NOTICE_ROUNDS, NOTICE_SWEEPS] as const

/** Sends the jobs of what is owed; what is due already goes at once. */
export async function sendOwed(
  tx: OrganisationTransaction,
  jobs: Jobs,
  organisation: string,
  owed: readonly Owed[],
  now: number,
): Promise<void> {
  for (const { channel, subject, at } of owed) {
    const key = `${channel}:${subject}`
    await jobs
      .in(organisation)
      .send(tx, NOTICES, { channel, subject }, at <= now ? { key } : { key, at: Math.ceil(at) })
  }
}
