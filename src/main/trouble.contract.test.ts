/** The whole server while its disk is full, its database is gone, its clock jumps: it says so, and goes on by itself. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, cpSync, mkdtempSync, openSync, readdirSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { embedded, placeIn, temporaryFolder } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { postgresPrograms, startPostgres } from '../../test/postgres-server.ts'
import { exportLedger, verifyExport } from '../ledger/index.ts'
import { insertToken } from '../staff/index.ts'
import { latestVerdicts } from '../watch/index.ts'
import { lines, NOON, refusal } from '../watch/sample-organisation.ts'
import { writeBackup } from './backup.ts'
import { type SampleHouse, startHouse } from './sample-house.ts'

const HOUR_MS = 3_600_000
const REFUSALS = [0, 1, 2, 3, 4].map((minute) => lines(refusal(minute)))
const bin = postgresPrograms()
const withoutPostgres = bin === undefined && process.env.CI !== 'true' ? 'PostgreSQL is not installed' : false
const withoutMounts = mayMount() ? false : 'a disk of its own needs root'

describe('a database that goes away and comes back', () => {
  it('is named, said once, and over by itself', { skip: withoutPostgres }, async () => {
    assert.ok(bin !== undefined, 'CI has to test PostgreSQL, and none is installed.')
    const server = await startPostgres(bin)
    await server.admin('create role postern_owner login; create role postern_app login')
    await server.admin('create database away owner postern_owner')
    const house = await startHouse({ place: placeIn(server, 'away'), keys: newKeys(), clock: () => NOON })
    try {
      const token = await house.source('okta')
      const news = await listen(house)
      assert.equal((await deliver(house, token, REFUSALS.slice(0, 2).join(''))).status, 202)

      await server.kill()
      await refuses(house, token, 'ERR_DATABASE_GONE')
      const ready = await house.call('/readyz')
      assert.equal(ready.status, 503)
      assert.deepEqual(((await ready.json()) as { failed: unknown }).failed, ['database', 'keeping'])
      assert.equal((await house.call('/healthz')).status, 200)

      await server.start()
      await goesOn(house, token)
      assert.deepEqual(saidOf(house, 'nothing can be kept'), ['ERR_DATABASE_GONE'])
      await eventually('the news of a verdict', () => news.text().includes('event: verdicts'))
      news.end()
    } finally {
      await house.stop()
      await server.stop()
    }
  })
})

describe('a disk that is full', () => {
  it('is named, said once, and over by itself when there is room again', { skip: withoutMounts }, async () => {
    const disk = mkdtempSync(join(tmpdir(), 'postern-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk])
    try {
      const place = { folder: join(disk, 'data') }
      cpSync(((await embedded.newPlace()) as { readonly folder: string }).folder, place.folder, { recursive: true })
      const keys = newKeys()
      const house = await startHouse({ place, keys, clock: () => NOON })
      const token = await house.source('okta')
      assert.equal((await deliver(house, token, REFUSALS.slice(0, 2).join(''))).status, 202)

      const ballast = join(disk, 'ballast')
      fill(disk, ballast)
      // The log of the database has some room of its own yet.
      const isFull = async (): Promise<boolean> => (await deliver(house, token, filling())).status === 503
      while (!(await isFull())) fill(disk, ballast)
      await refuses(house, token, 'ERR_DISK_FULL')
      const ready = await house.call('/readyz')
      assert.equal(ready.status, 503)
      assert.ok(((await ready.json()) as { failed: string[] }).failed.includes('keeping'))

      rmSync(ballast)
      await goesOn(house, token)
      // Something small may find room in between, and then it begins anew.
      const said = saidOf(house, 'nothing can be kept')
      assert.equal(said.length, saidOf(house, 'it is over').length)
      assert.ok(said.length <= 5 && said.every((code) => code === 'ERR_DISK_FULL'), String(said))
      await house.stop()

      // What was acknowledged is there, and whole, after a start as well.
      const again = await startHouse({ place, keys, clock: () => NOON })
      assert.equal((await told(again)).length, 1)
      await verify(again)
      await again.stop()
    } finally {
      execFileSync('umount', ['-l', disk])
    }
  })

  it('is said of a backup that does not fit, of which nothing is left, and the process goes on', {
    skip: withoutMounts,
  }, async () => {
    const disk = mkdtempSync(join(tmpdir(), 'postern-backups-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    try {
      const path = join(disk, 'backup.ndjson.gz')
      const backup = writeBackup(path, async (write) => {
        for (let piece = 0; piece < 100; piece++) await write(randomBytes(10_000).toString('base64'))
        return 1
      })
      await assert.rejects(backup, { code: 'ERR_BACKUP_UNWRITTEN' })
      assert.deepEqual(readdirSync(disk), [])
    } finally {
      execFileSync('umount', ['-l', disk])
      rmSync(disk, { recursive: true })
    }
  })
})

describe('a clock that jumps', () => {
  it('72 hours ahead and back: the hours that nobody waited are held, and all goes on', async () => {
    let begin = NOON - Date.now()
    const clock = () => Date.now() + begin
    const house = await startHouse({ place: await embedded.newPlace(), keys: newKeys(), clock })
    const token = await house.source('okta')
    assert.equal((await deliver(house, token, REFUSALS.slice(0, 2).join(''))).status, 202)

    begin += 72 * HOUR_MS
    await jumps(house, 1)
    assert.equal((await deliver(house, token, REFUSALS[2]!)).status, 202)
    assert.equal((await house.call('/readyz')).status, 200)

    begin -= 72 * HOUR_MS
    await jumps(house, 2)
    await goesOn(house, token)
    const held = (await entries(house)).filter(({ type }) => type === 'waits-held').map(({ data }) => data)
    await house.stop()
    // A clock that goes back makes waits longer by itself.
    assert.equal(held.length, 1)
    const { at, from } = held[0] as { readonly at: number; readonly from: number }
    assert.equal(Math.round((at - from) / HOUR_MS), 72)
  })
})

function newKeys(): string {
  return join(temporaryFolder(), 'keys')
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'postern-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Leaves no block free. */
function fill(disk: string, path: string): void {
  const file = openSync(path, 'a')
  const { bsize, bavail } = statfsSync(disk)
  const block = Buffer.alloc(bsize)
  for (let left = bavail; left > 0; left--) writeSync(file, block)
  closeSync(file)
}

let filled = 0

/** Rows of their own, so many that they need room. */
function filling(): string {
  return lines(...Array.from({ length: 2000 }, () => refusal(-30, `filling ${filled++}`)))
}

async function deliver(house: SampleHouse, token: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  return await house.call('/ingest/okta', { method: 'POST', headers, body })
}

/** As long as it lasts every delivery is refused, with a word about when to come again. */
async function refuses(house: SampleHouse, token: string, code: string): Promise<void> {
  for (let time = 0; time < 20; time++) {
    const answer = await deliver(house, token, REFUSALS[2]!)
    assert.equal(answer.status, 503)
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
    assert.equal(((await answer.json()) as { code: string }).code, code)
  }
}

/** Without a restart: it takes deliveries, judges them, is ready, and its ledger holds. */
async function goesOn(house: SampleHouse, token: string): Promise<void> {
  const rest = REFUSALS.slice(2).join('')
  await eventually('a delivery is taken', async () => (await deliver(house, token, rest)).status === 202)
  await eventually('a finding', async () => (await told(house)).length > 0)
  await eventually('it is ready', async () => (await house.call('/readyz')).status === 200)
  await verify(house)
}

async function told({ house }: SampleHouse) {
  const found = await house.home.ledger.db.transaction((tx) => latestVerdicts(tx, 'finding', 100))
  return found.filter(({ body }) => body.includes('"detection":"mfa-fatigue"'))
}

async function verify({ house }: SampleHouse): Promise<void> {
  const { ledger, keys } = house.home
  await ledger.seal()
  const verdict = await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })
  assert.ok(verdict.holds, JSON.stringify(verdict))
}

interface Entry {
  readonly type: string
  readonly data: object
}

async function entries({ house }: SampleHouse): Promise<readonly Entry[]> {
  const kept = await house.home.ledger.db.transaction((tx) =>
    tx.selectFrom('ledger_entries').select('bytes').orderBy('seq').execute(),
  )
  return kept.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Entry)
}

/** Codes of what was said, as often as it was. */
function saidOf({ lines: said }: SampleHouse, text: string): readonly unknown[] {
  return said.filter(({ msg }) => String(msg).startsWith(text)).map(({ code }) => code)
}

/** Waits until so many jumps were seen. */
async function jumps(house: SampleHouse, count: number): Promise<void> {
  const seen = () => saidOf(house, 'the clock jumped').length
  await eventually(`jump ${count}`, () => seen() >= count)
  assert.equal(seen(), count)
}

/** The organisation's news, as a program hears them. */
async function listen(house: SampleHouse): Promise<{ text(): string; end(): void }> {
  const { ledger, organisation } = house.house.home
  const kept = { id: 'listener', name: 'listener', permissions: ['verdicts:read'], tierMax: 'standard' } as const
  const times = { addedBy: 'system/test', created: NOON, expires: NOON + HOUR_MS }
  const token = await ledger.db.transaction((tx) =>
    insertToken(tx, organisation, { ...kept, ...times }, randomBytes(32)),
  )
  const over = new AbortController()
  const headers = { authorization: `Bearer ${token}` }
  const answer = await house.call(`/organisations/${organisation}/events`, { headers, signal: over.signal })
  assert.equal(answer.status, 200)
  let text = ''
  const read = async (): Promise<void> => {
    for await (const piece of answer.body!) text += Buffer.from(piece).toString()
  }
  read().catch(() => undefined)
  return { text: () => text, end: () => over.abort() }
}
