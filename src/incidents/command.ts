/** Carries out commands: decides on what the table has, and writes table and ledger together. */
import { appendEntries, type Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Command, decide, type Refusal } from './decide.ts'
import { entryOf } from './entries.ts'
import { evolve, type Fact, type Incidents } from './incident.ts'
import { loadIncidents, writeIncidents } from './views.ts'

export interface Outcome {
  readonly facts: readonly Fact[]
  /** One for each command that was refused, in their order. */
  readonly refusals: readonly Refusal[]
  readonly incidents: Incidents
}

/**
 * Carries commands out, one after another, as part of a transaction: it locks the ledger's head, so it comes last. `now` in
 * milliseconds; `actor`: `staff/…` or `system/…`.
 */
export async function carryOut(
  tx: OrganisationTransaction,
  commands: readonly Command[],
  { sealer, actor, now }: { readonly sealer: Sealer; readonly actor: string; readonly now: number },
): Promise<Outcome> {
  const before = await loadIncidents(tx, now)
  const facts: Fact[] = []
  const refusals: Refusal[] = []
  let incidents = before
  for (const command of commands) {
    const decision = decide(incidents, command)
    if ('refusal' in decision) refusals.push(decision.refusal)
    else {
      facts.push(...decision.facts)
      incidents = decision.facts.reduce(evolve, incidents)
    }
  }
  if (facts.length > 0) {
    await writeIncidents(tx, before, incidents)
    await appendEntries(
      tx,
      facts.map((fact) => entryOf(fact, actor)),
      sealer,
    )
  }
  return { facts, refusals, incidents }
}
