import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { DEFAULTS } from '../base/defaults.ts'
import { digestOf, newSavedCodes, plainSavedCode, SHEETS, type SheetCommand } from './saved-code.ts'

const SHEET = 'a'.repeat(32)
const ISSUE: SheetCommand = {
  ...{ do: 'issue', at: 1, sheet: SHEET, account: 'b'.repeat(32), authenticator: 'app-1', inCase: true },
  digest: 'd'.repeat(43),
}

function stateAfter(...commands: readonly SheetCommand[]) {
  return commands.reduce(
    (state, command) => SHEETS.decide(state, command).facts.reduce(SHEETS.evolve, state),
    SHEETS.initial,
  )
}

describe('saved codes', () => {
  it('have 64 random bits at least (SRC-1), and no letter that looks like a digit', () => {
    const codes = newSavedCodes((count) => randomBytes(count))
    assert.equal(new Set(codes).size, DEFAULTS.verification.savedCodes)
    for (const code of codes) assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    assert.ok(16 * Math.log2(32) >= 64)
  })

  it('given small letters, spaces, and what looks alike, then it is the same code; what is too short, too long or no code is none', () => {
    assert.equal(plainSavedCode(' 7kq2-m0xa oL1i–zzzz'), '7KQ2M0XA0111ZZZZ')
    for (const typed of ['', '7KQ2', '7KQ2-M0XA-0111-ZZZZ-0', '7KQ2-M0XA-0111-ZZZU', '7KQ2-M0XA-0111-ZZZ!'])
      assert.equal(plainSavedCode(typed), undefined, typed)
  })

  it('given the rows in another order, then their digest is the same; given one more, another or another salt, then it is not', () => {
    const [salt, one, other] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte))
    const digest = digestOf(salt!, [one!, other!])
    assert.equal(digestOf(salt!, [other!, one!]), digest)
    for (const changed of [digestOf(salt!, [one!]), digestOf(salt!, [one!, one!]), digestOf(one!, [one!, other!])])
      assert.notEqual(changed, digest)
  })

  it('given a code that was used, then the ledger refuses it again, whatever the database says', () => {
    const used = stateAfter(ISSUE, { do: 'use', at: 2, sheet: SHEET, code: 'c'.repeat(22) })
    const again = SHEETS.decide(used, { do: 'use', at: 3, sheet: SHEET, code: 'c'.repeat(22) })
    assert.deepEqual([again.facts, again.refused?.code], [[], 'ERR_CHECK_SHEET'])
  })

  it('given a new sheet, or the end of its authenticator, then the sheet before is dead', () => {
    const next = { ...ISSUE, sheet: 'e'.repeat(32) } as SheetCommand
    assert.equal(stateAfter(ISSUE, next)?.id, 'e'.repeat(32))
    const old = SHEETS.decide(stateAfter(ISSUE, next), { do: 'use', at: 3, sheet: SHEET, code: 'c'.repeat(22) })
    assert.equal(old.refused?.code, 'ERR_CHECK_SHEET')
    assert.equal(stateAfter(ISSUE, { do: 'end', at: 3 }), undefined)
    assert.deepEqual(SHEETS.decide(undefined, { do: 'end', at: 3 }).facts, [])
  })
})
