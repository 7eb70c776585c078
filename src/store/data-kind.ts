/**
 * Demo or real, from the first entry for ever (DESIGN §3 rule 26): simulated people never stand among real ones, and what
 * exists only in a demo never meets real data.
 */
import { type Kysely, sql } from 'kysely'
import { StoreError } from './errors.ts'
import type { Tables } from './tables.ts'

export type DataKind = 'demo' | 'real'

/** Says what the data is if nobody has yet, and gives what it is. Throws ERR_DATA_KIND if that is not `wanted`. */
export async function claimKind(root: Kysely<Tables>, wanted: DataKind | undefined, now: number): Promise<DataKind> {
  if (wanted !== undefined) {
    await sql`insert into installation (kind, created) values (${wanted}, ${now}) on conflict do nothing`.execute(root)
  }
  const found = await sql<{ kind: DataKind }>`select kind from installation`.execute(root)
  const kind = found.rows[0]?.kind
  if (kind !== undefined && (wanted === undefined || kind === wanted)) return kind
  if (kind === undefined) throw nothingKept()
  throw new StoreError(
    'ERR_DATA_KIND',
    `This is ${kind} data, and was opened as ${wanted}. That never changes: give this one a folder (POSTERN_DATA) or database of its own.`,
  )
}

export function nothingKept(): StoreError {
  return new StoreError('ERR_DATA_KIND', 'Postern has kept nothing here yet. Check POSTERN_DATA or DATABASE_URL.')
}
