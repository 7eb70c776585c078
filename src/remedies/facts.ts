/** The facts about remedies, as entries of the ledger: each in a stream of its own. They name people by tokens. */
import { type Static, type TSchema, Type } from 'typebox'
import { entryType, type FactOf } from '../ledger/index.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
/** Names nobody to whoever lacks the key. */
const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })
const Code = Type.String({ pattern: '^ERR_[A-Z0-9_]{1,60}$' })
const Fact = <Members extends Record<string, TSchema>>(members: Members) => Type.Object({ at: At, ...members }, Strict)

const Count = Type.Integer({ minimum: 0 })

/** As it was read from the provider, without names, labels or anything that opens. */
const State = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('account'),
      exists: Type.Boolean(),
      suspended: Type.Boolean(),
      passwordResetRequired: Type.Boolean(),
      highRisk: Type.Boolean(),
      oldestSession: Type.Union([At, Type.Null()]),
      locked: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
      passwordChanged: Type.Optional(Type.Union([At, Type.Null()])),
      /** How many. */
      authenticators: Type.Optional(Count),
      groups: Type.Optional(Count),
      passes: Type.Optional(Count),
      enrolmentUntil: Type.Optional(Type.Union([At, Type.Null()])),
    },
    Strict,
  ),
  Type.Object({ kind: Type.Literal('source'), refusedUntil: Type.Union([At, Type.Null()]) }, Strict),
])

const What = {
  verb: Name,
  sort: Type.Enum(['giving', 'taking']),
  provider: Name,
  target: Token,
  /** The authenticator or group that is meant. */
  object: Type.Optional(Token),
  /** The stream that it rests on. */
  authority: Type.String({ pattern: '^[a-z]+/[A-Za-z0-9_-]{1,64}$' }),
  /** No human decided on this one. */
  automatic: Type.Boolean(),
}

const OUTCOMES = ['done', 'already', 'failed'] as const

export const REMEDY_ENTRIES = {
  /** Before the call; once more for each further try. */
  'remedy-started': entryType('remedy-started', Fact({ ...What, before: State })),
  /** After it, with what was read back. */
  'remedy-ended': entryType(
    'remedy-ended',
    Fact({ outcome: Type.Enum(OUTCOMES), code: Type.Optional(Code), after: Type.Optional(State) }),
  ),
  /** It was never asked for. */
  'remedy-refused': entryType('remedy-refused', Fact({ ...What, code: Code })),
}

export type NotedState = Static<typeof State>
export type RemedyFact = FactOf<typeof REMEDY_ENTRIES>
