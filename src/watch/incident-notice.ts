/** What people are told of an incident: as it is when the message leaves, with names from the findings that it gathers. */
import type { Finding } from '../diagnosis/index.ts'
import { type Incident, incidentById } from '../incidents/index.ts'
import { type Asked, common, type Describe, type Notice } from '../notify/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'

const LINE_MAX = 600
const NAMES_MAX = 20
const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical']
const LOOK = 'Open it in Postern.'

/** For the kinds `incident` and `emergency` of notify's room. */
export const describeIncident: Describe = async (tx, asked) => {
  const { incident: id, into } = asked.subject.about
  if (id === undefined) return undefined
  if (into !== undefined) return mergedNotice(asked, into)
  const incident = await incidentById(tx, id)
  if (incident === undefined) return undefined
  const findings = await findingsOf(tx, incident)
  return asked.subject.kind === 'emergency'
    ? await emergencyNotice(asked, incident, findings)
    : await incidentNotice(asked, incident, findings)
}

async function incidentNotice(asked: Asked, incident: Incident, findings: readonly Finding[]): Promise<Notice> {
  const [gravest] = findings
  const people = unique(findings.flatMap(({ person, people = [] }) => (person === undefined ? people : [person])))
  const counts = findings.map(({ peopleCount = 0 }) => peopleCount)
  return {
    ...(await lifeOf(asked, incident)),
    kind: 'incident',
    what: line(gravest?.summary ?? 'What it rests on is not kept any more'),
    people: people.slice(0, NAMES_MAX),
    peopleCount: Math.max(people.length, ...counts),
    sources: unique(findings.flatMap(({ address }) => address ?? [])).slice(0, NAMES_MAX),
    findings: incident.sightings.size,
    done: [],
    next: line(gravest?.next ?? LOOK),
  }
}

async function emergencyNotice(asked: Asked, incident: Incident, findings: readonly Finding[]): Promise<Notice> {
  const use = findings.find(({ detection }) => detection === 'emergency-account') ?? findings[0]
  return {
    ...(await lifeOf(asked, incident)),
    kind: 'emergency',
    account: use?.person ?? '',
    what: line(use?.summary ?? 'An emergency account was used'),
    source: use?.address ?? '',
    next: line(use?.next ?? LOOK),
  }
}

/** Its findings are another incident's by now, which is told of in a message of its own. */
function mergedNotice(asked: Asked, into: string): Notice {
  return {
    ...common(asked, `/incidents/${into}`),
    kind: 'incident',
    state: 'closed',
    what: 'It hangs together with an older incident, and goes on as part of that one',
    people: [],
    peopleCount: 0,
    sources: [],
    findings: 0,
    done: [],
    next: LOOK,
  }
}

async function lifeOf(asked: Asked, { id, severity, owner, openedAt, closedAt }: Incident) {
  const state = closedAt !== undefined ? 'closed' : owner === undefined ? 'open' : 'taken'
  return {
    ...common(asked, `/incidents/${id}`),
    severity,
    opened: openedAt,
    state,
    ...(owner === undefined ? {} : { takenBy: await asked.nameOf(owner) }),
  } as const
}

/** The findings that it gathers, as they were told last, the gravest and newest first. */
async function findingsOf(tx: OrganisationTransaction, { sightings }: Incident): Promise<readonly Finding[]> {
  const rows = await tx
    .selectFrom('verdicts')
    .select('body')
    .where('id', 'in', [...sightings.keys()])
    .execute()
  const findings = rows.map(({ body }) => JSON.parse(body) as Finding)
  return findings.toSorted((one, other) => rank(other) - rank(one) || (one.end < other.end ? 1 : -1))
}

function rank({ severity }: Finding): number {
  return SEVERITIES.indexOf(severity)
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

function line(text: string): string {
  return text.length <= LINE_MAX ? text : `${text.slice(0, LINE_MAX - 1)}…`
}
