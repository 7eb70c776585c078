/** The identity provider by which staff may sign in besides passkeys. Its secret is encrypted for this one place. */
import { decrypt, type EncryptionKey, encrypt, type Random } from '../../ledger/index.ts'
import type { OrganisationTransaction } from '../../store/index.ts'

/** What in an ID token says that a phishing-resistant authenticator was used (OpenID Connect Core §2; RFC 8176). */
export interface Strong {
  readonly acr: readonly string[]
  readonly amr: readonly string[]
}

export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly allowed: boolean
  readonly strong: Strong
}

const NOTHING_STRONG: Strong = { acr: [], amr: [] }
const BOUND = 'staff-oidc'

export async function readProvider(tx: OrganisationTransaction): Promise<ProviderSettings | undefined> {
  const row = await tx.selectFrom('staff_oidc').select(['issuer', 'client_id', 'allowed', 'strong']).executeTakeFirst()
  if (row === undefined) return undefined
  const { issuer, client_id: clientId, allowed, strong } = row
  return { issuer, clientId, allowed, strong: JSON.parse(strong) as Strong }
}

/** Throws ERR_LEDGER_VALUE_ALTERED where the row is another's. */
export async function readSecret(
  tx: OrganisationTransaction,
  masters: readonly EncryptionKey[],
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('staff_oidc')
    .select(['secret_key as key', 'secret_nonce as nonce', 'secret_data as data'])
    .executeTakeFirst()
  const master = masters.find(({ id }) => id === row?.key)
  return row && master && Buffer.from(decrypt(row, master, BOUND)).toString()
}

/** Sets it anew, and not allowed: that takes two people. */
export async function writeProvider(
  tx: OrganisationTransaction,
  { issuer, clientId, secret }: { readonly issuer: string; readonly clientId: string; readonly secret: string },
  { master, random }: { readonly master: EncryptionKey; readonly random: Random },
): Promise<void> {
  const { key, nonce, data } = encrypt(Buffer.from(secret), master, BOUND, random)
  const kept = { issuer, client_id: clientId, secret_key: key, secret_nonce: nonce, secret_data: data }
  const row = { ...kept, allowed: false, strong: JSON.stringify(NOTHING_STRONG) }
  await tx
    .insertInto('staff_oidc')
    .values(row)
    .onConflict((conflict) => conflict.column('organisation').doUpdateSet(row))
    .execute()
}

/** Encrypts the secret anew where another master key encrypts it; gives how many that were, 0 or 1. */
export async function rewrapOidc(
  tx: OrganisationTransaction,
  masters: readonly [EncryptionKey, ...EncryptionKey[]],
  random: Random,
): Promise<number> {
  const [master] = masters
  const secret = await readSecret(tx, masters)
  if (secret === undefined) return 0
  const { key, nonce, data } = encrypt(Buffer.from(secret), master, BOUND, random)
  const { numUpdatedRows } = await tx
    .updateTable('staff_oidc')
    .set({ secret_key: key, secret_nonce: nonce, secret_data: data })
    .where('secret_key', '<>', key)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** False where there is no provider. */
export async function allowProvider(tx: OrganisationTransaction, allowed: boolean, strong: Strong): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('staff_oidc')
    .set({ allowed, strong: JSON.stringify(strong) })
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
