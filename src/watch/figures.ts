/** Figures of the overview, counted by the columns that verdict-index.ts fills; each by an index, none over all there is. */
import { sql } from 'kysely'
import { formatInstant } from '../base/time.ts'
import type { OrganisationTransaction } from '../store/index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const HOURS = 24

export interface LockoutFigures {
  /** Lockouts that last, and people in them. */
  readonly open: number
  readonly lockedOutNow: number
  /** Since midnight UTC, of those that ended with the person getting in. */
  readonly endedToday: number
  /** Of the same, from the first failed attempt to the sign-in; null if none ended. */
  readonly medianMinutesLocked: number | null
}

export async function lockoutFigures(tx: OrganisationTransaction, now: number): Promise<LockoutFigures> {
  const midnight = now - (now % DAY_MS)
  const { rows } = await sql<{ open: number; people: number }>`
    select count(*) as open, coalesce(sum(people), 0)::int8 as people from verdicts
    where kind = 'lockout' and ended is null and withdrawn is null`.execute(tx)
  const ended = await sql<{ ended: number; median: number | null }>`
    select count(*) as ended, percentile_cont(0.5) within group (order by ended - started) as median from verdicts
    where kind = 'lockout' and ended >= ${midnight} and ended_by <> 'quiet' and withdrawn is null`.execute(tx)
  const [lasting] = rows
  const [over] = ended.rows
  const median = over?.median ?? null
  return {
    open: lasting?.open ?? 0,
    lockedOutNow: lasting?.people ?? 0,
    endedToday: over?.ended ?? 0,
    medianMinutesLocked: median === null ? null : Math.round(median / 6000) / 10,
  }
}

export interface FailuresByCause {
  /** The first instant of each of the last 24 hours, the present one last. */
  readonly hours: readonly string[]
  readonly causes: readonly { readonly cause: string; readonly counts: readonly number[] }[]
}

/** People whose lockout began in each hour, by its cause, and incidents that began then as `attack`. Largest first. */
export async function failuresByCause(tx: OrganisationTransaction, now: number): Promise<FailuresByCause> {
  const first = Math.floor(now / HOUR_MS) - HOURS + 1
  const since = first * HOUR_MS
  const lockouts = await sql<Counted>`
    select cause, started / ${HOUR_MS}::int8 as hour, sum(people)::int8 as count from verdicts
    where kind = 'lockout' and started >= ${since} and withdrawn is null and cause is not null
    group by 1, 2`.execute(tx)
  // An incident was seen after it was opened: the index by its last finding holds all that were opened since.
  const attacks = await sql<Counted>`
    select 'attack' as cause, opened / ${HOUR_MS}::int8 as hour, count(*) as count from incidents
    where last_seen >= ${since - DAY_MS} and opened >= ${since} and body::json->>'nature' in ('attempt', 'inside')
    group by 1, 2`.execute(tx)
  const byCause = Map.groupBy([...lockouts.rows, ...attacks.rows], ({ cause }) => cause)
  return {
    hours: Array.from({ length: HOURS }, (_, place) => formatInstant((first + place) * HOUR_MS)),
    causes: [...byCause]
      .map(([cause, counted]) => ({ cause, counts: inHours(counted, first) }))
      .sort((one, other) => sumOf(other.counts) - sumOf(one.counts) || (one.cause < other.cause ? -1 : 1)),
  }
}

interface Counted {
  readonly cause: string
  /** Number of the hour since 1970. */
  readonly hour: number
  readonly count: number
}

function inHours(counted: readonly Counted[], first: number): number[] {
  const counts = new Array<number>(HOURS).fill(0)
  // What began in an hour to come, by a clock that is ahead, is counted in the present one.
  for (const { hour, count } of counted) counts[Math.min(hour - first, HOURS - 1)]! += count
  return counts
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
