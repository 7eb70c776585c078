/**
 * Which roles and groups make somebody more than standard: a fold of one stream. A rule raises whoever has the role, at once; who
 * loses the role keeps the tier until two people lower it (the ratchet, tier.ts).
 */
import Type, { type Static } from 'typebox'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { Line } from './one-line.ts'
import { PERSON_TIERS, type PersonTier, stricter, Tier } from './tier.ts'

const Strict = { additionalProperties: false }
/** As the provider writes it; letter case counts. */
const Name = Line(400)
export const TierRule = Type.Object({ kind: Type.Enum(['role', 'group']), name: Name, tier: Tier }, Strict)
export type TierRule = Static<typeof TierRule>
export const TierRuleList = Type.Array(TierRule, { maxItems: 200 })

const RULE_ENTRIES = {
  'tier-rules-set': entryType(
    'tier-rules-set',
    Type.Object({ at: Type.Integer({ minimum: 0 }), rules: TierRuleList }, Strict),
  ),
}
type RuleFact = FactOf<typeof RULE_ENTRIES>
export type TierRules = readonly TierRule[]

export const TIER_RULES_STREAM = 'directory/tier-rules'

export const TIER_RULES = {
  types: RULE_ENTRIES,
  initial: [] as TierRules,
  evolve: (_: TierRules, { data }: RuleFact): TierRules => data.rules,
  decide(_: TierRules, { at, rules }: { readonly at: number; readonly rules: TierRules }): Decided<RuleFact> {
    return { facts: [{ type: 'tier-rules-set', data: { at, rules: [...rules] } }] }
  },
}

/** What roles and groups ask for, and which of the two asks for it. */
export function tierByRules(
  rules: TierRules,
  { roles = [], groups = [] }: { readonly roles?: readonly string[]; readonly groups?: readonly string[] },
): { readonly tier: PersonTier; readonly because: 'role' | 'group' } {
  let found: { tier: PersonTier; because: 'role' | 'group' } = { tier: 'standard', because: 'role' }
  for (const { kind, name, tier } of rules) {
    const has = kind === 'role' ? roles : groups
    if (has.includes(name) && stricter(tier, found.tier) !== found.tier) found = { tier, because: kind }
  }
  return found
}

/** Fewer people would be raised, or less high. */
export function weakensRules(before: TierRules, after: TierRules): boolean {
  return before.some(({ kind, name, tier }) => {
    const now = after.filter((rule) => rule.kind === kind && rule.name === name)
    const highest = now.reduce<PersonTier>((tier, rule) => stricter(tier, rule.tier), PERSON_TIERS[0])
    return stricter(highest, tier) !== highest
  })
}
