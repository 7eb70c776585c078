/** The table of members: what each request is held against, and what screens show. The ledger has the last word. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Member, Staff } from './staff.ts'

/** Writes those that differ. */
export async function writeMembers(tx: OrganisationTransaction, { members }: Staff): Promise<void> {
  const rows = [...members.values()].map((member) => ({ id: member.id, body: JSON.stringify(member) }))
  await sql`
    insert into staff_members (id, body)
    select id, body from json_to_recordset(${JSON.stringify(rows)}::json) as given (id text, body text)
    on conflict (organisation, id) do update set body = excluded.body where staff_members.body <> excluded.body`.execute(
    tx,
  )
}

/** Everybody who is or was a member, by id. */
export async function listMembers(tx: OrganisationTransaction): Promise<readonly Member[]> {
  const rows = await tx.selectFrom('staff_members').select('body').orderBy('id').execute()
  return rows.map(({ body }) => JSON.parse(body) as Member)
}

export async function memberOf(tx: OrganisationTransaction, id: string): Promise<Member | undefined> {
  const row = await tx.selectFrom('staff_members').select('body').where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : (JSON.parse(row.body) as Member)
}
