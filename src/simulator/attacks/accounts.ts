/** Attacks on what belongs to an account: authenticators, recovery, roles, policies, the emergency account. */
import { app } from '../devices.ts'
import type { Person } from '../happening.ts'
import type { Random } from '../random.ts'
import { attempt, change, DAY, ended, HOUR, MINUTE, methodOf, resetter, steps, type World, workSeat } from '../world.ts'
import { type AttackScenario, attackerSeat, farLair, underAttack } from './scene.ts'

/** In by a risky sign-in; then a contact or an authenticator of the attacker's own, or several at once. */
const takeover: AttackScenario = {
  detection: 'takeover-pattern',
  weight: 12,
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    const victim = scene.victims[0]!
    const used = victim.authenticators[0]!
    const seat = attackerSeat(scene, farLair(scene))
    const made = attempt(world, {
      who: victim,
      time,
      seat,
      steps: steps(used, methodOf(used), ['approved'], rng),
      risk: 'high',
      tag,
    })
    let at = ended(made)
    const several = rng.chance(0.4)
    for (let count = several ? rng.int(3, 4) : 1; count > 0; count--) {
      at += rng.between(2, 50) * MINUTE
      const contact = !several && rng.chance(0.4)
      if (contact)
        change(world, {
          time: at,
          change: 'contact-changed',
          actor: victim,
          seat,
          who: victim,
          target: '+XX XXXXXXXX77',
          tag,
        })
      else
        change(world, {
          time: at,
          change: 'authenticator-added',
          actor: victim,
          seat,
          who: victim,
          authenticator: app(rng.pick(['iPhone', 'Pixel 4', 'SM-A105F', 'Redmi 9']), world.org, rng),
          tag,
        })
    }
    world.notes.finding({
      detection: 'takeover-pattern',
      person: victim,
      start: time,
      end: at,
      summary: 'changed soon after a risky sign-in',
    })
    underAttack(scene, victim, time, at)
  },
}

/** The desk or self-service is asked again and again: for one person, or for many privileged ones. */
const probing: AttackScenario = {
  detection: 'recovery-probing',
  weight: 8,
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    // Who is privileged shows in the log only by what they do: the helpdesk resets others every day.
    const privileged = world.org.helpdesk
    const many = privileged.length >= 5 && rng.chance(0.35)
    const victims: readonly Person[] = many
      ? privileged.slice(0, rng.int(5, Math.min(8, privileged.length)))
      : scene.victims
    const rounds = many ? 1 : rng.int(4, 7)
    const seat = attackerSeat(scene, farLair(scene))
    const { recoveries } = world.org.traits
    const self = !many && recoveries.includes('password-self-reset') && rng.chance(0.5)
    const byStaff = recoveries.filter((kind) => kind !== 'password-self-reset')
    let at = time
    for (let round = 0; round < rounds; round++) {
      for (const victim of victims) {
        if (self) change(world, { time: at, change: 'password-self-reset', actor: victim, seat, who: victim, tag })
        else
          change(world, {
            time: at,
            change: rng.pick(byStaff),
            actor: resetter(world, victim, rng),
            who: victim,
            tag,
          })
        at += rng.between(3, 12) * MINUTE
      }
    }
    if (many)
      world.notes.finding({
        detection: 'recovery-probing',
        people: victims,
        start: time,
        end: at,
        summary: 'many privileged people reset in a short time',
      })
    for (const victim of victims) {
      if (!many)
        world.notes.finding({
          detection: 'recovery-probing',
          person: victim,
          start: time,
          end: at,
          summary: `${rounds} recoveries for one person`,
        })
      underAttack(scene, victim, time, at, ['recovery-probing', 'takeover-pattern', 'change-outside-case'])
    }
  },
}

/** Somebody tries, uses or changes a break-glass account. */
const emergency: AttackScenario = {
  detection: 'emergency-account',
  weight: 6,
  victims: () => 0,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    const target = rng.pick(world.org.emergency)
    // A log without the first step shows no wrong password; where changes name no one, nobody could know this account.
    const { firstStep, names } = world.org.traits
    const kind = rng.between(firstStep ? 0 : 0.4, names ? 1 : 0.8)
    const seat = rng.chance(0.5)
      ? attackerSeat(scene, farLair(scene))
      : workSeat(world, world.org.administrators[0]!, time)
    if (kind < 0.4) attempt(world, { who: target, time, seat, first: 'wrong', complete: false, tag })
    else if (kind < 0.8) attempt(world, { who: target, time, seat, first: 'passkey', demanded: true, tag })
    else {
      const what = world.org.traits.changes.includes('mfa-disabled') ? 'authenticators-reset' : 'password-reset'
      change(world, { time, change: what, actor: world.org.administrators[0]!, who: target, tag })
    }
    world.notes.allow({
      person: target,
      detections: [
        'new-device',
        'new-network',
        'unusual-hour',
        'untrusted-address',
        'impossible-travel',
        'change-outside-case',
      ],
      start: time - HOUR,
      end: time + DAY,
      why: 'the emergency account itself is the alarm',
    })
  },
}

/** Somebody who holds the highest role at that time. */
function holder({ org }: World, time: number, rng: Random): Person {
  return time < org.soleFrom ? rng.pick(org.administrators) : org.administrators[0]!
}

/** The highest role, unless the organisation's story is that one person alone holds it; then the next below. */
function roleGranted({ org }: World, to: Person, time: number): string {
  if (time > org.soleFrom - DAY) return 'Privileged Authentication Administrator'
  org.promoted.push(to)
  return 'Global Administrator'
}

/** An administrator's hand, or a stolen one: MFA off, policy weakened, role given, a bypass. */
const behindOurBack: AttackScenario = {
  detection: 'change-outside-case',
  weight: 10,
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    const victim = scene.victims[0]!
    const what = rng.pick(world.org.traits.changes)
    const actor = holder(world, time, rng)
    if (what === 'policy-changed' || what === 'policy-deleted') {
      change(world, { time, change: what, actor, who: null, target: 'Require MFA for all users', weaker: true, tag })
      return
    }
    change(world, {
      time,
      change: what,
      actor,
      who: victim,
      target: what === 'role-granted' ? roleGranted(world, victim, time) : '',
      tag,
    })
    underAttack(scene, victim, time, time, ['takeover-pattern'])
  },
}

export const ACCOUNTS: readonly AttackScenario[] = [takeover, probing, emergency, behindOurBack]
