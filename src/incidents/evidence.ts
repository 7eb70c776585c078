/** A digest of the findings of an incident: whoever decides about it signs what was in front of them. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Incident } from './incident.ts'

/** The same for the same findings as they were told last, in whatever order they came. */
export function evidenceOf({ sightings }: Pick<Incident, 'sightings'>): string {
  const seen = [...sightings.values()].sort((one, other) => (one.finding < other.finding ? -1 : 1))
  return createHash('sha256').update(canonicalize(seen)!).digest('base64url')
}
