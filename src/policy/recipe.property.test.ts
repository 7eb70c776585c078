import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { CHECK_IDS, CHECKS, type CheckId, type Evidence, type Rests, restsOf, sharing } from '../verification/index.ts'
import { type Judging, judge, type Recipe } from './recipe.ts'

const HOUR_MS = 3_600_000
const NOW = Date.UTC(2026, 10, 22)
const DAY: Judging = { tier: 'standard', claimant: 'ana', at: NOW, freshMs: 24 * HOUR_MS }
const SENSITIVE: Judging = { ...DAY, tier: 'sensitive' }

function piece(check: CheckId, known: Rests = {}, about: Partial<Evidence> = {}): Evidence {
  return { id: check, check, claimant: 'ana', at: NOW - HOUR_MS, rests: restsOf(check, known), ...about }
}
function recipe(...needs: readonly (readonly CheckId[])[]): Recipe {
  return { id: 'tried', needs, waitMs: 0, approvals: 0 }
}

const CODE = piece('saved-code', { device: ['sheet'] })
const TOTP = piece('totp', { device: ['pixel'] })
const PASSWORD = piece('password')
const MANAGER = piece('manager', { person: ['bo'] })

describe('whether evidence meets a recipe', () => {
  it('given a saved code and the password, then a recipe of both is met, and neither alone is', () => {
    const both = recipe(['saved-code'], ['password'])
    assert.deepEqual(judge(both, [CODE, PASSWORD], DAY), { isMet: true, used: [CODE, PASSWORD], missing: [] })
    assert.deepEqual(judge(both, [CODE], DAY), { isMet: false, used: [CODE], missing: [['password']] })
  })

  it('given a recipe of one code, then it is not enough for what stands in for all factors (rule 11)', () => {
    assert.equal(judge(recipe(['saved-code']), [CODE], DAY).code, 'ERR_RECIPE_ONE_ITEM')
    assert.equal(judge(recipe(['password']), [PASSWORD], DAY).code, 'ERR_RECIPE_ONE_ITEM')
    assert.equal(judge(recipe(['passkey']), [piece('passkey', { device: ['key'] })], DAY).isMet, true)
  })

  it('given another claimant’s code, then it counts for nothing (rule 1)', () => {
    const others = piece('saved-code', { device: ['sheet'] }, { claimant: 'mallory' })
    assert.deepEqual(judge(recipe(['saved-code'], ['password']), [others, PASSWORD], DAY).missing, [['saved-code']])
  })

  it('given evidence of yesterday, or of tomorrow, then it is not fresh', () => {
    for (const at of [NOW - 24 * HOUR_MS - 1, NOW + 1]) {
      const stale = piece('saved-code', { device: ['sheet'] }, { at })
      assert.equal(judge(recipe(['saved-code'], ['password']), [stale, PASSWORD], DAY).isMet, false)
    }
    const justFresh = piece('saved-code', { device: ['sheet'] }, { at: NOW - 24 * HOUR_MS })
    assert.equal(judge(recipe(['saved-code'], ['password']), [justFresh, PASSWORD], DAY).isMet, true)
  })

  it('given messages and mails above standard, then they count for nothing (rule 4)', () => {
    const mail = piece('email-code', { mailbox: ['m'] })
    const needs = recipe(['email-code'], ['manager'])
    assert.equal(judge(needs, [mail, MANAGER], DAY).isMet, true)
    assert.equal(judge(needs, [mail, MANAGER], SENSITIVE).isMet, false)
  })

  it('given what staff attest and nothing else, then it is not enough above standard (rule 3)', () => {
    const call = piece('callback-landline', { number: ['n'], person: ['tom'] })
    const desk = piece('in-person', { person: ['riya', 'max'] })
    const needs = recipe(['callback-landline'], ['in-person'])
    assert.equal(judge(needs, [call, desk], DAY).isMet, true)
    assert.equal(judge(needs, [call, desk], SENSITIVE).code, 'ERR_RECIPE_ATTESTED_ONLY')
  })

  it('given a need that another piece meets as well, then each piece is used where it is needed', () => {
    const needs = recipe(['totp', 'manager'], ['totp'])
    assert.equal(judge(needs, [TOTP, MANAGER], DAY).isMet, true)
  })

  it('given one device under two needs, then it meets one of them', () => {
    const same = piece('saved-code', { device: ['pixel'] })
    assert.equal(judge(recipe(['totp'], ['saved-code']), [TOTP, same], DAY).missing.length, 1)
  })

  it('property: what is used is the claimant’s, fresh, of the right check, and independent', () => {
    fc.assert(
      fc.property(anyRecipe(), fc.array(anyPiece(), { maxLength: 7 }), anyJudging(), (tried, pieces, judging) => {
        const { isMet, used } = judge(tried, pieces, judging)
        const shares = sharing(pieces.filter(({ claimant }) => claimant === judging.claimant))
        for (const one of used) {
          assert.equal(one.claimant, judging.claimant)
          assert.ok(one.at <= judging.at && judging.at - one.at <= judging.freshMs)
          assert.ok(used.every((other) => other === one || !shares(one, other)))
        }
        if (!isMet) return
        assert.equal(used.length, tried.needs.length)
        assert.ok(tried.needs.every((need, index) => need.includes(used[index]!.check)))
        if (judging.tier === 'standard') return
        assert.ok(used.some(({ check }) => CHECKS[check].how === 'measured'))
        assert.ok(used.every(({ check }) => CHECKS[check].strength !== 'weak'))
      }),
      { numRuns: 300 },
    )
  })

  it('property: a higher tier, another moment’s evidence or another claimant’s never helps', () => {
    fc.assert(
      fc.property(anyRecipe(), fc.array(anyPiece(), { maxLength: 6 }), anyJudging(), (tried, pieces, judging) => {
        if (judge(tried, pieces, { ...judging, tier: 'privileged' }).isMet) {
          assert.ok(judge(tried, pieces, { ...judging, tier: 'standard' }).isMet)
        }
        const others = pieces.map((one) => ({ ...one, id: `${one.id}-others`, claimant: 'mallory' }))
        const own = { ...judging, claimant: 'ana' }
        const mine = pieces.filter(({ claimant }) => claimant === 'ana')
        assert.equal(judge(tried, [...mine, ...others], own).isMet, judge(tried, mine, own).isMet)
      }),
      { numRuns: 300 },
    )
  })
})

function anyRecipe(): fc.Arbitrary<Recipe> {
  const need = fc.uniqueArray(fc.constantFrom(...CHECK_IDS), { minLength: 1, maxLength: 4 })
  return fc.array(need, { maxLength: 3 }).map((needs) => recipe(...needs))
}

function anyJudging(): fc.Arbitrary<Judging> {
  return fc.record({
    tier: fc.constantFrom('standard' as const, 'sensitive' as const, 'privileged' as const),
    claimant: fc.constantFrom('ana', 'mallory'),
    at: fc.constant(NOW),
    freshMs: fc.constantFrom(HOUR_MS, 24 * HOUR_MS),
  })
}

function anyPiece(): fc.Arbitrary<Evidence> {
  const names = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 2 }))
  return fc
    .record({
      check: fc.constantFrom(...CHECK_IDS),
      id: fc.uuid(),
      claimant: fc.constantFrom('ana', 'mallory'),
      age: fc.integer({ min: -1, max: 30 }),
      known: fc.record({ device: names, mailbox: names, number: names, person: names }),
    })
    .map(({ check, id, claimant, age, known }) => {
      return { id, check, claimant, at: NOW - age * HOUR_MS, rests: restsOf(check, known) }
    })
}
