/** Waits do not count time in which nobody was there to take an objection (DESIGN §3 rule 15). */
import { holdLowerings } from '../directory/index.ts'
import { holdWaits, type StaffRoom } from '../staff/index.ts'
import type { House } from './house.ts'

/** Every wait, of every organisation whose ledger can be written to. */
export async function holdAllWaits(
  house: House,
  staff: StaffRoom,
  away: { readonly from: number; readonly at: number },
): Promise<void> {
  await holdWaits(staff, away)
  for (const { ledger } of house.tenants) if (ledger.held() === undefined) await holdLowerings({ ledger }, away)
}
