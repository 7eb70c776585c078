/** Which facts about incidents somebody has to hear of, and how loudly. Pure. */
import type { Change } from '../notify/index.ts'
import type { Fact, Incident, Incidents } from './incident.ts'
import { graverNature } from './nature.ts'
import { isAtLeast } from './severity.ts'

/**
 * Opened, worse, assigned, closed, merged and opened again are milestones, worth a message of their own; that it grows is a
 * detail. One change an incident, however many facts. `before` and `after` are the states around the facts. What is trouble
 * and nobody's attack has the kind `lockout`: it is told of with what explains it, by the switchboard.
 */
export function changesOf(before: Incidents, facts: readonly Fact[], after: Incidents): readonly Change[] {
  const into = new Map(facts.flatMap((fact) => (fact.type === 'incident-merged' ? [[fact.incident, fact.into]] : [])))
  const loud = new Set([...facts.filter(isLoud).map(({ incident }) => incident), ...into.values()])
  const concerned = new Set([...facts.map(({ incident }) => incident), ...into.values()])
  return [...concerned].flatMap((id): readonly Change[] => {
    const incident = after.get(id) ?? before.get(id)
    if (incident === undefined) return []
    const target = into.get(id)
    return [
      {
        subject: subjectOf(id),
        kind: kindOf(incident),
        weight: loud.has(id) || isWorse(before.get(id), incident) ? 'milestone' : 'detail',
        severity: incident.severity,
        about: { incident: id, ...(target === undefined ? {} : { into: target }) },
      },
    ]
  })
}

function subjectOf(incident: string): string {
  return `incident:${incident}`
}

const QUIET: ReadonlySet<Fact['type']> = new Set([
  'finding-joined',
  'finding-grew',
  'closing-proposed',
  'closing-rejected',
])

function isLoud({ type }: Fact): boolean {
  return !QUIET.has(type)
}

/** More severe, or the attacker may be inside now: an approval after refusals is news also where both are critical (R26). */
function isWorse(before: Incident | undefined, after: Incident): boolean {
  if (before === undefined) return false
  return !isAtLeast(before.severity, after.severity) || graverNature(before.nature, after.nature) !== before.nature
}

function kindOf(incident: Incident): Change['kind'] {
  if (incident.nature === 'trouble') return 'lockout'
  return isAboutEmergency(incident) ? 'emergency' : 'incident'
}

/** Its use, or an attempt, goes to a list of channels of its own (DESIGN §3 rule 18). */
function isAboutEmergency({ sightings }: Incident): boolean {
  return [...sightings.values()].some(({ detection }) => detection === 'emergency-account')
}
