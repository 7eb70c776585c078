/** Export and import: all of it, from either engine to either, or nothing. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { it } from 'node:test'
import { sql } from 'kysely'
import { embedded, onEachEngine } from '../../test/engines.ts'
import { exportStore, importStore, keepSignIns, openStore, type Place, quarantine, type SignInRow } from './index.ts'
import { migrations } from './migrate.ts'

const NOW = Date.UTC(2026, 1, 23, 12)
const DAY_MS = 86_400_000
const LAST = migrations().length
const HOSTILE = JSON.stringify(['\u0000', '\ud800', '東京', "'; drop table sign_ins; --", '\\', '\n', '\u2028'])

function row(n: number): SignInRow {
  const time = NOW - (n % 3) * DAY_MS
  return {
    day: new Date(time).toISOString().slice(0, 10),
    time,
    event: randomBytes(16),
    account: randomBytes(16),
    digest: randomBytes(32),
    row: n === 0 ? HOSTILE : JSON.stringify([n]),
  }
}

/** Two organisations with more rows than are read at once. */
async function fill(place: Place): Promise<void> {
  const store = await openStore({ place, kind: 'real', clock: () => NOW })
  for (const [index, count] of [2345, 7].entries()) {
    const db = store.in(randomUUID())
    await db.transaction(async (tx) => {
      await tx
        .insertInto('organisations')
        .values({ name: `Example ${index} Ünal\n"`, created: NOW + index })
        .execute()
      await keepSignIns(
        tx,
        Array.from({ length: count }, (_, n) => row(n)),
        NOW,
      )
      await quarantine(tx, [{ source: 's', code: 'ERR_JSON', content: Uint8Array.of(0, 10, 255) }], NOW)
      await tx.insertInto('purged_days').values({ day: '2026-01-01' }).execute()
    })
  }
  await store.close()
}

async function exported(place: Place): Promise<string> {
  let text = ''
  await exportStore(place, NOW, async (piece) => {
    text += piece
  })
  return text
}

async function* pieces(text: string, size = 70_001): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

onEachEngine('export and import', (engine) => {
  it('carry everything to either engine, and back', async () => {
    const from = await engine.newPlace()
    await fill(from)
    const text = await exported(from)
    for (const to of [await engine.newPlace(), await embedded.newPlace()]) {
      assert.deepEqual(await importStore(to, NOW, pieces(text)), { kind: 'real', rows: countOf(text) })
      assert.equal(await exported(to), text)

      const store = await openStore({ place: to, kind: 'real', clock: () => NOW })
      const [first] = await store.organisations()
      const { fresh } = await store.in(first!).transaction((tx) => keepSignIns(tx, [row(1)], NOW))
      assert.equal(fresh.length, 1, 'numbers go on where they were')
      await store.close()
    }
  })

  it('read as lines that a person understands', async () => {
    const place = await engine.newPlace()
    await fill(place)
    const lines = (await exported(place)).split('\n')
    assert.equal(
      lines[0],
      `{"format":"postern.store/1","kind":"real","migrations":${LAST},"exported":"2026-02-23T12:00:00.000Z"}`,
    )
    assert.ok(lines.includes('{"table":"sign_ins"}'))
    assert.match(lines.at(-2)!, /^\{"rows":\d+,"sha256":"[0-9a-f]{64}"\}$/)
    assert.equal(lines.at(-1), '')
    for (const line of lines.slice(0, -1)) JSON.parse(line)
  })

  it('take nothing of a file that was cut, changed or is another, and leave the place empty', async () => {
    const from = await engine.newPlace()
    await fill(from)
    const text = await exported(from)
    const lines = text.split('\n')
    const without = (index: number) => lines.toSpliced(index, 1).join('\n')
    // The first tables may be empty.
    const firstRow = lines.findIndex((line, index) => index > 0 && !line.startsWith('{"table"'))
    const wrong: readonly (readonly [string, string, RegExp])[] = [
      ['nothing', '', /first line|not JSON/],
      ['another file', '{"format":"postern.diagnosis/1"}\n', /first line is not that of a postern\.store\/1/],
      ['not JSON', 'PK\u0003\u0004', /not JSON/],
      ['cut short', text.slice(0, text.length / 2), /end is missing/],
      ['without its end', lines.slice(0, -2).join('\n'), /end is missing/],
      ['a row left out', without(lines.length - 5), /checksum is wrong/],
      ['a value changed', text.replace('"kept_days":90', '"kept_days":91'), /checksum is wrong/],
      ['its kind changed', text.replace('"kind":"real"', '"kind":"demo"'), /checksum is wrong/],
      [
        'a value that cannot be',
        text.replace('"kept_days":90', '"kept_days":-1'),
        /does not fit the table organisations/,
      ],
      ['a strange table', text.replace('{"table":"purged_days"}', '{"table":"pg_authid"}'), /table that is not known/],
      ['a strange line', text.replace('{"table":"purged_days"}', '{"table":7}'), /makes no sense/],
      ['a row too early', lines.toSpliced(1, firstRow - 1).join('\n'), /before the name of its table/],
      ['something after it', `${text}{"table":"organisations"}\n`, /after its end/],
      [
        'another version',
        text.replace(`"migrations":${LAST}`, '"migrations":999'),
        new RegExp(`has migration 999, and this Postern ${LAST}`),
      ],
    ]
    const to = await engine.newPlace()
    for (const [what, content, message] of wrong) {
      await assert.rejects(importStore(to, NOW, pieces(content)), { code: 'ERR_EXPORT_UNREADABLE', message }, what)
    }
    assert.equal((await importStore(to, NOW, pieces(text))).kind, 'real')
  })

  it('go only into an empty place, and come only from one with data', async () => {
    const from = await engine.newPlace()
    await assert.rejects(exported(from), { code: 'ERR_DATA_KIND', message: /kept nothing here yet/ })
    await fill(from)
    const text = await exported(from)
    await assert.rejects(importStore(from, NOW, pieces(text)), { code: 'ERR_IMPORT_NOT_EMPTY' })
    const started = await engine.newPlace()
    await (await openStore({ place: started, kind: 'demo', clock: () => NOW })).close()
    await assert.rejects(importStore(started, NOW, pieces(text)), { code: 'ERR_IMPORT_NOT_EMPTY' })
  })

  it('need the place for themselves', async () => {
    const place = await engine.newPlace()
    const store = await openStore({ place, kind: 'real', clock: () => NOW })
    await store.in(randomUUID()).transaction((tx) => sql`select 1`.execute(tx))
    if (engine.name === 'pglite') await assert.rejects(exported(place), { code: 'ERR_FOLDER_IN_USE' })
    else {
      assert.ok('url' in place)
      await assert.rejects(exported({ url: place.url }), { code: 'ERR_OWNER_NEEDED', message: /DATABASE_OWNER_URL/ })
    }
    await store.close()
  })
})

function countOf(text: string): number {
  return Number(/\{"rows":(\d+)/.exec(text)?.[1])
}
