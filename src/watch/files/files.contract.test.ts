/** Files that grow, are rotated, packed and dropped into folders, on both engines. */
import assert from 'node:assert/strict'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { onEachEngine, temporaryFolder } from '../../../test/engines.ts'
import { readKept } from '../../signin/index.ts'
import { openStore, quarantined, type Store } from '../../store/index.ts'
import { closeSource, createDeliveryReader, createIntakeOf, type DeliveryReader } from '../index.ts'
import { lines, NOON, newOrganisation, refusal, type SampleOrganisation } from '../sample-organisation.ts'
import { insertSource } from '../sources.ts'
import { createFolder } from './folder.ts'
import type { Follower } from './follower.ts'
import type { FileSource } from './settings.ts'
import { createTail } from './tail.ts'

const row = (id: string): string => lines(refusal(0, id))
const rows = (...ids: string[]): string => ids.map(row).join('')

onEachEngine('files', (engine) => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())

  interface Place extends SampleOrganisation {
    readonly folder: string
    /** `auth.log` in it. */
    readonly path: string
    readonly problems: unknown[]
    /** How many rows were handed over, known ones included. */
    handed(): number
    /** A server starts. */
    start(): Follower
    kept(): Promise<readonly string[]>
  }

  async function newPlace(kind: FileSource['kind'] = 'tail'): Promise<Place> {
    const made = await newOrganisation(store)
    const { db, sealer } = made
    const folder = temporaryFolder()
    const path = join(folder, 'auth.log')
    const doing = { actor: 'system/test', now: NOON }
    const named = { id: 'file', name: 'File', tenant: 'northwind' }
    await db.transaction((tx) => insertSource(tx, { kind, source: named }, sealer, doing))
    const source = { ...named, kind, organisation: db.organisation, path: kind === 'tail' ? path : folder }
    const intake = createIntakeOf({ db, sealer })
    const problems: unknown[] = []
    let handed = 0
    return {
      ...made,
      folder,
      path,
      problems,
      handed: () => handed,
      start: () =>
        (kind === 'tail' ? createTail : createFolder)({
          db,
          source,
          async take(part) {
            const delivery = reader.read(part, { ...source, came: 'pushed' })
            handed += delivery.rows.length
            await intake.take(source.id, delivery, NOON)
          },
          onProblem: (error) => void problems.push(error),
        }),
      kept: async () => {
        const found = await db.transaction((tx) => tx.selectFrom('sign_ins').select('row').execute())
        return found.map(({ row }) => readKept(row).id).sort()
      },
    }
  }

  it('a file that grows: whole lines are taken at once, half of one when its end comes, nothing twice', async () => {
    const { path, start, kept, handed } = await newPlace()
    const tail = start()
    await tail.pass()
    writeFileSync(path, `${rows('a', 'b')}${row('c').slice(0, 40)}`)
    await tail.pass()
    await tail.pass()
    assert.deepEqual(await kept(), ['a', 'b'])
    appendFileSync(path, row('c').slice(40))
    await tail.pass()
    assert.deepEqual(await kept(), ['a', 'b', 'c'])
    assert.equal(handed(), 3)
  })

  it('a restart: goes on where it was; a crash before the place was written: what is read again counts once', async () => {
    const { path, start, kept, handed, db } = await newPlace()
    writeFileSync(path, rows('a', 'b'))
    await start().pass()
    appendFileSync(path, `${row('c')}{"some":"thing"}\n`)
    await start().pass()
    assert.deepEqual([await kept(), handed()], [['a', 'b', 'c'], 3])
    await db.transaction((tx) =>
      tx.updateTable('source_files').set({ position: 0, mark_bytes: 0, mark: EMPTY }).execute(),
    )
    await start().pass()
    assert.deepEqual([await kept(), handed()], [['a', 'b', 'c'], 6])
    assert.equal((await db.transaction((tx) => quarantined(tx, 0, 10))).length, 1)
  })

  it('rotation by renaming: the end of the old file is taken, also its last line without an end, then the new one', async () => {
    const { path, start, kept, problems } = await newPlace()
    const tail = start()
    writeFileSync(path, rows('a'))
    await tail.pass()
    appendFileSync(path, `${row('b')}${row('c').trimEnd()}`)
    renameSync(path, `${path}.1`)
    await tail.pass()
    writeFileSync(path, rows('d'))
    await tail.pass()
    assert.deepEqual([await kept(), problems], [['a', 'b', 'c', 'd'], []])
  })

  it('rotation while Postern was down, several times, packed: all that came between is taken', async () => {
    const { path, folder, start, kept, problems } = await newPlace()
    const at = (name: string, seconds: number) => utimesSync(join(folder, name), seconds, seconds)
    writeFileSync(path, rows('a', 'b'))
    writeFileSync(`${path}.7`, rows('long ago'))
    at('auth.log', 2000)
    at('auth.log.7', 1000)
    await start().pass()
    writeFileSync(`${path}.2.gz`, gzipSync(rows('a', 'b', 'c')))
    writeFileSync(`${path}-20260223.gz`, gzipSync(rows('d')))
    writeFileSync(join(folder, 'auth.2026-02-23.log'), rows('e').trimEnd())
    writeFileSync(join(folder, 'auth.log.lck'), rows('no'))
    writeFileSync(join(folder, 'other.log.1'), rows('no'))
    at('auth.log.2.gz', 3000)
    at('auth.log-20260223.gz', 4000)
    unlinkSync(path)
    writeFileSync(path, rows('f'))
    await start().pass()
    assert.deepEqual([await kept(), problems], [['a', 'b', 'c', 'd', 'e', 'f'], []])
  })

  it('copied and truncated: what was written before the cut is taken from the copy, even if the file is longer again', async () => {
    const { path, start, kept, problems } = await newPlace()
    const tail = start()
    writeFileSync(path, rows('a'))
    await tail.pass()
    appendFileSync(path, rows('b'))
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    appendFileSync(path, rows('c', 'd', 'e'))
    await tail.pass()
    assert.deepEqual([await kept(), problems], [['a', 'b', 'c', 'd', 'e'], []])
  })

  it('truncated and not copied: the new beginning is taken, and it is said that lines may be missing', async () => {
    const { path, start, kept, problems } = await newPlace()
    const tail = start()
    writeFileSync(path, rows('a', 'b'))
    await tail.pass()
    writeFileSync(path, rows('c'))
    await tail.pass()
    await tail.pass()
    assert.deepEqual(await kept(), ['a', 'b', 'c'])
    assert.deepEqual(
      problems.map((error) => (error as { readonly code: string }).code),
      ['ERR_TAIL_LOST'],
    )
  })

  it('a table, and UTF-16: lines from the middle are read by the header and the mark at the beginning', async () => {
    const header = 'published,uuid,eventType,outcome.result,actor.id,actor.alternateId\n'
    const line = (id: string): string =>
      `2026-02-23T12:00:00.000Z,${id},user.session.start,SUCCESS,00uana,ana@example.com\n`
    for (const encode of [(text: string) => Buffer.from(text), utf16le, (text: string) => utf16le(text).swap16()]) {
      const { path, start, kept, problems } = await newPlace()
      writeFileSync(path, encode(`\ufeff${header}${line('a')}`))
      await start().pass()
      appendFileSync(path, encode(`${line('b')}${line('c').slice(0, 21)}`))
      await start().pass()
      appendFileSync(path, encode(line('c').slice(21)))
      await start().pass()
      appendFileSync(path, encode(line('d').trimEnd()))
      renameSync(path, `${path}.1`)
      writeFileSync(path, encode(`\ufeff${header}${line('e')}`))
      await start().pass()
      assert.deepEqual([await kept(), problems], [['a', 'b', 'c', 'd', 'e'], []])
    }
  })

  it('a source that two people closed: nothing is read any more', async () => {
    const { path, start, kept, db, sealer } = await newPlace()
    const tail = start()
    writeFileSync(path, rows('a'))
    await tail.pass()
    await closeSource({ db, sealer }, 'file', { actor: 'staff/ada', now: NOON })
    appendFileSync(path, rows('b'))
    await tail.pass()
    await start().pass()
    assert.deepEqual(await kept(), ['a'])
  })

  it('a folder: files below it too, packed or not, each once it is whole, and none twice', async () => {
    const { folder, start, kept, handed } = await newPlace('folder')
    mkdirSync(join(folder, '2026', '.part'), { recursive: true })
    writeFileSync(join(folder, 'a.json'), JSON.stringify([refusal(0, 'a'), refusal(0, 'b')]))
    writeFileSync(join(folder, '2026', 'b.json.gz'), gzipSync(JSON.stringify({ value: [refusal(0, 'c')] })))
    writeFileSync(join(folder, '.hidden'), rows('no'))
    writeFileSync(join(folder, '2026', '.part', 'x'), rows('no'))
    const reading = start()
    await reading.pass()
    assert.deepEqual(await kept(), [])
    appendFileSync(join(folder, 'a.json'), row('still written'))
    await reading.pass()
    assert.deepEqual(await kept(), ['c'])
    await reading.pass()
    await reading.pass()
    assert.deepEqual(await kept(), ['a', 'b', 'c', 'still written'])
    copyFileSync(join(folder, 'a.json'), join(folder, 'a again.json'))
    const again = start()
    await again.pass()
    await again.pass()
    assert.equal(handed(), 4)
  })

  it('a folder: what cannot be unpacked is told once and keeps nobody up; a file that goes is forgotten', async () => {
    const { folder, start, kept, problems, db } = await newPlace('folder')
    writeFileSync(join(folder, 'bad.gz'), gzipSync(rows('x')).subarray(0, 30))
    writeFileSync(join(folder, 'good'), rows('a'))
    const reading = start()
    for (let pass = 0; pass < 4; pass++) await reading.pass()
    assert.deepEqual([await kept(), problems.length], [['a'], 1])
    rmSync(join(folder, 'good'))
    await reading.pass()
    assert.deepEqual(await db.transaction((tx) => tx.selectFrom('source_files').select('path').execute()), [])
  })

  it('a folder that is away: fails, and goes on when it is back', async () => {
    const { folder, start, kept } = await newPlace('folder')
    writeFileSync(join(folder, 'a'), rows('a'))
    const reading = start()
    await reading.pass()
    await reading.pass()
    renameSync(folder, `${folder} away`)
    await assert.rejects(reading.pass(), { code: 'ENOENT' })
    renameSync(`${folder} away`, folder)
    await reading.pass()
    assert.deepEqual(await kept(), ['a'])
  })
})

const EMPTY = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex')

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le')
}
