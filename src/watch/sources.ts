/** Sources: who may deliver sign-ins, and of which tenant. Adding and closing one are facts of the ledger. */
import { Type } from 'typebox'
import { newToken, type PresentedToken, readToken } from '../base/organisation-token.ts'
import { formatInstant } from '../base/time.ts'
import { appendEntries, entryType, type Ledger } from '../ledger/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import { WatchError } from './errors.ts'

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

/** Who does it (`staff/…`, `system/…`) and when, in milliseconds. */
export interface Doing {
  readonly actor: string
  readonly now: number
}

const PREFIX = 'postern_source_'

const Strict = { additionalProperties: false }
const Text = Type.String({ minLength: 1, maxLength: 200 })

export const sourceAdded = entryType('source-added', Type.Object({ name: Text, tenant: Text }, Strict))
export const sourceClosed = entryType('source-closed', Type.Object({}, Strict))

/**
 * Adds a source and gives its token, which is shown once and kept nowhere. `secret`: 32 random bytes. Throws
 * ERR_SOURCE_NAME_TAKEN where an open source has the name.
 */
export async function addSource(
  { db, sealer }: Pick<Ledger, 'db' | 'sealer'>,
  source: NewSource,
  secret: Uint8Array,
  { actor, now }: Doing,
): Promise<string> {
  const { token, hash } = newToken(PREFIX, db.organisation, secret)
  await db.transaction(async (tx) => {
    const added = await tx
      .insertInto('sources')
      .values({ ...source, token_hash: hash, created: now })
      .onConflict((conflict) => conflict.columns(['organisation', 'name']).where('closed', 'is', null).doNothing())
      .executeTakeFirst()
    if (added.numInsertedOrUpdatedRows === 0n) {
      throw new WatchError('ERR_SOURCE_NAME_TAKEN', 'An open source has this name. Close that one, or choose another.')
    }
    const { name, tenant } = source
    const entry = { stream: `source/${source.id}`, actor, time: formatInstant(now) }
    await appendEntries(tx, [{ ...sourceAdded.write({ name, tenant }), ...entry }], sealer)
  })
  return token
}

/** Closes a source: its token opens nothing from now on. False if there is no such open source. */
export async function closeSource(
  { db, sealer }: Pick<Ledger, 'db' | 'sealer'>,
  id: string,
  { actor, now }: Doing,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const closed = await tx
      .updateTable('sources')
      .set({ closed: now })
      .where('id', '=', id)
      .where('closed', 'is', null)
      .executeTakeFirst()
    if (closed.numUpdatedRows === 0n) return false
    const entry = { stream: `source/${id}`, actor, time: formatInstant(now) }
    await appendEntries(tx, [{ ...sourceClosed.write({}), ...entry }], sealer)
    return true
  })
}

export interface KnownSource extends Source {
  readonly organisation: string
}

/** Whose token it is; undefined for one that is wrong, closed or unknown. */
export async function sourceOf(store: Pick<Store, 'in'>, token: string): Promise<KnownSource | undefined> {
  const presented = readToken(PREFIX, token)
  return presented === undefined ? undefined : await lookUp(store, presented)
}

async function lookUp(
  store: Pick<Store, 'in'>,
  { organisation, hash }: PresentedToken,
): Promise<KnownSource | undefined> {
  const found = await store
    .in(organisation)
    .transaction((tx) => openSources(tx).where('token_hash', '=', hash).executeTakeFirst())
  return found === undefined ? undefined : { ...found, organisation }
}

function openSources(tx: OrganisationTransaction) {
  return tx.selectFrom('sources').select(['id', 'name', 'tenant', 'created', 'closed']).where('closed', 'is', null)
}

export interface KnownSources {
  /** As `sourceOf`, remembered for a moment: vendors send many small deliveries one after another. */
  ofToken(token: string): Promise<KnownSource | undefined>
  /** An open source whose token was presented a moment ago. */
  find(organisation: string, id: string): Promise<KnownSource | undefined>
}

/** So long a source that another server closed may go on delivering. */
const REMEMBERED_MS = 2000
const REMEMBERED_MAX = 10_000

/** Only who is known is remembered, so that guessing fills nothing; of too many, who came last. `clock` in milliseconds. */
export function createKnownSources(store: Pick<Store, 'in'>, clock: () => number): KnownSources {
  const remembered = new Map<string, { readonly source: KnownSource; readonly until: number }>()

  function remember(key: string, source: KnownSource): void {
    remembered.delete(key)
    remembered.set(key, { source, until: clock() + REMEMBERED_MS })
    for (const oldest of remembered.keys()) {
      if (remembered.size <= REMEMBERED_MAX) return
      remembered.delete(oldest)
    }
  }

  return {
    async ofToken(token) {
      const presented = readToken(PREFIX, token)
      if (presented === undefined) return undefined
      const key = `${presented.organisation} ${Buffer.from(presented.hash).toString('hex')}`
      const known = remembered.get(key)
      if (known !== undefined && clock() < known.until) return known.source
      const source = await lookUp(store, presented)
      if (source === undefined) return undefined
      remember(key, source)
      remember(`${source.organisation} ${source.id}`, source)
      return source
    },
    // The request was let in by its token; it may take longer than what is remembered.
    async find(organisation, id) {
      const known = remembered.get(`${organisation} ${id}`)
      if (known !== undefined) return known.source
      const found = await store
        .in(organisation)
        .transaction((tx) => openSources(tx).where('id', '=', id).executeTakeFirst())
      return found === undefined ? undefined : { ...found, organisation }
    },
  }
}
