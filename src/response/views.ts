/** The table of responses: what screens show, and the real names behind the tokens of the facts. */
import type { Finding, Severity } from '../diagnosis/index.ts'
import type { Provider } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Tier } from './playbook.ts'
import { type OpenedResponse, type ResponseState, stateOf } from './response.ts'

/** What a response is about, as people read it. It stays outside the ledger. */
export interface About {
  /** The playbook's name as it was. */
  readonly playbook: string
  readonly detection: Finding['detection']
  readonly severity: Severity
  readonly summary: string
  /** When the attack began, in milliseconds. */
  readonly start: number
  readonly provider: Provider
  readonly account: string | undefined
  readonly person: string | undefined
  /** What the tokens of the steps' sources stand for. */
  readonly addresses: Readonly<Record<string, string>>
}

/** A step as it is shown. */
export interface ShownStep {
  readonly do: OpenedResponse['steps'][number]['do']
  readonly approval: boolean
  readonly address?: string
  readonly outcome: OpenedResponse['steps'][number]['outcome'] | null
  readonly code?: string
}

interface Body {
  readonly about: About
  readonly tier: Tier
  readonly held: NonNullable<OpenedResponse['held']> | null
  readonly steps: readonly ShownStep[]
}

export interface ShownResponse extends Body {
  readonly id: string
  readonly playbook: string
  readonly finding: string
  readonly incident: string | null
  readonly state: ResponseState
  /** Milliseconds. */
  readonly opened: number
  readonly changed: number
}

/** Takes the row's lock; false if there is no such response. */
export async function lockResponse(tx: OrganisationTransaction, id: string): Promise<boolean> {
  return (
    (await tx.selectFrom('responses').select('id').where('id', '=', id).forUpdate().executeTakeFirst()) !== undefined
  )
}

/** Writes a response as it is now; `about` when it is opened, afterwards what the row has stays. */
export async function writeResponse(
  tx: OrganisationTransaction,
  id: string,
  response: OpenedResponse,
  about: About,
): Promise<void> {
  const steps = response.steps.map((step): ShownStep => {
    const address = step.source === undefined ? undefined : about.addresses[step.source]
    return {
      do: step.do,
      approval: step.approval,
      ...(address === undefined ? {} : { address }),
      outcome: step.outcome ?? null,
      ...(step.code === undefined ? {} : { code: step.code }),
    }
  })
  const body: Body = { about, tier: response.tier, held: response.held ?? null, steps }
  const row = { state: stateOf(response), changed: response.last, body: JSON.stringify(body) }
  const { playbook, finding, incident = null, at: opened } = response
  await tx
    .insertInto('responses')
    .values({ id, playbook, finding, incident, opened, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
    .execute()
}

/** Of one incident: a playbook each for some findings. */
const RESPONSES_MAX = 200

const COLUMNS = ['id', 'playbook', 'finding', 'incident', 'state', 'opened', 'changed', 'body'] as const

type Row = Omit<ShownResponse, keyof Body | 'state'> & { readonly state: string; readonly body: string }

function shown({ body, state, ...row }: Row): ShownResponse {
  return { ...(JSON.parse(body) as Body), ...row, state: state as ResponseState }
}

export async function findResponse(tx: OrganisationTransaction, id: string): Promise<ShownResponse | undefined> {
  const row = await tx.selectFrom('responses').select(COLUMNS).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : shown(row)
}

/** The latest first. */
export async function latestResponses(tx: OrganisationTransaction, limit: number): Promise<readonly ShownResponse[]> {
  const rows = await tx
    .selectFrom('responses')
    .select(COLUMNS)
    .orderBy('opened', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(shown)
}

/** The first first. */
export async function responsesOfIncident(
  tx: OrganisationTransaction,
  incident: string,
): Promise<readonly ShownResponse[]> {
  const rows = await tx
    .selectFrom('responses')
    .select(COLUMNS)
    .where('incident', '=', incident)
    .orderBy('opened')
    .orderBy('id')
    .limit(RESPONSES_MAX)
    .execute()
  return rows.map(shown)
}

export async function responsesOfFindings(
  tx: OrganisationTransaction,
  findings: readonly string[],
): Promise<readonly string[]> {
  if (findings.length === 0) return []
  const rows = await tx
    .selectFrom('responses')
    .select('id')
    .where('finding', 'in', [...findings])
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Those that owe something, a remedy without its end included, for whoever sees to it that nothing owed is forgotten. */
export async function openResponses(tx: OrganisationTransaction): Promise<readonly string[]> {
  const begun = await tx.selectFrom('remedies').select('authority').distinct().where('ended', 'is', null).execute()
  const streams = begun.map(({ authority }) => authority.slice(authority.indexOf('/') + 1))
  const rows = await tx
    .selectFrom('responses')
    .select('id')
    .where((is) =>
      is.or([
        is('state', 'in', ['running', 'undoing', 'waiting', 'held'] satisfies ResponseState[]),
        ...(streams.length > 0 ? [is('id', 'in', streams)] : []),
      ]),
    )
    .orderBy('opened')
    .execute()
  return rows.map(({ id }) => id)
}
