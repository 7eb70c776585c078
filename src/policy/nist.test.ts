/** NIST SP 800-63B-4 §4.2.2.2, over all sets of evidence that there can be. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { PERSON_TIERS } from '../directory/index.ts'
import { CHECK_IDS, type CheckId } from '../verification/index.ts'
import { type Choice, choicesOf, judgeChoice } from './choices.ts'
import { lintPolicy } from './lint.ts'
import { recovers } from './nist.ts'
import { presets } from './presets.ts'

const SAVED = ['saved-code'] as const
const ISSUED = ['sms-code', 'email-code', 'letter-code'] as const
const CONTACT = ['trusted-contacts'] as const
const BOUND = ['password', 'totp', 'push'] as const
const CALLED = ['callback-landline', 'callback-mobile'] as const
const MANAGER = ['manager'] as const

/** The table of RAAL2-1, written out: what is at least needed. */
function table(isWeighed: boolean): readonly (readonly CheckId[])[] {
  const issued = isWeighed ? [...ISSUED, ...CALLED] : ISSUED
  const contact = isWeighed ? [...CONTACT, ...MANAGER] : CONTACT
  return [
    // Two codes by different methods.
    ...pairs(SAVED, issued),
    ...pairs(SAVED, contact),
    ...pairs(issued, contact),
    // One code and an authenticator of one factor that is bound to the account.
    ...pairs([...SAVED, ...issued, ...contact], BOUND),
    // Proofing again.
    ['document'],
    ['in-person'],
    // Two factors that are bound: that is a sign-in.
    ['passkey'],
    ...pairs(['password'], ['totp', 'push']),
  ]
}

function pairs(some: readonly CheckId[], others: readonly CheckId[]): readonly (readonly CheckId[])[] {
  return some.flatMap((one) => others.map((other) => [one, other]))
}

const bitsOf = (checks: readonly CheckId[]) => checks.reduce((bits, check) => bits | (1 << CHECK_IDS.indexOf(check)), 0)
const SETS = Array.from({ length: 1 << CHECK_IDS.length }, (_, bits) => bits)
const checksOf = (bits: number) => CHECK_IDS.filter((_, index) => (bits & (1 << index)) !== 0)

describe('the recovery table of NIST SP 800-63B-4', () => {
  for (const isWeighed of [false, true]) {
    it(`given every set of evidence, risks ${isWeighed ? '' : 'not '}weighed, then it recovers if and only if the table says so`, () => {
      const rows = table(isWeighed).map(bitsOf)
      const wrong = SETS.filter((set) => recovers(checksOf(set), isWeighed) !== rows.some((row) => (set & row) === row))
      assert.deepEqual(wrong.slice(0, 3).map(checksOf), [])
    })
  }

  it('given every set of evidence and every preset, then what opens an account is in the table', () => {
    const rows = table(true).map(bitsOf)
    for (const { id, yaml } of presets()) {
      const linted = lintPolicy(yaml)
      assert.ok('policy' in linted)
      for (const tier of PERSON_TIERS) {
        const choices: readonly Choice[] = linted.policy.tiers[tier].flatMap(choicesOf)
        const opening = choices.filter((choice) => judgeChoice(choice, tier, 'many').isMet).map(bitsOf)
        assert.ok(opening.length >= 3, `${id}: nothing opens ${tier}`)
        const wrong = SETS.filter(
          (set) => opening.some((one) => (set & one) === one) && !rows.some((row) => (set & row) === row),
        )
        assert.deepEqual([id, tier, wrong.slice(0, 3).map(checksOf)], [id, tier, []])
      }
    }
  })

  it('property: a recipe is refused by it if and only if something that meets the recipe is not in the table', () => {
    const need = fc.uniqueArray(fc.constantFrom(...CHECK_IDS), { minLength: 1, maxLength: 3 })
    const recipe = fc.array(need, { minLength: 1, maxLength: 3 })
    const analysis = fc.boolean()
    let refused = 0
    fc.assert(
      fc.property(recipe, analysis, (needs, isWeighed) => {
        const codes = codesOf(needs, isWeighed)
        // What has no place in a recipe at all is told first.
        fc.pre(!codes.includes('ERR_POLICY_CHECK_ADDS_NOTHING') && !codes.includes('ERR_POLICY_NOT_INDEPENDENT'))
        const met = choicesOf({ needs }).filter((choice) => judgeChoice(choice, 'standard', 'many').isMet)
        const rows = table(isWeighed)
        const isIn = (choice: readonly CheckId[]) => rows.some((row) => row.every((check) => choice.includes(check)))
        const isRefused = codes.includes('ERR_POLICY_NIST_TABLE') || codes.includes('ERR_POLICY_RISK_ANALYSIS')
        if (isRefused) refused++
        assert.equal(isRefused, !met.every(isIn))
      }),
      { numRuns: 500 },
    )
    assert.ok(refused > 20, 'hardly anything was refused: the property says nothing')
  })
})

/** What the lint finds in a standard tier of this recipe. */
function codesOf(needs: readonly (readonly CheckId[])[], isWeighed: boolean): readonly string[] {
  const said = JSON.stringify(needs)
  const linted = lintPolicy(`name: Tried
evidence: { fresh-for: 24h, cool-off: 30d }
${isWeighed ? 'risk-analysis: RA-7' : ''}
tiers:
  standard: { tried: { needs: ${said} } }
  sensitive: {}
  privileged: {}
`)
  return 'findings' in linted ? linted.findings.map(({ code }) => code) : []
}
