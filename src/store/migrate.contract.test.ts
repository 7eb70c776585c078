/** Forward only, once each, and only on a database that we know. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import type { Engine } from './engine.ts'
import { openStore, type Place } from './index.ts'
import { due, type Migration, migrate, migrations } from './migrate.ts'
import { openPglite } from './pglite/engine.ts'
import { openPostgres } from './postgres/engine.ts'

function open(place: Place): Promise<Engine> {
  return 'folder' in place ? openPglite(place.folder) : openPostgres(place.url, place.ownerUrl)
}

onEachEngine('migrations', (testEngine) => {
  const last = migrations().length
  const next = (sql: string): Migration => ({ number: last + 1, name: 'next', sql, digest: 'd'.repeat(64) })

  it('run in order, each once', async () => {
    const engine = await open(await testEngine.newPlace())
    await engine.asOwner(async (owner) => {
      const known = [...migrations(), next('create table counted (n integer); insert into counted values (1)')]
      assert.deepEqual(
        (await due(owner, known)).map(({ number }) => number),
        [last + 1],
      )
      await migrate(owner, 5, known)
      await migrate(owner, 6, known)
      assert.deepEqual(await owner.query('select * from counted', []), [{ n: 1 }])
      assert.deepEqual(await owner.query('select applied from migrations where number = $1', [last + 1]), [
        { applied: 5 },
      ])
      assert.deepEqual(await due(owner, known), [])
    })
    await engine.close()
  })

  it('leave nothing behind when they fail, and run when they are mended', async () => {
    const engine = await open(await testEngine.newPlace())
    await engine.asOwner(async (owner) => {
      const broken = [...migrations(), next('create table half (n integer); select no_such_function()')]
      await assert.rejects(migrate(owner, 0, broken), /no_such_function/)
      assert.deepEqual(await owner.query(`select to_regclass('half') as half`, []), [{ half: null }])
      await migrate(owner, 0, [...migrations(), next('create table half (n integer)')])
      assert.deepEqual(await due(owner, migrations().slice(0, last)).catch(({ code }) => code), 'ERR_SCHEMA_AHEAD')
    })
    await engine.close()
  })

  it('refuse a database that a newer Postern has changed', async () => {
    const place = await testEngine.newPlace()
    const engine = await open(place)
    await engine.asOwner((owner) => migrate(owner, 0, [...migrations(), next('select 1')]))
    await engine.close()
    await assert.rejects(openStore({ place, kind: 'real', clock: () => 0 }), {
      code: 'ERR_SCHEMA_AHEAD',
      message: new RegExp(`migration ${last + 1}, next`),
    })
  })

  it('refuse a database made by another text of the same migration', async () => {
    const place = await testEngine.newPlace()
    const engine = await open(place)
    await engine.asOwner((owner) => owner.exec(`update migrations set digest = 'other' where number = 1`))
    await engine.close()
    await assert.rejects(openStore({ place, kind: 'real', clock: () => 0 }), { code: 'ERR_SCHEMA_CHANGED' })
  })
})
