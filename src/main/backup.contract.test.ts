/** Backups of a running server, and what is restored from one, on both engines. */
import assert from 'node:assert/strict'
import { hash, randomBytes } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { onEachEngine, temporaryFolder } from '../../test/engines.ts'
import { holdsFolder, openKeyFolder } from '../ledger/index.ts'
import { lines, NOON, refusal } from '../watch/sample-organisation.ts'
import { backUpIfDue, backupsIn, writeBackup } from './backup.ts'
import { openHouse } from './house.ts'
import { restore } from './restore.ts'
import { startHouse } from './sample-house.ts'

const DAY_MS = 86_400_000

onEachEngine('a backup', (engine) => {
  it('given a server at work, when it backs up and that is restored elsewhere, then everything is there', async () => {
    const keys = join(temporaryFolder(), 'keys')
    const folder = join(temporaryFolder(), 'backups')
    const house = await startHouse({ place: await engine.newPlace(), keys, clock: () => NOON })
    const token = await house.source('okta')
    const send = (minute: number): Promise<Response> =>
      house.call('/ingest/okta', {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
        body: lines(refusal(minute)),
      })
    await send(0)
    await house.house.home.ledger.seal()
    const [made] = await Promise.all([
      backUpIfDue({ store: house.house.store, folder, now: NOON, everyMs: DAY_MS, keep: 2 }),
      send(1),
    ])
    await send(2)
    await house.stop()
    assert.equal(statSync(made!.path).mode & 0o777, 0o600)

    const place = await engine.barePlace()
    const restored = await restore(place, made!.path, keys, NOON)
    assert.equal(restored.rows, made!.rows)
    assert.equal(restored.kind, 'real')
    const again = await startHouse({ place, keys, clock: () => NOON })
    const kept = await again.house.home.ledger.db.transaction((tx) =>
      tx.selectFrom('sign_ins').select('event').execute(),
    )
    const held = again.held()
    await again.stop()
    assert.ok(kept.length >= 1)
    // What was signed after the backup is missing, and that is said.
    assert.match(held ?? '', /went back in time/)
    assert.match(restored.missing ?? '', /entries that were signed later are missing/)
  })

  it('given a link where the backup will be written, then what it leads to is not touched', async () => {
    const folder = temporaryFolder()
    const [precious, path] = [join(folder, 'precious'), join(folder, 'backup.gz')]
    writeFileSync(precious, 'keep me')
    symlinkSync(precious, path)
    await writeBackup(path, async (write) => {
      await write('{}')
      return 1
    })
    assert.equal(readFileSync(precious, 'utf8'), 'keep me')
    assert.ok(lstatSync(path).isFile())
  })

  it('given backups, when a newer one is made, then the oldest go, and none is made before its time', async () => {
    const folder = join(temporaryFolder(), 'backups')
    const house = await startHouse({
      place: await engine.newPlace(),
      keys: join(temporaryFolder(), 'keys'),
      clock: () => NOON,
    })
    const back = (now: number) => backUpIfDue({ store: house.house.store, folder, now, everyMs: DAY_MS, keep: 2 })
    for (const day of [0, 1, 2]) assert.ok(await back(NOON + day * DAY_MS))
    assert.equal(await back(NOON + 2 * DAY_MS + 1000), undefined)
    await house.stop()
    assert.deepEqual(
      (await backupsIn(folder)).map(({ time }) => time),
      [NOON + 2 * DAY_MS, NOON + DAY_MS],
    )
  })

  it('given an export that breaks off, when it is written, then no file bears the name', async () => {
    const path = join(temporaryFolder(), 'backup.ndjson.gz')
    const broken = writeBackup(path, async (write) => {
      await write('half\n')
      throw new Error('gone')
    })
    await assert.rejects(broken, /gone/)
    assert.ok(!existsSync(path) && !existsSync(`${path}.part`))
  })

  it('given a backup in which real data was made a demo’s, then its ledger is believed (DESIGN §3 rule 26)', async () => {
    const keys = join(temporaryFolder(), 'keys')
    const path = join(temporaryFolder(), 'backup.ndjson')
    const house = await startHouse({ place: await engine.newPlace(), keys, clock: () => NOON })
    const pieces: string[] = []
    await house.house.store.export(NOON, async (piece) => void pieces.push(piece))
    await house.stop()
    const text = pieces.join('').replace('"kind":"real"', '"kind":"demo"')
    const end = text.lastIndexOf('{"rows":')
    const trailer = { ...JSON.parse(text.slice(end)), sha256: hash('sha256', text.slice(0, end)) }
    writeFileSync(path, `${text.slice(0, end)}${JSON.stringify(trailer)}\n`)

    const place = await engine.barePlace()
    await assert.rejects(restore(place, path, keys, NOON), { code: 'ERR_DATA_KIND' })
    const holder = holdsFolder(openKeyFolder(keys, randomBytes))
    const asDemo = { place, keys: holder, kind: 'demo', name: 'x', host: 'localhost', clock: () => NOON } as const
    await assert.rejects(openHouse({ ...asDemo, random: randomBytes }), { code: 'ERR_DATA_KIND' })
  })
})
