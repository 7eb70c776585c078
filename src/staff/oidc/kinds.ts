/** Setting the provider up, which one does and which allows nothing yet; and allowing it, which takes two. */
import { Type } from 'typebox'
import { type ChangeKind, changeKind } from '../../organisation/index.ts'
import type { OrganisationTransaction } from '../../store/index.ts'
import type { StaffRoom } from '../room.ts'
import { allowProvider, readProvider, writeProvider } from './settings-rows.ts'

const Strict = { additionalProperties: false }
const Values = Type.Array(Type.String({ pattern: '^[!-~]{1,200}$' }), { maxItems: 10, uniqueItems: true })
/** OpenID Connect Discovery §3: https, without query and fragment. */
const Issuer = Type.String({ pattern: '^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$', maxLength: 300 })
/** On this machine, where a test has its provider. */
const LocalIssuer = Type.String({ pattern: '^http://localhost:[0-9]{1,5}$' })

export interface OidcKindsOptions {
  readonly room: StaffRoom
  /** For tests: a provider on this machine, without TLS. */
  readonly isInsecure?: boolean
}

const HOME = {
  applied: false,
  code: 'ERR_OIDC_HOME',
  message: 'Staff sign in at the organisation that runs this installation. Set it there.',
} as const

/** `oidc-provider-set` with the client's secret, and `oidc-allowed`. */
export function oidcKinds({ room, isInsecure = false }: OidcKindsOptions): readonly ChangeKind[] {
  const set = changeKind({
    name: 'oidc-provider-set',
    summary: 'Sets the identity provider up by which staff could sign in. It is not allowed until two people say so.',
    data: Type.Object(
      { issuer: isInsecure ? LocalIssuer : Issuer, clientId: Type.String({ pattern: '^[!-~]{1,300}$' }) },
      Strict,
    ),
    secret: Type.Object({ clientSecret: Type.String({ minLength: 16, maxLength: 500 }) }, Strict),
    roles: ['administrator'],
    isWeakening: async () => false,
    stands: async () => null,
    async apply(tx, { data: { issuer, clientId }, secret }) {
      if (!(await isHome(tx))) return HOME
      if (secret === undefined) {
        const message = 'The provider’s client secret is missing. Send it with the change.'
        return { applied: false, code: 'ERR_OIDC_SECRET', message }
      }
      const [master] = room.masters
      const provider = { issuer, clientId, secret: secret.clientSecret }
      await writeProvider(tx, provider, { master, random: room.ledger.random })
      return { applied: true }
    },
  })

  const allowed = changeKind({
    name: 'oidc-allowed',
    summary:
      'Allows staff to sign in by the identity provider, to look; and says which of its sign-ins count as phishing-resistant.',
    data: Type.Object({ allowed: Type.Boolean(), acr: Values, amr: Values }, Strict),
    roles: ['administrator'],
    isWeakening: async (_, { allowed }) => allowed,
    stands: async (tx) => (await readProvider(tx)) ?? null,
    async apply(tx, { data: { allowed, acr, amr } }) {
      if (!(await isHome(tx))) return HOME
      if (await allowProvider(tx, allowed, { acr, amr })) return { applied: true }
      return { applied: false, code: 'ERR_OIDC_UNSET', message: 'There is no provider yet. Set one up first.' }
    },
  })

  async function isHome(tx: OrganisationTransaction): Promise<boolean> {
    const { organisation } = await tx.selectFrom('organisations').select('organisation').executeTakeFirstOrThrow()
    return organisation === room.ledger.db.organisation
  }

  return [set, allowed]
}
