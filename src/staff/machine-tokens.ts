/** Tokens of programs, each of one organisation. Programs read and open; nothing is decided by a token (http/access.ts). */
import { DEFAULTS } from '../base/defaults.ts'
import { newToken, readToken } from '../base/organisation-token.ts'
import type { CallerOf, Permission, Presented, Scope } from '../http/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'

const PREFIX = 'postern_token_'

export interface MachineToken {
  readonly id: string
  readonly name: string
  readonly permissions: readonly Permission[]
  readonly tierMax: Scope['tierMax']
  /** `staff/…`. */
  readonly addedBy: string
  /** Times are milliseconds. */
  readonly created: number
  readonly expires: number
  readonly lastUsed: number | null
  readonly closed: number | null
}

/** Keeps a new one, and gives its text, which is shown once and kept nowhere. `secret`: 32 random bytes. */
export async function insertToken(
  tx: OrganisationTransaction,
  organisation: string,
  { name, permissions, tierMax, addedBy, ...rest }: Omit<MachineToken, 'lastUsed' | 'closed'>,
  secret: Uint8Array,
): Promise<string> {
  const { token, hash } = newToken(PREFIX, organisation, secret)
  const row = { ...rest, name, permissions: JSON.stringify(permissions), tier_max: tierMax, added_by: addedBy }
  await tx
    .insertInto('machine_tokens')
    .values({ ...row, token_hash: hash })
    .execute()
  return token
}

/** Closes one: it opens nothing from now on. False if there is no such open one. */
export async function closeToken(tx: OrganisationTransaction, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('machine_tokens')
    .set({ closed: now })
    .where('id', '=', id)
    .where('closed', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** All that there are or were, newest first. */
export async function listTokens(tx: OrganisationTransaction): Promise<readonly MachineToken[]> {
  const rows = await tx.selectFrom('machine_tokens').selectAll().orderBy('created', 'desc').orderBy('id').execute()
  return rows.map(({ id, name, permissions, tier_max, added_by, created, expires, last_used, closed }) => ({
    id,
    name,
    permissions: JSON.parse(permissions) as Permission[],
    tierMax: tier_max,
    addedBy: added_by,
    created,
    expires,
    lastUsed: last_used,
    closed,
  }))
}

/** Whose token it is; undefined for one that is wrong, closed or expired. Fills http's hook in main.ts. */
export async function authenticateMachine(
  store: Pick<Store, 'in'>,
  { credential, now, isActivity }: Pick<Presented, 'credential' | 'now' | 'isActivity'>,
): Promise<CallerOf<'machine'> | undefined> {
  const token = readToken(PREFIX, credential)
  if (token === undefined) return undefined
  return await store.in(token.organisation).transaction(async (tx) => {
    const found = await tx
      .selectFrom('machine_tokens')
      .select(['id', 'permissions', 'tier_max', 'last_used'])
      .where('token_hash', '=', token.hash)
      .where('closed', 'is', null)
      .where('expires', '>', now)
      .where('created', '<=', now)
      .executeTakeFirst()
    if (found === undefined) return undefined
    const { id, tier_max: tierMax, last_used: lastUsed } = found
    if (isActivity && (lastUsed === null || now - lastUsed >= DEFAULTS.machineTokens.usedMs)) {
      await tx.updateTable('machine_tokens').set({ last_used: now }).where('id', '=', id).execute()
    }
    const scope: Scope = { organisations: [token.organisation], groups: 'all', tierMax }
    return { who: 'machine', id, scope, permissions: JSON.parse(found.permissions) as Permission[] } as const
  })
}
