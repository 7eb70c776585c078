/** An import on its way in: each line is read, recognised and kept beside the directory. Nothing of it counts before two people approve. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import { findImport, type ImportState } from './import.ts'
import { inPieces } from './known-identities.ts'
import { type ListedPerson, readListing } from './listed-person.ts'
import type { LineProblem, ReadImport } from './read-import.ts'
import { recognise } from './recognise.ts'
import type { DirectoryRoom } from './room.ts'
import { macOf, type StagedRow } from './staged-row.ts'
import { directoryVersion } from './versions.ts'

export interface Part extends ReadImport {
  readonly import: string
  /** From 1, one after another. */
  readonly part: number
  /** Others follow: until the last is in, nobody can approve it. */
  readonly more: boolean
  /** Milliseconds. */
  readonly now: number
}

type Room = Pick<DirectoryRoom, 'ledger' | 'tokenKey' | 'masters'>

/** Begins an import. */
export async function beginImport(
  tx: OrganisationTransaction,
  { id, actor, now }: { readonly id: string; readonly actor: string; readonly now: number },
): Promise<void> {
  const compared = await directoryVersion(tx)
  await tx.insertInto('directory_imports').values({ id, by_actor: actor, begun: now, compared }).execute()
}

/** Takes the next part in. False where this is not the next one, or the import is over. */
export async function takePart(tx: OrganisationTransaction, room: Room, given: Part): Promise<boolean> {
  const begun = await tx
    .selectFrom('directory_imports')
    .select(['parts', 'applied'])
    .where('id', '=', given.import)
    .forUpdate()
    .executeTakeFirst()
  if (begun === undefined || begun.applied !== null || given.part !== begun.parts + 1) return false
  const { rows, problems } = await recognise(tx, room, given, given.rows)
  const tokenKey = createSecretKey(room.tokenKey)
  for (const some of inPieces(rows)) await keep(tx, tokenKey, given.import, some)
  const all = [...given.problems, ...problems]
  await keepProblems(tx, given, all)
  await tx
    .updateTable('directory_imports')
    .set(({ eb }) => ({
      parts: given.part,
      whole: !given.more,
      lines: eb('lines', '+', rows.length),
      problems: eb('problems', '+', all.length),
    }))
    .where('id', '=', given.import)
    .execute()
  return true
}

type Pages = Pick<Part, 'import' | 'now'> & { readonly pages: AsyncIterable<readonly ListedPerson[]> }

/** Takes in what a provider lists, each page as a part. Undefined where the import is over; where the list breaks off, it is thrown away. */
export async function takeListing(room: Room, given: Pages): Promise<ImportState | undefined> {
  const { db } = room.ledger
  try {
    return await takePages(room, given)
  } catch (error) {
    await db.transaction((tx) => discardImport(tx, given.import))
    throw error
  }
}

async function takePages(room: Room, { pages, ...given }: Pages): Promise<ImportState | undefined> {
  const { db } = room.ledger
  let after = 0
  for await (const page of pages) {
    const read = readListing(page, after)
    after += page.length
    const isTaken = await db.transaction(async (tx) => {
      const part = (await findImport(tx, given.import))?.parts ?? 0
      return await takePart(tx, room, { ...given, ...read, part: part + 1, more: true })
    })
    if (!isTaken) return undefined
  }
  return await db.transaction(async (tx) => {
    await tx.updateTable('directory_imports').set({ whole: true }).where('id', '=', given.import).execute()
    return await findImport(tx, given.import)
  })
}

async function keep(
  tx: OrganisationTransaction,
  tokenKey: KeyObject,
  id: string,
  rows: readonly StagedRow[],
): Promise<void> {
  const given = rows.map((row) => ({ ...row, mac: macOf(tokenKey, id, row).toString('hex') }))
  await sql`
    insert into directory_import_rows (import, part, account, line, provider, tenant, id, label, person, outcome, why, tier, settled,
      replaced, fresh, body, mac)
    select ${id}, part, decode(account, 'hex'), line, provider, tenant, id, label, person, outcome, why, tier, settled,
      replaced, fresh, body, decode(mac, 'hex')
    from json_to_recordset(${JSON.stringify(given)}::json) as given (part integer, account text, line bigint, provider text,
      tenant text, id text, label text, person text, outcome text, why text, tier text, settled boolean, replaced integer,
      fresh boolean, body text, mac text)`.execute(tx)
  // Later lines of this import are recognised by them, too.
  await sql`
    insert into directory_import_identities (import, token, account)
    select ${id}, token, decode(account, 'hex')
    from json_to_recordset(${JSON.stringify(rows.flatMap(identitiesOf))}::json) as given (token text, account text)`.execute(
    tx,
  )
}

function identitiesOf({ account, body }: StagedRow) {
  if (body === '') return []
  const { tokens } = JSON.parse(body) as { tokens: readonly string[] }
  return tokens.map((token) => ({ account, token }))
}

async function keepProblems(tx: OrganisationTransaction, given: Part, problems: readonly LineProblem[]): Promise<void> {
  const rows = problems.map((problem, number) => ({ ...problem, number }))
  await sql`
    insert into directory_import_problems (import, part, line, number, code, message)
    select ${given.import}, ${given.part}, line, number, code, message
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (line bigint, number integer, code text, message text)`.execute(tx)
}

/** Throws away what was never approved. False where there is no such import, or it was. */
export async function discardImport(tx: OrganisationTransaction, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('directory_imports')
    .where('id', '=', id)
    .where('applied', 'is', null)
    .executeTakeFirst()
  if (deleted.numDeletedRows === 0n) return false
  await tx.deleteFrom('directory_import_identities').where('import', '=', id).execute()
  return true
}
