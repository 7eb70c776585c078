import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CheckId } from '../verification/index.ts'
import { PRESETS, preset } from './any-policy.ts'
import { type Counted, countWays, humansOf } from './count.ts'
import type { Having, Thing } from './having.ts'
import { LAST_RECIPE } from './policy.ts'

const NOW = Date.UTC(2026, 10, 22)

function thing(check: CheckId, givers: readonly string[] = []): Thing {
  const rests = { device: [check], mailbox: [check], number: [check] }
  return { check, rests, changed: null, givers: givers.map((id) => ({ id })) }
}

/** A firm of five (DESIGN §6): the owner is sole administrator; spouse and support firm are named approvers; nobody has a manager. */
const STAFF = ['owner', 'spouse', 'support']
function member(person: string, tier: Having['tier'], checks: readonly CheckId[]): Counted {
  const others = STAFF.filter((id) => id !== person)
  const manager: Thing = { ...thing('manager', others), isStandIn: true }
  const things = [...checks.map((check) => thing(check)), manager, thing('in-person', others), thing('letter-code')]
  return { person, having: { tier, things, approvers: others.map((id) => ({ id })), given: [] } }
}
const FIRM: readonly Counted[] = [
  member('owner', 'privileged', ['passkey', 'saved-code', 'totp', 'password']),
  member('spouse', 'sensitive', ['totp', 'saved-code', 'password']),
  member('ana', 'standard', ['totp', 'email-code', 'password']),
  member('ben', 'standard', ['sms-code', 'password']),
  member('cleo', 'standard', []),
]

describe('counting who has a way', () => {
  it('given a firm of five, then with small-business nobody is left with the last recipe alone', () => {
    const { without, lastOnly, recipes } = countWays(preset('small-business'), FIRM, NOW)
    assert.deepEqual([without, lastOnly], [[], []])
    const owner = recipes.filter(({ tier, people }) => tier === 'privileged' && people === 1).map(({ id }) => id)
    assert.deepEqual(owner, ['code-and-passkey', 'approver-and-code', 'last'])
  })

  it('given an owner who lost phone and key, then there are two ways with what is in the drawer', () => {
    const owner = member('owner', 'privileged', ['saved-code'])
    const { recipes } = countWays(preset('small-business'), [owner], NOW)
    assert.deepEqual(
      recipes.filter(({ people }) => people > 0).map(({ id }) => id),
      ['approver-and-code', 'last'],
    )
  })

  it('given somebody who has nothing but a letter box, then they have the last recipe, and are named', () => {
    const high = countWays(preset('high-assurance'), [member('ana', 'privileged', [])], NOW)
    assert.deepEqual([high.without, high.lastOnly], [[], ['ana']])
  })

  it('given a firm in which one person could see the others, then those without a way are named', () => {
    const alone = (counted: Counted): Counted => {
      const things = counted.having.things.map((one) => ({ ...one, givers: one.givers.slice(0, 1) }))
      return { ...counted, having: { ...counted.having, things, approvers: counted.having.approvers.slice(0, 1) } }
    }
    const people = [member('cleo', 'sensitive', []), member('ana', 'standard', ['totp', 'password'])].map(alone)
    assert.deepEqual(countWays(preset('small-business'), people, NOW).without, ['cleo'])
  })

  it('given the presets, then each recipe says how many people it takes', () => {
    assert.equal(humansOf(LAST_RECIPE), 2)
    for (const { tiers } of PRESETS) {
      assert.equal(humansOf(tiers.standard.find(({ id }) => id === 'code-and-password')!), 0)
      assert.ok(tiers.privileged.every((recipe) => humansOf(recipe) <= 5))
    }
  })
})
