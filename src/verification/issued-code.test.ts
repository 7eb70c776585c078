import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { DEFAULTS } from '../base/defaults.ts'
import { isBehind, plainNumber } from './contact.ts'
import { CODE_BYTES, codeFrom, ISSUED, isTyped } from './issued-code.ts'

const MINUTE_MS = 60_000

describe('an issued code', () => {
  it('has six digits at least, and lives no longer than NIST allows (IRC-1, IRC-2)', () => {
    const caps = {
      'sms-code': 10 * MINUTE_MS,
      'email-code': 24 * 60 * MINUTE_MS,
      'letter-code': 21 * 24 * 60 * MINUTE_MS,
    }
    for (const [check, cap] of Object.entries(caps)) {
      const { digits, lifeMs } = ISSUED[check as keyof typeof ISSUED]
      assert.ok(digits >= 6 && lifeMs <= cap, check)
      assert.match(codeFrom(randomBytes(CODE_BYTES), digits), new RegExp(`^\\d{${digits}}$`))
    }
    assert.ok(DEFAULTS.verification.letterDigits > DEFAULTS.verification.codeDigits)
  })

  it('given numbers of many bytes, then each first digit is as likely, leading zeros included', () => {
    const counts = new Array(10).fill(0)
    for (let n = 0; n < 20_000; n++) counts[Number(codeFrom(randomBytes(CODE_BYTES), 6)[0])]++
    for (const count of counts) assert.ok(count > 1700 && count < 2300, String(counts))
  })

  it('given spaces, dashes and digits of another script, then it is the same code; anything else is not', () => {
    for (const typed of ['042917', ' 042 917 ', '042-917', '０４２９１７']) assert.ok(isTyped('042917', typed), typed)
    for (const typed of ['42917', '0429170', '042918', '', '042917x'])
      assert.equal(isTyped('042917', typed), false, typed)
  })
})

describe('a contact point', () => {
  it('given a mailbox in the domain of an account, or an account whose name has none, then it is behind the account', () => {
    assert.ok(isBehind('ana@example.com', ['ana@example.com']))
    assert.ok(isBehind('ana@mail.example.com', ['ana@example.com']))
    assert.ok(isBehind('ana@home.test', ['ana@example.com', 'ana']))
    assert.equal(isBehind('ana@home.test', ['ana@example.com']), false)
    assert.equal(isBehind('ana@notexample.com', ['ana@example.com']), false)
  })

  it('given one number in several ways to write it, then it is one', () => {
    for (const text of ['+49 30 111111', '0049 30 111-111', '+49 (0)30 111111'])
      assert.equal(plainNumber(text), '+4930111111')
  })
})
