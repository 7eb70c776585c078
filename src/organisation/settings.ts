/** What an organisation is set to: its name, how long sign-ins are kept, and its time zone. */
import { machineTimeZone } from '../base/time-zone.ts'
import type { OrganisationTransaction } from '../store/index.ts'

export interface OrganisationSettings {
  readonly name: string
  /** Days for which sign-ins are kept, 1 to 3650. */
  readonly keptDays: number
  /** IANA name: the organisation's, else the machine's. */
  readonly zone: string
}

export async function settingsOf(tx: OrganisationTransaction): Promise<OrganisationSettings> {
  const { name, kept_days, time_zone } = await tx
    .selectFrom('organisations')
    .select(['name', 'kept_days', 'time_zone'])
    .executeTakeFirstOrThrow()
  return { name, keptDays: kept_days, zone: time_zone ?? machineTimeZone() }
}

export async function writeSettings(
  tx: OrganisationTransaction,
  { name, keptDays, zone }: Partial<OrganisationSettings>,
): Promise<void> {
  const row = {
    ...(name === undefined ? {} : { name }),
    ...(keptDays === undefined ? {} : { kept_days: keptDays }),
    ...(zone === undefined ? {} : { time_zone: zone }),
  }
  // Without a condition: the wall in the database leaves the one row.
  await tx.updateTable('organisations').set(row).execute()
}
