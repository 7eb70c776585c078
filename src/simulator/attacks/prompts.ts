/** Attacks on the second step: prompt bombing, guessing codes, flooding a phone with messages. */

import { app } from '../devices.ts'
import type { Person, SecondStep, StepResult } from '../happening.ts'
import type { Random } from '../random.ts'
import { attempt, change, ended, MINUTE, methodOf, steps, type World } from '../world.ts'
import { type AttackScenario, type AttackScene, attackerSeat, farLair, lair, underAttack } from './scene.ts'

const PUSH = ['push', 'push-number'] as const

/** Times of prompts: evenly slow, in a burst, or exactly as wide as the window. */
function rhythm(count: number, rng: Random): number[] {
  const kind = rng.next()
  if (kind < 0.15 && count === 5) return [0, 14, 29, 44, 60].map((minute) => minute * MINUTE)
  const gap = kind < 0.5 ? [0.7 * MINUTE, 2.5 * MINUTE] : [2 * MINUTE, 11 * MINUTE]
  let at = 0
  return Array.from({ length: count }, () => {
    const now = at
    at += rng.between(gap[0]!, gap[1]!)
    return now
  })
}

/**
 * What the victim does with a prompt, of what counts. At Duo, who refuses is asked whether it was fraud, and marks it
 * so. Where a prompt that ran out leaves no row, silence cannot be counted, and the refusals must suffice.
 */
function answer(world: World, victim: Person, rng: Random): StepResult {
  const number = victim.authenticators[0]!.methods[0] === 'push-number'
  return rng.weighted([
    [world.vendor === 'duo' ? 'reported' : 'refused', world.vendor === 'duo' ? 45 : 70],
    ['no-answer', world.org.traits.unanswered ? (number ? 14 : 30) : 0],
    ['wrong-number', number ? 16 : 0],
  ] as const)
}

/** The result stands so that refusal times, not beginnings, keep the rhythm: windows are exact to the millisecond. */
function prompt(
  scene: AttackScene,
  victim: Person,
  at: number,
  result: StepResult,
  seat: ReturnType<typeof attackerSeat>,
) {
  const used = victim.authenticators[0]!
  const method = methodOf(used)
  const takes = result === 'no-answer' ? 60_000 : 9000
  const step: SecondStep = { at: takes, method, authenticator: used, result }
  return attempt(scene.world, {
    who: victim,
    time: at - takes,
    seat,
    steps: [step],
    complete: result === 'approved',
    pages: scene.rng.chance(0.4) ? ['asked'] : [],
    risk: scene.rng.chance(0.3) ? 'medium' : 'none',
    tag: scene.tag,
  })
}

function bombed(scene: AttackScene, refusals: number, end: StepResult | null): void {
  const { rng, world } = scene
  const victim = scene.victims[0]!
  const seat = attackerSeat(scene, lair(scene, victim))
  const times = rhythm(refusals, rng)
  for (const at of times) {
    prompt(scene, victim, scene.time + at, answer(world, victim, rng), seat)
    // Between them, prompts that count for nothing, or only for who can tell silence from an answer.
    if (world.vendor === 'duo' && rng.chance(0.3)) prompt(scene, victim, scene.time + at + 25_000, 'mistake', seat)
    if (!world.org.traits.unanswered && rng.chance(0.2))
      prompt(scene, victim, scene.time + at + 70_000, 'no-answer', seat)
  }
  let last = scene.time + times[times.length - 1]!
  if (end) {
    last += rng.between(0.5, 4) * MINUTE
    prompt(scene, victim, last, end, seat)
  }
  const taken = end === 'approved' && rng.chance(0.5)
  if (taken) {
    const made = app(rng.pick(['iPhone', 'SM-G973F', 'Android']), world.org, rng)
    const at = last + rng.between(2, 40) * MINUTE
    change(world, {
      time: at,
      change: 'authenticator-added',
      actor: victim,
      seat,
      who: victim,
      authenticator: made,
      tag: scene.tag,
    })
    world.notes.finding({
      detection: 'takeover-pattern',
      person: victim,
      start: scene.time,
      end: at,
      summary: 'an authenticator added after a suspect approval',
    })
    last = at
  }
  if (end === 'reported' && rng.chance(0.5)) {
    world.schedule({
      kind: 'report',
      time: Math.round(last + MINUTE),
      id: world.serial(),
      who: victim,
      seat: attackerSeat(scene, victim.home, victim.phone),
      tag: scene.tag,
    })
  }
  const more = [
    'second-step-throttle',
    'mfa-fatigue',
    ...(end === 'approved' && !taken ? (['takeover-pattern'] as const) : []),
  ] as const
  underAttack(scene, victim, scene.time, last, more)
}

const fatigue: AttackScenario = {
  detection: 'mfa-fatigue',
  weight: 16,
  needs: PUSH,
  victims: () => 1,
  play: (scene) => {
    const count = scene.rng.chance(0.35) ? 5 : scene.rng.int(6, 30)
    const reports = scene.world.org.traits.reports
    bombed(scene, count, reports && scene.rng.chance(0.2) ? 'reported' : null)
  },
}

/** One prompt, and the person says at once that it was somebody else. */
const notMe: AttackScenario = {
  detection: 'mfa-fatigue',
  weight: 5,
  needs: PUSH,
  victims: () => 1,
  reports: true,
  play: (scene) => bombed(scene, scene.rng.int(1, 2), 'reported'),
}

const fatigueApproved: AttackScenario = {
  detection: 'fatigue-approved',
  weight: 14,
  needs: PUSH,
  victims: () => 1,
  play: (scene) =>
    bombed(
      scene,
      scene.rng.weighted([
        [3, 30],
        [4, 20],
        [6, 20],
        [9, 20],
        [14, 10],
      ] as const),
      'approved',
    ),
}

/** A code is guessed again and again: only wrong ones, from somewhere else. */
const guessing: AttackScenario = {
  detection: 'second-step-throttle',
  weight: 8,
  needs: ['totp', 'sms'],
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time } = scene
    const victim = scene.victims[0]!
    const used = victim.authenticators[0]!
    const seat = attackerSeat(scene, lair(scene, victim))
    let at = time
    for (let count = rng.int(6, 25); count > 0; count--) {
      const made = attempt(world, {
        who: victim,
        time: at,
        seat,
        steps: steps(used, methodOf(used), ['wrong-code'], rng),
        complete: false,
        tag: scene.tag,
      })
      at = ended(made) + rng.between(5, 45) * 1000
    }
    underAttack(scene, victim, time, at, ['second-step-throttle', 'sms-flood'])
  },
}

/** Message after message to one phone, for the toll or for the nuisance. */
const flood: AttackScenario = {
  detection: 'sms-flood',
  weight: 8,
  needs: ['sms', 'voice'],
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time } = scene
    const victim = scene.victims[0]!
    const used = victim.authenticators[0]!
    const seat = attackerSeat(scene, farLair(scene))
    const count = rng.chance(0.3) ? 11 : rng.int(12, 40)
    const gap = Math.min(5.4 * MINUTE, (55 * MINUTE) / count)
    let last = time
    for (let at = 0; at < count; at++) {
      const step = { at: 30_000, method: methodOf(used), authenticator: used, result: 'no-answer' as const }
      last = ended(
        attempt(world, { who: victim, time: time + at * gap, seat, steps: [step], complete: false, tag: scene.tag }),
      )
    }
    underAttack(scene, victim, time, last, ['second-step-throttle', 'mfa-fatigue'])
  },
}

export const PROMPTS: readonly AttackScenario[] = [fatigue, notMe, fatigueApproved, guessing, flood]
