/** Roles and groups that accounts have, as their provider listed them last. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'

/** Names of the groups of an account, by its key. */
export async function groupsOfAccount(tx: OrganisationTransaction, account: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('directory_memberships')
    .select('name')
    .where('account', '=', Buffer.from(account, 'hex'))
    .where('kind', '=', 'group')
    .execute()
  return rows.map(({ name }) => name)
}

export interface RoleHolder {
  readonly provider: string
  readonly tenant: string
  readonly id: string
  readonly label: string
  readonly role: string
  /** When Postern first saw the role, in milliseconds. */
  readonly since: number
}

/** Who has one of these roles, named in lower case, at any provider. */
export async function accountsWithRoles(
  tx: OrganisationTransaction,
  roles: readonly string[],
): Promise<readonly RoleHolder[]> {
  const { rows } = await sql<RoleHolder>`
    select provider, tenant, id, label, name as role, since::float8 as since
    from directory_memberships join directory_accounts using (organisation, account)
    where kind = 'role' and lower(name) in (select value from json_array_elements_text(${JSON.stringify(roles)}::json))
    order by provider, label, name limit 2000`.execute(tx)
  return rows
}
