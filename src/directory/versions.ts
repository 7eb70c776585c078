/** Counts what changes who is who, so that what was compared with another directory is noticed. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'

export async function directoryVersion(tx: OrganisationTransaction): Promise<number> {
  const row = await tx.selectFrom('directory_versions').select('version').executeTakeFirst()
  return row?.version ?? 0
}

export async function nextVersion(tx: OrganisationTransaction): Promise<void> {
  await sql`
    insert into directory_versions as before (version) values (1)
    on conflict (organisation) do update set version = before.version + 1`.execute(tx)
}
