/** The entries that the ledger writes about itself. */
import { Type } from 'typebox'
import { entryType } from './entry-type.ts'

const Strict = { additionalProperties: false }
/** As note/key.ts prints it. */
const Key = Type.String({ minLength: 1, maxLength: 400 })
const Hash = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })
const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** Entry 0. Demo or real is settled here, for ever. */
export const ledgerOpened = entryType(
  'ledger-opened',
  Type.Object(
    { kind: Type.Union([Type.Literal('demo'), Type.Literal('real')]), entryKey: Key, checkpointKey: Key },
    Strict,
  ),
)

/**
 * After the database went back in time: two people go on from what is left, under another origin with another checkpoint
 * key, so that nothing inconsistent is ever signed in one name. The entry's own origin is the new one.
 */
export const epochOpened = entryType(
  'epoch-opened',
  Type.Object(
    {
      /** The origin that ends here. */
      follows: Type.String({ minLength: 1, maxLength: 255 }),
      /** What was remembered outside: entries from this one on, up to `size`, are lost. */
      remembered: Type.Object({ size: Size, root: Hash }, Strict),
      checkpointKey: Key,
    },
    Strict,
  ),
)

const Use = Type.Union([Type.Literal('entries'), Type.Literal('checkpoints')])

/** A key that counts from the next entry on. */
export const keyAdded = entryType('key-added', Type.Object({ use: Use, key: Key }, Strict))

/** A key that counts up to this entry and no further. */
export const keyRetired = entryType(
  'key-retired',
  Type.Object({ use: Use, id: Type.String({ pattern: '^[0-9a-f]{8}$' }) }, Strict),
)

/** Sign-ins of one organisation and day, by the root of a tree of their own (batch.ts). */
export const signInsSealed = entryType(
  'sign-ins-sealed',
  Type.Object({ day: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }), rows: Size, root: Hash }, Strict),
)

/** A person's key, values and salts were destroyed; entries with commitments to them stay as they are. */
export const personErased = entryType('person-erased', Type.Object({ key: Type.String({ maxLength: 64 }) }, Strict))
