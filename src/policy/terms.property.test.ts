/** What is in force is never weaker than it should be: not at a higher threat level, not with a second version. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { PERSON_TIERS, type PersonTier } from '../directory/index.ts'
import { CHECKS, type Evidence } from '../verification/index.ts'
import { anyEvidence, anyPolicy, HOUR_MS, judgeWay, PRESETS, preset } from './any-policy.ts'
import { termsOf, type Way, waysOf } from './both.ts'
import { isMetWith } from './compare.ts'
import { LAST_RECIPE, type Policy, policyOf } from './policy.ts'
import { isSelfService, recipesAt, THREAT_LEVELS } from './threat-level.ts'
import { isWeakened } from './weakening.ts'

const NOW = Date.UTC(2026, 10, 22)
const RUNS = { numRuns: 300 }
const anyTier = fc.constantFrom(...PERSON_TIERS)
const judging = (tier: PersonTier) => ({ tier, claimant: 'ana', at: NOW, freshMs: HOUR_MS })

/** The ways that this evidence meets. */
function met(ways: readonly Way[], evidence: readonly Evidence[], tier: PersonTier): readonly Way[] {
  return ways.filter((way) => judgeWay(way, evidence, judging(tier)).isMet)
}
function isNoLater(one: Way, other: Way): boolean {
  return one.waitMs <= other.waitMs && one.approvals <= other.approvals
}

describe('the threat level', () => {
  it('given a siege, then text messages and the like are gone, waits are long, and somebody approves', () => {
    const policy = preset('nist-63b-4')
    const standard = recipesAt(policy, 'standard', 'siege')
    assert.ok(standard.every(({ needs }) => needs.flat().every((check) => CHECKS[check].strength !== 'weak')))
    const code = standard.find(({ id }) => id === 'code-and-password')
    assert.deepEqual([code?.waitMs, code?.approvals, isSelfService('siege')], [24 * HOUR_MS, 1, false])
    const desk = recipesAt(policy, 'privileged', 'raised').find(({ id }) => id === 'desk-and-code')
    assert.deepEqual([desk?.waitMs, desk?.approvals, isSelfService('raised')], [108 * HOUR_MS, 1, true])
  })

  it('given any level, then the last recipe is as it always is', () => {
    for (const level of THREAT_LEVELS) {
      for (const tier of PERSON_TIERS) assert.equal(recipesAt(PRESETS[0]!, tier, level).at(-1), LAST_RECIPE)
    }
  })

  it('property: what is enough at a level is enough at a lower one, no later and with no more people', () => {
    fc.assert(
      fc.property(anyPolicy(), anyTier, anyEvidence(NOW), (policy, tier, evidence) => {
        for (const [index, level] of THREAT_LEVELS.entries()) {
          for (const lower of THREAT_LEVELS.slice(0, index)) {
            const easier = met(waysOf([policy], tier, lower), evidence, tier)
            for (const way of met(waysOf([policy], tier, level), evidence, tier)) {
              assert.ok(easier.some((other) => other.id === way.id && isNoLater(other, way)))
            }
            assert.ok(isSelfService(lower) || !isSelfService(level))
          }
        }
      }),
      RUNS,
    )
  })
})

describe('two versions of a policy', () => {
  it('given the same twice, then there is one recipe a way', () => {
    const policy = preset('small-business')
    assert.deepEqual(
      waysOf([policy, policy], 'standard', 'normal').map(({ id, recipes }) => [id, recipes.length]),
      policy.tiers.standard.map(({ id }) => [id, 1]),
    )
  })

  it('given a longer wait in one of them, then the longer one counts', () => {
    const policy = preset('small-business')
    const slow = policyOf({
      ...policy,
      tiers: {
        ...policy.tiers,
        standard: policy.tiers.standard.slice(0, -1).map((one) => ({ ...one, waitMs: HOUR_MS })),
      },
    })
    for (const policies of [[policy, slow] as const, [slow, policy] as const]) {
      const way = waysOf(policies, 'standard', 'normal').find(({ id }) => id === 'passkey')
      assert.deepEqual([way?.waitMs, way?.recipes.length], [HOUR_MS, 1])
    }
  })

  it('property: what is enough for both is enough for each; and what is enough for each is enough for both', () => {
    fc.assert(
      fc.property(anyPolicy(), anyPolicy(), anyTier, anyEvidence(NOW), (one, other, tier, evidence) => {
        const both = met(waysOf([one, other], tier, 'normal'), evidence, tier)
        const each = [one, other].map((policy) => met(waysOf([policy], tier, 'normal'), evidence, tier))
        for (const way of both) for (const some of each) assert.ok(some.some((single) => isNoLater(single, way)))
        for (const first of each[0]!) {
          for (const second of each[1]!) {
            const waitMs = Math.max(first.waitMs, second.waitMs)
            const approvals = Math.max(first.approvals, second.approvals)
            assert.ok(both.some((way) => way.waitMs <= waitMs && way.approvals <= approvals))
          }
        }
      }),
      RUNS,
    )
  })

  it('property: terms are the stricter of both', () => {
    fc.assert(
      fc.property(anyPolicy(), anyPolicy(), (one, other) => {
        const { freshMs, coolOffMs, standIns } = termsOf([one, other])
        assert.deepEqual(
          [freshMs, coolOffMs],
          [Math.min(one.freshMs, other.freshMs), Math.max(one.coolOffMs, other.coolOffMs)],
        )
        assert.ok(standIns.every((check) => one.standIns.includes(check) && other.standIns.includes(check)))
      }),
    )
  })
})

describe('needs side by side', () => {
  for (const [what, needs, others, isMet] of [
    ['fewer checks for one of them', [['totp', 'push']], [['totp']], true],
    ['more checks for one of them', [['totp']], [['totp', 'push']], false],
    ['one more', [['totp'], ['password']], [['totp']], false],
    ['one less, in another order', [['password'], ['totp']], [['manager'], ['totp'], ['password']], true],
    ['two that one piece would meet', [['totp', 'manager'], ['totp']], [['totp'], ['saved-code']], false],
    ['the first taken by the wrong one', [['totp', 'manager'], ['totp']], [['totp'], ['manager']], true],
  ] as const) {
    it(`given ${what}, then evidence for the others is ${isMet ? '' : 'not '}enough`, () => {
      assert.equal(isMetWith(needs, others), isMet)
    })
  }
})

describe('whether a policy weakens another', () => {
  const nist = preset('nist-63b-4')
  const changed = (change: (policy: Policy) => Partial<Policy>): Policy => {
    const { version: _, ...policy } = { ...nist, ...change(nist) }
    return { ...policy, version: 'changed' }
  }

  it('given more asked for, then no', () => {
    assert.equal(isWeakened(nist, nist), false)
    const longer = nist.tiers.privileged.map((recipe) => ({ ...recipe, waitMs: recipe.waitMs + HOUR_MS }))
    assert.equal(
      isWeakened(
        nist,
        changed(({ tiers }) => ({ tiers: { ...tiers, privileged: longer } })),
      ),
      false,
    )
    const fewer = nist.tiers.standard.slice(1)
    assert.equal(
      isWeakened(
        nist,
        changed(({ tiers }) => ({ tiers: { ...tiers, standard: fewer } })),
      ),
      false,
    )
  })

  for (const [what, change] of [
    ['older evidence', { freshMs: nist.freshMs + 1 }],
    ['a shorter cool-off', { coolOffMs: nist.coolOffMs - 1 }],
    [
      'a recipe more',
      {
        tiers: {
          ...nist.tiers,
          standard: [...nist.tiers.standard, { ...LAST_RECIPE, id: 'new', needs: [['sms-code']] }],
        },
      },
    ],
    [
      'a shorter wait',
      { tiers: { ...nist.tiers, sensitive: nist.tiers.sensitive.map((one) => ({ ...one, waitMs: one.waitMs - 1 })) } },
    ],
    [
      'nobody who approves',
      { tiers: { ...nist.tiers, sensitive: nist.tiers.sensitive.map((one) => ({ ...one, approvals: 0 })) } },
    ],
  ] as const) {
    it(`given ${what}, then yes`, () => {
      assert.equal(
        isWeakened(
          nist,
          changed(() => change),
        ),
        true,
      )
    })
  }

  it('given somebody who stands in, then yes', () => {
    const nobody = changed(() => ({ standIns: [] }))
    assert.deepEqual([isWeakened(nobody, nist), isWeakened(nist, nobody)], [true, false])
  })

  it('property: where it does not, whatever is enough afterwards was enough before', () => {
    let shown = 0
    fc.assert(
      fc.property(anyPolicy(), anyPolicy(), anyTier, anyEvidence(NOW), (other, before, tier, evidence) => {
        // Two unrelated policies hardly ever compare: the one after is half of the other, half of the one before.
        const after = {
          ...other,
          freshMs: before.freshMs,
          coolOffMs: before.coolOffMs,
          standIns: [],
          tiers: { ...before.tiers, [tier]: other.tiers[tier] },
        }
        if (isWeakened(before, after)) return
        shown++
        const was = met(waysOf([before], tier, 'normal'), evidence, tier)
        for (const way of met(waysOf([after], tier, 'normal'), evidence, tier)) {
          assert.ok(was.some((one) => isNoLater(one, way)))
        }
      }),
      { numRuns: 2000 },
    )
    assert.ok(shown > 5, `it compared ${shown} only`)
  })
})
