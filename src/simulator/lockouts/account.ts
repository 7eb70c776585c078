/** Lockouts by the state of the account, of its enrolment, or of a pass. */
import { app } from '../devices.ts'
import type { Person } from '../happening.ts'
import {
  adopt,
  enrol,
  getIn,
  type LockoutScenario,
  nextWorkday,
  occupy,
  type Scene,
  stopped,
  withPass,
} from '../scene.ts'
import { attempt, change, ended, HOUR, MINUTE, resetter, seat, workSeat } from '../world.ts'

/** Somebody new: no past in this log, and nothing enrolled. */
function newcomer(person: Person, time: number, start: number): void {
  person.busy.push({ from: start - HOUR, to: time })
}

function freshApp(scene: Scene): ReturnType<typeof app> {
  return app(scene.person.phone.model, scene.world.org, scene.rng)
}

/** Told to enrol, does not manage or does not want to, comes back, and enrols in the end. */
const notEnrolled: LockoutScenario = {
  cause: 'not-enrolled',
  weight: 6,
  prepare: newcomer,
  play: (scene) => {
    const { person, rng, time } = scene
    let last = stopped(scene, time, rng.int(3, 4), 'not-enrolled', [2 * MINUTE, 50 * MINUTE])
    if (rng.chance(0.5))
      last = stopped(scene, nextWorkday(person, last, rng), rng.int(1, 3), 'not-enrolled', [2 * MINUTE, 40 * MINUTE])
    const made = freshApp(scene)
    const back = last + rng.between(12, 90) * MINUTE
    enrol(scene, back, made)
    adopt(scene, [made])
    occupy(scene, getIn(scene, back + rng.between(0.5, 3) * MINUTE, made))
  },
}

/** Wants to enrol and may not: registration only from trusted places, or the sign-in looks risky. */
const enrolmentBlocked: LockoutScenario = {
  cause: 'enrolment-blocked',
  weight: 4,
  prepare: newcomer,
  play: (scene) => {
    const { world, person, rng, time } = scene
    const last = stopped(scene, time, rng.int(3, 5), 'enrolment-blocked', [MINUTE, 30 * MINUTE], {
      policies: ['Security info registration from trusted places'],
      seat: (at) => seat(world, person, 'home', at),
    })
    const made = freshApp(scene)
    const back = nextWorkday(person, last, rng)
    const desk = seat(world, person, 'office', back)
    change(world, {
      time: back,
      change: 'authenticator-added',
      actor: person,
      seat: desk,
      who: person,
      authenticator: made,
    })
    adopt(scene, [made])
    occupy(scene, getIn(scene, back + 2 * MINUTE, made, desk))
  },
}

/** The new password is not yet in the fingers, or an old device repeats the old one: the provider locks. */
const lockedByAttempts: LockoutScenario = {
  cause: 'locked-by-attempts',
  weight: 12,
  play: (scene) => {
    const { world, person, rng, time, tag } = scene
    let at = time
    for (let count = rng.int(6, 10); count > 0; count--, at += rng.between(5, 45) * 1000) {
      attempt(world, { who: person, time: at, seat: workSeat(world, person, at), first: 'wrong', complete: false, tag })
    }
    const last = stopped(scene, at, rng.int(2, 6), 'locked', [20_000, 5 * MINUTE])
    if (rng.chance(0.5)) {
      const back = last + rng.between(4, 60) * MINUTE
      change(world, { time: back, change: 'account-unlocked', actor: resetter(world, person, rng), who: person })
      if (rng.chance(0.4))
        change(world, {
          time: back + 20_000,
          change: 'password-reset',
          actor: resetter(world, person, rng),
          who: person,
        })
      occupy(scene, getIn(scene, back + rng.between(1, 9) * MINUTE, person.authenticators[0]!))
    } else occupy(scene, getIn(scene, last + rng.between(16, 90) * MINUTE, person.authenticators[0]!))
  },
}

/** Switched off by the directory, by mistake or for good. */
const accountDisabled: LockoutScenario = {
  cause: 'account-disabled',
  weight: 5,
  play: (scene) => {
    const { world, person, rng, time } = scene
    const actor = rng.chance(0.5) ? null : rng.pick(world.org.administrators)
    change(world, { time: time - rng.between(5, 300) * MINUTE, change: 'account-disabled', actor, who: person })
    const last = stopped(scene, time, rng.int(2, 6), 'disabled', [MINUTE, 60 * MINUTE])
    if (rng.chance(0.35)) return occupy(scene, world.end)
    const back = rng.chance(0.5) ? last + rng.between(0.5, 5) * HOUR : nextWorkday(person, last, rng)
    change(world, { time: back, change: 'account-enabled', actor: rng.pick(world.org.administrators), who: person })
    occupy(scene, getIn(scene, back + rng.between(2, 30) * MINUTE, person.authenticators[0]!))
  },
}

/** The password is past its date; the person tries it again and again before changing it. */
const passwordExpired: LockoutScenario = {
  cause: 'password-expired',
  weight: 6,
  play: (scene) => {
    const { world, person, rng, time } = scene
    const last = stopped(scene, time, rng.int(3, 5), 'password-expired', [30_000, 20 * MINUTE], { first: 'expired' })
    const back = last + rng.between(11, 120) * MINUTE
    if (rng.chance(0.6)) change(world, { time: back, change: 'password-self-reset', actor: person, who: person })
    else change(world, { time: back, change: 'password-reset', actor: resetter(world, person, rng), who: person })
    occupy(scene, getIn(scene, back + rng.between(1, 4) * MINUTE, person.authenticators[0]!))
  },
}

/** A pass was given for the first day, and the first day began later. */
const passExpired: LockoutScenario = {
  cause: 'pass-expired',
  weight: 3,
  prepare: newcomer,
  play: (scene) => {
    const { world, person, rng, time } = scene
    const desk = resetter(world, person, rng)
    change(world, {
      time: time - rng.between(9, 22) * HOUR,
      change: 'pass-issued',
      actor: desk,
      who: person,
      target: 'temporary pass',
    })
    const last = stopped(scene, time, rng.int(3, 5), 'pass-expired', [30_000, 12 * MINUTE], { first: 'pass' })
    const back = last + rng.between(8, 90) * MINUTE
    change(world, { time: back, change: 'pass-issued', actor: desk, who: person, target: 'temporary pass' })
    occupy(scene, withPass(scene, back + rng.between(2, 15) * MINUTE, freshApp(scene)))
  },
}

/** The pass worked once; nothing was enrolled then, and it does not work twice. */
const passUsed: LockoutScenario = {
  cause: 'pass-used',
  weight: 3,
  prepare: newcomer,
  play: (scene) => {
    const { world, person, rng, time } = scene
    const desk = resetter(world, person, rng)
    const issued = time - rng.between(1, 3) * HOUR
    change(world, { time: issued, change: 'pass-issued', actor: desk, who: person, target: 'temporary pass' })
    const once = attempt(world, {
      who: person,
      time: issued + rng.between(5, 40) * MINUTE,
      seat: workSeat(world, person, time),
      first: 'pass',
    })
    const last = stopped(
      scene,
      Math.max(time, ended(once) + MINUTE),
      rng.int(3, 5),
      'pass-used',
      [30_000, 12 * MINUTE],
      { first: 'pass' },
    )
    const back = last + rng.between(8, 90) * MINUTE
    change(world, { time: back, change: 'pass-issued', actor: desk, who: person, target: 'temporary pass' })
    occupy(scene, withPass(scene, back + rng.between(2, 15) * MINUTE, freshApp(scene)))
  },
}

export const ACCOUNT: readonly LockoutScenario[] = [
  notEnrolled,
  enrolmentBlocked,
  lockedByAttempts,
  accountDisabled,
  passwordExpired,
  passExpired,
  passUsed,
]
