/** What every provider promises: each verb can be read back, asking twice changes nothing more, and faults tell what they did. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
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

const NOW = Date.UTC(2026, 1, 23, 12)
const asking = (key = 'k') => ({ key, signal: AbortSignal.timeout(60_000) })

const CHANGES: Readonly<Record<TakingVerb, Change>> = {
  'refuse-source': { verb: 'refuse-source', address: '203.0.113.9', until: NOW + 3_600_000 },
  'end-sessions': { verb: 'end-sessions', account: '00uana' },
  'add-to-high-risk-group': { verb: 'add-to-high-risk-group', account: '00uana' },
  'require-password-reset': { verb: 'require-password-reset', account: '00uana' },
  suspend: { verb: 'suspend', account: '00uana' },
}

function contract(name: string, newProvider: () => ProviderPort): void {
  describe(`a provider: ${name}`, () => {
    const read = (provider: ProviderPort, change: Change) => provider.read(targetOf(change), asking().signal)
    for (const change of Object.values(CHANGES)) {
      it(`given ${change.verb}, then it can be read back, twice is as once, and what undoes it is read back too`, async () => {
        const provider = newProvider()
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
