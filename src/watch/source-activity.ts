/** When sources deliver, and how late: written with each kept delivery, in its transaction. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'

export interface NotedDelivery {
  readonly source: string
  /** When it came, in milliseconds. */
  readonly now: number
  /** Time of its newest event; undefined if it had none that is kept. */
  readonly newest: number | undefined
  /** Whose rows they are; undefined if it had none that is kept. */
  readonly provider: string | undefined
  /** Rows that were new. */
  readonly accepted: number
}

export interface SourceActivity {
  /** Milliseconds. */
  readonly lastDelivery: number
  readonly lastEvent: number | null
  /** Milliseconds from the newest event of the last delivery that had one to that delivery. */
  readonly vendorDelayMs: number | null
  readonly provider: string | null
  /** New rows of the last 24 hours, by whole hours. */
  readonly rows24h: number
}

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** Notes deliveries, given in the order in which they came. */
export async function noteDeliveries(tx: OrganisationTransaction, deliveries: readonly NotedDelivery[]): Promise<void> {
  const bySource = [...Map.groupBy(deliveries, ({ source }) => source)].map(([source, some]) => ({
    source,
    ...summed(some),
  }))
  if (bySource.length === 0) return
  // In one order, so that two servers that take deliveries of the same sources wait for each other and not in a circle.
  await sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(bySource)}::json)
        as given (source text, delivery int8, event int8, delay int8, provider text, hour int8, place int, accepted int)
      order by source
    ), activity as (
      insert into source_activity (source, last_delivery, last_event, vendor_delay, provider)
      select source, delivery, event, delay, provider from given
      on conflict (organisation, source) do update set
        last_delivery = greatest(source_activity.last_delivery, excluded.last_delivery),
        last_event = greatest(source_activity.last_event, excluded.last_event),
        vendor_delay = coalesce(excluded.vendor_delay, source_activity.vendor_delay),
        provider = coalesce(excluded.provider, source_activity.provider)
    )
    insert into source_hours (source, hour_of_day, hour, row_count)
    select source, place, hour, accepted from given where accepted > 0
    on conflict (organisation, source, hour_of_day) do update set
      row_count = excluded.row_count
        + case when source_hours.hour = excluded.hour then source_hours.row_count else 0 end,
      hour = excluded.hour`.execute(tx)
}

function summed(deliveries: readonly NotedDelivery[]) {
  const delivery = Math.max(...deliveries.map(({ now }) => now))
  const dated = deliveries.filter(({ newest }) => newest !== undefined)
  const last = dated.at(-1)
  const hour = Math.floor(delivery / HOUR_MS)
  return {
    delivery,
    event: dated.length === 0 ? null : Math.max(...dated.map(({ newest }) => newest ?? 0)),
    delay: last?.newest === undefined ? null : last.now - last.newest,
    provider: last?.provider ?? null,
    hour: hour * HOUR_MS,
    place: hour % DAY_HOURS,
    accepted: deliveries.reduce((sum, { accepted }) => sum + accepted, 0),
  }
}

/** By source; one that never delivered is not there. */
export async function sourceActivity(
  tx: OrganisationTransaction,
  now: number,
): Promise<ReadonlyMap<string, SourceActivity>> {
  const since = (Math.floor(now / HOUR_MS) - DAY_HOURS + 1) * HOUR_MS
  const hours = await tx
    .selectFrom('source_hours')
    .select(['source', sql<number>`sum(row_count)::int8`.as('rows')])
    .where('hour', '>=', since)
    .groupBy('source')
    .execute()
  const rows24h = new Map(hours.map(({ source, rows }) => [source, rows]))
  const activity = await tx
    .selectFrom('source_activity')
    .select(['source', 'last_delivery', 'last_event', 'vendor_delay', 'provider'])
    .execute()
  return new Map(
    activity.map(
      ({ source, last_delivery: lastDelivery, last_event: lastEvent, vendor_delay: vendorDelayMs, provider }) => [
        source,
        { lastDelivery, lastEvent, vendorDelayMs, provider, rows24h: rows24h.get(source) ?? 0 },
      ],
    ),
  )
}
