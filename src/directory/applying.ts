/** What the changes of this room share: whose room it is, who agreed, and how a refusal is said. */
import { sql } from 'kysely'
import type { Applied, Applying } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { DirectoryRoom } from './room.ts'

export type RoomOf = (organisation: string) => DirectoryRoom

/** The members whose passkeys said so. */
export function membersOf({ decisions }: Pick<Applying<unknown, unknown>, 'decisions'>): readonly string[] {
  return decisions.map(({ staff }) => staff)
}

export function answer(refused: { readonly code: string; readonly message: string } | undefined): Applied {
  return refused === undefined
    ? { applied: true }
    : { applied: false, code: refused.code as `ERR_${string}`, message: refused.message }
}

export async function roomIn(tx: OrganisationTransaction, roomOf: RoomOf): Promise<DirectoryRoom> {
  const { rows } = await sql<{ id: string }>`select current_organisation() as id`.execute(tx)
  return roomOf(rows[0]!.id)
}
