/** The facts about a change of settings, as entries of the ledger of the organisation whose settings they are. */
import { Type } from 'typebox'
import { entryType, type FactOf } from '../ledger/index.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })
const At = Type.Integer({ minimum: 0 })
const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
const Strict = { additionalProperties: false }

export const CHANGE_ENTRIES = {
  'change-proposed': entryType(
    'change-proposed',
    Type.Object(
      {
        at: At,
        change: Id,
        /** `source-closed`. */
        kind: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
        by: Id,
        /** As the kind describes it. */
        data: Type.Record(Type.String(), Type.Unknown()),
        weakens: Type.Boolean(),
        /** Digest of what the change would replace. */
        stands: Hash,
        until: At,
      },
      Strict,
    ),
  ),
  'change-confirmed': entryType('change-confirmed', Type.Object({ at: At, change: Id, by: Id }, Strict)),
  'change-applied': entryType('change-applied', Type.Object({ at: At, change: Id }, Strict)),
  'change-withdrawn': entryType('change-withdrawn', Type.Object({ at: At, change: Id, by: Id }, Strict)),
  'change-expired': entryType('change-expired', Type.Object({ at: At, change: Id }, Strict)),
  'change-refused': entryType(
    'change-refused',
    Type.Object(
      {
        at: At,
        change: Id,
        by: Id,
        code: Type.String({ pattern: '^ERR_[A-Z0-9_]{1,60}$' }),
        /** Whether it is over; else it goes on waiting for somebody else. */
        ends: Type.Boolean(),
      },
      Strict,
    ),
  ),
}

export type ChangeFact = FactOf<typeof CHANGE_ENTRIES>
export type FactData<Name extends ChangeFact['type']> = Extract<ChangeFact, { type: Name }>['data']
