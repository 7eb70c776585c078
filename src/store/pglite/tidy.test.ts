/** A database that works for years: what changes all day long must not grow. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { temporaryFolder } from '../../../test/engines.ts'
import { openPglite } from './engine.ts'

it('given a table whose rows come and go, when it is tidied between, then it takes no more room', async () => {
  const engine = await openPglite(join(temporaryFolder(), 'data'))
  await engine.asOwner(async ({ exec, query }) => {
    await exec('create table churned (id int primary key, text text not null)')
    const round = () =>
      exec(`insert into churned select n, repeat('x', 500) from generate_series(1, 2000) n; delete from churned`)
    const pages = async () => {
      const [row] = await query<{ pages: number }>(`select pg_relation_size('churned') / 8192 as pages`, [])
      return row!.pages
    }
    await round()
    const once = await pages()
    await round()
    assert.ok((await pages()) > 1.5 * once, 'without it the table grows')
    for (let times = 0; times < 3; times++) {
      await engine.tidy?.()
      await round()
    }
    assert.ok((await pages()) <= 2 * once)
  })
  await engine.close()
})
