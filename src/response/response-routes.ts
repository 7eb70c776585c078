/** HTTP: what playbooks did, and what a person decides about it. To stop is one press; to go on, or to give back, takes a passkey. */
import Type from 'typebox'
import {
  type Access,
  byPasskey,
  type Call,
  Count,
  callerAs,
  machine,
  Nothing,
  type Route,
  route,
  staff,
} from '../http/index.ts'
import type { Decision } from '../ledger/index.ts'
import { AssertionSchema, type Deciding, type Intent, orProblem } from '../staff/index.ts'
import { command, loadResponse } from './command.ts'
import { decide, type ResponseCommand } from './decide.ts'
import { intentOf, reaches } from './decisions.ts'
import { beyondReach, isResponseRefusal, responseProblem } from './problems.ts'
import type { OpenedResponse } from './response.ts'
import type { ResponseRoom } from './room.ts'
import { ResponseShape, responseShape } from './shapes.ts'
import { findResponse, latestResponses, lockResponse } from './views.ts'

const LIST_MAX = 500
const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const OfResponse = Type.Object(
  { organisation: Type.String(), response: Type.String({ minLength: 1, maxLength: 64 }) },
  Strict,
)
/** As `navigator.credentials.get` takes them. */
const Options = Type.Object({}, { additionalProperties: true })

const READERS: Access = [staff(['agent', 'approver', 'analyst', 'administrator', 'auditor']), machine('responses:read')]
const STOPPERS: Access = [staff(['analyst', 'approver', 'administrator'], byPasskey)]
const APPROVERS: Access = [staff(['approver'])]

export interface ResponseRoutesOptions {
  /** One for each organisation, however often it is asked for. */
  roomOf(organisation: string): ResponseRoom
  readonly deciding: Deciding
  /** The people that a member of staff may be in this organisation, as facts name them. Outside of any transaction. */
  personOf(organisation: string, member: string): Promise<readonly string[]>
}

type ResponseCall = Call<{ readonly organisation: string; readonly response: string }>

export function responseRoutes(options: ResponseRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/organisations/:organisation/responses',
      on: 'console',
      access: READERS,
      summary: 'What playbooks did or would have done, the latest first.',
      params: Organisation,
      query: Type.Object({ limit: Type.Optional(Count({ min: 1, max: LIST_MAX })) }, Strict),
      answers: { 200: Type.Array(ResponseShape) },
      async handle({ params, query, scopes }) {
        const { ledger } = options.roomOf(params.organisation)
        const found = await ledger.db.transaction((tx) => latestResponses(tx, query.limit ?? LIST_MAX))
        return { status: 200, body: found.filter(({ tier }) => reaches(scopes, tier)).map(responseShape) }
      },
    }),
    ...decided('approve', 'Lets a response go on that waits for a person.', options),
    ...decided('undo', 'Gives back what a response took, as far as that can be.', options),
    route({
      method: 'POST',
      path: '/organisations/:organisation/responses/:response/decline',
      on: 'console',
      access: STOPPERS,
      summary: 'Stops a response: nothing more of it is begun.',
      params: OfResponse,
      answers: { 204: Nothing },
      async handle(call) {
        const by = callerAs(call, 'staff').id
        await carryOut(options, call, { do: 'decline', at: call.now, by })
        return { status: 204 }
      },
    }),
  ]
}

/** Two routes: one gives what the passkey is to sign, the other takes it. */
function decided(what: 'approve' | 'undo', summary: string, options: ResponseRoutesOptions): readonly Route[] {
  const path = `/organisations/:organisation/responses/:response/${what}`
  return [
    route({
      method: 'POST',
      path: `${path}/begin`,
      on: 'console',
      access: APPROVERS,
      summary: `What a passkey is asked for to decide this: ${summary}`,
      params: OfResponse,
      answers: { 200: Options },
      async handle(call) {
        const by = callerAs(call, 'staff').id
        const intent = await intentNow(options, call, await commandOf(options, call, what))
        return { status: 200, body: { ...(await options.deciding.begin({ by, intent, now: call.now })) } }
      },
    }),
    route({
      method: 'POST',
      path,
      on: 'console',
      access: APPROVERS,
      summary,
      params: OfResponse,
      body: Type.Object({ assertion: AssertionSchema }, Strict),
      answers: { 204: Nothing },
      async handle(call) {
        const by = callerAs(call, 'staff').id
        const command = await commandOf(options, call, what)
        const intent = await intentNow(options, call, command)
        const { assertion } = call.body
        const { decision } = orProblem(await options.deciding.take({ by, intent, assertion, now: call.now }))
        await carryOut(options, call, command, { intent, decision })
        return { status: 204 }
      },
    }),
  ]
}

async function intentNow(
  { roomOf }: ResponseRoutesOptions,
  { params, scopes }: ResponseCall,
  command: ResponseCommand & { readonly do: 'approve' | 'undo' },
): Promise<Intent> {
  const room = roomOf(params.organisation)
  const response = await room.ledger.db.transaction((tx) => loadResponse(tx, room, params.response))
  if (response.is === 'nothing') throw responseProblem('ERR_RESPONSE_UNKNOWN')
  if (!reaches(scopes, response.tier)) throw beyondReach()
  // Nobody is asked for a passkey where it would decide nothing.
  const { refused } = decide(response, command)
  if (refused !== undefined && isResponseRefusal(refused.code)) throw responseProblem(refused.code)
  return intentOf(params.organisation, params.response, command.do, response)
}

async function commandOf(
  { personOf }: ResponseRoutesOptions,
  call: ResponseCall,
  what: 'approve' | 'undo',
): Promise<ResponseCommand & { readonly do: 'approve' | 'undo' }> {
  const { id: by } = callerAs(call, 'staff')
  if (what === 'approve') return { do: what, at: call.now, by }
  return { do: what, at: call.now, by, people: await personOf(call.params.organisation, by) }
}

/** What was decided holds only for the response as it was looked at. */
async function carryOut(
  { roomOf }: ResponseRoutesOptions,
  { params, scopes }: ResponseCall,
  what: ResponseCommand & { readonly do: 'approve' | 'undo' | 'decline'; readonly by: string },
  signed?: { readonly intent: Intent; readonly decision: Decision },
): Promise<void> {
  const room = roomOf(params.organisation)
  const refused = await room.ledger.db.transaction(async (tx) => {
    if (!(await lockResponse(tx, params.response))) return 'ERR_RESPONSE_UNKNOWN' as const
    const shown = await findResponse(tx, params.response)
    const response = await loadResponse(tx, room, params.response)
    if (shown === undefined || response.is === 'nothing') return 'ERR_RESPONSE_UNKNOWN' as const
    if (!reaches(scopes, response.tier)) throw beyondReach()
    if (signed !== undefined && !isSame(signed.intent, params, what.do, response))
      return 'ERR_RESPONSE_NOT_WAITING' as const
    const decisions = signed === undefined ? {} : { decisions: [signed.decision] }
    const whose = { id: params.response, about: shown.about, actor: `staff/${what.by}`, ...decisions }
    return (await command(tx, room, whose, what)).refused?.code
  })
  if (refused !== undefined && isResponseRefusal(refused)) throw responseProblem(refused)
}

function isSame(
  intent: Intent,
  { organisation, response: id }: ResponseCall['params'],
  what: 'approve' | 'undo' | 'decline',
  response: OpenedResponse,
): boolean {
  return what !== 'decline' && JSON.stringify(intentOf(organisation, id, what, response)) === JSON.stringify(intent)
}
