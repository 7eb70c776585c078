/** The outbox over store/ and jobs/: what `deliver` needs of a database. */
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { channelById } from './channel-rows.ts'
import { evolveDelivery } from './delivery.ts'
import { followHealth } from './follow-health.ts'
import { checkNotice, type Notice } from './notice.ts'
import type { DeliveryKey, Outbox, Stepped } from './outbox.ts'
import { deleteSubject, type Locked, lockNotices, readDelivery, readSubjects, writeDelivery } from './outbox-rows.ts'
import { describeOwn } from './own-notices.ts'
import { sendOwed } from './queues.ts'
import type { KeptSubject, NotifyRoom } from './room.ts'

type Room = Pick<NotifyRoom, 'jobs' | 'clock' | 'consoleUrl' | 'describe' | 'profileOf'>

/** The outbox of one organisation. */
export function storeOutbox(room: Room, db: OrganisationStore): Outbox {
  return {
    transact: (key, step) => db.transaction(async (tx) => await transact(room, tx, key, step)),
  }
}

async function transact(
  room: Room,
  tx: OrganisationTransaction,
  key: DeliveryKey,
  step: Parameters<Outbox['transact']>[1],
): Promise<Stepped | undefined> {
  const locked = await lockNotices(tx)
  const [subject] = await readSubjects(tx, [key.subject])
  if (subject === undefined) return undefined
  const { delivery, due } = await readDelivery(tx, key)
  const { facts, owe } = step({ subject, delivery })
  const isStarting = facts.some(({ type }) => type === 'notice-started')
  const notice = isStarting ? await noticeOf(room, tx, subject) : undefined
  if (isStarting && notice === undefined) {
    await deleteSubject(tx, key.subject)
    return undefined
  }
  // While a try has no result it is still owed: whoever sweeps finds it.
  const next = { delivery: facts.reduce(evolveDelivery, delivery), due: owe ?? (isStarting ? due : null) }
  await writeDelivery(tx, key, next)
  if (owe !== undefined) {
    await sendOwed(tx, room.jobs, locked.organisation, [{ ...key, at: owe }], room.clock.now())
  }
  if (facts.length > 0) await follow(room, tx, key.channel, facts, locked)
  return { subject, delivery, notice }
}

async function follow(
  room: Room,
  tx: OrganisationTransaction,
  id: string,
  facts: Parameters<typeof followHealth>[3],
  locked: Locked,
): Promise<void> {
  const channel = await channelById(tx, id)
  if (channel !== undefined) await followHealth(room, tx, channel, facts, locked)
}

/** Nothing is owed to this channel on this subject any more: the channel is gone. */
export async function forgetOwed(
  tx: OrganisationTransaction,
  key: Pick<DeliveryKey, 'channel' | 'subject'>,
): Promise<void> {
  await lockNotices(tx)
  const [subject] = await readSubjects(tx, [key.subject])
  if (subject === undefined) return
  const { delivery } = await readDelivery(tx, key)
  await writeDelivery(tx, key, { delivery, due: null })
}

/** What there is to tell of a subject now. Throws ERR_NOTICE_INVALID where a room above describes it wrongly. */
async function noticeOf(room: Room, tx: OrganisationTransaction, subject: KeptSubject): Promise<Notice | undefined> {
  const describe = describeOwn[subject.kind] ?? room.describe[subject.kind]
  const { organisation, name } = await tx
    .selectFrom('organisations')
    .select(['organisation', 'name'])
    .executeTakeFirstOrThrow()
  const notice = await describe?.(tx, {
    subject,
    organisation: name,
    pagesUrl: `${room.consoleUrl}/o/${encodeURIComponent(organisation)}`,
    nameOf: async (member) => (await room.profileOf(tx, member))?.name ?? member,
  })
  return notice === undefined ? undefined : checkNotice(notice)
}
