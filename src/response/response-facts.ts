/** The facts about responses, as entries of the ledger: each response in a stream of its own. They name people by tokens. */
import { type TSchema, Type } from 'typebox'
import { entryType, type FactOf } from '../ledger/index.ts'
import { PLAYBOOK_VERBS } from './playbook.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })
const Name = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })
const Code = Type.String({ pattern: '^ERR_[A-Z0-9_]{1,60}$' })
const Index = Type.Integer({ minimum: 0, maximum: 50 })
const Fact = <Members extends Record<string, TSchema>>(members: Members) => Type.Object({ at: At, ...members }, Strict)

const Step = Type.Object(
  {
    do: Type.Enum(['notify', ...PLAYBOOK_VERBS]),
    approval: Type.Boolean(),
    /** Of a source: its token, and for how long, in milliseconds. */
    source: Type.Optional(Token),
    forMs: Type.Optional(At),
  },
  Strict,
)

/** Why nothing goes on without a person. */
const HELD_BECAUSE = ['limit', 'paused', 'stale'] as const

export const RESPONSE_ENTRIES = {
  'response-opened': entryType(
    'response-opened',
    Fact({
      playbook: Name,
      /** SHA-256 of the playbook as it stood, base64url. */
      version: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
      finding: Id,
      incident: Type.Optional(Id),
      provider: Name,
      person: Type.Optional(Token),
      tier: Type.Enum(['standard', 'sensitive', 'privileged', 'emergency']),
      /** `report`: it only says what it would do. */
      as: Type.Enum(['act', 'report']),
      peoplePerHour: Type.Integer({ minimum: 1, maximum: 1000 }),
      steps: Type.Array(Step, { maxItems: 50 }),
    }),
  ),
  'response-held': entryType('response-held', Fact({ because: Type.Enum(HELD_BECAUSE) })),
  /** By a person: of the step that waits, or of going on at all. */
  'response-approved': entryType('response-approved', Fact({ by: Id, step: Index })),
  'response-declined': entryType('response-declined', Fact({ by: Id })),
  'response-expired': entryType('response-expired', Fact({})),
  /** Rows that came later took the finding's ground away. */
  'response-withdrawn': entryType('response-withdrawn', Fact({})),
  'step-ended': entryType(
    'step-ended',
    Fact({
      step: Index,
      outcome: Type.Enum(['done', 'already', 'failed', 'refused', 'skipped']),
      code: Type.Optional(Code),
    }),
  ),
  'undo-approved': entryType(
    'undo-approved',
    Fact({ by: Id, steps: Type.Array(Index, { minItems: 1, maxItems: 50 }) }),
  ),
  'undo-ended': entryType(
    'undo-ended',
    Fact({
      step: Index,
      outcome: Type.Enum(['done', 'already', 'failed', 'refused']),
      code: Type.Optional(Code),
    }),
  ),
}

export type ResponseFact = FactOf<typeof RESPONSE_ENTRIES>
export type ResponseData<Name extends ResponseFact['type']> = Extract<ResponseFact, { type: Name }>['data']
