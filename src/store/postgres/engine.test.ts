/** What only a server can be: away, back, too old, or asked by the wrong role. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { placeIn } from '../../../test/engines.ts'
import { type PostgresServer, postgresPrograms, startPostgres } from '../../../test/postgres-server.ts'
import { openStore, StoreError } from '../index.ts'

const bin = postgresPrograms()
const skip = bin === undefined && process.env.CI !== 'true' ? 'PostgreSQL is not installed' : false
const clock = () => 0

describe('PostgreSQL', { skip }, () => {
  let server: PostgresServer
  before(async () => {
    assert.ok(bin !== undefined, 'CI has to test PostgreSQL, and none is installed.')
    server = await startPostgres(bin)
    await server.admin('create role postern_owner login; create role postern_app login; create role stranger login')
    await server.admin('create role bypasser login bypassrls in role postern_app')
    await server.admin('create role helper login in role postern_app')
    await server.admin('create database gone owner postern_owner')
  })
  after(() => server.stop())

  const open = (database: string, role: string, ownerUrl?: string) =>
    openStore({ place: { url: server.url(database, role), ownerUrl }, kind: 'real', clock })

  it('is gone, and says so; is back, and all goes on, with what was committed', async () => {
    const store = await openStore({ place: placeIn(server, 'gone'), kind: 'real', clock })
    const db = store.in(randomUUID())
    await db.transaction((tx) => tx.insertInto('organisations').values({ name: 'before', created: 0 }).execute())
    const name = () => db.transaction((tx) => tx.selectFrom('organisations').select('name').executeTakeFirst())
    const rename = (to: string) => db.transaction((tx) => tx.updateTable('organisations').set({ name: to }).execute())

    const broken = db.transaction(async (tx) => {
      await tx.updateTable('organisations').set({ name: 'lost' }).execute()
      await server.kill()
      await tx.updateTable('organisations').set({ name: 'lost again' }).execute()
    })
    const gone = { code: 'ERR_DATABASE_GONE', message: /DATABASE_URL is right; Postern connects again by itself\.$/ }
    await assert.rejects(broken, gone)
    await assert.rejects(name(), gone)
    await assert.rejects(openStore({ place: placeIn(server, 'gone'), kind: 'real', clock }), gone)

    await server.start()
    assert.deepEqual(await name(), { name: 'before' })
    await rename('after')
    assert.deepEqual(await name(), { name: 'after' })
    await store.close()
  })

  it('is refused by a role that the wall would not hold', async () => {
    for (const [role, why] of [
      ['postgres', 'is a superuser or has BYPASSRLS'],
      ['bypasser', 'is a superuser or has BYPASSRLS'],
      ['postern_owner', 'owns tables of this database'],
      ['stranger', 'is not postern_app, nor a member of it'],
    ] as const) {
      await assert.rejects(open('gone', role), (error: unknown) => {
        assert.ok(error instanceof StoreError)
        assert.equal(error.code, 'ERR_DATABASE_ROLE')
        assert.ok(error.message.startsWith(`The role ${role} of DATABASE_URL ${why},`), error.message)
        return true
      })
    }
    await (await open('gone', 'helper')).close()
  })

  it('asks for the owner only when there is something that only the owner can do', async () => {
    await server.admin('create database fresh owner postern_owner')
    await assert.rejects(open('fresh', 'postern_app'), { code: 'ERR_OWNER_NEEDED', message: /DATABASE_OWNER_URL/ })
    await (await open('fresh', 'postern_app', server.url('fresh', 'postern_owner'))).close()
    await (await open('fresh', 'postern_app')).close()
  })

  it('says that a database does not exist or takes no such role', async () => {
    await assert.rejects(open('nowhere', 'postern_app'), { code: 'ERR_DATABASE_GONE' })
    await assert.rejects(open('gone', 'nobody'), { code: 'ERR_DATABASE_GONE' })
  })
})
