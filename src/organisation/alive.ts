/** When somebody was there: a server says so every few seconds, and the next one asks since when nobody was. */
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'

/** Says that a server is up at `now` (milliseconds), and gives when one last was; undefined before the first. */
export async function sayAlive(db: OrganisationStore, now: number): Promise<number | undefined> {
  return await db.transaction(async (tx) => {
    const row = await tx.selectFrom('organisations').select('alive').forUpdate().executeTakeFirst()
    await tx.updateTable('organisations').set({ alive: now }).execute()
    return row?.alive ?? undefined
  })
}

/** When a server was last up, in milliseconds; undefined before the first. */
export async function lastAlive(tx: OrganisationTransaction): Promise<number | undefined> {
  const row = await tx.selectFrom('organisations').select('alive').executeTakeFirst()
  return row?.alive ?? undefined
}
