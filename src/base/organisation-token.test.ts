import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { newToken, readToken } from './organisation-token.ts'

const PREFIX = 'postern_source_'
const anySecret = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('a token of an organisation', () => {
  it('given any organisation and secret, then the token leads back to both, and holds the secret’s hash nowhere', () => {
    holds(
      fc.property(fc.uuid(), anySecret, (organisation, secret) => {
        const made = newToken(PREFIX, organisation, secret)
        assert.deepEqual(readToken(PREFIX, made.token), { organisation, hash: made.hash })
        assert.deepEqual(made.hash, hash('sha256', secret, 'buffer'))
        assert.ok(!made.token.includes(Buffer.from(made.hash).toString('base64url')))
      }),
      200,
    )
  })

  it('given any change of one character, then it is no token, or another', () => {
    holds(
      fc.property(
        fc.uuid(),
        anySecret,
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (id, secret, place, other) => {
          const { token, hash: known } = newToken(PREFIX, id, secret)
          const at = place % token.length
          const changed = token.slice(0, at) + other + token.slice(at + 1)
          fc.pre(changed !== token)
          const read = readToken(PREFIX, changed)
          assert.ok(read === undefined || read.organisation !== id || !Buffer.from(read.hash).equals(known))
        },
      ),
      500,
    )
  })

  it('given a token of another kind, then it is none of this', () => {
    const { token } = newToken('postern_staff_', '00000000-0000-4000-8000-000000000000', new Uint8Array(32))
    assert.equal(readToken(PREFIX, token), undefined)
    assert.notEqual(readToken('postern_staff_', token), undefined)
  })

  it('given what is none, then nothing is read, and a secret of another length makes none', () => {
    for (const text of [
      '',
      'postern_source_',
      'postern_source_AAAA',
      `postern_source_${'A'.repeat(65)}`,
      'x'.repeat(100_000),
    ]) {
      assert.equal(readToken(PREFIX, text), undefined)
    }
    assert.throws(() => newToken(PREFIX, '00000000-0000-4000-8000-000000000000', new Uint8Array(31)), RangeError)
  })
})
