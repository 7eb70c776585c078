/** The facts about staff, as entries of the ledger. Names and e-mail addresses stay outside, behind commitments. */
import { type Static, type TSchema, Type } from 'typebox'
import { entryType, type FactOf } from '../ledger/index.ts'
import { type Grant, ROLES, TIERS } from './scope.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })
const At = Type.Integer({ minimum: 0 })
const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
/** Keyed, of the e-mail address: equal for one human, and tells nothing to whoever lacks the key. */
const Human = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' })
const Strict = { additionalProperties: false }
const Fact = <Members extends Record<string, TSchema>>(members: Members) => Type.Object({ at: At, ...members }, Strict)

const Scope = Type.Object(
  {
    organisations: Type.Array(Id, { minItems: 1, maxItems: 100 }),
    groups: Type.Union([Type.Literal('all'), Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })]),
    tierMax: Type.Enum(TIERS),
  },
  Strict,
)
const Grants = Type.Unsafe<readonly Grant[]>(
  Type.Array(Type.Object({ id: Id, role: Type.Enum(ROLES), scope: Scope }, Strict), { maxItems: 20 }),
)

const Base64Url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength })
const PasskeySchema = Type.Object(
  {
    /** The credential's id. */
    id: Base64Url(1400),
    /** COSE_Key. */
    publicKey: Base64Url(2048),
    /** Which model of authenticator; zeros where it does not say. */
    aaguid: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
    transports: Type.Array(Type.String({ pattern: '^[a-z-]{1,20}$' }), { maxItems: 8 }),
    /** It may be copied to the person's other devices. */
    backupEligible: Type.Boolean(),
  },
  Strict,
)
export type Passkey = Static<typeof PasskeySchema>
const Passkeys = Type.Unsafe<readonly Passkey[]>(Type.Array(PasskeySchema, { minItems: 2, maxItems: 2 }))
const Kind = Type.Enum(['invitation', 'role', 'recovery', 'reinstatement'])

export const STAFF_ENTRIES = {
  /** Said at the terminal of the machine. */
  'set-up-opened': entryType('set-up-opened', Fact({ hash: Hash, until: At })),
  'founder-invited': entryType('founder-invited', Fact({ by: Id, hash: Hash, until: At })),
  'founder-joined': entryType('founder-joined', Fact({ member: Id, human: Human, grants: Grants, passkeys: Passkeys })),
  'staff-proposed': entryType(
    'staff-proposed',
    Fact({
      proposal: Id,
      kind: Kind,
      by: Id,
      subject: Id,
      human: Type.Optional(Human),
      grants: Grants,
      /** Of the half of the code that the proposer was shown. */
      half: Type.Optional(Hash),
      until: At,
    }),
  ),
  'staff-confirmed': entryType(
    'staff-confirmed',
    Fact({ proposal: Id, subject: Id, by: Id, half: Type.Optional(Hash), countsFrom: At, until: At }),
  ),
  'proposal-stopped': entryType('proposal-stopped', Fact({ proposal: Id, subject: Id, by: Id })),
  'staff-joined': entryType('staff-joined', Fact({ proposal: Id, subject: Id, passkeys: Passkeys, countsFrom: At })),
  'staff-recovered': entryType(
    'staff-recovered',
    Fact({ proposal: Id, subject: Id, passkeys: Passkeys, countsFrom: At }),
  ),
  'passkey-added': entryType('passkey-added', Fact({ member: Id, passkey: PasskeySchema, countsFrom: At })),
  'passkey-removed': entryType('passkey-removed', Fact({ member: Id, passkey: Base64Url(1400), by: Id })),
  /** Its counter went back: somebody may have a copy. */
  'passkey-doubted': entryType('passkey-doubted', Fact({ member: Id, passkey: Base64Url(1400) })),
  /** Of an identity provider, as a keyed token of issuer and subject. */
  'identity-linked': entryType('identity-linked', Fact({ member: Id, identity: Hash, countsFrom: At })),
  'identity-unlinked': entryType('identity-unlinked', Fact({ member: Id, identity: Hash, by: Id })),
  'role-withdrawn': entryType('role-withdrawn', Fact({ member: Id, grant: Id, by: Id })),
  'member-removed': entryType('member-removed', Fact({ member: Id, by: Id })),
  /** In place of a removal that would leave nobody to bring anybody in. */
  'member-suspended': entryType('member-suspended', Fact({ member: Id, by: Id })),
  /** With whom it begins: they have in it what they have at home. */
  'organisation-founded': entryType(
    'organisation-founded',
    Fact({
      organisation: Id,
      home: Id,
      name: Type.String({ minLength: 1, maxLength: 200 }),
      founders: Type.Array(Id, { minItems: 2, maxItems: 8 }),
    }),
  ),
  /** Nobody could have been told or have stopped anything in this time: waits do not count it. */
  'waits-held': entryType('waits-held', Fact({ from: At })),
  /** Somebody tried what one person alone may not do. */
  'staff-refused': entryType(
    'staff-refused',
    Fact({ code: Type.String({ maxLength: 64 }), by: Type.Optional(Id), subject: Type.Optional(Id) }),
  ),
}

export type StaffFact = FactOf<typeof STAFF_ENTRIES>
export type FactData<Name extends StaffFact['type']> = Extract<StaffFact, { type: Name }>['data']
