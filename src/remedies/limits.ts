/** How much may be changed in an hour. Counted in the transaction that begins another change, one at a time. */
import { DEFAULTS } from '../base/defaults.ts'
import type { Sort } from '../providers/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'

const HOUR_MS = 3_600_000

/** Holds other beginnings back until the transaction ends, so that two never count the same room. */
export async function lockBeginnings(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}

/** Whether one more may begin at `now`, whoever asks for it. */
export async function hasRoom(tx: OrganisationTransaction, sort: Sort, now: number): Promise<boolean> {
  const { takingPerHourMax, givingPerHourMax } = DEFAULTS.remedies
  const { count } = await tx
    .selectFrom('remedies')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('sort', '=', sort)
    .where('started', '>', now - HOUR_MS)
    .executeTakeFirstOrThrow()
  return Number(count) < (sort === 'taking' ? takingPerHourMax : givingPerHourMax)
}

/** Tokens of the people whose way in was touched without a human in the hour before `now`. */
export async function peopleTouched(tx: OrganisationTransaction, now: number): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('remedies')
    .select('target')
    .distinct()
    .where('of_person', '=', true)
    .where('automatic', '=', true)
    .where('sort', '=', 'taking')
    .where('started', '>', now - HOUR_MS)
    .execute()
  return new Set(rows.map(({ target }) => target))
}

/** Whether a remedy has been begun and has no end yet. */
export async function hasBegun(tx: OrganisationTransaction, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('remedies')
    .select('id')
    .where('id', '=', id)
    .where('ended', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
