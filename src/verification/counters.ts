/** Counters where they are kept. What each means is in throttle.ts. */
import type { OrganisationTransaction } from '../store/index.ts'
import type { CheckId } from './checks.ts'
import type { Refusal } from './refusal.ts'
import type { Asking } from './room.ts'
import { after, COUNTED, type Counted, type Counter, type Counters, NONE, refusalOf } from './throttle.ts'

export interface Trying {
  readonly check: CheckId
  /** Authenticator, sheet or contact point; undefined for what nobody can guess at. */
  readonly authenticator: string | undefined
  /** A member of staff. */
  readonly verifier: string | undefined
}

/** Why this may not be tried now; undefined where it may. Holds the counters until the transaction ends. */
export async function throttled(
  tx: OrganisationTransaction,
  asking: Asking,
  trying: Trying,
  now: number,
): Promise<Refusal | undefined> {
  const keys = keysOf(asking, trying)
  const rows = await tx
    .selectFrom('verification_counters')
    .selectAll()
    .where('key', 'in', Object.values(keys))
    .orderBy('key')
    .forUpdate()
    .execute()
  const counters: Partial<Record<Counted, Counter>> = {}
  for (const who of COUNTED) {
    const row = rows.find(({ key }) => key === keys[who])
    if (row !== undefined) counters[who] = JSON.parse(row.body) as Counter
  }
  return refusalOf(trying.check, counters satisfies Counters, now)
}

export async function count(
  tx: OrganisationTransaction,
  asking: Asking,
  trying: Trying,
  { passed, now }: { readonly passed: boolean; readonly now: number },
): Promise<void> {
  const keys = Object.entries(keysOf(asking, trying)) as [Counted, string][]
  for (const [who, key] of keys.sort(([, one], [, other]) => (one < other ? -1 : 1))) {
    // First there is a row, and then it is held: of two who count at once, none is lost.
    await tx
      .insertInto('verification_counters')
      .values({ key, body: JSON.stringify(NONE), touched: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const { body } = await tx
      .selectFrom('verification_counters')
      .select('body')
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const counter = after(JSON.parse(body) as Counter, who, passed, now)
    await tx
      .updateTable('verification_counters')
      .set({ body: JSON.stringify(counter), touched: now })
      .where('key', '=', key)
      .execute()
  }
}

function keysOf(asking: Asking, { authenticator, verifier }: Trying): { readonly [Who in Counted]?: string } {
  return {
    source: `source/${asking.source}`,
    case: `case/${asking.case}`,
    person: `person/${asking.person}`,
    ...(verifier === undefined ? {} : { verifier: `verifier/${verifier}` }),
    ...(authenticator === undefined ? {} : { authenticator: `authenticator/${authenticator}` }),
  }
}
