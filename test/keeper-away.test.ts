/** The whole server while its keeper is dead: it reads, refuses what changes, says why, and goes on when the keeper is back. */
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createLog } from '../src/http/index.ts'
import { connectToChild, openFront } from '../src/keeper/index.ts'
import { settingsOf } from '../src/main/settings.ts'
import { start } from '../src/main/start.ts'
import { addSource } from '../src/watch/index.ts'
import { embedded, temporaryFolder } from './engines.ts'

const OKTA = { id: 'okta', name: 'Okta', tenant: 'northwind' }
const TRIES_MAX = 600
const LIMITS = { timeout: 120_000, skip: process.platform !== 'linux' }

/** The network sockets that a process has open, by their numbers. */
function portsOf(pid: number | undefined): readonly string[] {
  const network = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => line.trim().split(/\s+/)[9] ?? []),
  )
  return readdirSync(`/proc/${pid}/fd`)
    .flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    })
    .filter((inode) => network.includes(inode))
}

it('given a keeper that is killed, then changes get 503 until it is back, and reading goes on', LIMITS, async () => {
  const place = await embedded.newPlace()
  const keys = join(temporaryFolder(), 'keys')
  mkdirSync(keys, { mode: 0o700 })
  writeFileSync(join(keys, 'connector.secret'), 'none')
  let child: ChildProcess | undefined
  let mayStart = true
  const startChild = connectToChild({
    program: [join(import.meta.dirname, 'keeper-process.ts')],
    environment: { PATH: process.env.PATH, POSTERN_KEYS: keys },
    onStart: (started) => {
      child = started
    },
  })
  const keeper = await openFront({
    connect: async () => {
      if (!mayStart) throw new Error('not yet')
      return await startChild()
    },
  })
  const settings = settingsOf({ PORT: '0', POSTERN_DATA: 'folder' in place ? place.folder : '', POSTERN_KEYS: keys })
  const log = createLog({ clock: Date.now, destination: { write: () => undefined } })
  const serving = { settings, keys: keeper, keeper, log, version: '0.0.0', clock: Date.now, random: randomBytes }
  const running = await start({ ...serving, kind: 'real' })
  const { ledger } = running.house.home
  const token = await addSource(ledger, OKTA, randomBytes(32), { actor: 'system/test', now: Date.now() })
  const { console } = running.origins
  const row = (number: number) => ({
    uuid: `row-${number}`,
    published: new Date().toISOString(),
    eventType: 'user.session.start',
    actor: { id: 'ana', type: 'User', alternateId: 'ana@example.com', displayName: 'Ana' },
    outcome: { result: 'SUCCESS' },
  })
  const deliver = (number: number) =>
    fetch(`${console}/ingest/okta`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify([row(number)]),
    })
  assert.equal((await deliver(1)).status, 202)

  assert.deepEqual(portsOf(child?.pid), [], 'the keeper has a network socket')
  assert.ok(portsOf(process.pid).length > 0, 'the server has none: the test does not look right')

  mayStart = false
  child?.kill('SIGKILL')
  let refused = await deliver(2)
  for (let tries = 0; refused.status === 202 && tries < TRIES_MAX; tries++) {
    await setTimeout(50)
    refused = await deliver(100 + tries)
  }
  assert.equal(refused.status, 503)
  assert.equal(((await refused.json()) as { code: string }).code, 'ERR_KEEPER_AWAY')
  assert.equal((await fetch(`${console}/healthz`)).status, 200)
  const ready = await fetch(`${console}/readyz`)
  assert.equal(ready.status, 503)
  assert.deepEqual(((await ready.json()) as { failed: string[] }).failed, ['keeper'])
  const { seq } = await ledger.db.transaction((tx) =>
    tx.selectFrom('ledger_heads').select('seq').executeTakeFirstOrThrow(),
  )
  assert.ok(seq > 1)

  mayStart = true
  let again = await deliver(2)
  for (let tries = 0; again.status !== 202 && tries < TRIES_MAX; tries++) {
    await setTimeout(100)
    again = await deliver(2)
  }
  assert.equal(again.status, 202)
  await ledger.seal()
  assert.equal(ledger.held(), undefined)
  await running.stop()
  await keeper.close()
})
