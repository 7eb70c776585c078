/**
 * What nobody asks for: every five minutes the channels are asked how they are, and heartbeats go out that are due; every
 * hour what is owed without a result is sent again, and what is long over is forgotten.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { type KeptChannel, listChannels } from './channel-rows.ts'
import { followHealth } from './follow-health.ts'
import { forgetOld, lockNotices, readOwed, readSubjects } from './outbox-rows.ts'
import { oweLocked } from './owe.ts'
import { sendOwed } from './queues.ts'
import type { NotifyRoom } from './room.ts'
import type { Senders } from './senders.ts'
import type { Change } from './subject.ts'

type Room = Pick<NotifyRoom, 'jobs' | 'clock'>

/** So many jobs in one transaction. */
const OWED_MAX = 500
/** A subject that did not change for so long is over: its messages were given up long before. */
const FORGOTTEN_MS = 30 * 86_400_000

/** Asks all channels at once how they are, and writes down what they said; then sends the heartbeats that are due. */
export async function goRound(room: Room, senders: Senders, db: OrganisationStore, signal: AbortSignal): Promise<void> {
  const asked = await db.transaction(async (tx) => {
    const channels = await listChannels(tx)
    return await Promise.all(
      channels.map(async ({ id }) => ({ id, sender: await senders.find(tx, db.organisation, id) })),
    )
  })
  const now = room.clock.now()
  const said = new Map(
    await Promise.all(asked.map(async ({ id, sender }) => [id, await sender?.probe(now, signal)] as const)),
  )
  await db.transaction(async (tx) => {
    const locked = await lockNotices(tx)
    const channels = await listChannels(tx)
    for (const channel of channels) {
      const outcome = said.get(channel.id)
      const at = room.clock.now()
      const facts = outcome === undefined ? [] : [{ type: 'channel-probed', at, outcome } as const]
      await followHealth(room, tx, channel, facts, locked)
    }
    await oweLocked(room, tx, await heartbeatsDue(tx, channels, room.clock.now()), locked)
  })
}

/** The first goes out a day after the channel was added: until then a test message shows that it works. */
async function heartbeatsDue(
  tx: OrganisationTransaction,
  channels: readonly KeptChannel[],
  now: number,
): Promise<readonly Change[]> {
  const sent = await readSubjects(tx, channels.map(heartbeatOf))
  const last = new Map(sent.map(({ id, changed }) => [id, changed]))
  return channels
    .filter((channel) => now - (last.get(heartbeatOf(channel)) ?? channel.created) >= DEFAULTS.notify.heartbeatMs)
    .map((channel) => ({
      subject: heartbeatOf(channel),
      kind: 'heartbeat',
      weight: 'milestone',
      severity: 'info',
      only: [channel.id],
    }))
}

function heartbeatOf({ id }: Pick<KeptChannel, 'id'>): string {
  return `heartbeat:${id}`
}

/** Sends again what is owed and has no result: its job may have been lost, or given up. Waiting jobs stay one each. */
export async function sweep(room: Room, db: OrganisationStore): Promise<void> {
  await db.transaction(async (tx) => {
    const { organisation } = await lockNotices(tx)
    const now = room.clock.now()
    await forgetOld(tx, now - FORGOTTEN_MS)
    await sendOwed(tx, room.jobs, organisation, await readOwed(tx, OWED_MAX), now)
  })
}
