import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { explain, nearest } from './index.ts'

const codes = (query: string) => explain(query).map(({ provider, code }) => `${provider} ${code}`)

describe('given the ways in which people write a code', () => {
  for (const query of [
    '500121',
    'AADSTS500121',
    'aadsts500121',
    'AADSTS500121: some words of the vendor.',
    'error code 500121',
    'Error Code: 500121',
    'errorCode=500121',
    '"errorCode": 500121,',
    'ResultType 500121',
    '  500121 ',
    'Sorry, 500121 came up again',
    'Request Id: 11112222-3333-4444-5555-666677778888 Error Code: 500121 Timestamp: 2026-02-23T14:03:59Z',
  ]) {
    test(`when somebody types ${JSON.stringify(query)}, then it is 500121`, () => {
      assert.deepEqual(codes(query), ['entra 500121'])
    })
  }

  test('when it is the vendor’s name of a code, then that code', () => {
    assert.deepEqual(codes('userstrongauthclientauthnrequired'), ['entra 50076'])
    assert.deepEqual(codes('LogonError: UserStrongAuthEnrollmentRequiredInterrupt'), ['entra 50072'])
  })

  test('when it is a result text, with or without its prefix, then that text', () => {
    const declined = ['entra MFA denied; user declined the authentication']
    assert.deepEqual(codes('MFA denied; user declined the authentication'), declined)
    assert.deepEqual(codes('User declined the authentication.'), declined)
  })

  test('when several codes stand in a sentence, then all of them, each once', () => {
    assert.deepEqual(codes('50074 and then 53003, and 50074 again'), ['entra 50074', 'entra 53003'])
  })

  test('when numbers stand in addresses, ids or times, then they are no codes', () => {
    for (const query of ['10.50126.1.1', '50126-1111', 'a:50126', '2026-02-23T14:03:59.50126Z']) {
      assert.deepEqual(codes(query), [], query)
    }
  })
})

describe('given something that is not in the catalogue', () => {
  test('when it is nonsense, empty or endless, then nothing is found', () => {
    for (const query of [
      '',
      ' ',
      'zzzzzz',
      '999999',
      'constructor',
      '__proto__',
      '\u001b[31m',
      '5'.repeat(1_000_000),
    ]) {
      assert.deepEqual(codes(query), [])
    }
  })

  test('when a digit is wrong or two are swapped, then the codes next to it are offered', () => {
    assert.ok(nearest('500211').some(({ code }) => code === '500121'))
    assert.equal(nearest('530030')[0]?.code, '53003')
  })

  test('when words of a title are typed, then its entry is offered', () => {
    assert.ok(nearest('pass has run out').some(({ code }) => code === '130504'))
  })

  test('when nothing is like it, then nothing is offered, and never more than asked for', () => {
    assert.deepEqual(nearest('qqqqqqqq'), [])
    assert.deepEqual(nearest(''), [])
    assert.equal(nearest('5', 3).length, 0)
    assert.equal(nearest('500', 3).length, 3)
  })
})
