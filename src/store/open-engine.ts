import { type Kysely, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { translated } from './failures.ts'
import { due, migrate } from './migrate.ts'
import { openPglite } from './pglite/engine.ts'
import type { Place } from './place.ts'
import { openPostgres } from './postgres/engine.ts'
import type { Tables } from './tables.ts'

/** Opens the database of a place and runs the migrations that are due. Throws StoreError. */
export async function openEngine(place: Place, now: number): Promise<Engine> {
  try {
    const engine = 'folder' in place ? await openPglite(place.folder) : await openPostgres(place.url, place.ownerUrl)
    try {
      if ((await due(reader(engine.root))).length > 0) await engine.asOwner((owner) => migrate(owner, now))
      return engine
    } catch (error) {
      await engine.close()
      throw error
    }
  } catch (error) {
    throw translated(error)
  }
}

function reader(root: Kysely<Tables>): Parameters<typeof due>[0] {
  return {
    async query<Row>(text: string): Promise<Row[]> {
      return (await sql.raw<Row>(text).execute(root)).rows
    },
  }
}
