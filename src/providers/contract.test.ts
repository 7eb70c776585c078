/** What every provider promises: each verb can be read back, asking twice changes nothing more, and faults tell what they did. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { newPerson } from '../../sandbox/sample-people.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import {
  type Change,
  inverseOf,
  isSo,
  ProviderError,
  type ProviderPort,
  sortOf,
  type TakingVerb,
  targetOf,
} from './index.ts'
import { createRecordingProvider } from './recording/index.ts'
import { createSandboxProvider } from './sandbox/index.ts'

const NOW = Date.UTC(2026, 1, 23, 12)
const asking = (key = 'k') => ({ key, signal: AbortSignal.timeout(60_000) })

const CHANGES: Readonly<Record<TakingVerb, Change>> = {
  'refuse-source': { verb: 'refuse-source', address: '203.0.113.9', until: NOW + 3_600_000 },
  'end-sessions': { verb: 'end-sessions', account: '00uana' },
  'add-to-high-risk-group': { verb: 'add-to-high-risk-group', account: '00uana' },
  'require-password-reset': { verb: 'require-password-reset', account: '00uana' },
  suspend: { verb: 'suspend', account: '00uana' },
}

function contract(name: string, newProvider: () => ProviderPort | Promise<ProviderPort>): void {
  describe(`a provider: ${name}`, () => {
    const read = (provider: ProviderPort, change: Change) => provider.read(targetOf(change), asking().signal)
    for (const change of Object.values(CHANGES)) {
      it(`given ${change.verb}, then it can be read back, twice is as once, and what undoes it is read back too`, async () => {
        const provider = await newProvider()
        assert.equal(isSo(change, await read(provider, change), NOW), false)
        for (const _ of [1, 2]) {
          await provider.change(change, asking())
          assert.ok(isSo(change, await read(provider, change), NOW))
        }
        const undoing = inverseOf(change)
        if (undoing === undefined) return
        await provider.change(undoing, asking())
        assert.ok(isSo(undoing, await read(provider, change), NOW))
        assert.equal(isSo(change, await read(provider, change), NOW), false)
      })

      it(`given ${change.verb}, then it takes and what undoes it gives`, () => {
        assert.equal(sortOf(change.verb), 'taking')
        const undoing = inverseOf(change)
        if (undoing !== undefined) assert.equal(sortOf(undoing.verb), 'giving')
      })
    }
  })
}

const newRecording = () => createRecordingProvider({ provider: 'okta', kind: 'demo', clock: () => NOW })
contract('recording', newRecording)

describe('the recording provider', () => {
  it('given a verb that nobody sorted, then it gives', () => assert.equal(sortOf('issue-pass'), 'giving'))

  it('given real data, then there is none', () => {
    assert.throws(() => createRecordingProvider({ provider: 'okta', kind: 'real', clock: () => NOW }), {
      code: 'ERR_PROVIDER_DEMO_ONLY',
    })
  })

  it('given faults, then they say whether something may have been done, and the reading shows it', async () => {
    for (const [fault, effect, made] of [
      ['down', 'none', 0],
      ['throttled', 'none', 0],
      ['refused', 'none', 0],
      ['silent-before', 'unknown', 0],
      ['silent-after', 'unknown', 1],
    ] as const) {
      const provider = newRecording()
      provider.failNext(fault)
      await assert.rejects(
        provider.change(CHANGES.suspend, asking()),
        (error) => error instanceof ProviderError && error.effect === effect,
      )
      assert.equal(provider.made.length, made)
    }
  })

  it('given reads that lag, then they show the old state for a while', async () => {
    const provider = newRecording()
    provider.failNext({ lag: 2 })
    await provider.change(CHANGES.suspend, asking())
    const target = targetOf(CHANGES.suspend)
    const seen = []
    for (const _ of [1, 2, 3]) seen.push(isSo(CHANGES.suspend, await provider.read(target, asking().signal), NOW))
    assert.deepEqual(seen, [false, false, true])
  })
})

describe('the sandbox', () => {
  const started: Sandbox[] = []
  after(async () => {
    for (const sandbox of started) await sandbox.stop()
  })

  /** With one person, who signed in a second ago. */
  async function newSandbox() {
    let now = NOW - 1000
    const sandbox = await startSandbox({
      port: 0,
      apiToken: 'a-token',
      clock: () => now,
      async fill(world) {
        const about = { userName: 'ana', displayName: 'Ana', passwordHash: 'none' }
        world.people.push({ ...(await newPerson(about, NOW)), id: '00uana' })
      },
    })
    started.push(sandbox)
    const sessions = new sandbox.sessions.Adapter('Session')
    await sessions.upsert('s', { accountId: '00uana', uid: 's' }, 3600)
    now = NOW
    return { sandbox, provider: createSandboxProvider({ issuer: sandbox.issuer, token: 'a-token', kind: 'demo' }) }
  }
  contract('sandbox', async () => (await newSandbox()).provider)

  it('given real data, another host or another credential, then there is none', async () => {
    const { sandbox } = await newSandbox()
    const { issuer } = sandbox
    const demoOnly = { code: 'ERR_PROVIDER_DEMO_ONLY' }
    assert.throws(() => createSandboxProvider({ issuer, token: 'a-token', kind: 'real' }), demoOnly)
    assert.throws(() => createSandboxProvider({ issuer: 'https://idp.example', token: 't', kind: 'demo' }), demoOnly)
    const stranger = createSandboxProvider({ issuer, token: 'wrong', kind: 'demo' })
    await assert.rejects(stranger.change(CHANGES.suspend, asking()), { code: 'ERR_PROVIDER_REFUSED', effect: 'none' })
  })

  it('given faults, then they say whether something may have been done, and the reading shows it', async () => {
    for (const [fault, code, effect, made] of [
      ['down', 'ERR_PROVIDER_DOWN', 'none', false],
      ['throttled', 'ERR_PROVIDER_THROTTLED', 'none', false],
      ['refused', 'ERR_PROVIDER_REFUSED', 'none', false],
      ['silent-before', 'ERR_PROVIDER_DOWN', 'unknown', false],
      ['silent-after', 'ERR_PROVIDER_DOWN', 'unknown', true],
    ] as const) {
      const { sandbox, provider } = await newSandbox()
      sandbox.faults.next(fault)
      await assert.rejects(provider.change(CHANGES.suspend, asking()), { code, effect })
      assert.equal(isSo(CHANGES.suspend, await provider.read(targetOf(CHANGES.suspend), asking().signal), NOW), made)
    }
  })

  it('given reads that lag, then they show the old state for a while', async () => {
    const { sandbox, provider } = await newSandbox()
    const read = async () => isSo(CHANGES.suspend, await provider.read(targetOf(CHANGES.suspend), asking().signal), NOW)
    const seen = [await read()]
    sandbox.faults.next({ lag: 2 })
    await provider.change(CHANGES.suspend, asking())
    for (const _ of [1, 2, 3]) seen.push(await read())
    assert.deepEqual(seen, [false, false, false, true])
  })

  it('given a log in pages, one of them a half, then every row is read once and in order', async () => {
    const { sandbox, provider } = await newSandbox()
    for (let row = 0; row < 450; row++) {
      const nobody = { id: 'api', name: 'API' }
      sandbox.log.audit({ action: 'group.joined', actor: nobody, user: null, target: String(row), address: '' })
    }
    const targets: unknown[] = []
    let cursor = 'start'
    for (let more = true; more; ) {
      sandbox.faults.next('half-page')
      const page = await provider.readLog('audit', cursor, asking().signal)
      targets.push(...page.rows.map((row) => (row as { target: string }).target))
      ;({ cursor, more } = page)
    }
    assert.deepEqual(
      targets,
      Array.from({ length: 450 }, (_, row) => String(row)),
    )
  })

  it('given a log that lags, then a row is read once it is visible, and its cursor misses none', async () => {
    const { sandbox, provider } = await newSandbox()
    sandbox.world.settings.logDelayMs = 60_000
    await provider.change(CHANGES.suspend, asking())
    const before = await provider.readLog('audit', 'start', asking().signal)
    sandbox.world.settings.logDelayMs = 0
    const later = await provider.readLog('audit', before.cursor, asking().signal)
    assert.deepEqual([before.rows.length, later.rows.length], [0, 1])
  })

  it('given an account that the provider does not know, then it is read as gone and a change is refused', async () => {
    const { provider } = await newSandbox()
    const state = await provider.read({ kind: 'account', account: 'nobody' }, asking().signal)
    assert.equal(state.kind === 'account' && state.exists, false)
    await assert.rejects(provider.change({ verb: 'suspend', account: 'nobody' }, asking()), {
      code: 'ERR_PROVIDER_REFUSED',
    })
  })
})
