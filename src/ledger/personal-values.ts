/**
 * Personal values in their tables: each person's own key, encrypted with the master key, and the values that entries commit
 * to, encrypted with the person's. To erase a person is to delete the key: the values go with it, the entries stay.
 */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Entry, readEntry } from './entry.ts'
import { LedgerError } from './ledger-error.ts'
import { type CommittedValue, type EncryptionKey, openValue, type Random, unwrapKey, wrapKey } from './personal.ts'

const KEY_BYTES = 32

/** Makes a person's key. `id` is random too: it stands in the ledger, and must not name anybody. */
export async function createPersonKey(
  tx: OrganisationTransaction,
  id: string,
  master: EncryptionKey,
  random: Random,
): Promise<EncryptionKey> {
  const person = { id, bytes: random(KEY_BYTES) }
  const { key, nonce, data } = wrapKey(person, master, random)
  await tx.insertInto('person_keys').values({ id, master: key, nonce, data }).execute()
  return person
}

/** Undefined where the person was erased. `masters` are the master keys there are, old ones while they are being replaced. */
export async function personKey(
  tx: OrganisationTransaction,
  id: string,
  masters: readonly EncryptionKey[],
): Promise<EncryptionKey | undefined> {
  const row = await tx
    .selectFrom('person_keys')
    .select(['master', 'nonce', 'data'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return unwrapKey(id, { key: row.master, nonce: row.nonce, data: row.data }, masterOf(row.master, masters))
}

/**
 * The keys of many people at once, made for those who have none. `ids` are different; in one order, so that two imports do not
 * wait for each other in a circle.
 */
export async function personKeysFor(
  tx: OrganisationTransaction,
  ids: readonly string[],
  [master, ...older]: readonly [EncryptionKey, ...EncryptionKey[]],
  random: Random,
): Promise<ReadonlyMap<string, EncryptionKey>> {
  const masters = [master, ...older]
  const keys = new Map<string, EncryptionKey>()
  const sorted = [...ids].sort()
  for (let at = 0; at < sorted.length; at += KEYS_PER_STATEMENT) {
    const some = sorted.slice(at, at + KEYS_PER_STATEMENT)
    const { rows } = await sql<{ id: string; master: string; nonce: string; data: string }>`
      select id, master, nonce, data from person_keys
      where id in (select value from json_array_elements_text(${JSON.stringify(some)}::json))`.execute(tx)
    for (const { id, master: key, nonce, data } of rows) {
      keys.set(id, unwrapKey(id, { key, nonce, data }, masterOf(key, masters)))
    }
    const made = some.filter((id) => !keys.has(id)).map((id) => ({ id, bytes: random(KEY_BYTES) }))
    const wrapped = made.map((person) => ({ id: person.id, ...wrapKey(person, master, random) }))
    await sql`
      insert into person_keys (id, master, nonce, data)
      select id, key, nonce, data from json_to_recordset(${JSON.stringify(wrapped)}::json)
        as given (id text, key text, nonce text, data text)`.execute(tx)
    for (const person of made) keys.set(person.id, person)
  }
  return keys
}

const KEYS_PER_STATEMENT = 5000

/** Encrypts every person's key anew with another master key; gives how many were left to do. The values stay as they are. */
export async function rewrapPersonKeys(
  tx: OrganisationTransaction,
  from: EncryptionKey,
  to: EncryptionKey,
  random: Random,
): Promise<number> {
  const rows = await tx
    .selectFrom('person_keys')
    .select(['id', 'nonce', 'data'])
    .where('master', '=', from.id)
    .limit(REWRAPPED_MAX)
    .execute()
  for (const { id, nonce, data } of rows) {
    const wrapped = wrapKey(unwrapKey(id, { key: from.id, nonce, data }, from), to, random)
    await tx
      .updateTable('person_keys')
      .set({ master: wrapped.key, nonce: wrapped.nonce, data: wrapped.data })
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}

/** In one transaction; call again until none are left. */
const REWRAPPED_MAX = 500

/** Keeps the values that an entry of this transaction commits to. */
export async function keepValues(
  tx: OrganisationTransaction,
  seq: number,
  values: Readonly<Record<string, CommittedValue>>,
): Promise<void> {
  const rows = Object.entries(values).map(([name, { ciphertext }]) => ({ seq, name, ...ciphertext }))
  if (rows.length > 0) await tx.insertInto('personal_values').values(rows).execute()
}

/**
 * The value that an entry commits to under this name, compared with the commitment. Throws ERR_LEDGER_VALUE_ERASED and
 * ERR_LEDGER_VALUE_ALTERED.
 */
export async function personalValue(
  tx: OrganisationTransaction,
  entry: Entry,
  name: string,
  masters: readonly EncryptionKey[],
): Promise<unknown> {
  const commitment = entry.commitments?.[name]
  const row = await tx
    .selectFrom('personal_values')
    .select(['key', 'nonce', 'data'])
    .where('seq', '=', entry.seq)
    .where('name', '=', name)
    .executeTakeFirst()
  const person = row === undefined ? undefined : await personKey(tx, row.key, masters)
  return openValue({ commitment: commitment ?? '', ciphertext: row ?? { key: '', nonce: '', data: '' } }, person)
}

/**
 * All that entries commit to under a person's key, by name, the newest of each; each compared with its commitment. Throws as
 * `personalValue` does.
 */
export async function personalValuesOf(
  tx: OrganisationTransaction,
  key: string,
  masters: readonly EncryptionKey[],
): Promise<Readonly<Record<string, unknown>>> {
  const rows = await tx
    .selectFrom('personal_values')
    .innerJoin('ledger_entries', 'ledger_entries.seq', 'personal_values.seq')
    .select(['personal_values.name', 'ledger_entries.bytes'])
    .where('personal_values.key', '=', key)
    .orderBy('personal_values.seq')
    .execute()
  const values: Record<string, unknown> = {}
  for (const { name, bytes } of rows) values[name] = await personalValue(tx, readEntry(bytes).entry, name, masters)
  return values
}

/** Destroys a person's key, and with it every value and salt; false if there was none. What calls this asks two people. */
export async function erasePerson(tx: OrganisationTransaction, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('person_keys').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

function masterOf(id: string, masters: readonly EncryptionKey[]): EncryptionKey {
  const master = masters.find((one) => one.id === id)
  if (master !== undefined) return master
  const message = `The master key ${id} is needed, and this process was not given it. Add it to the configuration.`
  throw new LedgerError('ERR_LEDGER_KEY_INVALID', message)
}
