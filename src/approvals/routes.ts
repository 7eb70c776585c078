/** HTTP: changes of settings. */
import { Type } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { type Access, byPasskey, callerAs, Problem, type Route, route, staff } from '../http/index.ts'
import { AssertionSchema } from '../staff/index.ts'
import type { Changes } from './changes.ts'
import type { REFUSALS, Refused } from './refusal.ts'

const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })
const OfChange = Type.Object({ organisation: Type.String(), change: Id }, Strict)

/** The kind's own schema judges it. */
const Open = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })
const Wanted = { kind: Type.String({ maxLength: 64 }), data: Open }
/** What the browser's WebAuthn call takes, as it is. */
const CeremonyOptions = Type.Unsafe<object>({ type: 'object', additionalProperties: true })
const Applied = Type.Object(
  {
    applied: Type.Literal(true),
    /** A secret that was made: here once, and nowhere else. */
    shown: Type.Optional(Type.String()),
  },
  Strict,
)
const Waits = Type.Object({ change: Type.String(), waitsFor: Type.Literal('second-person') }, Strict)
const Waiting = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    summary: Type.String(),
    data: Type.Unsafe<object>({ type: 'object', additionalProperties: true }),
    by: Type.String(),
    proposed: Type.String(),
    until: Type.String(),
    weakens: Type.Boolean(),
  },
  Strict,
)

/** Each of these can write an entry, so that somebody who may little cannot fill the ledger. */
const DECISIONS = { perCaller: { count: 30, perMs: 60_000 } }

export function changeRoutes(changes: Changes): readonly Route[] {
  if (changes.roles.length === 0) return []
  const deciding: Access = [staff(changes.roles)]
  const path = '/organisations/:organisation/changes'
  return [
    route({
      method: 'POST',
      path: `${path}/begin`,
      on: 'console',
      access: deciding,
      summary: 'Gives what a browser asks a passkey for to propose this change, and whether it takes a second person.',
      params: Organisation,
      body: Type.Object(Wanted, Strict),
      answers: { 200: Type.Object({ options: CeremonyOptions, weakens: Type.Boolean() }, Strict) },
      async handle(call) {
        const { params, body } = call
        return { status: 200, body: orProblem(await changes.begin(params.organisation, body, momentOf(call))) }
      },
    }),
    route({
      method: 'POST',
      path,
      on: 'console',
      access: deciding,
      summary: 'Changes a setting. What weakens waits for a second person, and brings no secret.',
      params: Organisation,
      body: Type.Object({ ...Wanted, secret: Type.Optional(Type.Unknown()), assertion: AssertionSchema }, Strict),
      rates: DECISIONS,
      answers: { 200: Applied, 202: Waits },
      async handle(call) {
        const { assertion, ...wanted } = call.body
        const done = orProblem(await changes.propose(call.params.organisation, wanted, assertion, momentOf(call)))
        if ('waits' in done) return { status: 202, body: { change: done.waits, waitsFor: 'second-person' } }
        return { status: 200, body: appliedBody(done) }
      },
    }),
    route({
      method: 'GET',
      path,
      on: 'console',
      access: [staff([...new Set([...changes.roles, 'administrator', 'approver', 'auditor'] as const)])],
      summary: 'Changes that wait for a second person.',
      params: Organisation,
      answers: { 200: Type.Array(Waiting) },
      async handle({ params, now }) {
        const waiting = await changes.waiting(params.organisation, now)
        const body = waiting.map(({ id, kind, summary, data, by, proposed, until, weakens }) => {
          return {
            id,
            kind,
            summary,
            data,
            by,
            proposed: formatInstant(proposed),
            until: formatInstant(until),
            weakens,
          }
        })
        return { status: 200, body }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:change/confirm/begin`,
      on: 'console',
      access: deciding,
      summary: 'Gives what a browser asks the second person’s passkey for.',
      params: OfChange,
      answers: { 200: Type.Object({ options: CeremonyOptions }, Strict) },
      async handle(call) {
        const { organisation, change } = call.params
        return { status: 200, body: orProblem(await changes.beginConfirm(organisation, change, momentOf(call))) }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:change/confirm`,
      on: 'console',
      access: deciding,
      summary: 'Agrees, as the second person, and applies the change if all stands as it was proposed.',
      params: OfChange,
      body: Type.Object({ assertion: AssertionSchema }, Strict),
      handlerMs: APPLIED_MS,
      rates: DECISIONS,
      answers: { 200: Applied },
      async handle(call) {
        const { organisation, change } = call.params
        const done = orProblem(await changes.confirm(organisation, change, call.body.assertion, momentOf(call)))
        return { status: 200, body: appliedBody(done) }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/:change/withdraw`,
      on: 'console',
      access: [staff(changes.roles, byPasskey)],
      summary: 'Takes a change that waits back. One person is enough to leave things as they are.',
      params: OfChange,
      rates: DECISIONS,
      answers: { 204: Type.Undefined() },
      async handle(call) {
        const { organisation, change } = call.params
        orProblem(await changes.withdraw(organisation, change, momentOf(call)))
        return { status: 204 }
      },
    }),
  ]
}

/** An import of a hundred thousand people is applied in one transaction: twenty seconds on an idle machine. */
const APPLIED_MS = 300_000

function momentOf(call: Parameters<typeof callerAs>[0] & { readonly now: number }) {
  return { by: callerAs(call, 'staff').id, now: call.now }
}

function appliedBody({ shown }: { readonly shown: string | undefined }) {
  return shown === undefined ? ({ applied: true } as const) : ({ applied: true, shown } as const)
}

const STATUS: Readonly<Record<string, number>> = {
  ERR_CHANGE_KIND_UNKNOWN: 400,
  ERR_CHANGE_DATA: 400,
  ERR_CHANGE_TOO_LARGE: 413,
  ERR_CHANGE_ROLE: 403,
  ERR_CHANGE_SCOPE: 403,
  ERR_CHANGE_SECOND_PERSON: 403,
  ERR_CHANGE_UNKNOWN: 404,
  ERR_STAFF_PASSKEY_INVALID: 403,
  ERR_STAFF_PASSKEY_CLONED: 403,
} satisfies Partial<Record<keyof typeof REFUSALS | `ERR_STAFF_${string}`, number>>

/** Gives what was done; throws what was refused, with its code and words: what is so, then what to do. */
function orProblem<Result extends object>(result: Refused | Result): Result {
  if (!isRefused(result)) return result
  const { code, message, errors = [] } = result.refused
  const end = message.indexOf('. ') + 1
  const [detail, next] =
    end === 0 ? [message, 'Look at what stands now.'] : [message.slice(0, end), message.slice(end + 1)]
  const faults = errors.map((fault) => ({ in: 'body' as const, ...fault }))
  throw new Problem({ code, status: STATUS[code] ?? 409, title: 'Not changed', detail, next, errors: faults })
}

function isRefused(result: Refused | object): result is Refused {
  return 'refused' in result
}
