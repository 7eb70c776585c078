/**
 * HTTP: somebody answers for a change that was made outside of Postern. They say how the person was verified and write down what
 * they rest on, and their passkey signs both: the text by its commitment, whose salt `begin` makes and the page hands back, so
 * that no entry, challenge or log holds the text.
 */
import Type, { type Static } from 'typebox'
import { callerAs, type Route, route, staff } from '../http/index.ts'
import { commitmentTo, commitSalted, LedgerError, lastOfStream, personalValue, personKeysFor } from '../ledger/index.ts'
import { AssertionSchema, orProblem } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { findingsForCard, IncidentCard } from './cards.ts'
import { act, type BareCommand, commandOf, OfIncident } from './command-routes.ts'
import { DECISIONS, decidedNow, type OfCall, writeHeldBack } from './decision-routes.ts'
import { IDENTITY_CHECKS, type IdentityCheck } from './incident.ts'
import { notAdopted } from './problems.ts'
import { type IncidentRoutesOptions, namesOf } from './reading.ts'
import { ROLES_FOR } from './roles.ts'
import { incidentById } from './views.ts'

const Strict = { additionalProperties: false }
const SALT_BYTES = 16
const Salt = Type.String({ pattern: '^[A-Za-z0-9+/]{22}==$' })
const SAID = {
  identity: Type.Enum(IDENTITY_CHECKS),
  /** What shows it: who was seen or rung, by whom, which document, the ticket. */
  statement: Type.String({ minLength: 20, maxLength: 4000, pattern: '\\S' }),
  /** Of the card, as it was looked at. */
  evidence: Type.String({ maxLength: 64 }),
}
interface Said {
  readonly identity: IdentityCheck
  readonly statement: string
  readonly evidence: string
}

const PATH = '/organisations/:organisation/incidents/:incident/adopt'

export function adoptionRoutes(options: IncidentRoutesOptions): readonly Route[] {
  const of = { on: 'console', params: OfIncident } as const

  async function decideNow(call: OfCall, { identity, statement, evidence }: Said, salt: Uint8Array) {
    const bare: BareCommand = { type: 'adopt', identity, statement: commitmentTo(statement, salt) }
    const wanted = await commandOf(options, call, bare)
    return { wanted, ...(await decidedNow(options, call.params.organisation, wanted, evidence)) }
  }

  return [
    route({
      ...of,
      method: 'POST',
      path: `${PATH}/begin`,
      access: [staff(ROLES_FOR.adopt)],
      summary:
        'What a passkey is asked for to adopt a change made outside of Postern, and the salt to send back with it.',
      body: Type.Object(SAID, Strict),
      answers: { 200: Type.Object({ options: Type.Object({}, { additionalProperties: true }), salt: Salt }, Strict) },
      async handle(call) {
        await writeHeldBack(options, call)
        const salt = options.statements.random(SALT_BYTES)
        const { intent } = await decideNow(call, call.body, salt)
        const { id: by } = callerAs(call, 'staff')
        const asked = await options.deciding.begin({ by, intent, now: call.now })
        return { status: 200, body: { options: { ...asked }, salt: Buffer.from(salt).toString('base64') } }
      },
    }),
    route({
      ...of,
      method: 'POST',
      path: PATH,
      access: [staff(ROLES_FOR.adopt)],
      summary:
        'Answers for a change made outside of Postern, as somebody who neither made it nor is concerned. Closes it.',
      body: Type.Object({ ...SAID, salt: Salt, assertion: AssertionSchema }, Strict),
      rates: DECISIONS,
      answers: { 200: IncidentCard },
      async handle(call) {
        const { statement, assertion } = call.body
        const salt = Buffer.from(call.body.salt, 'base64')
        const { wanted, intent, decisions } = await decideNow(call, call.body, salt)
        const { id: by } = callerAs(call, 'staff')
        const { decision } = orProblem(await options.deciding.take({ by, intent, assertion, now: call.now }))
        const signed = { intent, decisions: [...decisions, decision] }
        const { masters, random } = options.statements
        const committed = async (tx: OrganisationTransaction) => {
          const id = await keyFor(tx, options, call.params.incident)
          const keys = await personKeysFor(tx, [id], masters(), random)
          return commitSalted(statement, salt, keys.get(id)!, random)
        }
        return { status: 200, body: await act(options, call.params.organisation, wanted, signed, committed) }
      },
    }),
    readRoute(options),
  ]
}

/** Whoever erases the person erases the statement. Where nobody is known, it has a key of its own. */
async function keyFor(tx: OrganisationTransaction, { findings }: IncidentRoutesOptions, id: string): Promise<string> {
  const incident = await incidentById(tx, id)
  const told = incident === undefined ? [] : await findings(tx, findingsForCard(incident))
  const person = told.flatMap(({ people }) => people).find((one) => one.id !== '')
  return person?.id ?? `incident-${id}`
}

const Adoption = Type.Object(
  {
    by: Type.Object({ id: Type.String(), name: Type.String() }, Strict),
    at: Type.String(),
    identity: Type.String(),
    /** Null where it was erased with the person. */
    statement: Type.Union([Type.String(), Type.Null()]),
  },
  Strict,
)
type Adoption = Static<typeof Adoption>
/** Entries among which the last adoption is looked for. */
const LOOKED_AT = 300

function readRoute(options: IncidentRoutesOptions): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/incidents/:incident/adoption',
    on: 'console',
    access: [staff([...ROLES_FOR.adopt, 'auditor'])],
    summary: 'Who answered last for a change made outside of Postern, and what they stated.',
    params: OfIncident,
    answers: { 200: Adoption },
    async handle({ params }) {
      const { organisation, incident } = params
      const found = await options.store.in(organisation).transaction(async (tx) => {
        const entries = await lastOfStream(tx, `incident/${incident}`, LOOKED_AT)
        const entry = entries.findLast(({ type }) => type === 'incident-adopted')
        if (entry === undefined) throw notAdopted()
        return { entry, statement: await statementOf(tx, options, entry) }
      })
      const { time: at, data } = found.entry
      const by = String(data.by)
      const nameOf = await namesOf(options, [by])
      const body: Adoption = {
        by: { id: by, name: nameOf(by) },
        at,
        identity: String(data.identity),
        statement: found.statement,
      }
      return { status: 200, body }
    },
  })
}

async function statementOf(
  tx: OrganisationTransaction,
  { statements }: IncidentRoutesOptions,
  entry: Parameters<typeof personalValue>[1],
): Promise<string | null> {
  try {
    return String(await personalValue(tx, entry, 'statement', statements.masters()))
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'ERR_LEDGER_VALUE_ERASED') return null
    throw error
  }
}
