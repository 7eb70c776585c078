/** Would anybody miss a channel? */
import type { OrganisationTransaction } from '../store/index.ts'
import { channelById } from './channel-rows.ts'
import { routingOf } from './outbox-rows.ts'

/** Tests and heartbeats are told to whoever set the channel up. */
const OWN_KINDS = ['channel-test', 'heartbeat']

/**
 * True unless it is certain that nobody hears anything on this channel: no route names it, it has told of nothing, and no
 * mail to a member of staff goes out by it.
 */
export async function isHeardOn(tx: OrganisationTransaction, id: string): Promise<boolean> {
  const channel = await channelById(tx, id)
  if (channel === undefined) return false
  if (channel.kind === 'mail') return true
  const routing = await routingOf(tx)
  const routed = [...(routing?.emergency ?? []), ...(routing?.routes ?? []).flatMap(({ channels }) => channels)]
  if (routed.includes(id)) return true
  const told = await tx
    .selectFrom('notice_deliveries')
    .innerJoin('notice_subjects', 'notice_subjects.id', 'notice_deliveries.subject')
    .select('notice_subjects.id')
    .where('notice_deliveries.channel', '=', id)
    .where('notice_subjects.kind', 'not in', OWN_KINDS)
    .limit(1)
    .executeTakeFirst()
  return told !== undefined
}
