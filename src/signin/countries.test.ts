import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countryCode } from './countries.ts'

test('countryCode gives the code of a name as Okta and Duo write it', () => {
  assert.equal(countryCode('United States'), 'US')
  assert.equal(countryCode('Germany'), 'DE', 'not DD, which ISO has withdrawn')
  assert.equal(countryCode('Hong Kong'), 'HK')
  assert.equal(countryCode('Czech Republic'), 'CZ')
})

test('countryCode takes a code in either case', () => {
  assert.equal(countryCode('FR'), 'FR')
  assert.equal(countryCode('fr'), 'FR')
})

test('countryCode says nothing of what is no country', () => {
  for (const text of ['', 'null', 'Unknown Region', 'ZZ', 'Atlantis', 'constructor'])
    assert.equal(countryCode(text), '')
})
