/** What the hourly summaries count by, when the rows themselves go. */
import { readKept } from '../signin/index.ts'
import type { SummaryKey } from '../store/index.ts'

export function summaryKeyOf(row: string): SummaryKey {
  const { provider, activity, outcome, step, reason, method } = readKept(row)
  return { provider, activity, outcome, step, reason, method }
}
