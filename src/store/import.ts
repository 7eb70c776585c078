/** An export into an empty place: all of it in one transaction, or nothing. */
import { createHash } from 'node:crypto'
import type { DataKind } from './data-kind.ts'
import { StoreError } from './errors.ts'
import { translated } from './failures.ts'
import { migrations, type OwnerConnection } from './migrate.ts'
import { openEngine } from './open-engine.ts'
import type { Place } from './place.ts'
import { type Header, readHeader, readMarker, unreadable } from './transfer-format.ts'
import { tablesInOrder } from './transfer-tables.ts'

const ROWS_AT_ONCE = 1000
const CHARACTERS_AT_ONCE = 4_000_000
/** The largest row is one of the quarantine: a mebibyte in hex. */
const LINE_CHARACTERS_MAX = 8_000_000

/** Reads an export's lines; gives what it was and how many rows. Throws ERR_IMPORT_NOT_EMPTY, ERR_EXPORT_UNREADABLE. */
export async function importStore(
  place: Place,
  now: number,
  input: AsyncIterable<string>,
): Promise<{ readonly kind: DataKind; readonly rows: number }> {
  const lines = linesOf(input)
  // Before anything is opened or made: a wrong file leaves no trace.
  const first = await lines.next()
  const header = readHeader(first.done === true ? '' : first.value)
  checkVersion(header)
  const engine = await openEngine(place, now)
  try {
    return await engine.asOwner((owner) => importAll(owner, header, first.value ?? '', lines, now))
  } catch (error) {
    throw translated(error)
  } finally {
    await engine.close()
  }
}

function checkVersion({ migrations: theirs }: Header): void {
  const ours = migrations().length
  if (theirs === ours) return
  throw new StoreError(
    'ERR_EXPORT_UNREADABLE',
    `This export has migration ${theirs}, and this Postern ${ours}. Import it with the version that wrote it, and upgrade then.`,
  )
}

async function importAll(
  owner: OwnerConnection,
  header: Header,
  headerLine: string,
  lines: AsyncIterable<string>,
  now: number,
): Promise<{ readonly kind: DataKind; readonly rows: number }> {
  await owner.exec('begin')
  try {
    // Nobody starts on this place, or imports into it, until this has ended.
    await owner.exec('lock table installation in access exclusive mode')
    await assertEmpty(owner)
    const rows = await readRows(owner, headerLine, lines)
    await owner.query('insert into installation (kind, created) values ($1, $2)', [header.kind, now])
    await owner.exec('commit')
    return { kind: header.kind, rows }
  } catch (error) {
    await owner.exec('rollback')
    throw error
  }
}

async function assertEmpty(owner: OwnerConnection): Promise<void> {
  for (const table of ['installation', ...(await tablesInOrder(owner))]) {
    const [found] = await owner.query<{ used: boolean }>(`select exists (select from "${table}") as used`, [])
    if (found?.used === false) continue
    throw new StoreError(
      'ERR_IMPORT_NOT_EMPTY',
      'An import goes into an empty place, and this one is in use. Name a new folder (POSTERN_DATA) or database.',
    )
  }
}

async function readRows(owner: OwnerConnection, headerLine: string, lines: AsyncIterable<string>): Promise<number> {
  const tables = new Set(await tablesInOrder(owner))
  const digest = createHash('sha256').update(`${headerLine}\n`)
  const pending = createPending(owner)
  let rows = 0
  for await (const line of lines) {
    const marker = readMarker(line)
    if (marker !== undefined && 'sha256' in marker) {
      await pending.flush()
      if (marker.rows !== rows || marker.sha256 !== digest.digest('hex')) throw unreadable('its checksum is wrong')
      await assertEnd(lines)
      return rows
    }
    digest.update(`${line}\n`)
    if (marker === undefined) {
      rows++
      await pending.add(line)
    } else if ('table' in marker) {
      if (!tables.has(marker.table)) throw unreadable('it has a table that is not known here')
      await pending.startTable(marker.table)
    } else {
      await pending.flush()
      await setSequences(owner, marker.sequences)
    }
  }
  throw unreadable('its end is missing')
}

async function assertEnd(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) if (line !== '') throw unreadable('something stands after its end')
}

/** Rows of one table that wait to be written together. */
function createPending(owner: OwnerConnection) {
  let table: string | undefined
  let rows: string[] = []
  let characters = 0

  async function flush(): Promise<void> {
    if (table === undefined || rows.length === 0) return
    const parameter = `[${rows.join(',')}]`
    rows = []
    characters = 0
    try {
      await insert(owner, table, parameter)
    } catch (error) {
      throw isBadData(error) ? unreadable(`a row does not fit the table ${table}`, error) : error
    }
  }

  return {
    flush,
    async startTable(next: string): Promise<void> {
      await flush()
      table = next
    },
    async add(line: string): Promise<void> {
      if (table === undefined) throw unreadable('a row stands before the name of its table')
      characters += line.length
      if (rows.push(line) >= ROWS_AT_ONCE || characters >= CHARACTERS_AT_ONCE) await flush()
    },
  }
}

/** `rows` is a JSON array that the database reads itself. */
async function insert(owner: OwnerConnection, table: string, rows: string): Promise<void> {
  if (table === 'sign_ins') {
    const days = `select open_day(day) from (select distinct (value->>'day')::date as day from json_array_elements($1::json)) d`
    await owner.query(days, [rows])
  }
  await owner.query(
    `insert into "${table}" overriding system value select * from json_populate_recordset(null::"${table}", $1::json)`,
    [rows],
  )
}

/** SQLSTATE classes data exception and integrity constraint violation. */
function isBadData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}

/** All of ours are set; others are not known here. */
async function setSequences(owner: OwnerConnection, values: Readonly<Record<string, number>>): Promise<void> {
  const known = await owner.query<{ name: string }>(
    `select sequencename as name from pg_sequences where schemaname = 'public'`,
    [],
  )
  const names = new Set(known.map(({ name }) => name))
  for (const [name, value] of Object.entries(values)) {
    if (!names.has(name)) throw unreadable('it has a sequence that is not known here')
    await owner.query('select setval(to_regclass(quote_ident($1)), $2::int8)', [name, value])
  }
}

/** Cuts text into lines. Throws ERR_EXPORT_UNREADABLE for a line that no export has. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const piece of input) {
    const parts = (rest + piece).split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > LINE_CHARACTERS_MAX) throw unreadable('it has a line that is far too long')
    yield* parts
  }
  if (rest !== '') yield rest
  return undefined
}
