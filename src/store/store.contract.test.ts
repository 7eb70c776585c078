/** What every store must do, on whichever engine. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { type OrganisationStore, openStore, type Store, StoreError } from './index.ts'

const NOW = Date.UTC(2026, 1, 23)
const clock = () => NOW

onEachEngine('store', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock })
  })
  after(() => store.close())

  async function newOrganisation(name = 'Example'): Promise<OrganisationStore> {
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name, created: NOW }).execute())
    return db
  }

  async function nameOf(db: OrganisationStore): Promise<string | undefined> {
    return (await db.transaction((tx) => tx.selectFrom('organisations').select('name').executeTakeFirst()))?.name
  }

  it('knows its engine and its kind', () => {
    assert.equal(store.engine, engine.name)
    assert.equal(store.kind, 'real')
  })

  it('keeps what is committed, and nothing of what throws', async () => {
    const db = await newOrganisation('before')
    const failing = db.transaction(async (tx) => {
      await tx.updateTable('organisations').set({ name: 'after' }).execute()
      throw new Error('changed my mind')
    })
    await assert.rejects(failing, { message: 'changed my mind' })
    assert.equal(await nameOf(db), 'before')
  })

  it('lists organisations at the root, and none from inside one', async () => {
    const one = await newOrganisation()
    const other = await newOrganisation()
    const ids = await store.organisations()
    assert.ok(ids.includes(one.organisation) && ids.includes(other.organisation))
    const inside = await one.transaction((tx) => sql`select organisation_ids()`.execute(tx))
    assert.deepEqual(inside.rows, [])
  })

  it('gives int8 as number, bytea as Uint8Array, and a date as text, in both directions', async () => {
    const db = await newOrganisation()
    const bytes = Uint8Array.of(0, 1, 255, 92, 120)
    const { rows } = await db.transaction((tx) =>
      sql<{ n: unknown; b: Uint8Array; d: unknown; none: unknown }>`
        select ${Number.MAX_SAFE_INTEGER}::int8 as n, ${bytes}::bytea as b, ${'2026-02-23'}::date as d, null::int8 as none`.execute(
        tx,
      ),
    )
    const [row] = rows
    assert.equal(row?.n, Number.MAX_SAFE_INTEGER)
    assert.equal(row?.d, '2026-02-23')
    assert.equal(row?.none, null)
    assert.equal(Object.getPrototypeOf(row?.b), Uint8Array.prototype)
    assert.deepEqual(row?.b, bytes)
  })

  it('refuses an int8 that a number cannot hold', async () => {
    const db = await newOrganisation()
    await assert.rejects(
      db.transaction((tx) => sql`select ${'9007199254740993'}::int8`.execute(tx)),
      /not exact as a number/,
    )
  })

  it('refuses a query past the open transaction instead of waiting for ever', async () => {
    const db = await newOrganisation()
    const past = { code: 'ERR_ROOT_QUERY_IN_TRANSACTION', name: 'StoreError' }
    await db.transaction(async () => {
      await assert.rejects(
        db.transaction(async () => 1),
        past,
      )
      await assert.rejects(store.organisations(), past)
      await assert.rejects(
        Promise.resolve().then(() => store.in(randomUUID()).transaction(async () => 1)),
        past,
      )
    })
  })

  it('lets what a transaction left behind work afterwards', async () => {
    const db = await newOrganisation('left behind')
    let later: Promise<string | undefined> | undefined
    await db.transaction(async () => {
      later = setTimeout(5).then(() => nameOf(db))
    })
    assert.equal(await later, 'left behind')
  })

  it('refuses to use a transaction that has ended', async () => {
    const db = await newOrganisation()
    const ended = await db.transaction(async (tx) => ({ tx }))
    await assert.rejects(ended.tx.selectFrom('organisations').selectAll().execute(), /committed/)
  })

  it('keeps transactions apart that run at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, (_, n) => newOrganisation(`before ${n}`)))
    const outcomes = await Promise.allSettled(
      all.map((db, n) =>
        db.transaction(async (tx) => {
          await tx
            .updateTable('organisations')
            .set({ name: `after ${n}` })
            .execute()
          await setTimeout(n % 3)
          if (n % 2 === 1) throw new Error('odd')
        }),
      ),
    )
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      all.map((_, n) => (n % 2 === 1 ? 'rejected' : 'fulfilled')),
    )
    assert.deepEqual(
      await Promise.all(all.map(nameOf)),
      all.map((_, n) => (n % 2 === 1 ? `before ${n}` : `after ${n}`)),
    )
  })

  it('does the work again after a clash, three times, and then says so', async () => {
    const db = await newOrganisation()
    let runs = 0
    const clashing = db.transaction(async (tx) => {
      runs++
      await tx.insertInto('organisations').values({ name: 'again', created: NOW }).execute()
    })
    await assert.rejects(clashing, (error: unknown) => {
      assert.ok(error instanceof StoreError)
      assert.equal(error.code, 'ERR_CLASH')
      assert.match(error.message, /each of the 4 times/)
      return true
    })
    assert.equal(runs, 4)
  })

  it('is content when the clash goes away', async () => {
    const db = await newOrganisation('first')
    let runs = 0
    await db.transaction(async (tx) => {
      const isFirst = runs++ === 0
      if (isFirst) await tx.insertInto('organisations').values({ name: 'clash', created: NOW }).execute()
      await tx.updateTable('organisations').set({ name: 'second' }).execute()
    })
    assert.equal(runs, 2)
    assert.equal(await nameOf(db), 'second')
  })

  it('loses no update when many count at once', async () => {
    const db = await newOrganisation('0')
    const count = () =>
      db.transaction(async (tx) => {
        const { name } = await tx.selectFrom('organisations').select('name').forUpdate().executeTakeFirstOrThrow()
        await tx
          .updateTable('organisations')
          .set({ name: String(Number(name) + 1) })
          .execute()
      })
    await Promise.all(Array.from({ length: 20 }, count))
    assert.equal(await nameOf(db), '20')
  })

  it('lets timers have their turn between transactions', async () => {
    const db = await newOrganisation()
    let ticked = false
    const timer = setTimeout(0).then(() => {
      ticked = true
    })
    for (let n = 0; n < 50; n++) await db.transaction(async () => undefined)
    assert.ok(ticked)
    await timer
  })

  it('takes no other name of an organisation than its UUID', () => {
    for (const wrong of ['', '*', "' or true --", randomUUID().toUpperCase()]) {
      assert.throws(() => store.in(wrong), TypeError)
    }
  })
})

onEachEngine('opening', (engine) => {
  it('makes the tables at the first start, and keeps what is there at the next', async () => {
    const place = await engine.barePlace()
    const first = await openStore({ place, kind: 'demo', clock })
    const id = randomUUID()
    await first.in(id).transaction((tx) => tx.insertInto('organisations').values({ name: 'x', created: NOW }).execute())
    await first.close()
    await assert.rejects(first.organisations(), { code: 'ERR_STORE_CLOSED' })

    const again = await openStore({ place, kind: undefined, clock })
    assert.equal(again.kind, 'demo')
    assert.deepEqual(await again.organisations(), [id])
    await again.close()
  })

  for (const [is, asked] of [
    ['demo', 'real'],
    ['real', 'demo'],
  ] as const) {
    it(`never opens ${is} data as ${asked}`, async () => {
      const place = await engine.newPlace()
      await (await openStore({ place, kind: is, clock })).close()
      await assert.rejects(openStore({ place, kind: asked, clock }), {
        code: 'ERR_DATA_KIND',
        message: new RegExp(`^This is ${is} data, and was opened as ${asked}\\.`),
      })
      await (await openStore({ place, kind: is, clock })).close()
    })
  }

  it('does not guess what an empty place is', async () => {
    await assert.rejects(openStore({ place: await engine.newPlace(), kind: undefined, clock }), {
      code: 'ERR_DATA_KIND',
      message: /has kept nothing here yet/,
    })
  })
})
