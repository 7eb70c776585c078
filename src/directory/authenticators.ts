/** What a person signs in with, as the provider lists it, and how old it is. */
import type { OrganisationTransaction } from '../store/index.ts'
import { counts, countsFrom } from './aged-value.ts'

export interface AuthenticatorShown {
  readonly account: string
  /** The provider's. */
  readonly id: string
  readonly kind: string
  readonly phishingResistant: boolean
  readonly device: string | null
  /** As the provider says; all in milliseconds. */
  readonly added: number | null
  readonly lastUsed: number | null
  /** When Postern saw it first. */
  readonly since: number
  readonly ended: number | null
  /** From when on it can prove something; null for one that ended. */
  readonly countsFrom: number | null
  readonly counts: boolean
}

const SHOWN_MAX = 500

export async function authenticatorsOf(
  tx: OrganisationTransaction,
  accounts: readonly string[],
  now: number,
): Promise<readonly AuthenticatorShown[]> {
  if (accounts.length === 0) return []
  const rows = await tx
    .selectFrom('directory_authenticators as k')
    .innerJoin('directory_accounts as a', 'a.account', 'k.account')
    .selectAll('k')
    .select('a.linked')
    .where(
      'k.account',
      'in',
      accounts.map((account) => Buffer.from(account, 'hex')),
    )
    .orderBy('k.account')
    .orderBy('since', 'desc')
    .orderBy('k.id')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map((row) => ({
    account: Buffer.from(row.account).toString('hex'),
    id: row.id,
    kind: row.kind,
    phishingResistant: row.phishing_resistant,
    device: row.device,
    added: row.added,
    lastUsed: row.last_used,
    since: row.since,
    ended: row.ended,
    countsFrom: row.ended === null ? countsFrom(row) : null,
    counts: counts(row, now),
  }))
}
