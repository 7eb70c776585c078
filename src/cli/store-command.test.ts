import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { embedded, temporaryFolder } from '../../test/engines.ts'
import { openStore } from '../store/index.ts'

const MAIN = join(import.meta.dirname, '..', 'main.ts')
const folder = temporaryFolder()
let data = ''

function postern(environment: Record<string, string>, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'store', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  })
  return { status, stdout, stderr }
}

describe('postern store', () => {
  before(async () => {
    const place = await embedded.newPlace()
    assert.ok('folder' in place)
    data = place.folder
    const store = await openStore({ place, kind: 'real', clock: () => 0 })
    await store
      .in(randomUUID())
      .transaction((tx) => tx.insertInto('organisations').values({ name: 'Example', created: 0 }).execute())
    await store.close()
  })

  it('exports to a file for nobody else’s eyes, and imports it elsewhere', () => {
    const file = join(folder, 'export.ndjson')
    const written = postern({ POSTERN_DATA: data }, 'export', file)
    assert.deepEqual(written, { status: 0, stdout: '', stderr: `1 rows exported to ${file}.\n` })
    assert.equal(statSync(file).mode & 0o777, 0o600)

    const other = join(folder, 'other')
    const read = postern({ POSTERN_DATA: other }, 'import', file)
    assert.deepEqual(read, { status: 0, stdout: '', stderr: '1 rows of real data imported.\n' })
    const again = postern({ POSTERN_DATA: other }, 'export', '-')
    assert.equal(again.status, 0)
    assert.deepEqual(again.stdout.split('\n').slice(1, -2), readFileSync(file, 'utf8').split('\n').slice(1, -2))
  })

  it('says what is wrong, by its code, and leaves no half export', () => {
    const file = join(folder, 'not-written.ndjson')
    const nothing = postern({ POSTERN_DATA: join(folder, 'empty') }, 'export', file)
    assert.equal(nothing.status, 4)
    assert.match(nothing.stderr, /^postern: ERR_DATA_KIND: Postern has kept nothing here yet/)
    assert.equal(existsSync(file), false)
    assert.equal(existsSync(join(folder, 'empty')), false)

    const taken = join(folder, 'taken')
    writeFileSync(taken, 'mine')
    const refused = postern({ POSTERN_DATA: data }, 'export', taken)
    assert.deepEqual([refused.status, readFileSync(taken, 'utf8')], [2, 'mine'])
    assert.match(refused.stderr, /taken exists already; an export goes into a new file\.$/m)

    const unreadable = postern({ POSTERN_DATA: join(folder, 'unread') }, 'import', taken)
    assert.equal(unreadable.status, 4)
    assert.match(unreadable.stderr, /^postern: ERR_EXPORT_UNREADABLE: /)
    assert.equal(existsSync(join(folder, 'unread')), false)
    assert.equal(postern({}, 'import', join(folder, 'missing')).status, 2)
  })
})
