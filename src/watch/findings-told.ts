/** Findings as incidents read them: as they were told, and with whom they are about. */
import type { Finding } from '../diagnosis/index.ts'
import type { FindingTold, PersonShown } from '../incidents/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { idOf, type PersonRow, peopleBySubject } from './people.ts'
import { labelSubject, type Subject, subjectOf } from './subjects.ts'
import { verdictsById } from './verdicts.ts'

/** Of a finding about many, so many are named. */
const NAMED_MAX = 10

/** For `findings` of incidentRoutes. Those that were never told are left out. */
export async function findingsTold(
  tx: OrganisationTransaction,
  ids: readonly string[],
): Promise<readonly FindingTold[]> {
  const findings = (await verdictsById(tx, ids)).map(({ body }) => JSON.parse(body) as Finding)
  const people = await shownPeople(tx, findings.map(concernedBy))
  return findings.map((body, index) => ({ id: body.id, body, people: people[index] ?? [] }))
}

/** Somebody as a verdict names them. */
export interface Concerned {
  readonly provider: string
  /** The provider's id of the first person's account, or empty. */
  readonly account: string
  readonly labels: readonly string[]
}

function concernedBy({ provider, account = '', person, people = [] }: Finding): Concerned {
  const labels = person === undefined ? people : [person]
  return { provider, account, labels: labels.slice(0, NAMED_MAX) }
}

/** Whom verdicts name, with the ids of their pages; whoever has none is named all the same. */
export async function shownPeople(
  tx: OrganisationTransaction,
  all: readonly Concerned[],
): Promise<readonly (readonly PersonShown[])[]> {
  const known = await peopleBySubject(tx, {
    accounts: [...new Set(all.flatMap(({ account }) => (account === '' ? [] : [account])))],
    labels: [...new Set(all.flatMap(({ labels }) => labels))],
  })
  return all.map(({ provider, account, labels }) =>
    labels.map((label, place) => {
      const subject = place === 0 ? subjectOf(provider, account, label) : labelSubject(provider, label)
      return shown(known, [subject, labelSubject(provider, label)], label)
    }),
  )
}

function shown(known: ReadonlyMap<Subject, PersonRow>, subjects: readonly Subject[], label: string): PersonShown {
  const row = subjects.map((subject) => known.get(subject)).find((one) => one !== undefined)
  return { id: row === undefined ? '' : idOf(row), label }
}
