import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isOwnWrite, mayUseCookie } from './cross-origin.ts'

describe('mayUseCookie', () => {
  it('given a link on another site that somebody follows, then their session comes along; given a frame, it does not', () => {
    const follow = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    assert.equal(mayUseCookie('GET', follow), true)
    assert.equal(mayUseCookie('GET', { ...follow, 'sec-fetch-dest': 'iframe' }), false)
    assert.equal(mayUseCookie('GET', { ...follow, 'sec-fetch-mode': 'cors' }), false)
  })

  it('given a write that says nothing of where it comes from, then the cookie does not count', () => {
    assert.equal(mayUseCookie('POST', {}), false)
    assert.equal(mayUseCookie('POST', { origin: 'http://localhost:7070' }), true)
  })
})

describe('isOwnWrite', () => {
  it('given a form of ours under a strict referrer policy, then Origin: null counts only with Fetch Metadata', () => {
    const own = 'http://localhost:7070'
    assert.equal(isOwnWrite('POST', { origin: 'null', 'sec-fetch-site': 'same-origin' }, own), true)
    assert.equal(isOwnWrite('POST', { origin: 'null' }, own), false)
    assert.equal(isOwnWrite('POST', { origin: 'null', 'sec-fetch-site': 'cross-site' }, own), false)
  })
})
