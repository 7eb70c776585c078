/** The recording provider keeps what every provider promises, and exists in a demo alone. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sortOf } from '../index.ts'
import { ACCOUNT, NOW, type ProviderPlace, providerContract } from '../sample-contract.ts'
import { createRecordingProvider } from './index.ts'

providerContract('recording', (): ProviderPlace => {
  const provider = createRecordingProvider({ provider: 'okta', kind: 'demo', clock: () => NOW })
  provider.set(ACCOUNT, {})
  provider.set('nobody', { exists: false })
  return {
    provider,
    failNext: provider.failNext,
    write: (log, mark) => provider.write(log, { mark }),
    add(people) {
      for (let person = 0; person < people; person++) provider.set(`p${person}`, {})
    },
    lock: () => provider.set(ACCOUNT, { locked: true }),
  }
})

describe('the recording provider', () => {
  it('given a verb that nobody sorted, then it gives', () => assert.equal(sortOf('turn-something-on'), 'giving'))

  it('given real data, then there is none', () => {
    assert.throws(() => createRecordingProvider({ provider: 'okta', kind: 'real', clock: () => NOW }), {
      code: 'ERR_PROVIDER_DEMO_ONLY',
    })
  })

  it('given a verb that it is said to lack, then it names what is done instead', () => {
    const options = { provider: 'okta', kind: 'demo', clock: () => NOW, capabilities: ['suspend'] } as const
    const { capabilities } = createRecordingProvider(options)
    assert.equal(capabilities.suspend, 'native')
    assert.ok(typeof capabilities['issue-pass'] === 'object' && capabilities['issue-pass'].instead !== '')
  })
})
