/** Who could reset somebody outside of Postern: by a role that they have, or because the log shows that they did. */
import { accountsWithRoles, type RoleHolder } from '../directory/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { RESET_ROLE_NAMES, RESETS, reachOf } from './reset-roles.ts'
import { type ActorSeen, actorsSince, type RoleSeenGranted, rolesSeenGranted } from './seen-changes.ts'

/** Why somebody is in the list. Times in milliseconds. */
export type Why =
  | { readonly by: 'role'; readonly role: string; readonly reach: string; readonly since: number }
  /** The log says that it was granted; no directory has it. */
  | { readonly by: 'role-in-log'; readonly role: string; readonly reach: string; readonly since: number }
  | { readonly by: 'seen' }

export interface CouldReset {
  readonly provider: string
  /** Empty where it is not known. */
  readonly tenant: string
  /** A login name, or as the log calls a credential; the provider's id where there is no name. */
  readonly label: string
  /** The provider's id of the account; empty for one that only the log names. */
  readonly account: string
  /** It is Postern's own credential. */
  readonly ours: boolean
  readonly why: readonly Why[]
  /** When somebody was last reset by it; null where that was never seen. */
  readonly lastUsed: number | null
  /** Resets lately, and those of them that nothing explained. */
  readonly lately: number
  readonly unexplained: number
}

export interface KnownResetters {
  readonly holders: readonly RoleHolder[]
  readonly granted: readonly RoleSeenGranted[]
  readonly actors: readonly ActorSeen[]
}

/** Read in a transaction. `since`: from when on resets count as lately, in milliseconds. */
export async function readResetters(tx: OrganisationTransaction, since: number): Promise<KnownResetters> {
  return {
    holders: await accountsWithRoles(tx, RESET_ROLE_NAMES),
    granted: await rolesSeenGranted(tx, RESET_ROLE_NAMES),
    actors: await actorsSince(tx, since, RESETS),
  }
}

interface Listed extends Omit<CouldReset, 'why'> {
  readonly why: Why[]
}

/** The list, those who did it lately first. Pure. */
export function couldReset(
  { holders, granted, actors }: KnownResetters,
  isOurs: (provider: string, label: string) => boolean,
): readonly CouldReset[] {
  const all = new Map<string, Listed>()
  const byLabel = new Map<string, Listed>()

  function add(one: Pick<CouldReset, 'provider' | 'tenant' | 'label' | 'account'>, why: Why): void {
    const key = JSON.stringify([one.provider, one.tenant, one.account])
    let listed = all.get(key)
    if (listed === undefined) {
      listed = { ...one, ours: isOurs(one.provider, one.label), why: [], ...UNSEEN }
      all.set(key, listed)
      byLabel.set(labelKey(one), listed)
    }
    listed.why.push(why)
  }

  for (const { role, since, provider, tenant, id: account, label } of holders) {
    const reach = reachOf(provider, role)
    if (reach !== undefined) add({ provider, tenant, account, label }, { by: 'role', role, reach, since })
  }
  for (const { role, time: since, provider, tenant, account } of granted) {
    const reach = reachOf(provider, role)
    const known = all.get(JSON.stringify([provider, tenant, account]))
    if (reach === undefined || known?.why.some((why) => why.by === 'role' && isSameRole(why.role, role))) continue
    add({ provider, tenant, account, label: known?.label ?? account }, { by: 'role-in-log', role, reach, since })
  }
  for (const seen of actors) {
    const { provider, tenant, actor: label, last: lastUsed, count: lately, unexplained } = seen
    const known =
      byLabel.get(labelKey({ provider, tenant, label })) ?? byLabel.get(labelKey({ provider, tenant: '', label }))
    const use = { lastUsed, lately, unexplained, why: [...(known?.why ?? []), { by: 'seen' } as const] }
    const listed = known ?? { provider, tenant, label, account: '', ours: isOurs(provider, label) }
    all.set(known === undefined ? `seen ${labelKey({ provider, tenant, label })}` : keyOf(known), { ...listed, ...use })
  }
  return [...all.values()].sort(
    (one, other) =>
      other.lately - one.lately || (other.lastUsed ?? 0) - (one.lastUsed ?? 0) || (one.label < other.label ? -1 : 1),
  )
}

const UNSEEN = { lastUsed: null, lately: 0, unexplained: 0 } as const

function keyOf({ provider, tenant, account }: Pick<CouldReset, 'provider' | 'tenant' | 'account'>): string {
  return JSON.stringify([provider, tenant, account])
}

function labelKey({ provider, tenant, label }: Pick<CouldReset, 'provider' | 'tenant' | 'label'>): string {
  return JSON.stringify([provider, tenant, label.toLowerCase()])
}

function isSameRole(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
