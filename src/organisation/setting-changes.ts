/** Changes of an organisation's own settings, as approvals/ offers them (DESIGN §3 rule 24). */
import Type, { type Static } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { isTimeZone } from '../base/time-zone.ts'
import { appendEntries, type Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Applied, type Applying, type ChangeKind, changeKind } from './change.ts'
import { KeptDays, Name, ORGANISATION_ENTRIES, Zone } from './entries.ts'
import { settingsOf, writeSettings } from './settings.ts'
import { organisationOf } from './whose.ts'

export interface SettingChangesOptions {
  /** Signs the entries of an organisation's ledger. */
  sealerOf(organisation: string): Sealer
}

const Strict = { additionalProperties: false }
const Renamed = Type.Object({ name: Name }, Strict)
const Kept = Type.Object({ keptDays: KeptDays }, Strict)
const Zoned = Type.Object({ zone: Zone }, Strict)

/** `organisation-renamed`, `retention-changed` and `time-zone-changed`. */
export function settingChanges(options: SettingChangesOptions): readonly ChangeKind[] {
  return [
    changeKind({
      name: 'organisation-renamed',
      summary: 'Gives the organisation another name.',
      data: Renamed,
      roles: ['administrator'],
      isWeakening: async () => false,
      stands: async (tx) => (await settingsOf(tx)).name,
      async apply(tx, { data, ...doing }) {
        await writeSettings(tx, data)
        return await said(tx, ORGANISATION_ENTRIES['organisation-renamed'].write(data), options, doing)
      },
    }),
    changeKind({
      name: 'retention-changed',
      summary: 'Keeps sign-ins for so many days. What is older is deleted, and cannot be looked into any more.',
      data: Kept,
      roles: ['administrator'],
      isWeakening: async (tx, { keptDays }) => keptDays < (await settingsOf(tx)).keptDays,
      stands: async (tx) => (await settingsOf(tx)).keptDays,
      async apply(tx, { data: { keptDays }, ...doing }: Applying<Static<typeof Kept>, unknown>) {
        const { keptDays: before } = await settingsOf(tx)
        await writeSettings(tx, { keptDays })
        return await said(tx, ORGANISATION_ENTRIES['retention-changed'].write({ keptDays, before }), options, doing)
      },
    }),
    changeKind({
      name: 'time-zone-changed',
      summary: 'Says clock times in another time zone. Hours of routes name their own, and stay as they are.',
      data: Zoned,
      roles: ['administrator'],
      isWeakening: async () => false,
      stands: async (tx) => (await settingsOf(tx)).zone,
      async apply(tx, { data, ...doing }) {
        if (!isTimeZone(data.zone)) return UNKNOWN_ZONE
        await writeSettings(tx, data)
        return await said(tx, ORGANISATION_ENTRIES['time-zone-changed'].write(data), options, doing)
      },
    }),
  ]
}

const UNKNOWN_ZONE: Applied = {
  applied: false,
  code: 'ERR_TIME_ZONE_UNKNOWN',
  message: 'There is no such time zone. Take a name of the IANA list, as Europe/Berlin.',
}

/** Writes the entry, with who decided it. The last thing that the change does. */
async function said(
  tx: OrganisationTransaction,
  written: Pick<Parameters<typeof appendEntries>[1][number], 'type' | 'version' | 'data'>,
  { sealerOf }: SettingChangesOptions,
  { actor, decisions, now }: Pick<Applying<unknown, unknown>, 'actor' | 'decisions' | 'now'>,
): Promise<Applied> {
  const whose = decisions.length === 0 ? {} : { decisions: [...decisions] }
  const draft = { ...written, stream: 'organisation/settings', actor, time: formatInstant(now), ...whose }
  await appendEntries(tx, [draft], sealerOf(await organisationOf(tx)))
  return { applied: true }
}
