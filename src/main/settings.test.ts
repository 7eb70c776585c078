import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SettingsError, settingsOf } from './settings.ts'

describe('settings', () => {
  it('given an empty environment, when it is read, then it is loopback, 7070 and 7071, and keys apart from the data', () => {
    const { listeners, place, keys } = settingsOf({})
    assert.deepEqual(listeners.console, { bind: '127.0.0.1', port: 7070 })
    assert.deepEqual(listeners.portal, { bind: '127.0.0.1', port: 7071 })
    assert.ok('folder' in place && !keys.startsWith(place.folder))
  })

  it('given several mistakes, when they are read, then all are named at once, and no value is repeated', () => {
    const environment = {
      PORT: 'hunter2',
      POSTERN_URL: 'https://postern.example/path',
      POSTERN_TLS_KEY: '/secret.pem',
      POSTERN_LOG_LEVEL: 'loud',
      POSTERN_DATA: '/srv/postern',
      POSTERN_KEYS: '/srv/postern/keys',
    }
    assert.throws(
      () => settingsOf(environment),
      (error) => {
        assert.ok(error instanceof SettingsError)
        assert.deepEqual(
          error.faults.map(({ variable }) => variable),
          ['PORT', 'POSTERN_TLS_CERT', 'POSTERN_URL', 'POSTERN_KEYS', 'POSTERN_LOG_LEVEL'],
        )
        assert.ok(!error.message.includes('hunter2') && !error.message.includes('/secret.pem'))
        return true
      },
    )
  })

  it('given an address that others reach without TLS, when it is read, then it is refused: tokens would travel in the open', () => {
    for (const url of ['http://postern.example.com', 'http://10.0.0.5:7070', 'ftp://localhost'])
      assert.throws(() => settingsOf({ POSTERN_URL: url }), SettingsError, url)
    for (const url of ['https://postern.example.com', 'http://localhost:7070', 'http://ana.localhost:7070'])
      assert.equal(settingsOf({ POSTERN_URL: url }).listeners.console.url, url)
  })

  it('given a port of 0, when it is read, then the portal takes a free one as well', () => {
    assert.equal(settingsOf({ PORT: '0' }).listeners.portal.port, 0)
  })
})
