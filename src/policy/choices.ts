/** Every way to meet a recipe's needs, one check for each, and what it would come to if somebody brought it. */
import type { PersonTier } from '../directory/index.ts'
import { CHECKS, type CheckId, type Evidence, restsOf } from '../verification/index.ts'
import { type Judgement, judge, type Need, type Recipe } from './recipe.ts'

export type Choice = readonly CheckId[]

/** Each once, whatever the order. Without those that take one check twice: they are never met. */
export function choicesOf({ needs }: Pick<Recipe, 'needs'>): readonly Choice[] {
  const all = needs.reduce<readonly Choice[]>(
    (some, need: Need) => some.flatMap((choice) => need.map((check) => [...choice, check])),
    [[]],
  )
  const different = all.filter((choice) => new Set(choice).size === choice.length)
  return [...new Map(different.map((choice) => [choice.toSorted().join(' '), choice])).values()]
}

/** `one`: whatever is on a phone or comes to it is on the same; most people have one. `many`: on different ones. */
export type Phones = 'one' | 'many'
const ON_PHONE: readonly CheckId[] = ['totp', 'push', 'sms-code', 'callback-mobile']

/** What a person comes to who brings these, all fresh, of their own, and as independent as they can be. */
export function judgeChoice(choice: Choice, tier: PersonTier, phones: Phones): Judgement {
  const evidence = choice.map((check, index): Evidence => {
    const own = (facet: string) => [`${facet}-${index}`]
    const device = phones === 'one' && ON_PHONE.includes(check) ? ['phone'] : own('device')
    const known = { device, mailbox: own('mailbox'), number: own('number'), person: own('person') }
    return { id: check, check, claimant: 'anybody', at: 0, rests: restsOf(check, known) }
  })
  const needs = choice.map((check) => [check])
  const judging = { tier, claimant: 'anybody', at: 0, freshMs: 0 }
  return judge({ id: 'tried', needs, waitMs: 0, approvals: 0 }, evidence, judging)
}

/** More evidence, which replaces most of the wait: three pieces that stand by themselves, two of them strong (DESIGN §6). */
export function isMore(choice: Choice): boolean {
  const strengths = choice.map((check) => CHECKS[check].strength)
  const whole = strengths.filter((strength) => strength === 'single' || strength === 'strong')
  return whole.length >= 3 && whole.filter((strength) => strength === 'strong').length >= 2
}
