/** The demo as it stands before anybody looks: its staff, its sources, who one can be, and that real data has none of it. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { embedded, temporaryFolder } from '../../test/engines.ts'
import { createLog } from '../http/index.ts'
import { holdsFolder, openKeyFolder } from '../ledger/index.ts'
import { beginDecision, grantsAt, listMembers, loadStaff, verifyDecision } from '../staff/index.ts'
import { openStore } from '../store/index.ts'
import { type DemoErrorCode, refuseUnlessDemo } from './demo-error.ts'
import { prepareDemo } from './demo-house.ts'
import { demoRoutes } from './demo-routes.ts'
import { type Settings, settingsOf } from './settings.ts'
import { start } from './start.ts'

const NOW = Date.UTC(2026, 10, 22, 13)
const HOUR_MS = 3_600_000

interface Demo {
  readonly settings: Settings
  readonly folder: string
}

async function newDemo(): Promise<Demo> {
  const place = await embedded.newPlace()
  const folder = temporaryFolder()
  const settings = settingsOf({
    PORT: '0',
    POSTERN_DATA: 'folder' in place ? place.folder : '',
    POSTERN_KEYS: join(folder, 'keys'),
    POSTERN_ORGANISATION: 'Northwind',
  })
  return { settings, folder }
}

const code = (expected: DemoErrorCode) => ({ code: expected })

async function running({ settings, folder }: Demo, now: number) {
  const prepared = await prepareDemo({ settings, folder, now })
  const { personas } = prepared
  const server = await start({
    settings,
    kind: 'demo',
    keys: holdsFolder(openKeyFolder(settings.keys, randomBytes)),
    version: '0.0.0',
    clock: () => now,
    random: randomBytes,
    log: createLog({ clock: () => now, destination: { write: () => {} } }),
    besides: ({ house, staff }) =>
      demoRoutes({ store: house.store, listeners: settings.listeners, room: staff, personas }),
  })
  const address = server.origins.console
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      body: JSON.stringify(body),
    })
  return { ...server, prepared, address, post }
}

describe('the demo', () => {
  it('given an empty place, when it starts, then each persona has two passkeys, and their roles at once', async () => {
    const demo = await newDemo()
    const { house, prepared, stop } = await running(demo, NOW)
    const { db } = house.home.ledger
    const members = await db.transaction(listMembers)
    const roles = Object.fromEntries(
      prepared.personas.map(({ id, member }) => {
        const found = members.find((one) => one.id === member)
        return [id, grantsAt(found, NOW).map(({ role }) => role)]
      }),
    )
    assert.deepEqual(roles, {
      sam: ['agent'],
      riya: ['administrator', 'analyst'],
      tom: ['administrator', 'approver'],
      nia: ['auditor'],
    })
    assert.equal(members.length, 4)
    assert.ok(members.every(({ passkeys }) => passkeys.length === 2))
    assert.equal(house.store.kind, 'demo')
    await stop()
  })

  it('given a persona, when one is them, then the session is a real one, and the passkey signs what it is asked', async () => {
    const demo = await newDemo()
    const { house, staff, prepared, address, post, stop } = await running(demo, NOW)
    const cards = (await (await fetch(`${address}/demo/personas`)).json()) as { persona: string; name: string }[]
    assert.deepEqual(
      cards.map(({ persona, name }) => [persona, name]),
      [
        ['sam', 'Sam Okafor'],
        ['riya', 'Riya Nair'],
        ['tom', 'Tom Reyes'],
        ['nia', 'Nia Adeyemi'],
      ],
    )
    const { organisation } = house.home
    const lockouts = `${address}/organisations/${organisation}/lockouts`
    assert.equal((await fetch(lockouts)).status, 401)

    const signedIn = await post('/demo/sign-in', { persona: 'riya' })
    assert.equal(signedIn.status, 200)
    const riya = prepared.personas.find(({ id }) => id === 'riya')
    assert.deepEqual(await signedIn.json(), { member: riya?.member })
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    assert.equal((await fetch(lockouts, { headers: { cookie, 'sec-fetch-site': 'same-origin' } })).status, 200)

    const intent = { organisation, action: 'test/decide', about: { what: 'this' } }
    const options = await beginDecision(staff, { by: riya?.member ?? '', intent, now: NOW })
    const answer = await post('/demo/assert', { persona: 'riya', options })
    assert.equal(answer.status, 200)
    const { id, response } = (await answer.json()) as {
      id: string
      response: { clientDataJSON: string; authenticatorData: string; signature: string }
    }
    const { clientDataJSON, authenticatorData, signature } = response
    const decision = { staff: riya?.member ?? '', credentialId: id, clientDataJSON, authenticatorData, signature }
    const known = await house.home.ledger.db.transaction((tx) => loadStaff(tx, staff.ledger))
    const verified = await verifyDecision(known, decision, intent, { at: NOW, relyingParty: staff.relyingParty })
    assert.notEqual(verified, undefined)
    const forTom = await post('/demo/assert', { persona: 'tom', options })
    assert.deepEqual([forTom.status, ((await forTom.json()) as { code: string }).code], [400, 'ERR_DEMO_PASSKEY'])
    const elsewhere = await post('/demo/assert', { persona: 'riya', options: { ...options, rpId: 'example.com' } })
    assert.equal(elsewhere.status, 400)
    assert.equal((await post('/demo/sign-in', { persona: 'eve' })).status, 400)
    const foreign = await post('/demo/sign-in', { persona: 'riya' }, { 'sec-fetch-site': 'cross-site' })
    assert.equal(foreign.status, 403)
    await stop()
  })

  it('given a second start, then the same people are there, and it knows how far it was', async () => {
    const demo = await newDemo()
    const first = await prepareDemo({ ...demo, now: NOW })
    assert.deepEqual([first.state.starts, first.state.position], [[NOW], 0])
    first.keepPosition(NOW + 1000)
    const { prepared, post, stop } = await running(demo, NOW + HOUR_MS)
    assert.deepEqual(prepared.personas, first.personas)
    assert.deepEqual(prepared.state, { ...first.state, starts: [NOW, NOW + HOUR_MS], position: NOW + 1000 })
    assert.equal((await post('/demo/sign-in', { persona: 'sam' })).status, 200)
    await stop()
  })

  it('given a source of the demo, when it delivers, then it is taken', async () => {
    const { prepared, address, stop } = await running(await newDemo(), NOW)
    const { id, token } = prepared.state.sources.okta
    const body = `${JSON.stringify({ eventType: 'user.session.start', published: new Date(NOW).toISOString() })}\n`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
    assert.equal((await fetch(`${address}/ingest/${id}`, { method: 'POST', headers, body })).status, 202)
    await stop()
  })

  it('given a start that was broken off, then it says to delete the folder', async () => {
    const demo = await newDemo()
    await prepareDemo({ ...demo, now: NOW })
    const file = join(demo.folder, 'personas.json')
    assert.ok(existsSync(file))
    rmSync(file)
    await assert.rejects(prepareDemo({ ...demo, now: NOW }), code('ERR_DEMO_FOLDER'))
    writeFileSync(file, '{}')
    await assert.rejects(prepareDemo({ ...demo, now: NOW }), code('ERR_DEMO_FOLDER'))
  })

  it('given real data, then there are no personas: neither is it made a demo, nor are there routes', async () => {
    const demo = await newDemo()
    const store = await openStore({ place: demo.settings.place, kind: 'real', clock: () => NOW })
    const { listeners } = demo.settings
    const options = { store, listeners, room: {} as never, personas: [] }
    assert.throws(() => demoRoutes(options), code('ERR_DEMO_ONLY'))
    await store.close()
    await assert.rejects(prepareDemo({ ...demo, now: NOW }), { code: 'ERR_DATA_KIND' })
  })

  it('given a listener beyond this machine, then there is no demo', () => {
    for (const bind of ['0.0.0.0', '::', '192.0.2.1', 'localhost', '127.0.0.1.example.com']) {
      const listeners = { console: {}, portal: { bind } }
      assert.throws(() => refuseUnlessDemo({ kind: 'demo' }, listeners), code('ERR_DEMO_ONLY'), bind)
    }
    refuseUnlessDemo({ kind: 'demo' }, { console: { bind: '127.0.0.1' }, portal: { bind: '::1' } })
  })
})
