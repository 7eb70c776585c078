/**
 * The end of a sign-in's time. Each organisation says how many days it keeps; a day past that is summed up by the hour,
 * marked, and then its rows go: at once with the day's table where nobody else keeps it, else one organisation's rows alone.
 */
import { sql } from 'kysely'
import { recountQuarantine } from './quarantine.ts'
import { oldestKept } from './sign-ins.ts'
import type { OrganisationStore, OrganisationTransaction, Store } from './store.ts'

/** What a summary counts by. signin/ reads it from a kept row. */
export interface SummaryKey {
  readonly provider: string
  readonly activity: string
  readonly outcome: string
  readonly step: string
  readonly reason: string
  readonly method: string
}

export interface Purged {
  /** Days of this organisation that were summed up and closed. */
  readonly days: number
  /** Tables that went, for good, because nobody keeps those days any more. */
  readonly tables: number
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const ROWS_AT_ONCE = 2000
const DELETED_AT_ONCE = 10_000

/** Purges one organisation. May be stopped at any point and run again; `now` is milliseconds since 1970. */
export async function purge(
  store: Store,
  organisation: string,
  now: number,
  read: (row: string) => SummaryKey,
): Promise<Purged> {
  const db = store.in(organisation)
  const days = await db.transaction(async (tx) => {
    const { kept_days } = await tx.selectFrom('organisations').select('kept_days').executeTakeFirstOrThrow()
    await tx
      .deleteFrom('quarantine')
      .where('received', '<', now - kept_days * DAY_MS)
      .execute()
    await recountQuarantine(tx)
    // An hour after intake began to refuse the day, so that no intake that is under way can still add to it.
    return await expired(tx, oldestKept(now - HOUR_MS, kept_days))
  })
  for (const day of days) await db.transaction((tx) => sumUp(tx, day, read))
  const tables = await store.dropPurgedDays()
  await deleteAmongOthers(db)
  return { days: days.length, tables }
}

/** The days with rows that this organisation keeps no longer, and that are not closed yet. */
async function expired(tx: OrganisationTransaction, oldest: string): Promise<readonly string[]> {
  // From the list of tables, of which there are as many as days: the rows are far too many to look through for it.
  const found = await sql<{ day: string }>`
    select d.day from (
      select to_date(right(c.relname, 8), 'YYYYMMDD') as day
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'sign_ins'::regclass
    ) d
    where d.day < ${oldest}::date
      and not exists (select from purged_days p where p.day = d.day)
      and exists (select from sign_ins s where s.day = d.day)
    order by d.day`.execute(tx)
  return found.rows.map(({ day }) => day)
}

async function sumUp(tx: OrganisationTransaction, day: string, read: (row: string) => SummaryKey): Promise<void> {
  // Marked first: the row keeps a second purge out until this one has ended.
  await tx.insertInto('purged_days').values({ day }).execute()
  await tx.deleteFrom('sign_in_batches').where('day', '=', day).execute()
  const sums = await sumsOf(tx, day, read)
  for (let at = 0; at < sums.length; at += ROWS_AT_ONCE) {
    await tx
      .insertInto('hourly_summaries')
      .values(
        sums.slice(at, at + ROWS_AT_ONCE).map(({ hour, key, rows, accounts }) => ({
          hour,
          ...key,
          row_count: rows,
          account_count: accounts.size,
        })),
      )
      .execute()
  }
}

interface Sum {
  readonly hour: number
  readonly key: SummaryKey
  rows: number
  readonly accounts: Set<string>
}

/** Read by a cursor, because a day may have millions of rows. */
async function sumsOf(
  tx: OrganisationTransaction,
  day: string,
  read: (row: string) => SummaryKey,
): Promise<readonly Sum[]> {
  const sums = new Map<string, Sum>()
  // The day stands in the statement, as DECLARE takes no parameters; it comes from a date column.
  await sql
    .raw(
      `declare purge no scroll cursor for select time, encode(account, 'hex') as account, row from sign_ins where day = '${day}'`,
    )
    .execute(tx)
  for (;;) {
    const { rows } = await sql
      .raw<{ time: number; account: string; row: string }>(`fetch ${ROWS_AT_ONCE} from purge`)
      .execute(tx)
    for (const { time, account, row } of rows) {
      const { provider, activity, outcome, step, reason, method } = read(row)
      const key = { provider, activity, outcome, step, reason, method }
      const hour = Math.floor(time / HOUR_MS) * HOUR_MS
      const name = JSON.stringify([hour, ...Object.values(key)])
      const sum = sums.get(name) ?? { hour, key, rows: 0, accounts: new Set<string>() }
      sum.rows++
      sum.accounts.add(account)
      sums.set(name, sum)
    }
    if (rows.length < ROWS_AT_ONCE) break
  }
  await sql.raw('close purge').execute(tx)
  return [...sums.values()]
}

/** What is closed and still there stands in a day that another organisation keeps. Little by little: it may be millions. */
async function deleteAmongOthers(db: OrganisationStore): Promise<void> {
  for (;;) {
    const deleted = await db.transaction(async (tx) => {
      const { numAffectedRows } = await sql`
        delete from sign_ins where (day, event, digest) in (
          select s.day, s.event, s.digest from purged_days p join sign_ins s on s.day = p.day limit ${DELETED_AT_ONCE})`.execute(
        tx,
      )
      return Number(numAffectedRows ?? 0n)
    })
    if (deleted < DELETED_AT_ONCE) return
  }
}
