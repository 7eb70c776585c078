/** A channel's health as it goes on: kept, judged, and told to the other channels when it turns red and when it is well. */
import type { OrganisationTransaction } from '../store/index.ts'
import { type KeptChannel, writeHealth } from './channel-rows.ts'
import { evolveHealth, type HealthFact, judgeHealth } from './health.ts'
import type { Locked } from './outbox-rows.ts'
import { oweLocked } from './owe.ts'
import type { NotifyRoom } from './room.ts'
import type { Routing } from './routing.ts'
import type { Change } from './subject.ts'

/** Takes in what came of a channel, none as well: silence has a colour too. The lock is held already. */
export async function followHealth(
  room: Pick<NotifyRoom, 'jobs' | 'clock'>,
  tx: OrganisationTransaction,
  channel: KeptChannel,
  facts: readonly HealthFact[],
  locked: Locked,
): Promise<void> {
  const after = judged({ ...channel, health: facts.reduce(evolveHealth, channel.health) }, room.clock.now())
  if (facts.length === 0 && after.colour === channel.colour) return
  await writeHealth(tx, after)
  await oweLocked(room, tx, turned(channel, after, locked.routing), locked)
}

/** The channel with its colour at `now`. From red only a message that arrives leads back: amber in between is no news. */
function judged(channel: KeptChannel, now: number): KeptChannel {
  const { colour } = judgeHealth(channel.health, now, expectedOf(channel))
  const colourSince = colour === channel.colour ? channel.colourSince : now
  if (colour === 'red') return { ...channel, colour, colourSince, downSince: channel.downSince ?? now }
  return { ...channel, colour, colourSince, downSince: colour === 'green' ? undefined : channel.downSince }
}

/** What people must do for the channel to stay green. */
export function expectedOf({ confirmMs }: Pick<KeptChannel, 'confirmMs'>) {
  return confirmMs === undefined ? {} : { confirmMs }
}

function turned(before: KeptChannel, after: KeptChannel, routing: Routing | undefined): readonly Change[] {
  if (before.downSince === after.downSince) return []
  const since = after.downSince ?? before.downSince
  const change: Change = {
    subject: `channel-down:${after.id}:${since}`,
    kind: 'channel-down',
    weight: 'milestone',
    severity: 'high',
    only: after.downSince === undefined ? [] : others(routing, after.id),
    about: { channel: after.id },
  }
  return [change]
}

function others(routing: Routing | undefined, id: string): readonly string[] {
  const named = new Set([...(routing?.emergency ?? []), ...(routing?.routes ?? []).flatMap(({ channels }) => channels)])
  named.delete(id)
  return [...named]
}
