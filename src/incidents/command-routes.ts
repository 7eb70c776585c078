/** HTTP: what staff do about an incident. Each is a command; facts, table and entries commit together. */
import Type, { type Static, type TObject } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { byPasskey, type Call, callerAs, type Route, route, type StaffRole, staff } from '../http/index.ts'
import { IncidentCard } from './cards.ts'
import { carryOut } from './command.ts'
import type { Actor, Command, Refusal } from './decide.ts'
import { refused, unknownMember } from './problems.ts'
import { cardsOf, type IncidentRoutesOptions, type Loaded, withFindings } from './reading.ts'

const ALL: readonly StaffRole[] = ['agent', 'analyst', 'approver', 'administrator']
const DECIDERS: readonly StaffRole[] = ['analyst', 'approver', 'administrator']
const FRESH = { withinMs: DEFAULTS.incident.freshMs }

const Strict = { additionalProperties: false }
const OfIncident = Type.Object({ organisation: Type.String(), incident: Type.String({ maxLength: 64 }) }, Strict)
const Reason = Type.String({ minLength: 1, maxLength: 2000 })
const None = Type.Object({}, Strict)

/** What a command is, but for who gives it, when and about which incident. */
type Bare<C> = C extends Command ? Omit<C, 'at' | 'incident' | 'by'> : never
type StaffCommand = Exclude<Command, { readonly type: 'take-finding' | 'elapse' }>

export function commandRoutes(options: IncidentRoutesOptions): readonly Route[] {
  return [
    commandRoute(options, {
      name: 'assign',
      summary: 'Gives the incident to a member of staff.',
      access: [staff(ALL, byPasskey)],
      body: Type.Object({ to: Type.String({ minLength: 1, maxLength: 64 }) }, Strict),
      async command({ to }) {
        if ((await options.nameOf(to)) === undefined) throw unknownMember()
        return { type: 'assign', to }
      },
    }),
    commandRoute(options, {
      name: 'close',
      summary: 'Closes the incident; where somebody may be inside, proposes that to a second person.',
      access: [staff(DECIDERS, FRESH)],
      body: Type.Object({ verdict: Type.Enum(['true-positive', 'benign', 'false-positive']), reason: Reason }, Strict),
      command: async ({ verdict, reason }) => ({ type: 'close', verdict, reason }),
    }),
    commandRoute(options, {
      name: 'agree',
      summary: 'Agrees to close it, as the second person.',
      access: [staff(DECIDERS, FRESH)],
      body: None,
      command: async () => ({ type: 'agree' }),
    }),
    commandRoute(options, {
      name: 'reject',
      summary: 'Leaves it open against a proposal to close it.',
      access: [staff(DECIDERS, byPasskey)],
      body: Type.Object({ reason: Reason }, Strict),
      command: async ({ reason }) => ({ type: 'reject', reason }),
    }),
    commandRoute(options, {
      name: 'reopen',
      summary: 'Opens it again.',
      access: [staff(ALL, FRESH)],
      body: None,
      command: async () => ({ type: 'reopen' }),
    }),
  ]
}

interface Definition<Body extends TObject> extends Pick<Route, 'access' | 'summary'> {
  readonly name: string
  readonly body: Body
  command(body: Static<Body>): Promise<Bare<StaffCommand>>
}

function commandRoute<Body extends TObject>(
  options: IncidentRoutesOptions,
  { name, access, summary, body, command }: Definition<Body>,
): Route {
  return route({
    method: 'POST',
    path: `/organisations/:organisation/incidents/:incident/${name}`,
    on: 'console',
    access,
    summary,
    params: OfIncident,
    body,
    answers: { 200: IncidentCard },
    async handle(call) {
      const bare = await command(call.body as Static<Body>)
      return { status: 200, body: await act(options, call, call.params, bare) }
    },
  })
}

async function act(
  options: IncidentRoutesOptions,
  call: Pick<Call, 'caller' | 'now'>,
  { organisation, incident }: Static<typeof OfIncident>,
  bare: Bare<StaffCommand>,
): Promise<IncidentCard> {
  const { id } = callerAs(call, 'staff')
  const by: Actor = { id, people: await options.personOf(organisation, id) }
  const command = { ...bare, at: call.now, incident, by } as StaffCommand
  const done = await options.store.in(organisation).transaction(async (tx): Promise<Loaded | Refusal> => {
    const latest = options.latestOf?.(organisation)
    const sealer = options.sealerOf(organisation)
    const doing = { sealer, actor: `staff/${id}`, now: call.now, owe: options.owe, latest }
    const { refusals, incidents } = await carryOut(tx, [command], doing)
    const [refusal] = refusals
    const changed = incidents.get(incident)
    if (refusal !== undefined || changed === undefined) return refusal ?? GONE
    await options.setElapse?.(tx, organisation, incidents)
    return await withFindings(tx, options, [changed])
  })
  if ('code' in done) throw refused(done)
  options.onChanged?.(organisation, [incident])
  const [card] = await cardsOf(options, done)
  return card as IncidentCard
}

const GONE: Refusal = { code: 'ERR_INCIDENT_UNKNOWN', message: 'There is no such incident any more.' }
