/** HTTP: what staff do about an incident. Each is a command; facts, table and entries commit together. */
import Type, { type Static } from 'typebox'
import { byPasskey, type Call, callerAs, type Route, route, STAFF_ROLES, staff } from '../http/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { IncidentCard } from './cards.ts'
import { type Carrying, carryOut } from './command.ts'
import type { Actor, Command, Refusal } from './decide.ts'
import { refused, unknownMember } from './problems.ts'
import { cardsOf, type IncidentRoutesOptions, type Loaded, withFindings } from './reading.ts'

const Strict = { additionalProperties: false }
export const OfIncident = Type.Object({ organisation: Type.String(), incident: Type.String({ maxLength: 64 }) }, Strict)

type OfIncident = Static<typeof OfIncident>
/** What a command is, but for who gives it, when and about which incident. */
type Bare<C> = C extends Command ? Omit<C, 'at' | 'incident' | 'by'> : never
export type StaffCommand = Exclude<Command, { readonly type: 'take-finding' | 'elapse' }>
export type BareCommand = Bare<StaffCommand>

/** Whoever takes one concludes nothing: no passkey signs it. */
export function assignRoute(options: IncidentRoutesOptions): Route {
  return route({
    method: 'POST',
    path: '/organisations/:organisation/incidents/:incident/assign',
    on: 'console',
    access: [
      staff(
        STAFF_ROLES.filter((role) => role !== 'auditor'),
        byPasskey,
      ),
    ],
    summary: 'Gives the incident to a member of staff.',
    params: OfIncident,
    body: Type.Object({ to: Type.String({ minLength: 1, maxLength: 64 }) }, Strict),
    answers: { 200: IncidentCard },
    async handle(call) {
      const { to } = call.body
      if ((await options.nameOf(to)) === undefined) throw unknownMember()
      const command = await commandOf(options, call, { type: 'assign', to })
      return { status: 200, body: await act(options, call.params.organisation, command) }
    },
  })
}

export async function commandOf(
  options: IncidentRoutesOptions,
  call: Pick<Call<OfIncident>, 'caller' | 'now' | 'params'>,
  bare: BareCommand,
): Promise<StaffCommand> {
  const { organisation, incident } = call.params
  const { id } = callerAs(call, 'staff')
  const by: Actor = { id, people: await options.personOf(organisation, id) }
  return { ...bare, at: call.now, incident, by } as StaffCommand
}

/** Throws the problem where it is refused. */
export async function act(
  options: IncidentRoutesOptions,
  organisation: string,
  command: StaffCommand,
  signed?: Carrying['signed'],
  statementIn?: (tx: OrganisationTransaction) => Promise<Carrying['statement']>,
): Promise<IncidentCard> {
  const { at: now, by, incident } = command
  const done = await options.store.in(organisation).transaction(async (tx): Promise<Loaded | Refusal> => {
    const sealer = options.sealerOf(organisation)
    const statement = await statementIn?.(tx)
    const carrying = { sealer, actor: `staff/${by.id}`, now, owe: options.owe, signed, statement }
    const { refusals, incidents } = await carryOut(tx, [command], carrying)
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
