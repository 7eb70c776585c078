import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { CHECK_IDS, type CheckId } from './checks.ts'
import { type Evidence, type Rests, restsOf, sharing } from './evidence.ts'

const AT = Date.UTC(2026, 10, 22)

function piece(check: CheckId, known: Rests = {}, id = check): Evidence {
  return { id, check, claimant: 'ana', at: AT, rests: restsOf(check, known) }
}

describe('two pieces of evidence', () => {
  it('given a code and a callback on one phone, then they are one (R5)', () => {
    const code = piece('totp', { device: ['pixel'] })
    const call = piece('callback-mobile', { device: ['pixel'], number: ['n1'], person: ['tom'] })
    assert.equal(sharing([code, call])(code, call), true)
  })

  it('given two checks that one member of staff attests, then they are one (rule 2)', () => {
    const call = piece('callback-landline', { number: ['n1'], person: ['tom'] })
    const video = piece('document-video', { person: ['tom', 'riya'] })
    assert.equal(sharing([call, video])(call, video), true)
  })

  it('given a device that nobody knows, then it may be the other one', () => {
    const code = piece('totp')
    const sheet = piece('saved-code', { device: ['sheet'] })
    const mail = piece('letter-code', { mailbox: ['home'] })
    const shares = sharing([code, sheet, mail])
    assert.deepEqual([shares(code, sheet), shares(code, mail)], [true, false])
  })

  it('given a message to a number that was read on a phone, then a call to the one and a code of the other are one', () => {
    const code = piece('totp', { device: ['pixel'] })
    const call = piece('callback-landline', { number: ['n1'], person: ['tom'] })
    const message = piece('sms-code', { device: ['pixel'], number: ['n1'] })
    assert.equal(sharing([code, call])(code, call), false)
    assert.equal(sharing([code, call, message])(code, call), true)
  })

  it('given weak ones, then all of them are one, whatever they rest on (rule 4)', () => {
    const mail = piece('email-code', { mailbox: ['m1'] })
    const message = piece('sms-code', { device: ['pixel'], number: ['n1'] })
    assert.equal(sharing([mail, message])(mail, message), true)
  })

  it('property: it is mutual, and a piece is never independent of itself', () => {
    fc.assert(
      fc.property(fc.array(anyPiece(), { maxLength: 8 }), (pieces) => {
        const shares = sharing(pieces)
        for (const one of pieces) {
          assert.ok(shares(one, one))
          for (const other of pieces) assert.equal(shares(one, other), shares(other, one))
        }
      }),
    )
  })

  it('property: the order of the pieces says nothing, and more of them never tell two apart', () => {
    fc.assert(
      fc.property(fc.array(anyPiece(), { maxLength: 8 }), anyPiece(), (pieces, more) => {
        const [shares, backwards, withMore] = [pieces, pieces.toReversed(), [...pieces, more]].map(sharing)
        for (const one of pieces) {
          for (const other of pieces) {
            assert.equal(shares?.(one, other), backwards?.(one, other))
            if (shares?.(one, other)) assert.ok(withMore?.(one, other))
          }
        }
      }),
    )
  })

  it('property: to know less never makes two pieces of one', () => {
    fc.assert(
      fc.property(anyPiece(), anyPiece(), (one, other) => {
        const vague = { ...one, rests: restsOf(one.check, {}) }
        if (sharing([one, other])(one, other)) assert.ok(sharing([vague, other])(vague, other))
      }),
    )
  })
})

function anyPiece(): fc.Arbitrary<Evidence> {
  const names = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }))
  return fc
    .record({
      check: fc.constantFrom(...CHECK_IDS),
      id: fc.uuid(),
      known: fc.record({ device: names, mailbox: names, number: names, person: names }),
    })
    .map(({ check, id, known }) => ({ id, check, claimant: 'ana', at: AT, rests: restsOf(check, known) }))
}
