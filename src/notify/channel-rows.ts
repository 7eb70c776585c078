/** The table of channels. Settings are encrypted as a whole, for one channel of one organisation only. */
import { decrypt, type EncryptionKey, encrypt, LedgerError, type Random } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { ChannelKind } from './channel.ts'
import { type Colour, type Health, newHealth } from './health.ts'
import { type ChannelSettings, checkSettings } from './settings.ts'

/** A channel without its settings. Times in milliseconds since 1970. */
export interface KeptChannel {
  readonly id: string
  readonly kind: ChannelKind
  readonly label: string
  /** The identity provider without which people cannot read it, or `none`. */
  readonly readWith: string
  readonly confirmMs: number | undefined
  readonly created: number
  /** When its settings were last saved. */
  readonly saved: number
  readonly health: Health
  readonly colour: Colour
  readonly colourSince: number
  /** Since when it is red, as the others were told. */
  readonly downSince: number | undefined
}

const COLUMNS = [
  'id',
  'kind',
  'label',
  'read_with',
  'confirm_ms',
  'created',
  'saved',
  'health',
  'colour',
  'colour_since',
  'down_since',
] as const

/** All channels, in the order in which they were added. */
export async function listChannels(tx: OrganisationTransaction): Promise<readonly KeptChannel[]> {
  const rows = await tx.selectFrom('notice_channels').select(COLUMNS).orderBy('created').orderBy('id').execute()
  return rows.map(({ read_with: readWith, confirm_ms, colour_since: colourSince, down_since, health, ...row }) => ({
    ...row,
    readWith,
    colourSince,
    confirmMs: confirm_ms ?? undefined,
    downSince: down_since ?? undefined,
    health: JSON.parse(health) as Health,
  }))
}

export async function channelById(tx: OrganisationTransaction, id: string): Promise<KeptChannel | undefined> {
  return (await listChannels(tx)).find((channel) => channel.id === id)
}

/** What of a channel an operator names; the rest is its life. */
export type Named = Pick<KeptChannel, 'id' | 'label' | 'readWith' | 'confirmMs'>

/** Adds a channel at `now`; false if there is one with this id. */
export async function insertChannel(
  tx: OrganisationTransaction,
  { id, label, readWith, confirmMs }: Named,
  settings: ChannelSettings,
  { master, random, now }: Saving,
): Promise<boolean> {
  const added = await tx
    .insertInto('notice_channels')
    .values({
      id,
      label,
      read_with: readWith,
      confirm_ms: confirmMs ?? null,
      kind: settings.kind,
      ...sealed(id, settings, master, random),
      created: now,
      ...asNew(now),
    })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

export interface Saving {
  readonly master: EncryptionKey
  readonly random: Random
  readonly now: number
}

/** Settings entered anew: what was known of the channel's health counts no more. */
export async function replaceSettings(
  tx: OrganisationTransaction,
  id: string,
  settings: ChannelSettings,
  { master, random, now }: Saving,
): Promise<void> {
  const { down_since: _told, ...life } = asNew(now)
  await tx
    .updateTable('notice_channels')
    .set({ ...sealed(id, settings, master, random), ...life })
    .where('id', '=', id)
    .execute()
}

export async function renameChannel(
  tx: OrganisationTransaction,
  { id, label, readWith, confirmMs }: Named,
): Promise<void> {
  const row = { label, read_with: readWith, confirm_ms: confirmMs ?? null }
  await tx.updateTable('notice_channels').set(row).where('id', '=', id).execute()
}

/** Takes a channel away, and what it is owed. */
export async function deleteChannel(tx: OrganisationTransaction, id: string): Promise<void> {
  await tx.deleteFrom('notice_deliveries').where('channel', '=', id).execute()
  await tx.deleteFrom('notice_budgets').where('channel', '=', id).execute()
  await tx.deleteFrom('notice_channels').where('id', '=', id).execute()
}

/** Throws ERR_LEDGER_KEY_INVALID where the master key is not at hand, ERR_LEDGER_VALUE_ALTERED, ERR_CHANNEL_SETTINGS. */
export async function settingsOf(
  tx: OrganisationTransaction,
  id: string,
  masters: readonly EncryptionKey[],
): Promise<ChannelSettings | undefined> {
  const row = await tx
    .selectFrom('notice_channels')
    .select(['settings_key as key', 'settings_nonce as nonce', 'settings_data as data'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const master = masters.find((one) => one.id === row.key)
  if (master === undefined) {
    const message = `The master key ${row.key} is needed, and this process was not given it. Add it to the configuration.`
    throw new LedgerError('ERR_LEDGER_KEY_INVALID', message)
  }
  return checkSettings(JSON.parse(Buffer.from(decrypt(row, master, boundTo(id))).toString()))
}

/** Encrypts all settings anew that another master key encrypts; gives how many those were. */
export async function rewrapChannels(
  tx: OrganisationTransaction,
  masters: readonly [EncryptionKey, ...EncryptionKey[]],
  random: Random,
): Promise<number> {
  const [master] = masters
  const rows = await tx.selectFrom('notice_channels').select('id').where('settings_key', '<>', master.id).execute()
  for (const { id } of rows) {
    const settings = await settingsOf(tx, id, masters)
    if (settings === undefined) continue
    await tx
      .updateTable('notice_channels')
      .set(sealed(id, settings, master, random))
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

/** What became of a channel: its health, and the colour it has by it. */
export async function writeHealth(
  tx: OrganisationTransaction,
  { id, health, colour, colourSince, downSince }: KeptChannel,
): Promise<void> {
  const row = { health: JSON.stringify(health), colour, colour_since: colourSince, down_since: downSince ?? null }
  await tx.updateTable('notice_channels').set(row).where('id', '=', id).execute()
}

function asNew(now: number) {
  const health = JSON.stringify(newHealth(now))
  return { saved: now, health, colour: 'amber', colour_since: now, down_since: null } as const
}

function sealed(id: string, settings: ChannelSettings, master: EncryptionKey, random: Random) {
  const { key, nonce, data } = encrypt(Buffer.from(JSON.stringify(settings)), master, boundTo(id), random)
  return { settings_key: key, settings_nonce: nonce, settings_data: data }
}

/** A ciphertext moved to another channel does not open there. */
function boundTo(id: string): string {
  return `notice-channel/${id}`
}
