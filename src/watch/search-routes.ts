/** HTTP: the one search field. It looks in the organisations that the caller may see, and in no other (DESIGN rule 25). */
import Type, { type Static } from 'typebox'
import type { Lockout } from '../diagnosis/index.ts'
import { type Route, route, STAFF_ROLES, staff } from '../http/index.ts'
import { createTokens, type IncidentReading, listIncidents, titleOf, withFindings } from '../incidents/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { findPeople, idOf, type PersonRow, subjectsOfPerson } from './people.ts'
import { byMatch } from './search-rank.ts'
import { verdictsAbout } from './verdicts.ts'

export interface SearchRoutesOptions extends Pick<IncidentReading, 'store' | 'findings'> {
  /** By which facts of the organisation name people. */
  tokenKeyOf(organisation: string): Uint8Array
}

const PEOPLE_MAX = 8
const INCIDENTS_MAX = 200
const LOCKOUTS_MAX = 3
const ORGANISATIONS_MAX = 100
const HITS_MAX = 50
/** So much of an incident's id tells it from others. */
const ID_MIN = 6

const Hit = Type.Object(
  {
    kind: Type.Enum(['person', 'incident', 'lockout']),
    organisation: Type.String(),
    id: Type.String(),
    label: Type.String(),
    hint: Type.String(),
  },
  { additionalProperties: false },
)
type Hit = Static<typeof Hit>

export function searchRoutes(options: SearchRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/search',
      on: 'console',
      access: [staff(STAFF_ROLES)],
      summary: 'People, open lockouts and open incidents, across the organisations that one may see.',
      query: Type.Object({ q: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
      answers: { 200: Type.Array(Hit) },
      async handle({ query, scopes }) {
        const organisations = [...new Set(scopes.flatMap((scope) => scope.organisations))].slice(0, ORGANISATIONS_MAX)
        const hits: Hit[] = []
        for (const organisation of organisations) {
          if (hits.length >= HITS_MAX) break
          hits.push(...(await searchIn(options, organisation, query.q)))
        }
        return { status: 200, body: hits.slice(0, HITS_MAX) }
      },
    }),
  ]
}

async function searchIn(options: SearchRoutesOptions, organisation: string, text: string): Promise<readonly Hit[]> {
  return await options.store.in(organisation).transaction(async (tx) => {
    const people = await findPeople(tx, text, PEOPLE_MAX)
    const lockouts = await lockoutsOf(tx, people)
    const found: Omit<Hit, 'organisation'>[] = [
      ...(await incidentsOf(tx, options, organisation, { people, text })),
      ...lockouts,
      ...people.map((person) => ({
        kind: 'person' as const,
        id: idOf(person),
        label: person.label,
        hint: person.account === '' ? person.provider : `${person.provider} · ${person.account}`,
      })),
    ]
    return byMatch(found, text).map((hit) => ({ ...hit, organisation }))
  })
}

async function lockoutsOf(tx: OrganisationTransaction, people: readonly PersonRow[]) {
  const subjects = people.flatMap(subjectsOfPerson)
  const told = await verdictsAbout(tx, subjects, 'lockout', LOCKOUTS_MAX, 'open')
  return told.map(({ id, body }) => {
    const { people: labels, peopleCount, summary } = JSON.parse(body) as Lockout
    const label = peopleCount > 1 ? `${peopleCount} people` : (labels[0] ?? '')
    return { kind: 'lockout' as const, id, label, hint: summary }
  })
}

/** Open ones about these people, and one that is called by its id. */
async function incidentsOf(
  tx: OrganisationTransaction,
  options: SearchRoutesOptions,
  organisation: string,
  { people, text }: { readonly people: readonly PersonRow[]; readonly text: string },
) {
  const { person } = createTokens(options.tokenKeyOf(organisation))
  const tokens = people.flatMap(subjectsOfPerson).map(person)
  const open = await listIncidents(tx, 'open', INCIDENTS_MAX)
  const wanted = open.filter(
    (incident) =>
      tokens.some((token) => incident.people.has(token)) || (text.length >= ID_MIN && incident.id.startsWith(text)),
  )
  const { told } = await withFindings(tx, options, wanted)
  return wanted.map((incident) => ({
    kind: 'incident' as const,
    id: incident.id,
    label: titleOf(incident, told),
    hint: `${incident.severity}, open`,
  }))
}
