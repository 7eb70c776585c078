/**
 * What it costs to import many people: `node bench/directory.ts [--people 100000]`, on the embedded engine.
 *
 * A file is taken in, looked at and approved; then the same file again with one changed number in a thousand. Seconds belong to a
 * machine; the ratio is to reading the same file and writing its lines, as they are, into one table of the same database.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { type DirectoryRoom, directoryChanges } from '../src/directory/index.ts'
import { previewImport } from '../src/directory/preview.ts'
import { readImport } from '../src/directory/read-import.ts'
import { beginImport, takePart } from '../src/directory/staging.ts'
import { openStore } from '../src/store/index.ts'
import { NOON, newLedger } from '../test/organisation.ts'

const { values: options } = parseArgs({ options: { people: { type: 'string', default: '100000' } } })
const PEOPLE = Number(options.people)
const PART_LINES = 100_000
const HEADER = 'provider,tenant,account_id,user_name,employee_number,email,mobile,manager,tier'
const DAY_MS = 86_400_000

/** One line a person; every hundredth is sensitive. */
function linesOf(isLater: boolean): string[] {
  const lines: string[] = []
  for (let person = 0; person < PEOPLE; person++) {
    const mobile = `+49${isLater && person % 1000 === 0 ? 160 : 170}${String(person).padStart(8, '0')}`
    const tier = person % 100 === 0 ? 'sensitive' : ''
    const name = `person${person}@example.com`
    lines.push(`entra,t1,a-${person},${name},${person},${name},${mobile},${person % 1000},${tier}`)
  }
  return lines
}

const folder = mkdtempSync(join(tmpdir(), 'postern-directory-'))
const store = await openStore({ place: { folder }, kind: 'real', clock: () => NOON })
const ledger = await newLedger(store)
const room: DirectoryRoom = {
  ledger,
  tokenKey: randomBytes(32),
  masters: [{ id: 'm1', bytes: randomBytes(32) }],
  seenAccount: async () => undefined,
  seenKeys: async () => [],
  findSeen: async () => [],
  listings: () => [],
}
const { db } = ledger
const [kind] = directoryChanges(() => room).filter(({ name }) => name === 'directory-imported')

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<{ seconds: number; result: Result }> {
  const [from, before] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const seconds = (performance.now() - from) / 1000
  const { user, system } = process.cpuUsage(before)
  const processor = ((user + system) / 1e6).toFixed(1)
  console.log(`${what.padEnd(44)} ${seconds.toFixed(1).padStart(7)} s, ${processor.padStart(6)} s of processors`)
  return { seconds, result }
}

async function plainly(lines: readonly string[]): Promise<void> {
  await db.transaction(async (tx) => {
    let part = 0
    for (const text of parts(lines)) {
      part++
      const rows = parse(text, { columns: true }) as readonly object[]
      for (let at = 0; at < rows.length; at += 5000) {
        const some = JSON.stringify(rows.slice(at, at + 5000).map((row, line) => ({ ...row, line: at + line })))
        await sql`insert into directory_import_problems (import, part, line, number, code, message)
          select 'plain', ${part}::integer, line, 1, user_name, concat(provider, tenant, account_id, employee_number, email, mobile, manager, tier)
          from json_to_recordset(${some}::json) as given (line bigint, provider text, tenant text, account_id text, user_name text,
            employee_number text, email text, mobile text, manager text, tier text)`.execute(tx)
      }
    }
    await sql`delete from directory_import_problems where import = 'plain'`.execute(tx)
  })
}

function* parts(lines: readonly string[]): Generator<string> {
  for (let at = 0; at < lines.length; at += PART_LINES) {
    yield [HEADER, ...lines.slice(at, at + PART_LINES)].join('\n')
  }
}

async function imported(id: string, lines: readonly string[], now: number): Promise<number> {
  const stage = await timed(`${id}: taken in`, async () => {
    await db.transaction((tx) => beginImport(tx, { id, actor: 'staff/ada', now }))
    let part = 0
    for (const text of parts(lines)) {
      part++
      await db.transaction((tx) => takePart(tx, room, { import: id, part, more: false, now, ...readImport(text) }))
    }
  })
  const preview = await timed(`${id}: looked at`, () => db.transaction((tx) => previewImport(tx, room, id)))
  console.log(JSON.stringify(preview.result?.outcomes))
  const stands = await timed(`${id}: what was agreed on`, () =>
    db.transaction((tx) => kind!.stands!(tx, { import: id })),
  )
  const applied = await timed(`${id}: approved`, () =>
    db.transaction((tx) =>
      kind!.apply(tx, { data: { import: id }, secret: undefined, actor: 'staff/ada', decisions: [], now }),
    ),
  )
  if (!applied.result.applied) throw new Error(JSON.stringify(applied.result))
  return [stage, preview, stands, applied].reduce((sum, { seconds }) => sum + seconds, 0)
}

try {
  const first = linesOf(false)
  await db.transaction((tx) => beginImport(tx, { id: 'plain', actor: 'staff/ada', now: NOON }))
  const floor = await timed('the same lines, read and written as they are', () => plainly(first))
  const one = await imported('first', first, NOON)
  const two = await imported('second', linesOf(true), NOON + DAY_MS)
  const { rows } = await db.transaction((tx) =>
    sql<{ n: number }>`select count(*)::int as n from directory_values where since > ${NOON}`.execute(tx),
  )
  console.log(`${PEOPLE} people: first ${one.toFixed(1)} s, ${(one / floor.seconds).toFixed(1)} times the plain load`)
  console.log(
    `again: ${two.toFixed(1)} s, ${(two / floor.seconds).toFixed(1)} times; ${rows[0]?.n} values are new, ${Math.ceil(PEOPLE / 1000)} changed`,
  )
  console.log(`memory ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`)
} finally {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
}
