/** A disk that is full or broken: said clearly, nothing acknowledged lost, and over by itself when the disk is well again. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Kysely, sql } from 'kysely'
import { embedded } from '../../../test/engines.ts'
import { translated } from '../failures.ts'
import { embeddedDialect } from './dialect.ts'
import { DurableFiles } from './durable-files.ts'
import { hosted } from './hosted.ts'
import { openInstance } from './instance.ts'

/** Emscripten's numbers of errors. */
const ENOSPC = 51
const EIO = 29

interface Disk {
  fails: 'nothing' | 'writes' | 'syncs'
}

interface Module {
  readonly FS: { readonly ErrnoError: new (errno: number) => Error }
  readonly NODEFS: { stream_ops: Record<string, (...args: unknown[]) => unknown> }
}

class SickFiles extends DurableFiles {
  readonly #disk: Disk
  constructor(folder: string, disk: Disk) {
    super(folder)
    this.#disk = disk
  }

  override async init(...args: Parameters<DurableFiles['init']>) {
    const { emscriptenOpts } = await super.init(...args)
    const infect = (module: object) => {
      const { FS, NODEFS } = module as Module
      const { write, fsync } = NODEFS.stream_ops
      NODEFS.stream_ops.write = (...of) => {
        if (this.#disk.fails === 'writes') throw new FS.ErrnoError(ENOSPC)
        return write?.(...of)
      }
      NODEFS.stream_ops.fsync = (...of) => (this.#disk.fails === 'syncs' ? EIO : fsync?.(...of))
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), infect] } }
  }
}

async function openSick() {
  const place = await embedded.newPlace()
  assert.ok('folder' in place)
  const disk: Disk = { fails: 'nothing' }
  const files = () => new SickFiles(join('folder' in place ? place.folder : '', 'postgres'), disk)
  const instance = await openInstance(files)
  const db = new Kysely<Record<string, never>>({ dialect: embeddedDialect(hosted(instance)) })
  await sql`create table counted (n integer)`.execute(db)
  await sql`insert into counted values (0)`.execute(db)
  const count = (n: number) => db.transaction().execute((tx) => sql`update counted set n = ${n}`.execute(tx))
  const counted = async () => (await sql<{ n: number }>`select n from counted`.execute(db)).rows[0]?.n
  return { disk, instance, db, count, counted }
}

function codeOf(error: unknown): unknown {
  const ours = translated(error)
  return ours instanceof Error && 'code' in ours ? ours.code : ours
}

describe('a failing disk', () => {
  for (const [fails, code] of [
    ['writes', 'ERR_DISK_FULL'],
    ['syncs', 'ERR_DISK_FAILED'],
  ] as const) {
    it(`that no longer takes ${fails}: refused as long as it lasts, and over by itself`, async () => {
      const { disk, instance, count, counted } = await openSick()
      for (let n = 1; n <= 5; n++) await count(n)
      disk.fails = fails
      const failures: unknown[] = []
      for (let n = 6; n <= 8; n++) await count(n).catch((error: unknown) => failures.push(codeOf(error)))
      assert.equal(failures.length, 3)
      assert.ok(failures.includes(code), String(failures))
      disk.fails = 'nothing'
      // The first of the failed ones may have reached the log before its commit was refused: its fate was unknown.
      const found = await counted()
      assert.ok(found === 5 || found === 6, `${found}`)
      await count(9)
      assert.equal(await counted(), 9)
      await instance.close()
    })
  }

  it('ends the transaction that it met, and lets others wait for the new instance', async () => {
    const { disk, instance, count, counted } = await openSick()
    disk.fails = 'syncs'
    await assert.rejects(count(1))
    disk.fails = 'nothing'
    await Promise.all([count(2), count(2), count(2)])
    assert.equal(await counted(), 2)
    await instance.close()
  })

  it('does not make listeners deaf', async () => {
    const { disk, instance, db, count } = await openSick()
    const heard: string[] = []
    const stop = await instance.listen('news', (payload) => heard.push(payload))
    disk.fails = 'syncs'
    await assert.rejects(count(1))
    disk.fails = 'nothing'
    await sql`select pg_notify('news', 'again')`.execute(db)
    assert.deepEqual(heard, ['again'])
    await stop()
    await sql`select pg_notify('news', 'unheard')`.execute(db)
    assert.deepEqual(heard, ['again'])
    await instance.close()
  })
})
