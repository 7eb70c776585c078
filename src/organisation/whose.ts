/** Which organisation a transaction works in. A kind of change is one for all, and is told by this whose ledger it writes. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'

export async function organisationOf(tx: OrganisationTransaction): Promise<string> {
  const { rows } = await sql<{ id: string }>`select current_organisation() as id`.execute(tx)
  return rows[0]!.id
}
