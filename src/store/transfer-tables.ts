/** What an export consists of: read from the catalogue, so that a new table is never forgotten. */
import type { OwnerConnection } from './migrate.ts'

/** What describes the place itself and who works there, and is made anew at the other one. */
const NOT_CARRIED = ['installation', 'leases', 'migrations']

/** The tables, each after those that its rows refer to. */
export async function tablesInOrder(owner: OwnerConnection): Promise<readonly string[]> {
  const found = await owner.query<{ name: string; refers: string[] }>(
    `select c.relname as name,
       coalesce((select json_agg(r.relname) from pg_constraint f join pg_class r on r.oid = f.confrelid
         where f.conrelid = c.oid and f.contype = 'f' and r.oid <> c.oid), '[]') as refers
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not c.relname = any (string_to_array($1, ','))
     order by c.relname`,
    [NOT_CARRIED.join(',')],
  )
  const placed = new Set<string>()
  while (placed.size < found.length) {
    const next = found.find(({ name, refers }) => !placed.has(name) && refers.every((table) => placed.has(table)))
    if (next === undefined) throw new Error('Tables refer to each other in a circle; an export needs an order.')
    placed.add(next.name)
  }
  return [...placed]
}

/** Columns of the primary key, quoted and in order: an export of the same data is the same text. */
export async function keyOf(owner: OwnerConnection, table: string): Promise<string> {
  const rows = await owner.query<{ column: string }>(
    `select quote_ident(a.attname) as column from pg_index i
     cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = to_regclass($1) and i.indisprimary order by k.place`,
    [table],
  )
  return rows.map(({ column }) => column).join(', ')
}

/** The sequences that have given a number, with the last one given. */
export async function sequences(owner: OwnerConnection): Promise<Readonly<Record<string, number>>> {
  const rows = await owner.query<{ name: string; last: number }>(
    `select sequencename as name, last_value as last from pg_sequences
     where schemaname = 'public' and last_value is not null order by sequencename`,
    [],
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}
