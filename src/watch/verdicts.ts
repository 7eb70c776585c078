/** The table of verdicts. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Verdict, VerdictKind } from './live-verdict.ts'
import type { Changes } from './told.ts'

export interface ToldVerdict {
  readonly id: string
  readonly kind: VerdictKind
  /** As JSON. */
  readonly body: string
  /** Milliseconds. */
  readonly firstTold: number
  readonly changed: number
  readonly withdrawn: number | null
}

/** The verdicts that stand, by id. */
export async function toldVerdicts(tx: OrganisationTransaction): Promise<ReadonlyMap<string, Verdict>> {
  const rows = await tx.selectFrom('verdicts').select(['id', 'kind', 'body']).where('withdrawn', 'is', null).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Verdicts by the time of their last change, newest first. */
export async function latestVerdicts(
  tx: OrganisationTransaction,
  kind: VerdictKind,
  limit: number,
): Promise<readonly ToldVerdict[]> {
  return await tx
    .selectFrom('verdicts')
    .select(['id', 'kind', 'body', 'first_told as firstTold', 'changed', 'withdrawn'])
    .where('kind', '=', kind)
    .orderBy('changed', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Writes what is new, changed or withdrawn at `now`. A withdrawn one that is so again stands again. */
export async function writeChanges(
  tx: OrganisationTransaction,
  { told, withdrawn }: Changes,
  now: number,
): Promise<void> {
  if (told.length > 0) {
    await sql`
      insert into verdicts (id, kind, body, first_told, changed)
      select id, kind, body, ${now}::int8, ${now}::int8
      from json_to_recordset(${JSON.stringify(told)}::json) as given (id text, kind text, body text)
      on conflict (organisation, id) do update
        set body = excluded.body, changed = excluded.changed, withdrawn = null
        where verdicts.body <> excluded.body or verdicts.withdrawn is not null`.execute(tx)
  }
  if (withdrawn.length > 0) {
    await tx
      .updateTable('verdicts')
      .set({ withdrawn: now, changed: now })
      .where('id', 'in', [...withdrawn])
      .where('withdrawn', 'is', null)
      .execute()
  }
}
