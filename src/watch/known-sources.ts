/** Whose token it is that somebody presents. */
import { type PresentedToken, readToken } from '../base/organisation-token.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import { SOURCE_TOKEN, type Source } from './sources.ts'

export interface KnownSource extends Source {
  readonly organisation: string
}

/** Whose token it is at `now` (milliseconds); undefined for one that is wrong, replaced, closed or unknown. */
export async function sourceOf(store: Pick<Store, 'in'>, token: string, now: number): Promise<KnownSource | undefined> {
  const presented = readToken(SOURCE_TOKEN, token)
  return presented === undefined ? undefined : await lookUp(store, presented, now)
}

async function lookUp(
  store: Pick<Store, 'in'>,
  { organisation, hash }: PresentedToken,
  now: number,
): Promise<KnownSource | undefined> {
  const found = await store.in(organisation).transaction((tx) => find(tx, hash, now))
  return found === undefined ? undefined : { ...found, organisation }
}

async function find(tx: OrganisationTransaction, hash: Uint8Array, now: number): Promise<Source | undefined> {
  const found = await tx
    .selectFrom('sources')
    .select(['id', 'name', 'tenant', 'created', 'closed', 'token_hash', 'previous_hash'])
    .where('closed', 'is', null)
    .where((is) =>
      is.or([is('token_hash', '=', hash), is.and([is('previous_hash', '=', hash), is('previous_until', '>', now)])]),
    )
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { token_hash, previous_hash, ...source } = found
  const isCurrent = token_hash !== null && Buffer.compare(token_hash, hash) === 0
  // Whoever delivers has the new token: the one before opens nothing any more.
  if (isCurrent && previous_hash !== null) await forgetPrevious(tx, hash)
  return source
}

async function forgetPrevious(tx: OrganisationTransaction, hash: Uint8Array): Promise<void> {
  await tx
    .updateTable('sources')
    .set({ previous_hash: null, previous_until: null })
    .where('token_hash', '=', hash)
    .execute()
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
      const presented = readToken(SOURCE_TOKEN, token)
      if (presented === undefined) return undefined
      const key = `${presented.organisation} ${Buffer.from(presented.hash).toString('hex')}`
      const known = remembered.get(key)
      const left = known === undefined ? 0 : known.until - clock()
      // More is left only where the clock was set back.
      if (known !== undefined && left > 0 && left <= REMEMBERED_MS) return known.source
      const source = await lookUp(store, presented, clock())
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

function openSources(tx: OrganisationTransaction) {
  return tx.selectFrom('sources').select(['id', 'name', 'tenant', 'created', 'closed']).where('closed', 'is', null)
}
