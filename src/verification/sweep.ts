/** What nobody needs any more: checks that ended long ago, and counters that say nothing after a day. Anybody can make rows of both. */
import { sql } from 'kysely'
import { DEFAULTS } from '../base/defaults.ts'
import type { OrganisationTransaction } from '../store/index.ts'

/** Gives how many rows went. Failures of an authenticator are kept: they count until it is set up again. */
export async function sweepVerification(tx: OrganisationTransaction, now: number): Promise<number> {
  const { keptMs, dayMs } = DEFAULTS.verification
  const { rows } = await sql<{ n: number }>`
    with checks as (delete from verification_begun where expires < ${now - keptMs} returning 1),
      counters as (
        delete from verification_counters where touched <= ${now - dayMs} and key not like 'authenticator/%' returning 1)
    select (select count(*) from checks) + (select count(*) from counters) as n`.execute(tx)
  return Number(rows[0]?.n ?? 0)
}
