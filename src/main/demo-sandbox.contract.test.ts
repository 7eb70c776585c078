/** The sandbox beside the demo: what happens at it arrives in Postern, and nothing of it stays behind. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { administrationOf } from '../../sandbox/live/administration.ts'
import type { Belongings } from '../../sandbox/organisation.ts'
import { totpCodeAt } from '../../sandbox/totp.ts'
import { newVisitor } from '../../sandbox/visitor.ts'
import { isWorkplace, workplaceUrl } from '../../sandbox/workplace.ts'
import { temporaryFolder } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { type RunningDemo, startDemo } from './demo.ts'
import { type DemoSandbox, sandboxSettings, startDemoSandbox } from './demo-sandbox.ts'
import { settingsOf } from './settings.ts'

const ignored = () => {}

describe('the demo with its sandbox', () => {
  const folder = temporaryFolder()
  let sandbox: DemoSandbox
  let demo: RunningDemo
  let cookie: string
  before(async () => {
    const starting = startDemoSandbox({ folder: join(folder, 'sandbox'), port: 0, speed: 1, onGone: ignored })
    sandbox = await starting
    const settings = settingsOf({
      PORT: '0',
      POSTERN_DATA: join(folder, 'data'),
      POSTERN_KEYS: join(folder, 'keys'),
      POSTERN_ORGANISATION: 'Northwind',
      POSTERN_LOG_LEVEL: 'error',
    })
    demo = await startDemo(settings, folder, '0.0.0', { starting })
    // Only what comes from the sandbox is looked at.
    await demo.feed.stop()
    cookie = await signedIn('riya')
  })
  after(async () => {
    await demo?.stop()
    await sandbox?.stop()
  })

  async function post(path: string, body: unknown, as?: string): Promise<Response> {
    const own = as === undefined ? {} : { cookie: as }
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...own }
    const address = `${demo.running.origins.console}${path}`
    const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`)
    return answer
  }
  async function signedIn(persona: string): Promise<string> {
    const answer = await post('/demo/sign-in', { persona })
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }
  const inside = (path: string) => `/organisations/${demo.running.house.home.organisation}${path}`
  async function get<T>(path: string): Promise<T> {
    const address = `${demo.running.origins.console}${inside(path)}`
    const answer = await fetch(address, { headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    assert.equal(answer.status, 200)
    return (await answer.json()) as T
  }
  /** As the console does it: begun, answered by the persona's passkey, sent. */
  async function decides<T>(persona: string, path: string, wanted?: object): Promise<T> {
    const as = await signedIn(persona)
    const { options } = (await (await post(inside(`${path}/begin`), wanted, as)).json()) as { options: unknown }
    const assertion = await (await post('/demo/assert', { persona, options })).json()
    return (await (await post(inside(path), { ...wanted, assertion }, as)).json()) as T
  }
  function belongingsOf(wanted: (userName: string) => boolean): Belongings {
    const all = JSON.parse(readFileSync(join(folder, 'sandbox', 'sandbox.people.json'), 'utf8')) as Belongings[]
    const found = all.find(({ userName }) => wanted(userName))
    assert.ok(found)
    return found
  }

  it('given anybody, then they are told where it is, and who administers it', async () => {
    const answer = await fetch(`${demo.running.origins.console}/demo/sandbox`)
    assert.equal(answer.status, 200)
    const told = (await answer.json()) as { issuer: string; console: string; administrators: string[] }
    assert.equal(told.issuer, sandbox.issuer)
    assert.match(told.console, /^http:\/\/sandbox-admin\.localhost:\d+$/)
    assert.ok(told.administrators.length > 0)
  })

  it('given a visitor who signs in as Ana, then Postern knows her account there', async () => {
    const { userName, password, totpSecret, office: address } = belongingsOf((name) => name === 'ana')
    const visitor = newVisitor({ address, isBack: isWorkplace })
    await visitor.opens(workplaceUrl(sandbox.issuer))
    await visitor.sends('password', { userName, password })
    const { url } = await visitor.sends('totp', { code: totpCodeAt(totpSecret ?? '', Date.now()) })
    assert.ok(isWorkplace(url))
    const ana = await eventually('Ana’s sign-in', async () =>
      (await get<{ label: string; provider: string }[]>('/people?q=ana')).find(
        ({ provider }) => provider === 'sandbox',
      ),
    )
    assert.equal(ana.label, 'ana')
  })

  it('given an import of its people, then they are listed, Riya proposes and Tom agrees, and each is in the directory', async () => {
    const imports = '/directory/imports'
    const { import: id } = (await (await post(inside(imports), undefined, cookie)).json()) as { import: string }
    await post(inside(`${imports}/${id}/listing`), { provider: 'sandbox', tenant: 'sandbox' }, cookie)
    const { problems, outcomes } = await get<{ problems: number; outcomes: { new: number } }>(`${imports}/${id}`)
    assert.deepEqual([problems, outcomes.new], [0, 120])
    const wanted = { kind: 'directory-imported', data: { import: id } }
    const { change } = await decides<{ change: string }>('riya', '/changes', wanted)
    assert.deepEqual(await decides('tom', `/changes/${change}/confirm`), { applied: true })
    const [ana] = await get<{ isListed: boolean; accounts: { provider: string }[] }[]>('/directory/people?q=ana')
    assert.deepEqual([ana?.isListed, ana?.accounts[0]?.provider], [true, 'sandbox'])
  })

  it('given a pass that an administrator gives there, round Postern, then it is an incident', async () => {
    const { administrators } = (await (await fetch(`${demo.running.origins.console}/demo/sandbox`)).json()) as {
      administrators: string[]
    }
    const belongings = belongingsOf((name) => administrators.includes(name))
    const ana = { belongings: belongingsOf((name) => name === 'ana') }
    await administrationOf(sandbox, Date.now, { belongings }).issuesPass(ana)
    const incident = await eventually('the incident', async () =>
      (await get<{ detections: string[] }[]>('/incidents?state=open')).find(({ detections }) =>
        detections.includes('change-outside-case'),
      ),
    )
    assert.deepEqual(incident.detections, ['change-outside-case'])
  })

  it('given a stop, then nothing of it runs any more, and the demo went on until then', async () => {
    await sandbox.stop()
    await assert.rejects(fetch(`http://127.0.0.1:${new URL(sandbox.issuer).port}/`))
    assert.equal((await fetch(`${demo.running.origins.console}/demo/sandbox`)).status, 200)
  })
})

describe('the sandbox’s process', () => {
  it('given a port that is taken, then it says so, and how to have another', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const starting = startDemoSandbox({ folder: temporaryFolder(), port, speed: 1, onGone: ignored })
    await assert.rejects(starting, { code: 'ERR_DEMO_SANDBOX', message: /POSTERN_SANDBOX_PORT/ })
    taken.close()
  })

  it('given one that says nothing in time, then it is ended, and that is said', async () => {
    const starting = startDemoSandbox({
      ...{ folder: temporaryFolder(), port: 0, speed: 1, onGone: ignored },
      startMs: 1,
    })
    await assert.rejects(starting, { code: 'ERR_DEMO_SANDBOX', message: /did not say within 0\.001 seconds/ })
  })

  it('given a start after a stop, then it is the same hospital', async () => {
    const folder = temporaryFolder()
    const people = async () => {
      const sandbox = await startDemoSandbox({ folder, port: 0, speed: 1, onGone: ignored })
      const { people } = await sandbox.provider.listPeople(undefined, AbortSignal.timeout(60_000))
      await sandbox.stop()
      return people
    }
    assert.deepEqual(await people(), await people())
  })

  it('given settings, then ports beside the console’s, and a speed; given others, then what they must be', () => {
    assert.deepEqual(sandboxSettings({}, 7070), { port: 7072, speed: 12 })
    assert.deepEqual(sandboxSettings({}, 0), { port: 0, speed: 12 })
    const chosen = { POSTERN_SANDBOX_PORT: '7250', POSTERN_DEMO_SPEED: '60' }
    assert.deepEqual(sandboxSettings(chosen, 7070), { port: 7250, speed: 60 })
    for (const speed of ['0', '61', '1.5', 'fast']) {
      assert.throws(() => sandboxSettings({ POSTERN_DEMO_SPEED: speed }, 7070), {
        code: 'ERR_SETTINGS',
        message: 'POSTERN_DEMO_SPEED must be a whole number from 1 to 60.',
      })
    }
  })
})
