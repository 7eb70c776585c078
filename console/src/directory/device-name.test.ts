import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deviceName } from './device-name.ts'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1'

describe('what a device is called', () => {
  it('given a user agent, then browser and system, also without its versions', () => {
    assert.equal(deviceName(CHROME), 'Chrome on Windows')
    assert.equal(deviceName(SAFARI), 'Safari on iOS')
    assert.equal(deviceName(CHROME.replace(/[\d._]+/g, '')), 'Chrome on Windows')
  })

  it('given the id of a registered device, then its beginning', () => {
    assert.equal(deviceName('728ab79d-f8bb-4996-9133-deea25a14b77'), 'Device 728ab79d')
  })

  it('given a name, a program, or nothing that is known, then that as it is', () => {
    for (const text of ['Ana’s iPhone', 'curl/8.5.0', 'okta_verify', '', 'Mozilla/'])
      assert.equal(deviceName(text), text)
  })

  it('given what an attacker writes there, then no more than known names come out of it', () => {
    assert.equal(deviceName('Mozilla/5.0 (<script>alert(1)</script>) Chrome/1'), 'Chrome')
  })
})
