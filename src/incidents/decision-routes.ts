/**
 * HTTP: what staff decide about an incident, each with their passkey's assertion over it (DESIGN §3 rule 20). Two routes each: one
 * gives what the passkey is to sign, the other takes it. `evidence` is what the page showed: on anything else nobody decides.
 */
import Type, { type Static, type TProperties } from 'typebox'
import { type Call, callerAs, type Route, route, staff } from '../http/index.ts'
import type { Decision } from '../ledger/index.ts'
import { type Assertion, AssertionSchema, type Intent, orProblem } from '../staff/index.ts'
import { IncidentCard } from './cards.ts'
import { CHANGED, carryOut, takeWhole } from './command.ts'
import { act, type BareCommand, commandOf, OfIncident, type StaffCommand } from './command-routes.ts'
import { decide, type Refusal } from './decide.ts'
import { intentOf, isDecided, type Proposal, proposalOf } from './decisions.ts'
import { evidenceOf } from './evidence.ts'
import { refused } from './problems.ts'
import type { IncidentRoutesOptions } from './reading.ts'
import { ROLES_FOR } from './roles.ts'
import { loadIncidents } from './views.ts'

const Strict = { additionalProperties: false }
const Reason = Type.String({ minLength: 1, maxLength: 2000 })
const Verdict = Type.Enum(['true-positive', 'benign', 'false-positive'])
/** As `navigator.credentials.get` takes them. */
const Options = Type.Object({}, { additionalProperties: true })

/** Each can write an entry. */
export const DECISIONS = { perCaller: { count: 30, perMs: 60_000 } }

export function decisionRoutes(options: IncidentRoutesOptions): readonly Route[] {
  return [
    ...decided(options, {
      name: 'close',
      summary: 'Closes the incident; where somebody may be inside, proposes that to a second person.',
      words: { verdict: Verdict, reason: Reason },
      command: (words) => ({ type: 'close', ...words }),
    }),
    ...decided(options, {
      name: 'agree',
      summary: 'Agrees to close it, as the second person.',
      words: {},
      command: () => ({ type: 'agree' }),
    }),
    ...decided(options, {
      name: 'reject',
      summary: 'Leaves it open against a proposal to close it.',
      words: { reason: Reason },
      command: (words) => ({ type: 'reject', ...words }),
    }),
    ...decided(options, {
      name: 'reopen',
      summary: 'Opens it again.',
      words: {},
      command: () => ({ type: 'reopen' }),
    }),
  ]
}

type Words<Members extends TProperties> = Static<ReturnType<typeof Type.Object<Members>>>

interface Definition<Members extends TProperties> {
  readonly name: keyof typeof ROLES_FOR
  readonly summary: string
  /** What whoever decides says. */
  readonly words: Members
  command(words: Words<Members>): BareCommand
}

function decided<Members extends TProperties>(
  options: IncidentRoutesOptions,
  { name, summary, words, command }: Definition<Members>,
): readonly Route[] {
  const path = `/organisations/:organisation/incidents/:incident/${name}`
  const said = { ...words, evidence: Type.String({ maxLength: 64 }) }
  const of = { method: 'POST', on: 'console', access: [staff(ROLES_FOR[name])], params: OfIncident } as const

  async function decideNow(call: OfCall, body: object) {
    const { evidence, assertion: _, ...rest } = body as Said
    const wanted = await commandOf(options, call, command(rest as Words<Members>))
    return { wanted, ...(await decidedNow(options, call.params.organisation, wanted, evidence)) }
  }

  return [
    route({
      ...of,
      path: `${path}/begin`,
      summary: `What a passkey is asked for to decide this: ${summary}`,
      body: Type.Object(said, Strict),
      answers: { 200: Options },
      async handle(call) {
        await writeHeldBack(options, call)
        const { intent } = await decideNow(call, call.body)
        const { id: by } = callerAs(call, 'staff')
        return { status: 200, body: { ...(await options.deciding.begin({ by, intent, now: call.now })) } }
      },
    }),
    route({
      ...of,
      path,
      summary,
      body: Type.Object({ ...said, assertion: AssertionSchema }, Strict),
      rates: DECISIONS,
      answers: { 200: IncidentCard },
      async handle(call) {
        const { assertion } = call.body as Required<Said>
        const { wanted, intent, decisions } = await decideNow(call, call.body)
        const { id: by } = callerAs(call, 'staff')
        const { decision } = orProblem(await options.deciding.take({ by, intent, assertion, now: call.now }))
        const signed = { intent, decisions: [...decisions, decision] }
        return { status: 200, body: await act(options, call.params.organisation, wanted, signed) }
      },
    }),
  ]
}

export type OfCall = Pick<Call<Static<typeof OfIncident>>, 'caller' | 'now' | 'params'>

interface Said {
  readonly evidence: string
  readonly assertion?: Assertion
}

/**
 * What the command comes to, as things are, and the assertions that it rests on already: nobody is asked for a passkey where it
 * would decide nothing. Throws the problem where it is refused.
 */
export async function decidedNow(
  { store, deciding }: IncidentRoutesOptions,
  organisation: string,
  command: StaffCommand,
  evidence: string,
): Promise<{ readonly intent: Intent; readonly decisions: readonly Decision[] }> {
  const looked = await store.in(organisation).transaction(async (tx): Promise<Looked | Refusal> => {
    const incidents = await loadIncidents(tx, command.at)
    const decision = decide(incidents, command)
    if ('refusal' in decision) return decision.refusal
    const incident = incidents.get(command.incident)
    const [fact] = decision.facts
    if (incident === undefined || fact === undefined || !isDecided(fact))
      throw new Error(`${command.type} decides nothing.`)
    if (evidenceOf(incident) !== evidence) return CHANGED
    const proposal = command.type === 'agree' ? await proposalOf(tx, organisation, incident) : undefined
    return { intent: intentOf(organisation, fact), proposal }
  })
  if ('code' in looked) throw refused(looked)
  const { intent, proposal } = looked
  if (command.type !== 'agree') return { intent, decisions: [] }
  // DESIGN §3 rule 20: who acts on a decision verifies it again.
  if (proposal === undefined || !(await deciding.holds(proposal.decision, proposal.intent, proposal.at))) {
    throw refused(UNSIGNED)
  }
  return { intent, decisions: [proposal.decision] }
}

/** Nobody decides on a picture that is older: what an attack did since is written first, and has to be looked at. Own choice. */
const HELD_BACK_MS = 60_000

export async function writeHeldBack(options: IncidentRoutesOptions, { params, now }: OfCall): Promise<void> {
  const { organisation, incident: id } = params
  const latest = options.latestOf?.(organisation)
  if (latest === undefined) return
  const isWritten = await options.store.in(organisation).transaction(async (tx) => {
    const incident = (await loadIncidents(tx, now)).get(id)
    if (incident === undefined) return false
    const commands = await takeWhole(tx, [incident], now, latest)
    const heldBack = commands.map(({ sighting }) => sighting.end - incident.sightings.get(sighting.finding)!.end)
    if (Math.max(0, ...heldBack) <= HELD_BACK_MS) return false
    const carrying = { sealer: options.sealerOf(organisation), actor: 'system/incidents', now, owe: options.owe }
    const { incidents } = await carryOut(tx, commands, carrying)
    await options.setElapse?.(tx, organisation, incidents)
    return true
  })
  if (isWritten) options.onChanged?.(organisation, [id])
}

interface Looked {
  readonly intent: Intent
  readonly proposal: Proposal | undefined
}

const UNSIGNED: Refusal = {
  code: 'ERR_INCIDENT_UNSIGNED',
  message: 'The proposal does not carry its proposer’s passkey.',
}
