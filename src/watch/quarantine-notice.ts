/** Who is told when records are refused because the quarantine is full. */
import { type Change, common, type Describe } from '../notify/index.ts'
import { type OrganisationTransaction, quarantineRefused } from '../store/index.ts'

/** What is owed in the transaction in which the first record was refused (`onFull` of the intake). */
export async function quarantineFull(tx: OrganisationTransaction): Promise<readonly Change[]> {
  const refused = await quarantineRefused(tx)
  if (refused === undefined) return []
  const subject = `quarantine-full:${refused.since}`
  return [{ subject, kind: 'quarantine-full', weight: 'milestone', severity: 'high' }]
}

/** For the kind `quarantine-full` of notify's room. */
export const describeQuarantineFull: Describe = async (tx, asked) => {
  const refused = await quarantineRefused(tx)
  if (refused === undefined) return undefined
  return { ...common(asked, '/connections'), kind: 'quarantine-full', refused: refused.records }
}
