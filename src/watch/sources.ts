/** Sources: where sign-ins come from, and of which tenant. Adding and closing one, and renewing its token, are facts of the ledger. */
import { Type } from 'typebox'
import { newToken } from '../base/organisation-token.ts'
import { formatInstant } from '../base/time.ts'
import { appendEntries, type Decision, entryType, type Ledger, type Sealer } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { WatchError } from './errors.ts'

/** Who brings the rows: somebody pushes them, or Postern follows a file or reads a folder on its own machine. */
export type SourceKind = 'push' | 'tail' | 'folder'

export interface Source {
  readonly id: string
  readonly name: string
  /** The provider's id of the tenant whose rows it delivers: rows that name none are given it. */
  readonly tenant: string
  /** Milliseconds. */
  readonly created: number
  readonly closed: number | null
}

export type NewSource = Pick<Source, 'id' | 'name' | 'tenant'>

/** Who does it (`staff/…`, `system/…`), when, in milliseconds, and what they decided it by. */
export interface Doing {
  readonly actor: string
  readonly now: number
  readonly decisions?: readonly Decision[]
}

export const SOURCE_TOKEN = 'postern_source_'
/** So long the token before is good, unless the new one is used earlier. */
const PREVIOUS_TOKEN_MS = 86_400_000

const Strict = { additionalProperties: false }
const Text = Type.String({ minLength: 1, maxLength: 200 })

export const sourceAdded = entryType(
  'source-added',
  Type.Object(
    { name: Text, tenant: Text, kind: Type.Optional(Type.Union([Type.Literal('tail'), Type.Literal('folder')])) },
    Strict,
  ),
)
export const sourceClosed = entryType('source-closed', Type.Object({}, Strict))
export const sourceTokenRenewed = entryType('source-token-renewed', Type.Object({}, Strict))

/** What a source is, and what it is known by: a push source by its token's hash, others by nothing. */
export type Insertion =
  | { readonly kind: 'push'; readonly source: NewSource; readonly hash: Uint8Array }
  | { readonly kind: 'tail' | 'folder'; readonly source: NewSource }

/** Inserts a source; false if an open one has the name. */
export async function insertSource(
  tx: OrganisationTransaction,
  added: Insertion,
  sealer: Sealer,
  doing: Doing,
): Promise<boolean> {
  const { kind, source } = added
  const { id, name, tenant } = source
  const token_hash = added.kind === 'push' ? added.hash : null
  const inserted = await tx
    .insertInto('sources')
    .values({ id, name, tenant, kind, token_hash, created: doing.now })
    .onConflict((conflict) => conflict.columns(['organisation', 'name']).where('closed', 'is', null).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return false
  const data = kind === 'push' ? { name, tenant } : { name, tenant, kind }
  await appendEntries(tx, [{ ...sourceAdded.write(data), ...about(id, doing) }], sealer)
  return true
}

/** Closes a source: its token opens nothing from now on. False if there is no such open source. */
export async function markClosed(
  tx: OrganisationTransaction,
  id: string,
  sealer: Sealer,
  doing: Doing,
): Promise<boolean> {
  const closed = await tx
    .updateTable('sources')
    .set({ closed: doing.now })
    .where('id', '=', id)
    .where('closed', 'is', null)
    .executeTakeFirst()
  if (closed.numUpdatedRows === 0n) return false
  await appendEntries(tx, [{ ...sourceClosed.write({}), ...about(id, doing) }], sealer)
  return true
}

/**
 * Gives a push source another token. The one that is in use stays good for a day, or until the new one is used. False if
 * there is no such open source.
 */
export async function replaceToken(
  tx: OrganisationTransaction,
  id: string,
  hash: Uint8Array,
  sealer: Sealer,
  doing: Doing,
): Promise<boolean> {
  const found = await tx
    .selectFrom('sources')
    .select(['token_hash', 'previous_hash', 'previous_until'])
    .where('id', '=', id)
    .where('kind', '=', 'push')
    .where('closed', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) return false
  // A new token that nobody has used yet is not the one in use.
  const isUnused = found.previous_hash !== null && (found.previous_until ?? 0) > doing.now
  await tx
    .updateTable('sources')
    .set({
      token_hash: hash,
      previous_hash: isUnused ? found.previous_hash : found.token_hash,
      previous_until: doing.now + PREVIOUS_TOKEN_MS,
    })
    .where('id', '=', id)
    .execute()
  await appendEntries(tx, [{ ...sourceTokenRenewed.write({}), ...about(id, doing) }], sealer)
  return true
}

function about(id: string, { actor, now, decisions = [] }: Doing) {
  const by = decisions.length > 0 ? { decisions: [...decisions] } : {}
  return { stream: `source/${id}`, actor, time: formatInstant(now), ...by }
}

/**
 * Adds a push source and gives its token, which is shown once and kept nowhere. `secret`: 32 random bytes. Throws
 * ERR_SOURCE_NAME_TAKEN where an open source has the name.
 */
export async function addSource(
  { db, sealer }: Pick<Ledger, 'db' | 'sealer'>,
  source: NewSource,
  secret: Uint8Array,
  doing: Doing,
): Promise<string> {
  const { token, hash } = newToken(SOURCE_TOKEN, db.organisation, secret)
  const isAdded = await db.transaction((tx) => insertSource(tx, { kind: 'push', source, hash }, sealer, doing))
  if (!isAdded) throw new WatchError('ERR_SOURCE_NAME_TAKEN', NAME_TAKEN)
  return token
}

export const NAME_TAKEN = 'An open source has this name. Close that one, or choose another.'

/** Closes a source. False if there is no such open source. */
export async function closeSource(
  { db, sealer }: Pick<Ledger, 'db' | 'sealer'>,
  id: string,
  doing: Doing,
): Promise<boolean> {
  return await db.transaction((tx) => markClosed(tx, id, sealer, doing))
}
