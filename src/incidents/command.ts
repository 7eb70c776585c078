/** Carries out commands: decides on what the table has, and writes table and ledger together. */
import { appendEntries, type CommittedValue, type Decision, keepValues, type Sealer } from '../ledger/index.ts'
import type { Change } from '../notify/index.ts'
import type { Intent } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Command, decide, type Refusal, type TakeFinding } from './decide.ts'
import { isSigned } from './decisions.ts'
import { entryOf } from './entries.ts'
import { evolve, type Fact, type Incident, type Incidents, type Sighting } from './incident.ts'
import { changesOf } from './notices.ts'
import { loadIncidents, writeIncidents } from './views.ts'

export interface Outcome {
  readonly facts: readonly Fact[]
  /** One for each command that was refused, in their order. */
  readonly refusals: readonly Refusal[]
  readonly incidents: Incidents
}

export interface Carrying {
  readonly sealer: Sealer
  /** `staff/…` or `system/…`. */
  readonly actor: string
  /** Milliseconds. */
  readonly now: number
  /** What a person signed: these facts and no others. The assertions go with them. */
  readonly signed?: { readonly intent: Intent; readonly decisions: readonly Decision[] } | undefined
  /** What the fact commits to, where it does: kept beside its entry. */
  readonly statement?: CommittedValue | undefined
  /** Writes down what the facts make owed, in the same transaction: notify's `owe`. */
  readonly owe?: ((tx: OrganisationTransaction, changes: readonly Change[]) => Promise<void>) | undefined
  /** Gives findings as they are now, so that no incident ends by silence before what was held back is written. */
  readonly latest?: Latest | undefined
}

/** Those of these findings that stand, as they were told last. */
export type Latest = (tx: OrganisationTransaction, findings: readonly string[]) => Promise<readonly Sighting[]>

/** Carries commands out, one after another, as part of a transaction: it locks the ledger's head, so it comes last. */
export async function carryOut(
  tx: OrganisationTransaction,
  commands: readonly Command[],
  { sealer, actor, now, signed, statement, owe, latest }: Carrying,
): Promise<Outcome> {
  const before = await loadIncidents(tx, now)
  const ending = commands.flatMap(({ type, incident }) => (type === 'elapse' ? (before.get(incident) ?? []) : []))
  const whole = await takeWhole(tx, ending, now, latest)
  const facts: Fact[] = []
  const refusals: Refusal[] = []
  let incidents = before
  for (const command of [...whole, ...commands]) {
    const decision = decide(incidents, command)
    if ('refusal' in decision) refusals.push(decision.refusal)
    else {
      facts.push(...decision.facts)
      incidents = decision.facts.reduce(evolve, incidents)
    }
  }
  if (signed !== undefined && !facts.every((fact) => isSigned(signed.intent, fact))) {
    return { facts: [], refusals: [CHANGED], incidents: before }
  }
  if (facts.length > 0) {
    await writeIncidents(tx, before, incidents)
    await owe?.(tx, changesOf(before, facts, incidents))
    const drafts = facts.map((fact) => entryOf(fact, actor, signed?.decisions))
    const [first] = await appendEntries(tx, drafts, sealer)
    if (statement !== undefined && first !== undefined) await keepValues(tx, first.entry.seq, { statement })
  }
  return { facts, refusals, incidents }
}

export const CHANGED: Refusal = {
  code: 'ERR_INCIDENT_CHANGED',
  message: 'Something was found or decided since you looked at it.',
}

/** Takes the findings of these incidents as they are now, however little they have grown. */
export async function takeWhole(
  tx: OrganisationTransaction,
  incidents: readonly Incident[],
  now: number,
  latest: Latest = async () => [],
): Promise<readonly TakeFinding[]> {
  const open = incidents.filter(({ closedAt }) => closedAt === undefined)
  const findings = open.flatMap(({ sightings }) => [...sightings.keys()])
  if (findings.length === 0) return []
  const sightings = await latest(tx, findings)
  return sightings.map((sighting) => ({
    type: 'take-finding',
    at: now,
    incident: sighting.finding,
    sighting,
    whole: true,
  }))
}
