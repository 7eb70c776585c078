/** When an incident is over by itself. */
import { DEFAULTS } from '../base/defaults.ts'
import type { Command } from './decide.ts'
import type { Incident, Incidents } from './incident.ts'

/**
 * Milliseconds at which silence ends an incident; undefined if it never does, because somebody may be inside, or it is
 * closed already, or staff are about to close it. Whoever opens one again gets as long as if a finding had come then.
 */
export function overAt({ nature, lastSeen, reopenedAt, closedAt, proposal }: Incident): number | undefined {
  if (closedAt !== undefined || proposal !== undefined || nature === 'inside') return undefined
  const { quietMs, troubleQuietMs } = DEFAULTS.incident
  return Math.max(lastSeen, reopenedAt ?? lastSeen) + (nature === 'trouble' ? troubleQuietMs : quietMs)
}

/** Commands that end what is over at `now`. */
export function elapsing(incidents: Incidents, now: number): readonly Command[] {
  return [...incidents.values()]
    .filter((incident) => (overAt(incident) ?? Number.POSITIVE_INFINITY) <= now)
    .map(({ id }) => ({ type: 'elapse', at: now, incident: id }))
}

/** When the next one is over, if nothing else comes; undefined if none ever will be. */
export function nextElapse(incidents: Incidents): number | undefined {
  const times = [...incidents.values()].map(overAt).filter((time) => time !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}
