/** What must hold of tiers and the registry in every state that commands in any order can reach. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { REGISTRY, type RegistryCommand } from './emergency-registry.ts'
import { PERSON_TIERS, type PersonTier, RAISED_BY, type Ratchet, TIER, type TierCommand, tierAt } from './tier.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const DAY_MS = 86_400_000
const WAIT_MS = 7 * DAY_MS

const anyTier = fc.constantFrom(...PERSON_TIERS)
/** Signed by these members; a program may hand in the same one twice. */
const anyMembers = fc.array(fc.constantFrom('ada', 'bo', 'cy'), { minLength: 0, maxLength: 3 })
const anyCommand: fc.Arbitrary<(at: number) => TierCommand> = fc.oneof(
  fc.record({ to: anyTier, because: fc.constantFrom(...RAISED_BY) }).map((one) => (at: number) => ({
    do: 'raise' as const,
    at,
    ...one,
  })),
  {
    weight: 3,
    arbitrary: fc.record({ to: anyTier, by: anyMembers }).map((one) => (at: number) => ({
      do: 'lower' as const,
      at,
      ...one,
    })),
  },
  fc.integer({ min: 1, max: 9 }).map((days) => (at: number) => ({ do: 'hold' as const, at, from: at - days * DAY_MS })),
)

interface Step {
  /** Days until the next command. */
  readonly after: number
  readonly command: (at: number) => TierCommand
}
const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 9 }), command: anyCommand }),
  { minLength: 1, maxLength: 30 },
)

const rank = (tier: PersonTier): number => PERSON_TIERS.indexOf(tier)

interface Agreed {
  readonly at: number
  readonly to: PersonTier
  awayMs: number
}

/** Runs the steps, looks at every day in between, and calls `look` with the tier then and on the day before. */
function live(
  steps: readonly Step[],
  look: (seen: { before: PersonTier; tier: PersonTier; at: number; agreed: Agreed | undefined }) => void,
): void {
  let ratchet: Ratchet = TIER.initial
  let at = NOON
  let before: PersonTier = 'standard'
  // What two people agreed last, by a book of the test's own.
  let agreed: Agreed | undefined
  for (const { after, command } of steps) {
    for (let day = 0; day <= after; day++) {
      const tier = tierAt(ratchet, at + day * DAY_MS)
      look({ before, tier, at: at + day * DAY_MS, agreed })
      before = tier
    }
    at += after * DAY_MS
    const asked = command(at)
    const { facts, refused } = TIER.decide(ratchet, asked)
    if (asked.do === 'lower' && new Set(asked.by).size >= 2 && refused === undefined) {
      agreed = { at, to: asked.to, awayMs: 0 }
    }
    if (asked.do === 'hold' && agreed !== undefined) agreed.awayMs += Math.min(at - asked.from, at - agreed.at)
    ratchet = facts.reduce(TIER.evolve, ratchet)
    const now = tierAt(ratchet, at)
    if (asked.do === 'raise') assert.ok(rank(now) >= rank(asked.to), 'a raise holds at once')
    assert.ok(rank(now) >= rank(before), `${asked.do} lowered at once`)
    before = now
  }
}

/** A fall needs two people, and the whole wait without time in which nobody was there. */
const neverFallsAlone = fc.property(anySteps, (steps) => {
  live(steps, ({ before, tier, at, agreed }) => {
    if (rank(tier) >= rank(before)) return
    assert.ok(agreed !== undefined, 'it fell, and nobody agreed')
    assert.ok(at - agreed.at >= WAIT_MS + agreed.awayMs, 'it fell before the wait was over')
    assert.ok(rank(tier) >= rank(agreed.to), 'it fell deeper than agreed')
  })
})

describe('tiers', () => {
  it('never fall without two people and the whole wait, whatever is asked in whatever order', () => {
    holds(neverFallsAlone, 400)
  })

  it('a wait of one day, planted, is found', () => {
    whileWrong(DEFAULTS.directory, { lowerMs: DAY_MS }, () => mustFail(neverFallsAlone, 400))
  })

  it('given a person out of the administrators’ group, when nobody agreed, then the old tier holds for ever (R15)', () => {
    const raised = decided(TIER.initial, { do: 'raise', at: NOON, to: 'privileged', because: 'group' })
    const synced = decided(raised, { do: 'raise', at: NOON + DAY_MS, to: 'standard', because: 'group' })
    assert.equal(tierAt(synced, NOON + 400 * DAY_MS), 'privileged')
  })

  it('given one person, also twice, when they lower a tier, then it is refused with what is missing', () => {
    const raised = decided(TIER.initial, { do: 'raise', at: NOON, to: 'privileged', because: 'staff' })
    for (const by of [['ada'], ['ada', 'ada'], []]) {
      const { facts, refused } = TIER.decide(raised, { do: 'lower', at: NOON, to: 'standard', by })
      assert.deepEqual(facts, [])
      assert.equal(refused?.code, 'ERR_TIER_TWO_PEOPLE')
    }
  })

  it('given a wait for a lower tier, when somebody says the higher one is due, then the wait is over', () => {
    const raised = decided(TIER.initial, { do: 'raise', at: NOON, to: 'privileged', because: 'staff' })
    const waiting = decided(raised, { do: 'lower', at: NOON, to: 'standard', by: ['ada', 'bo'] })
    assert.equal(tierAt(waiting, NOON + WAIT_MS - 1), 'privileged')
    assert.equal(tierAt(waiting, NOON + WAIT_MS), 'standard')
    const objected = decided(waiting, { do: 'raise', at: NOON + DAY_MS, to: 'privileged', because: 'staff' })
    assert.equal(tierAt(objected, NOON + 400 * DAY_MS), 'privileged')
  })
})

function decided(ratchet: Ratchet, command: TierCommand): Ratchet {
  return TIER.decide(ratchet, command).facts.reduce(TIER.evolve, ratchet)
}

const anyEntry: fc.Arbitrary<RegistryCommand> = fc.record({
  do: fc.constantFrom('register' as const, 'register' as const, 'register' as const, 'remove' as const),
  at: fc.constant(NOON),
  account: fc.integer({ min: 10, max: 35 }).map((number) => String(number).repeat(16)),
  by: anyMembers,
})

/** Only two different people change it, and it does not grow for ever. */
const isTwoPeoples = fc.property(fc.array(anyEntry, { maxLength: 200, size: 'max' }), (entries) => {
  let registry = REGISTRY.initial
  for (const entry of entries) {
    const after = REGISTRY.decide(registry, entry).facts.reduce(REGISTRY.evolve, registry)
    if (new Set(entry.by).size < 2) assert.deepEqual(after, registry)
    else if (after.size !== registry.size) assert.equal(after.has(entry.account), entry.do === 'register')
    assert.ok(after.size <= 20)
    registry = after
  }
})

describe('the registry of emergency accounts', () => {
  it('changes by two people only, and has an end', () => holds(isTwoPeoples, 300))

  it('a registry without an end, planted, is found', () => {
    whileWrong(DEFAULTS.directory, { emergencyMax: 99 }, () => mustFail(isTwoPeoples, 300))
  })
})
