/** The three guards that the embedded engine needs (STACK.md): real syncs, one process a folder, one major version. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { embedded, temporaryFolder } from '../../../test/engines.ts'
import { openStore } from '../index.ts'
import { POSTGRES_MAJOR } from './cluster.ts'
import { openPglite } from './engine.ts'

const clock = () => 0

async function newFolder(): Promise<string> {
  const place = await embedded.newPlace()
  assert.ok('folder' in place)
  return place.folder
}

describe('the embedded engine', () => {
  it('brings every commit to the disk', async () => {
    const engine = await openPglite(await newFolder())
    const settings = await sql<{ settings: string }>`
      select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('wal_sync_method')) as settings`.execute(
      engine.root,
    )
    assert.equal(settings.rows[0]?.settings, 'on on fsync')
    await sql`create table counted (n integer)`.execute(engine.root)
    const before = engine.syncs()
    for (let n = 0; n < 10; n++) await sql`insert into counted values (${n})`.execute(engine.root)
    assert.ok(engine.syncs() >= before + 10, `${engine.syncs() - before} syncs for 10 commits`)
    await engine.close()
  })

  it('is the major version that folders are checked for', async () => {
    const engine = await openPglite(await newFolder())
    const { rows } = await sql<{
      major: number
    }>`select current_setting('server_version_num')::int / 10000 as major`.execute(engine.root)
    assert.deepEqual(rows, [{ major: POSTGRES_MAJOR }])
    await engine.close()
  })

  it('refuses a folder that this process has open, and opens it once that is closed', async () => {
    const folder = await newFolder()
    const first = await openPglite(folder)
    await assert.rejects(openPglite(folder), { code: 'ERR_FOLDER_IN_USE' })
    await first.close()
    await (await openPglite(folder)).close()
  })

  it('refuses a folder that another process has open, names it, and opens it once that one was killed', async () => {
    const folder = await newFolder()
    const script = `
      const { openPglite } = await import(${JSON.stringify(join(import.meta.dirname, 'engine.ts'))})
      await openPglite(${JSON.stringify(folder)})
      process.stdout.write('open')
      setInterval(() => {}, 1000)`
    const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [said] = await once(other.stdout, 'data')
      assert.equal(String(said), 'open')
      await assert.rejects(openPglite(folder), {
        code: 'ERR_FOLDER_IN_USE',
        message: `The data folder ${folder} is open in another process of Postern. Stop that one, or give this one a folder of its own (POSTERN_DATA).`,
      })
    } finally {
      other.kill('SIGKILL')
      await once(other, 'exit')
    }
    await (await openPglite(folder)).close()
  })

  it('refuses the files of another major version, and says how to bring them over', async () => {
    const folder = await newFolder()
    const file = join(folder, 'postgres', 'PG_VERSION')
    writeFileSync(file, '17\n')
    await assert.rejects(openPglite(folder), {
      code: 'ERR_FOLDER_OTHER_MAJOR',
      message: /written by PostgreSQL 17, and this Postern has 18.*store export.*store import/s,
    })
    // And lets it go, so that the version that can read it may.
    writeFileSync(file, `${POSTGRES_MAJOR}\n`)
    await (await openPglite(folder)).close()
  })

  it('throws away what an interrupted first start left', async () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(join(folder, 'postgres.unfinished'), { recursive: true })
    writeFileSync(join(folder, 'postgres.unfinished', 'PG_VERSION'), 'half')
    const store = await openStore({ place: { folder }, kind: 'real', clock })
    await store.in(randomUUID()).transaction(async () => undefined)
    await store.close()
    assert.deepEqual(readdirSync(folder).sort(), ['lock', 'postgres'])
    assert.equal(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8').trim(), String(POSTGRES_MAJOR))
  })

  it('says which folder cannot be used, and what to do', async () => {
    const file = join(temporaryFolder(), 'a-file')
    writeFileSync(file, '')
    const message = /cannot be used: it cannot be made \(ENOTDIR\)\. .*POSTERN_DATA/
    await assert.rejects(openPglite(join(file, 'data')), { code: 'ERR_FOLDER_UNUSABLE', message })

    const folder = temporaryFolder()
    mkdirSync(join(folder, 'lock'))
    await assert.rejects(openPglite(folder), { code: 'ERR_FOLDER_UNUSABLE', message: /its lock cannot be written/ })
  })

  it('says that the files are damaged, and lets the folder go', async () => {
    const folder = await newFolder()
    writeFileSync(join(folder, 'postgres', 'global', 'pg_control'), '')
    const damaged = { code: 'ERR_FOLDER_UNUSABLE', message: /the database in it does not start.*restore a backup/ }
    await assert.rejects(openPglite(folder), damaged)
    await assert.rejects(openPglite(folder), damaged)
  })
})
