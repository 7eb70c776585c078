/** Acts about staff as they come in. New ids are the caller's to make: they are signed before the server sees them carried out. */
import { Type } from 'typebox'
import type { Act } from './acts.ts'
import { RegistrationSchema } from './registration.ts'
import { ProfileSchema } from './room.ts'
import { type Grant, ROLES, TIERS } from './scope.ts'

const Strict = { additionalProperties: false }
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' })
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
const Identity = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
const CredentialId = Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 1400 })

const ScopeSchema = Type.Object(
  {
    organisations: Type.Array(Uuid, { minItems: 1, maxItems: 100 }),
    groups: Type.Union([Type.Literal('all'), Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })]),
    tierMax: Type.Enum(TIERS),
  },
  Strict,
)
export const GrantSchema = Type.Unsafe<Grant>(
  Type.Object({ id: Id, role: Type.Enum(ROLES), scope: ScopeSchema }, Strict),
)

const Grants = Type.Array(GrantSchema, { maxItems: 20 })
const proposal = { type: Type.Literal('propose'), proposal: Id, subject: Id, grants: Grants }

export const ActSchema = Type.Unsafe<Act>(
  Type.Union([
    Type.Object({ type: Type.Literal('invite-founder') }, Strict),
    Type.Object({ ...proposal, kind: Type.Enum(['role', 'recovery', 'reinstatement']) }, Strict),
    Type.Object({ ...proposal, kind: Type.Literal('invitation'), profile: ProfileSchema }, Strict),
    Type.Object({ type: Type.Literal('confirm'), proposal: Id }, Strict),
    Type.Object({ type: Type.Literal('stop'), proposal: Id }, Strict),
    Type.Object({ type: Type.Literal('withdraw-role'), member: Id, grant: Id }, Strict),
    Type.Object({ type: Type.Literal('remove'), member: Id }, Strict),
    Type.Object({ type: Type.Literal('remove-passkey'), member: Id, passkey: CredentialId }, Strict),
    Type.Object({ type: Type.Literal('link-identity'), identity: Identity }, Strict),
    Type.Object({ type: Type.Literal('unlink-identity'), member: Id, identity: Identity }, Strict),
    Type.Object({ type: Type.Literal('add-passkey'), registration: RegistrationSchema }, Strict),
  ]),
)
