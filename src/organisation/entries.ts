/** What the ledger is told about an organisation's settings. */
import Type from 'typebox'
import { entryType } from '../ledger/index.ts'

const Strict = { additionalProperties: false }
/** On one line; no @, so that nobody's address gets into the ledger. */
export const Name = Type.String({ pattern: '^[^@\\p{C}\\p{Z}][^@\\p{C}\\p{Zl}\\p{Zp}]{0,199}$' })
export const KeptDays = Type.Integer({ minimum: 1, maximum: 3650 })
/** `Europe/Berlin`, `Etc/GMT+3`. */
export const Zone = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$' })

export const ORGANISATION_ENTRIES = {
  'organisation-renamed': entryType('organisation-renamed', Type.Object({ name: Name }, Strict)),
  'retention-changed': entryType('retention-changed', Type.Object({ keptDays: KeptDays, before: KeptDays }, Strict)),
  'time-zone-changed': entryType('time-zone-changed', Type.Object({ zone: Zone }, Strict)),
}
