/** Everything in a store as lines of text (transfer-format.ts): the state of one moment, streamed. */
import { createHash } from 'node:crypto'
import { formatInstant } from '../base/time.ts'
import { claimKind, nothingKept } from './data-kind.ts'
import type { Engine } from './engine.ts'
import { translated } from './failures.ts'
import { migrations, type OwnerConnection } from './migrate.ts'
import { openEngine } from './open-engine.ts'
import { hasCluster } from './pglite/cluster.ts'
import type { Place } from './place.ts'
import { FORMAT, type Header, type Trailer } from './transfer-format.ts'
import { keyOf, sequences, tablesInOrder } from './transfer-tables.ts'

const ROWS_AT_ONCE = 1000

/** Hands the export to `write` piece by piece; gives the number of rows. Throws StoreError. */
export async function exportStore(place: Place, now: number, write: (piece: string) => Promise<void>): Promise<number> {
  // Looking at a mistyped folder must not make it.
  if ('folder' in place && !hasCluster(place.folder)) throw nothingKept()
  const engine = await openEngine(place, now)
  try {
    return await exportEngine(engine, now, write)
  } finally {
    await engine.close()
  }
}

/** The same of an open engine. On the embedded one nothing else is done meanwhile. */
export async function exportEngine(
  engine: Engine,
  now: number,
  write: (piece: string) => Promise<void>,
): Promise<number> {
  try {
    const kind = await claimKind(engine.root, undefined, now)
    const header: Header = { format: FORMAT, kind, migrations: migrations().length, exported: formatInstant(now) }
    return await engine.snapshot((owner) => writeAll(owner, header, write))
  } catch (error) {
    throw translated(error)
  }
}

async function writeAll(
  owner: OwnerConnection,
  header: Header,
  write: (piece: string) => Promise<void>,
): Promise<number> {
  const digest = createHash('sha256')
  const hashed = async (lines: readonly string[]) => {
    const piece = lines.map((line) => `${line}\n`).join('')
    digest.update(piece)
    await write(piece)
  }
  let rows = 0
  await hashed([JSON.stringify(header)])
  for (const table of await tablesInOrder(owner)) {
    await hashed([JSON.stringify({ table })])
    for await (const lines of rowsOf(owner, table)) {
      rows += lines.length
      await hashed(lines)
    }
  }
  await hashed([JSON.stringify({ sequences: await sequences(owner) })])
  const trailer: Trailer = { rows, sha256: digest.digest('hex') }
  await write(`${JSON.stringify(trailer)}\n`)
  return rows
}

/** JSON made by the database, so that no number passes through one of JavaScript's. */
async function* rowsOf(owner: OwnerConnection, table: string): AsyncGenerator<readonly string[]> {
  const order = await keyOf(owner, table)
  await owner.exec(
    `declare carried no scroll cursor for select to_json(t)::text as line from "${table}" t order by ${order}`,
  )
  for (;;) {
    const rows = await owner.query<{ line: string }>(`fetch ${ROWS_AT_ONCE} from carried`, [])
    yield rows.map(({ line }) => line)
    if (rows.length < ROWS_AT_ONCE) break
  }
  await owner.exec('close carried')
}
