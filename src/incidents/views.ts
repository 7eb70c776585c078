/** The table of incidents: what the next finding is held against, and what screens show. */
import { DEFAULTS } from '../base/defaults.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Incident, Incidents, Sighting } from './incident.ts'

/** More providers than that are not in trouble within two days. */
const TROUBLES_MAX = 50

/** Sets and maps as lists, for JSON. */
interface Written extends Omit<Incident, 'sightings' | 'people' | 'sources'> {
  readonly sightings: readonly Sighting[]
  readonly people: readonly string[]
  readonly sources: readonly string[]
}

/** Incidents that are open or may be opened again at `now`. Locks them until the transaction ends. */
export async function loadIncidents(tx: OrganisationTransaction, now: number): Promise<Incidents> {
  const rows = await tx
    .selectFrom('incidents')
    .select('body')
    .where((is) => is.or([is('closed', 'is', null), is('closed', '>=', now - DEFAULTS.incident.reopenMs)]))
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map(({ body }) => read(body)).map((incident) => [incident.id, incident]))
}

export type IncidentState = 'open' | 'closed' | 'all'

/** By the time of their last finding, newest first; nothing is locked. */
export async function listIncidents(
  tx: OrganisationTransaction,
  state: IncidentState,
  limit: number,
): Promise<readonly Incident[]> {
  let query = tx.selectFrom('incidents').select('body')
  if (state === 'open') query = query.where('closed', 'is', null)
  if (state === 'closed') query = query.where('closed', 'is not', null)
  const rows = await query.orderBy('last_seen', 'desc').orderBy('id').limit(limit).execute()
  return rows.map(({ body }) => read(body))
}

/** One that is or was; undefined for one that never was, or is part of another by now. */
export async function incidentById(tx: OrganisationTransaction, id: string): Promise<Incident | undefined> {
  const row = await tx.selectFrom('incidents').select('body').where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : read(row.body)
}

/** Those of the nature `trouble` that gather any of these findings, the newest first. Their number is small; nothing is locked. */
export async function incidentsOfTrouble(
  tx: OrganisationTransaction,
  findings: readonly string[],
): Promise<readonly Incident[]> {
  const rows = await tx
    .selectFrom('incidents')
    .select('body')
    .where('body', 'like', '%"nature":"trouble"%')
    .orderBy('last_seen', 'desc')
    .orderBy('id')
    .limit(TROUBLES_MAX)
    .execute()
  return rows.map(({ body }) => read(body)).filter(({ sightings }) => findings.some((id) => sightings.has(id)))
}

/** Writes those that differ from before; what is merged or forgotten goes. */
export async function writeIncidents(tx: OrganisationTransaction, before: Incidents, after: Incidents): Promise<void> {
  for (const incident of after.values()) {
    if (before.get(incident.id) === incident) continue
    const { id, severity, openedAt: opened, lastSeen: last_seen, closedAt } = incident
    const row = { severity, opened, last_seen, closed: closedAt ?? null, body: written(incident) }
    await tx
      .insertInto('incidents')
      .values({ id, ...row })
      .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
      .execute()
  }
  const gone = [...before.keys()].filter((id) => !after.has(id))
  if (gone.length > 0) await tx.deleteFrom('incidents').where('id', 'in', gone).execute()
}

function written({ sightings, people, sources, ...rest }: Incident): string {
  const lists: Written = { ...rest, sightings: [...sightings.values()], people: [...people], sources: [...sources] }
  return JSON.stringify(lists)
}

function read(body: string): Incident {
  const { sightings, people, sources, owner, proposal, adoption, closedAt, reopenedAt, ...rest } = JSON.parse(
    body,
  ) as Written
  return {
    ...rest,
    owner,
    proposal,
    adoption,
    closedAt,
    reopenedAt,
    sightings: new Map(sightings.map((sighting) => [sighting.finding, sighting])),
    people: new Set(people),
    sources: new Set(sources),
  }
}
