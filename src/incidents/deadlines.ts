/** When an incident is over by itself. */
import { DEFAULTS } from '../base/defaults.ts'
import type { Incident } from './incident.ts'

/**
 * Milliseconds at which silence ends an incident; undefined if it never does, because somebody may be inside, or it is
 * closed already, or staff are about to close it.
 */
export function overAt({ nature, lastSeen, closedAt, proposal }: Incident): number | undefined {
  if (closedAt !== undefined || proposal !== undefined || nature === 'inside') return undefined
  const { quietMs, troubleQuietMs } = DEFAULTS.incident
  return lastSeen + (nature === 'trouble' ? troubleQuietMs : quietMs)
}
