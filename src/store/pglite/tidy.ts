/** What a PostgreSQL server does by itself (autovacuum), and the embedded one does not. */
import type { Queries } from './database.ts'

/**
 * Frees the room of rows that were changed or deleted, so that tables which change all day long do not grow for ever, and
 * looks at what the tables hold, by which queries are planned. Sign-ins only ever come, and go by the day: their tables stay
 * as they are. Everybody else waits meanwhile.
 */
export async function tidy({ query, exec }: Queries): Promise<void> {
  const { rows } = await query<{ name: string }>(`
    select format('%I.%I', nspname, relname) as name
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and nspname in ('public', 'pgboss') and relname !~ '^sign_ins_[0-9]'
    order by 1`)
  for (const { name } of rows) await exec(`vacuum (analyze) ${name}`)
}
