/** HTTP: incidents to read. What staff do about them is in command-routes.ts. */
import Type, { type Static } from 'typebox'
import { type Access, type Caller, Count, machine, type Route, route, STAFF_ROLES, staff } from '../http/index.ts'
import { type Entry, lastOfStream } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { adoptionRoutes } from './adoption-routes.ts'
import { cardOf, type FindingTold, IncidentCard, membersIn, nextIn } from './cards.ts'
import { assignRoute, OfIncident } from './command-routes.ts'
import { whyNotAdopted } from './decide.ts'
import { decisionRoutes } from './decision-routes.ts'
import { doneByOthers, doneIn, timelineOf } from './history.ts'
import type { Incident } from './incident.ts'
import { unknownIncident } from './problems.ts'
import {
  type Act,
  cardsOf,
  type IncidentReading,
  type IncidentRoutesOptions,
  namesOf,
  withFindings,
} from './reading.ts'
import { nextOf, sayOf } from './say.ts'
import { incidentById, listIncidents } from './views.ts'

const READERS: Access = [staff(STAFF_ROLES), machine('incidents:read')]
const LISTED_MAX = 200
/** Of one incident: findings told whole, and entries of its stream; the newest. */
const FINDINGS_MAX = 100
const ENTRIES_MAX = 300

const Strict = { additionalProperties: false }
const Query = Type.Object(
  {
    state: Type.Optional(Type.Enum(['open', 'closed', 'all'])),
    limit: Type.Optional(Count({ min: 1, max: LISTED_MAX })),
  },
  Strict,
)
const WholeIncident = Type.Object(
  {
    ...IncidentCard.properties,
    /** The verdicts (format postern.diagnosis/1), newest last. */
    findings: Type.Array(Type.Object({}, { additionalProperties: true })),
    /** How many there are; `findings` has at most 100. */
    findingsCount: Type.Integer(),
    timeline: Type.Array(
      Type.Object(
        { time: Type.String(), kind: Type.String(), text: Type.String(), evidence: Type.Optional(Type.String()) },
        Strict,
      ),
    ),
    done: Type.Array(
      Type.Object({ time: Type.String(), by: Type.String(), what: Type.String(), entry: Type.Integer() }, Strict),
    ),
    /** Safe to say to whoever calls about it. */
    say: Type.String(),
    next: Type.String(),
    /** Of whoever asks, while a change outside of a case is open: why they may not adopt it, null where they may. Else null. */
    adopting: Type.Union([
      Type.Object(
        { refused: Type.Union([Type.Object({ code: Type.String(), text: Type.String() }, Strict), Type.Null()]) },
        Strict,
      ),
      Type.Null(),
    ]),
  },
  Strict,
)
type WholeIncident = Static<typeof WholeIncident>

/** Everything that there is about incidents under `/organisations/:organisation/incidents`. */
export function incidentRoutes(options: IncidentRoutesOptions): readonly Route[] {
  return [
    listRoute(options),
    oneRoute(options),
    assignRoute(options),
    ...decisionRoutes(options),
    ...adoptionRoutes(options),
  ]
}

function listRoute(reading: IncidentReading): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/incidents',
    on: 'console',
    access: READERS,
    summary: 'Incidents, those whose last finding is newest first.',
    params: Type.Object({ organisation: Type.String() }, Strict),
    query: Query,
    answers: { 200: Type.Array(IncidentCard) },
    async handle({ params, query: { state = 'open', limit = LISTED_MAX } }) {
      const loaded = await reading.store
        .in(params.organisation)
        .transaction(async (tx) => withFindings(tx, reading, await listIncidents(tx, state, limit)))
      return { status: 200, body: await cardsOf(reading, loaded) }
    },
  })
}

function oneRoute(options: IncidentRoutesOptions): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/incidents/:incident',
    on: 'console',
    access: READERS,
    summary: 'One incident: evidence, what was done and by whom, what to say and what to do next.',
    params: OfIncident,
    answers: { 200: WholeIncident },
    async handle({ params, caller }) {
      const { incident, ...loaded } = await options.store
        .in(params.organisation)
        .transaction((tx) => loadWhole(tx, options, params.incident))
      if (incident === undefined) throw unknownIncident(loaded.entries)
      const body = await written(options, { ...loaded, incident })
      return {
        status: 200,
        body: { ...body, adopting: await adoptingOf(options, params.organisation, incident, caller) },
      }
    },
  })
}

async function adoptingOf(
  { personOf }: IncidentRoutesOptions,
  organisation: string,
  incident: Incident,
  caller: Caller,
): Promise<WholeIncident['adopting']> {
  const isChange = [...incident.sightings.values()].some(({ detection }) => detection === 'change-outside-case')
  if (caller.who !== 'staff' || incident.closedAt !== undefined || !isChange) return null
  const refusal = whyNotAdopted(incident, { id: caller.id, people: await personOf(organisation, caller.id) })
  return { refused: refusal === undefined ? null : { code: refusal.code, text: refusal.message } }
}

interface Whole {
  readonly incident: Incident | undefined
  readonly findings: readonly FindingTold[]
  /** Its own stream. */
  readonly entries: readonly Entry[]
  /** What playbooks did. */
  readonly acts: readonly Act[]
}

async function loadWhole(tx: OrganisationTransaction, reading: IncidentReading, id: string): Promise<Whole> {
  const incident = await incidentById(tx, id)
  const newest = [...(incident?.sightings.values() ?? [])]
    .sort((one, other) => one.start - other.start)
    .slice(-FINDINGS_MAX)
    .map(({ finding }) => finding)
  const told = new Map((await reading.findings(tx, newest)).map((finding) => [finding.id, finding]))
  return {
    incident,
    findings: newest.flatMap((finding) => told.get(finding) ?? []),
    entries: await lastOfStream(tx, `incident/${id}`, ENTRIES_MAX),
    acts: (await reading.actsAbout?.(tx, id)) ?? [],
  }
}

async function written(
  reading: IncidentReading,
  { incident, findings, entries, acts }: Whole & { readonly incident: Incident },
) {
  const members = membersOf([...entries, ...acts.map(({ entry }) => entry)])
  const nameOf = await namesOf(reading, [...membersIn([incident]), ...members])
  const done = [...doneIn(entries, nameOf), ...doneByOthers(acts, nameOf)].sort((one, other) => one.entry - other.entry)
  const told = new Map(findings.map((finding) => [finding.id, finding]))
  return {
    ...cardOf(incident, told, nameOf),
    findings: findings.map(({ body }) => body),
    findingsCount: incident.sightings.size,
    timeline: [...timelineOf(findings, done)],
    done,
    say: sayOf(incident),
    next: nextOf(incident, nextIn(findings)),
  }
}

/** Staff whom entries name: whoever gave a command, and to whom. */
function membersOf(entries: readonly Entry[]): readonly string[] {
  const ids = entries.flatMap(({ data }) => [data.by, data.to, data.agreedBy])
  return ids.filter((id) => typeof id === 'string')
}
