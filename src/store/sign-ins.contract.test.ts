/** Sign-ins: once each, in the order of commits, found again, and gone in their time with their sums left behind. */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import {
  batchesAfter,
  keepSignIns,
  type OrganisationStore,
  openStore,
  purge,
  quarantine,
  quarantined,
  quarantineRefused,
  recountQuarantine,
  releaseFromQuarantine,
  type SignInRow,
  type Store,
  type SummaryKey,
  signInsOfAccounts,
  signInsOfBatch,
} from './index.ts'

const NOW = Date.UTC(2026, 1, 23, 12)
const DAY_MS = 86_400_000

function bytes(length: number, text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest()).slice(0, length)
}

/** A row whose content is the key of its summary; `say` tells corrected rows of one event apart. */
function row(event: string, more: { time?: number; account?: string; say?: string } = {}): SignInRow {
  const { time = NOW, account = 'ana', say = 'refused' } = more
  const content = JSON.stringify(['okta', 'prompt', 'failure', 'second', say, 'push'])
  return {
    day: new Date(time).toISOString().slice(0, 10),
    time,
    event: bytes(16, event),
    account: bytes(16, account),
    digest: bytes(32, content),
    row: content,
  }
}

function keyOf(content: string): SummaryKey {
  const [provider, activity, outcome, step, reason, method] = JSON.parse(content)
  return { provider, activity, outcome, step, reason, method }
}

function ordered(rows: readonly SignInRow[]): SignInRow[] {
  const key = (one: SignInRow) => Buffer.concat([one.event, one.digest])
  return [...rows].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : Buffer.compare(key(a), key(b))))
}

onEachEngine('sign-ins', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOW })
  })
  after(() => store.close())

  async function newOrganisation(keptDays = 90): Promise<OrganisationStore> {
    const db = store.in(randomUUID())
    await db.transaction((tx) =>
      tx.insertInto('organisations').values({ name: 'Example', created: NOW, kept_days: keptDays }).execute(),
    )
    return db
  }

  const keep = (db: OrganisationStore, rows: readonly SignInRow[], received = NOW) =>
    db.transaction((tx) => keepSignIns(tx, rows, received))
  const countOf = async (db: OrganisationStore) =>
    (await db.transaction((tx) => sql<{ n: number }>`select count(*) as n from sign_ins`.execute(tx))).rows[0]?.n

  it('are kept once, however often they come', async () => {
    const db = await newOrganisation()
    const rows = ['a', 'b', 'c'].map((event) => row(event))
    const first = await keep(db, [...rows, rows[0]!])
    assert.deepEqual(first.fresh, ordered(rows))
    assert.equal(first.duplicates, 1)

    const again = await keep(db, rows)
    assert.deepEqual(again, { batches: [], fresh: [], outside: [], duplicates: 3 })

    const partly = await keep(db, [...rows, row('d')])
    assert.deepEqual(partly.fresh, [row('d')])
    assert.equal(await countOf(db), 4)
  })

  it('stand beside the first where they are corrected', async () => {
    const db = await newOrganisation()
    await keep(db, [row('a')])
    const { fresh } = await keep(db, [row('a'), row('a', { say: 'reported' })])
    assert.deepEqual(fresh, [row('a', { say: 'reported' })])
    assert.equal(await countOf(db), 2)
  })

  it('make one batch a day, and come back in the order of its tree', async () => {
    const db = await newOrganisation()
    const rows = Array.from({ length: 50 }, (_, n) => row(`e${n}`, { time: NOW + (n % 3) * DAY_MS }))
    const { batches, fresh } = await keep(db, rows, NOW + 2 * DAY_MS)
    assert.deepEqual(
      batches.map(({ day, rowCount, position }) => [day, rowCount, position]),
      [
        ['2026-02-23', 17, 1],
        ['2026-02-24', 17, 2],
        ['2026-02-25', 16, 3],
      ],
    )
    const read = await db.transaction(async (tx) => {
      const found = await batchesAfter(tx, 0, 10)
      assert.deepEqual(found, batches)
      return (await Promise.all(found.map((batch) => signInsOfBatch(tx, batch)))).flat()
    })
    assert.deepEqual(read, fresh)
    assert.deepEqual(read, ordered(rows))
  })

  it('are read in the order of commits, without a gap, while many write', async () => {
    const db = await newOrganisation()
    const seen: string[] = []
    let position = 0
    const follow = async () => {
      const rows = await db.transaction(async (tx) => {
        const batches = await batchesAfter(tx, position, 100)
        for (const [index, batch] of batches.entries()) assert.equal(batch.position, position + index + 1)
        position += batches.length
        return (await Promise.all(batches.map((batch) => signInsOfBatch(tx, batch)))).flat()
      })
      seen.push(...rows.map(({ row }) => row))
    }
    const writers = Array.from({ length: 12 }, (_, n) =>
      db.transaction(async (tx) => {
        await setTimeout(n % 4)
        await keepSignIns(tx, [row(`w${n}`, { say: `w${n}` })], NOW)
        await setTimeout((n + 2) % 4)
      }),
    )
    const reading = (async () => {
      for (let n = 0; n < 8; n++) await follow()
    })()
    await Promise.all([...writers, reading])
    await follow()
    assert.equal(seen.length, 12)
    assert.equal(new Set(seen).size, 12)
  })

  it('agree when the same rows come at the same time in another order', async () => {
    const db = await newOrganisation()
    const rows = Array.from({ length: 300 }, (_, n) => row(`same ${n}`))
    const kept = await Promise.all([keep(db, rows), keep(db, rows.toReversed()), keep(db, rows)])
    assert.equal(
      kept.reduce((sum, { fresh }) => sum + fresh.length, 0),
      300,
    )
    assert.equal(await countOf(db), 300)
  })

  it('open a new day once, when several want it at the same time', async () => {
    const db = await newOrganisation()
    for (let day = 3; day < 8; day++) {
      const time = NOW - day * DAY_MS
      const writers = Array.from({ length: 8 }, (_, n) => keep(db, [row(`day ${day} of ${n}`, { time })]))
      assert.equal((await Promise.all(writers)).flatMap(({ fresh }) => fresh).length, 8)
    }
  })

  it('are found by account and time', async () => {
    const db = await newOrganisation()
    const times = [-2 * DAY_MS, -DAY_MS, 0, 1000]
    const rows = ['ana', 'ben', 'cem'].flatMap((account) =>
      times.map((ms) => row(`${account} ${ms}`, { account, time: NOW + ms })),
    )
    await keep(db, rows)
    const found = await db.transaction((tx) =>
      signInsOfAccounts(tx, [bytes(16, 'ana'), bytes(16, 'cem')], NOW - DAY_MS, NOW + 1000),
    )
    assert.deepEqual(
      found.map(({ time, account }) => [time, Buffer.from(account).toString('hex')]).sort(),
      [-DAY_MS, 0]
        .flatMap((ms) => ['ana', 'cem'].map((who) => [NOW + ms, Buffer.from(bytes(16, who)).toString('hex')]))
        .sort(),
    )
    assert.deepEqual(await db.transaction((tx) => signInsOfAccounts(tx, [], 0, NOW)), [])
  })

  it('are kept only of the days that the organisation keeps, and make no table for any other', async () => {
    const db = await newOrganisation(30)
    const outside = [-31, -20_000, 2, 90_000].map((days) => row(`${days}`, { time: NOW + days * DAY_MS }))
    const inside = [-30, 0, 1].map((days) => row(`${days}`, { time: NOW + days * DAY_MS }))
    const tables = async () => {
      const names = sql<{ name: string }>`select relname as name from pg_class where relname ~ '^sign_ins_[0-9]+$'`
      return (await db.transaction((tx) => names.execute(tx))).rows.map(({ name }) => name)
    }
    const before = await tables()
    const kept = await keep(db, [...outside, ...inside])
    assert.deepEqual(kept.outside, outside)
    assert.deepEqual(kept.fresh, ordered(inside))
    const wanted = inside.map(({ day }) => `sign_ins_${day.replaceAll('-', '')}`)
    const others = (await tables()).filter((name) => !before.includes(name) && !wanted.includes(name))
    assert.deepEqual(others, [])
  })

  it('keep any text, and are refused when too large', async () => {
    const db = await newOrganisation()
    const content = JSON.stringify(['\u0000', '\ud800', '東京', "'; drop table sign_ins; --", '\\', '\u2028'])
    await keep(db, [{ ...row('hostile'), row: content }])
    const [batch] = await db.transaction((tx) => batchesAfter(tx, 0, 1))
    assert.equal((await db.transaction((tx) => signInsOfBatch(tx, batch!)))[0]?.row, content)

    const large = { ...row('large'), row: JSON.stringify('é'.repeat(40_000)) }
    await assert.rejects(keep(db, [large]), { code: 'ERR_BATCH_TOO_LARGE', message: /80002 bytes/ })
    await assert.rejects(
      keep(
        db,
        Array.from({ length: 100_001 }, () => row('x')),
      ),
      { code: 'ERR_BATCH_TOO_LARGE' },
    )
  })

  it('are gone when their time is over, and leave sums by the hour that name nobody', async () => {
    const db = await newOrganisation(30)
    const old = NOW - 40 * DAY_MS
    const rows = [
      row('1', { time: old, account: 'ana' }),
      row('2', { time: old + 1000, account: 'ana' }),
      row('3', { time: old + 2000, account: 'ben' }),
      row('4', { time: old + 3_600_000, account: 'ana' }),
      row('5', { time: old + 3_600_000, account: 'ana', say: 'reported' }),
    ]
    await keep(db, rows, old)
    await keep(db, [row('6')])
    await db.transaction((tx) => quarantine(tx, [{ source: 's', code: 'ERR_X', content: Uint8Array.of(1) }], old))
    const { days } = await purge(store, db.organisation, NOW, keyOf)
    assert.equal(days, 1)
    assert.equal(await countOf(db), 1)
    const sums = await db.transaction((tx) =>
      tx
        .selectFrom('hourly_summaries')
        .select(['hour', 'reason', 'row_count', 'account_count'])
        .orderBy('hour')
        .orderBy('reason')
        .execute(),
    )
    assert.deepEqual(sums, [
      { hour: old, reason: 'refused', row_count: 3, account_count: 2 },
      { hour: old + 3_600_000, reason: 'refused', row_count: 1, account_count: 1 },
      { hour: old + 3_600_000, reason: 'reported', row_count: 1, account_count: 1 },
    ])
    // A day that is closed stays closed: its sums would no longer be true.
    const late = row('late', { time: old })
    assert.deepEqual(await keep(db, [late], old), { batches: [], fresh: [], duplicates: 0, outside: [late] })
    const left = await db.transaction(async (tx) => ({
      batches: (await batchesAfter(tx, 0, 10)).map(({ day }) => day),
      quarantine: await quarantined(tx, 0, 10),
    }))
    assert.deepEqual(left, { batches: [row('6').day], quarantine: [] })
    assert.deepEqual(await purge(store, db.organisation, NOW, keyOf), { days: 0, tables: 0 })
  })

  it('go for one organisation, and stay for another that keeps them longer', async () => {
    const short = await newOrganisation(10)
    const long = await newOrganisation(100)
    const old = NOW - 50 * DAY_MS
    for (const db of [short, long]) await keep(db, [row('a', { time: old }), row('b', { time: old })], old)
    assert.deepEqual(await purge(store, short.organisation, NOW, keyOf), { days: 1, tables: 0 })
    assert.equal(await countOf(short), 0)
    assert.equal(await countOf(long), 2)
    assert.deepEqual(await purge(store, long.organisation, NOW + 60 * DAY_MS, keyOf), { days: 1, tables: 1 })
    assert.equal(await countOf(long), 0)
  })
})

onEachEngine('quarantine', (engine) => {
  it('holds what could not be read, as it came, until it is read again, once', async () => {
    const store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOW })
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'x', created: NOW }).execute())
    const contents = [Uint8Array.of(0, 255, 123), new TextEncoder().encode('{"half":')]
    await db.transaction((tx) =>
      quarantine(
        tx,
        contents.map((content) => ({ source: 'okta-hook', code: 'ERR_JSON', content })),
        NOW,
      ),
    )
    const waiting = await db.transaction((tx) => quarantined(tx, 0, 10))
    assert.deepEqual(
      waiting.map(({ content }) => content),
      contents,
    )
    const id = waiting[0]!.id
    const released = await Promise.all([1, 2].map((now) => db.transaction((tx) => releaseFromQuarantine(tx, id, now))))
    assert.equal(released.filter((record) => record !== undefined).length, 1)
    assert.deepEqual(
      (await db.transaction((tx) => quarantined(tx, 0, 10))).map((record) => record.id),
      [waiting[1]!.id],
    )
    await store.close()
  })

  it('given it is full, then what comes is refused and counted, nothing that waits is lost, and room comes back', async () => {
    const store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOW })
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'x', created: NOW }).execute())
    const put = (...contents: readonly string[]) =>
      db.transaction(async (tx) => {
        const records = contents.map((content) => ({ source: 's', code: 'ERR_JSON', content: Buffer.from(content) }))
        const { refused, isFirst } = await quarantine(tx, records, NOW, { recordsMax: 3, bytesMax: 10 })
        return { refused: refused.map(({ content }) => Buffer.from(content).toString()), isFirst }
      })
    const refused = () => db.transaction(quarantineRefused)
    const waiting = async () =>
      (await db.transaction((tx) => quarantined(tx, 0, 10))).map(({ content }) => Buffer.from(content).toString())

    assert.deepEqual(await put('aaa', 'bbb'), { refused: [], isFirst: false })
    assert.deepEqual(await put('ccccc', 'ddd'), { refused: ['ccccc'], isFirst: true })
    assert.deepEqual(await put('e'), { refused: ['e'], isFirst: false })
    assert.deepEqual(await refused(), { records: 2, since: NOW })
    assert.deepEqual(await waiting(), ['aaa', 'bbb', 'ddd'])

    const release = (content: string) =>
      db.transaction(async (tx) => {
        const one = (await quarantined(tx, 0, 10)).find((record) => Buffer.from(record.content).toString() === content)
        await releaseFromQuarantine(tx, one!.id, NOW)
        await recountQuarantine(tx)
      })
    await release('aaa')
    assert.deepEqual(await put('aaa'), { refused: [], isFirst: false })
    for (const content of ['aaa', 'bbb', 'ddd']) await release(content)
    assert.equal(await refused(), undefined)
    assert.deepEqual(await put('e'), { refused: [], isFirst: false })
    await store.close()
  })
})
