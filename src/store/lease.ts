/**
 * A duty that one server at a time does for an organisation, where several work on one PostgreSQL.
 *
 * Whoever has it renews a row before that ends by the database's clock; once it has ended, another takes over. Each take-over
 * is a turn with a number of its own, and what the duty writes it writes in transactions in which its turn still goes on. So
 * whoever slept, and lost the duty meanwhile, writes nothing more, whatever it believes.
 */
import { sql } from 'kysely'
import type { OrganisationStore, OrganisationTransaction, Store } from './store.ts'

export interface Lease {
  /** This server's turn, as of the last `hold`; undefined while another has the duty. No two turns have one number. */
  readonly turn: number | undefined
  /** Takes the duty where nobody has it, and keeps it. To be called every second or two. Throws what the store throws. */
  hold(): Promise<void>
  /** Does this turn still go on? Then nobody else's begins before the transaction has ended. */
  isOn(tx: OrganisationTransaction, turn: number): Promise<boolean>
  /** Leaves the duty to whoever asks next. */
  release(): Promise<void>
}

/** Of whoever has the database alone, as the embedded engine's one process. */
export const ALONE: Lease = {
  turn: 1,
  hold: async () => undefined,
  isOn: async () => true,
  release: async () => undefined,
}

/** So long after the last renewal another takes over: a server that is only busy should not lose its duty. */
const LASTS = '10 seconds'
/** It is renewed when less is left, so that not every `hold` writes. */
const RENEWED_AT_MS = 7000

/** `duty` names it within the organisation: `watch`. */
export function leaseOf(store: Pick<Store, 'engine' | 'in'>, organisation: string, duty: string): Lease {
  return store.engine === 'pglite' ? ALONE : createLease(store.in(organisation), duty)
}

function createLease(db: OrganisationStore, duty: string): Lease {
  let turn: number | undefined

  return {
    get turn() {
      return turn
    },
    async hold() {
      const own = turn
      turn = await db.transaction(async (tx) => {
        const held = await look(tx, duty)
        if (held !== undefined && held.turn === own)
          return held.leftMs > RENEWED_AT_MS ? own : await renew(tx, duty, own)
        return held === undefined || held.leftMs <= 0 ? await take(tx, duty) : undefined
      })
    },
    async isOn(tx, own) {
      // Weaker than what a renewal takes, so that this does not wait for it; a take-over waits for both.
      const { rows } = await sql`select from leases where duty = ${duty} and term = ${own} for key share`.execute(tx)
      return rows.length > 0
    },
    async release() {
      const own = turn
      turn = undefined
      if (own === undefined) return
      await db.transaction((tx) =>
        sql`update leases set until = clock_timestamp() where duty = ${duty} and term = ${own}`.execute(tx),
      )
    },
  }
}

async function look(
  tx: OrganisationTransaction,
  duty: string,
): Promise<{ readonly turn: number; readonly leftMs: number } | undefined> {
  const { rows } = await sql<{ turn: number; leftMs: number }>`
    select term as turn, (extract(epoch from until - clock_timestamp()) * 1000)::float8 as "leftMs"
    from leases where duty = ${duty}`.execute(tx)
  return rows[0]
}

async function renew(tx: OrganisationTransaction, duty: string, own: number): Promise<number | undefined> {
  const { numAffectedRows } = await sql`
    update leases set until = clock_timestamp() + ${LASTS}::interval where duty = ${duty} and term = ${own}`.execute(tx)
  return numAffectedRows === 1n ? own : undefined
}

/** Undefined where another was faster, or where one whose turn has ended is still writing. */
async function take(tx: OrganisationTransaction, duty: string): Promise<number | undefined> {
  await sql`
    insert into leases (duty, term, until) values (${duty}, 0, clock_timestamp()) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ turn: number }>`
    with free as (
      select duty from leases where duty = ${duty} and until <= clock_timestamp() for update skip locked
    )
    update leases set term = term + 1, until = clock_timestamp() + ${LASTS}::interval from free where leases.duty = free.duty
    returning term as turn`.execute(tx)
  return rows[0]?.turn
}
