/** The sandbox's client keeps what every provider promises, by a real request to a real sandbox. */
import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { Sandbox } from '../../../sandbox/server.ts'
import { API_TOKEN, newSandboxPlace, type SandboxPlace } from '../../../test/sandbox-place.ts'
import type { Change } from '../index.ts'
import { ACCOUNT, providerContract } from '../sample-contract.ts'
import { createSandboxProvider } from './index.ts'

const asking = { key: 'k', signal: AbortSignal.timeout(120_000) }
const SUSPEND = { verb: 'suspend', account: ACCOUNT } as const satisfies Change
const PASS = { verb: 'issue-pass', account: ACCOUNT, forMs: 3_600_000 } as const satisfies Change
const started: Sandbox[] = []
after(async () => {
  for (const sandbox of started) await sandbox.stop()
})

async function newPlace(): Promise<SandboxPlace> {
  const place = await newSandboxPlace()
  started.push(place.sandbox)
  return place
}
providerContract('sandbox', newPlace)

describe('the sandbox’s client', () => {
  it('given real data, another host or another credential, then there is none', async () => {
    const { sandbox } = await newPlace()
    const { issuer } = sandbox
    const demoOnly = { code: 'ERR_PROVIDER_DEMO_ONLY' }
    assert.throws(() => createSandboxProvider({ issuer, token: API_TOKEN, kind: 'real' }), demoOnly)
    assert.throws(() => createSandboxProvider({ issuer: 'https://idp.example', token: 't', kind: 'demo' }), demoOnly)
    const stranger = createSandboxProvider({ issuer, token: 'wrong', kind: 'demo' })
    await assert.rejects(stranger.change(SUSPEND, asking), { code: 'ERR_PROVIDER_REFUSED', effect: 'none' })
  })

  it('given a log that lags, then a row is read once it is visible, and its cursor misses none', async () => {
    const { sandbox, provider } = await newPlace()
    sandbox.world.settings.logDelayMs = 60_000
    await provider.change(SUSPEND, asking)
    const before = await provider.readLog('audit', 'start', asking.signal)
    sandbox.world.settings.logDelayMs = 0
    const later = await provider.readLog('audit', before.cursor, asking.signal)
    assert.deepEqual([before.rows.length, later.rows.length], [0, 1])
  })

  it('given settings and rules that a pass fails at, then each is named before anybody is given one', async () => {
    const { sandbox, provider } = await newPlace()
    const { world } = sandbox
    await provider.issue(PASS, asking)
    world.rules.push(
      { id: 'r1', name: 'Office only', enabled: true, when: { outsideNetworks: ['Office'] }, effect: 'block' },
      { id: 'r2', name: 'Passkeys for staff', enabled: true, when: { groups: ['staff'] }, effect: 'require-passkey' },
    )
    world.settings.passes.allowed = false
    assert.deepEqual(await provider.inTheWayOfPass({ account: ACCOUNT, app: 'Payroll' }, asking.signal), [
      { code: 'passes-off' },
      { code: 'policy-blocks', name: 'Office only' },
      { code: 'pass-not-enough', name: 'Passkeys for staff' },
    ])
    await assert.rejects(provider.issue(PASS, asking), { code: 'ERR_PROVIDER_REFUSED', effect: 'none' })
  })

  it('given what is changed with our credential, then each change has a row in the audit log', async () => {
    const { sandbox, provider } = await newPlace()
    await provider.issue(PASS, asking)
    await provider.change({ verb: 'withdraw-pass', account: ACCOUNT }, asking)
    await provider.issue({ verb: 'start-enrolment', account: ACCOUNT }, asking)
    await provider.change({ verb: 'withdraw-enrolment', account: ACCOUNT }, asking)
    await provider.change({ verb: 'reset-password', account: ACCOUNT }, asking)
    await provider.change({ verb: 'add-to-group', account: ACCOUNT, group: 'travellers' }, asking)
    await provider.change({ verb: 'take-from-group', account: ACCOUNT, group: 'travellers' }, asking)
    assert.deepEqual(
      sandbox.log.kept().audits.map(({ action, actor }) => `${actor.id} ${action}`),
      [
        'api pass.issued',
        'api pass.withdrawn',
        'api enrolment.started',
        'api enrolment.withdrawn',
        'api password.reset',
        'api group.joined',
        'api group.left',
      ],
    )
  })
})
