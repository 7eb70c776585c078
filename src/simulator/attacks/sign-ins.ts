/** Attacks by signing in: sprayed passwords, stolen sessions, hidden addresses, old protocols. */
import { strangeLaptop } from '../devices.ts'
import { ATTACKER_CITIES } from '../places.ts'
import { attempt, DAY, ended, HOUR, MINUTE, methodOf, steps, workSeat } from '../world.ts'
import { type AttackScenario, attackerSeat, farLair, underAttack } from './scene.ts'

/** Many accounts, one to three tries each, from one address, from a block, or slowly; sometimes one password fits. */
const spray: AttackScenario = {
  detection: 'password-spray',
  weight: 12,
  victims: (org, rng) => Math.max(8, Math.min(120, Math.round(org * rng.between(0.01, 0.06)))),
  play: (scene) => {
    const { world, rng, time, victims, tag } = scene
    const network = farLair(scene)
    const rotating = rng.chance(0.35) && network.hosts > 1
    const device = strangeLaptop(rng)
    const tries = rng.int(1, 3)
    const gap = rng.chance(0.4) ? rng.between(300, 3000) : rng.between(4000, 90_000)
    const addresses = new Set<string>()
    const hit = rng.chance(0.3) ? victims[0]! : null
    let at = time
    for (let round = 0; round < tries; round++) {
      for (const [index, victim] of victims.entries()) {
        const seat = attackerSeat(
          rotating ? { ...scene, time: time + Math.floor(index / 8) * DAY } : scene,
          network,
          device,
        )
        addresses.add(seat.ip)
        const right = victim === hit && round === tries - 1
        const unknown = !right && rng.chance(0.08)
        const who = unknown
          ? { login: `${rng.pick(['admin', 'test', 'info', 'sales', 'j.smith'])}${rng.int(1, 99)}@${world.org.domain}` }
          : victim
        attempt(world, {
          who,
          time: at,
          seat,
          first: right ? 'right' : 'wrong',
          complete: false,
          abandoned: right,
          pages: right ? ['asked'] : [],
          protocol: 'rich',
          tag,
        })
        at += gap * rng.between(0.6, 1.4)
      }
      at += rng.between(1, 20) * MINUTE
    }
    const start = time
    const [first] = addresses
    const summary = `${victims.length} accounts, ${tries} tries each, from ${addresses.size} addresses of one network`
    world.notes.finding({
      detection: 'password-spray',
      ...(first ? { address: first } : {}),
      people: victims,
      start,
      end: at,
      summary,
    })
    for (const ip of addresses) {
      const detections = ['password-spray', 'untrusted-address', 'mass-lockout'] as const
      world.notes.allow({
        address: ip,
        detections,
        start: start - HOUR,
        end: at + DAY,
        why: 'a consequence of a true attack',
      })
    }
    for (const victim of victims) {
      underAttack(scene, victim, start, at, ['password-spray'])
      world.notes.allow({
        person: victim,
        causes: ['locked-by-attempts'],
        start,
        end: at + HOUR,
        why: "the attacker's tries may lock the account",
      })
    }
  },
}

/** A session or a relayed sign-in used far away, soon after the person's own. */
const travel: AttackScenario = {
  detection: 'impossible-travel',
  weight: 10,
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    const victim = scene.victims[0]!
    const own = workSeat(world, victim, time)
    attempt(world, {
      who: victim,
      time: time - rng.between(2, 50) * MINUTE,
      seat: own,
      first: 'session',
      remembered: true,
    })
    const network = world.org.atlas.residentialProxy(rng.pick(ATTACKER_CITIES), rng)
    const used = victim.authenticators[0]!
    const seat = attackerSeat(scene, network)
    const made = attempt(world, {
      who: victim,
      time,
      seat,
      steps: steps(used, methodOf(used), ['approved'], rng),
      risk: rng.chance(0.4) ? 'high' : 'none',
      tag,
    })
    underAttack(scene, victim, time, ended(made), ['takeover-pattern'])
  },
}

/** The password is known; tried from Tor or a rented machine, it stops at the second step, or not. */
const hidden: AttackScenario = {
  detection: 'untrusted-address',
  weight: 8,
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    const victim = scene.victims[0]!
    const used = victim.authenticators[0]!
    const seat = attackerSeat(scene, rng.chance(0.6) ? world.org.atlas.tor(rng) : world.org.atlas.hosting(rng))
    const result = rng.chance(0.5) ? 'approved' : 'no-answer'
    const made = attempt(world, {
      who: victim,
      time,
      seat,
      steps: steps(used, methodOf(used), [result], rng),
      risk: 'medium',
      tag,
    })
    underAttack(scene, victim, time, ended(made), ['takeover-pattern', 'mfa-fatigue'])
  },
}

/** Mail over IMAP with a stolen password: no second step is ever asked. */
const legacy: AttackScenario = {
  detection: 'legacy-protocol',
  weight: 8,
  victims: () => 1,
  play: (scene) => {
    const { world, rng, time, tag } = scene
    const victim = scene.victims[0]!
    const seat = attackerSeat(scene, farLair(scene))
    const protocol = rng.pick(['imap', 'pop', 'smtp'] as const)
    let last = time
    for (let count = rng.int(1, 6), at = time; count > 0; count--, at += rng.between(1, 40) * MINUTE) {
      attempt(world, { who: victim, time: at, seat, protocol, demanded: false, tag })
      last = at
    }
    underAttack(scene, victim, time, last)
  },
}

export const SIGN_INS: readonly AttackScenario[] = [spray, travel, hidden, legacy]
