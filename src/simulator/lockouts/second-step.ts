/** Lockouts at the second step itself: the phone, the app, the code, the message. */
import type { StepResult } from '../happening.ts'
import {
  adopt,
  enrol,
  failing,
  getIn,
  helped,
  type LockoutScenario,
  newPhone,
  nextWorkday,
  occupy,
  sameLabelAgain,
} from '../scene.ts'
import { attempt, HOUR, MINUTE, workSeat } from '../world.ts'

const PUSH = ['push', 'push-number'] as const

function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

/**
 * The phone is gone. Prompts go to it unanswered, from the person's own computer, over hours; whoever only has a code
 * generator stops at the page. It ends on a new phone.
 */
const deviceLost: LockoutScenario = {
  cause: 'device-lost',
  needs: [...PUSH, 'totp'],
  weight: 10,
  play: (scene) => {
    const { world, person, rng, time, tag } = scene
    const push = person.authenticators[0]!.methods[0] !== 'totp'
    const count = rng.int(3, 7)
    let last = time
    if (push) {
      last = failing(
        scene,
        time,
        times(count, () => (rng.chance(0.3) ? ['no-answer', 'no-answer'] : ['no-answer'])),
        [4 * MINUTE, 70 * MINUTE],
      )
    } else {
      for (let at = 0, when = time; at < count; at++, when += rng.between(3, 60) * MINUTE) {
        attempt(world, {
          who: person,
          time: when,
          seat: workSeat(world, person, when),
          abandoned: true,
          pages: ['asked'],
          tag,
        })
        last = when
      }
    }
    const back = rng.chance(0.4) ? nextWorkday(person, last, rng) : last + rng.between(0.3, 4) * HOUR
    const second = person.authenticators[1]
    if (second?.methods[0] === 'sms' && rng.chance(0.4)) {
      // The old number works again with a new card in a new phone.
      const inside = getIn(scene, back, second)
      const made = newPhone(scene)
      enrol(scene, inside + 3 * MINUTE, made)
      adopt(scene, [made, second])
      occupy(scene, inside + 5 * MINUTE)
    } else {
      occupy(scene, helped(scene, back, newPhone(scene)))
    }
  },
}

/** The app was deleted or set up anew without its account: same phone, no prompt can be sent any more. */
const appRemoved: LockoutScenario = {
  cause: 'app-removed',
  needs: PUSH,
  weight: 8,
  play: (scene) => {
    const { person, rng, time } = scene
    const gone: StepResult = 'authenticator-invalid'
    const last = failing(
      scene,
      time,
      times(rng.int(3, 5), () => (rng.chance(0.25) ? [gone, gone] : [gone])),
      [MINUTE, 25 * MINUTE],
    )
    const back = last + rng.between(6, 150) * MINUTE
    const again = sameLabelAgain(scene)
    const second = person.authenticators[1]
    if (second && rng.chance(0.5)) {
      const inside = getIn(scene, back, second)
      enrol(scene, inside + rng.between(1, 8) * MINUTE, again)
      adopt(scene, [again, second])
      occupy(scene, inside + 9 * MINUTE)
    } else occupy(scene, helped(scene, back, again))
  },
}

/** The clock of the phone or token runs wrong: the secret is right, every code is not, however often. */
const clockDrift: LockoutScenario = {
  cause: 'clock-drift',
  needs: ['totp'],
  weight: 6,
  play: (scene) => {
    const { person, rng, time } = scene
    const own = person.authenticators[0]!
    const tries = times(rng.int(7, 14), (): StepResult[] =>
      rng.chance(0.35) ? ['wrong-code', 'wrong-code'] : ['wrong-code'],
    )
    const last = failing(scene, time, tries, [1.5 * MINUTE, 14 * MINUTE])
    const second = person.authenticators[1]
    const back = last + rng.between(10, 200) * MINUTE
    occupy(scene, getIn(scene, back, second && rng.chance(0.6) ? second : own))
  },
}

/** Typing errors, or the code of another entry in the app: a few wrong ones in a short time, then it works. */
const wrongCode: LockoutScenario = {
  cause: 'wrong-code',
  needs: ['totp', 'sms'],
  weight: 10,
  play: (scene) => {
    const { person, rng, time } = scene
    const last = failing(
      scene,
      time,
      times(rng.int(3, 4), (): StepResult[] => ['wrong-code']),
      [10_000, 90_000],
    )
    occupy(scene, getIn(scene, last + rng.between(0.3, 5) * MINUTE, person.authenticators[0]!))
  },
}

/** The code was still on the screen from the sign-in before: right once, refused the second time. */
const codeReused: LockoutScenario = {
  cause: 'code-reused',
  needs: ['totp'],
  weight: 4,
  play: (scene) => {
    const { person, rng, time } = scene
    const before = getIn({ ...scene, time }, time - rng.between(20, 50) * 1000, person.authenticators[0]!)
    const tries = times(rng.int(3, 4), (at): StepResult[] => [at < 2 || rng.chance(0.7) ? 'code-reused' : 'wrong-code'])
    const last = failing(scene, before + rng.between(5, 15) * 1000, tries, [5000, 20_000])
    occupy(scene, getIn(scene, last + rng.between(0.6, 6) * MINUTE, person.authenticators[0]!))
  },
}

/** The phone sleeps, is offline or saves its battery: the notification does not arrive, later it does. */
const pushNotDelivered: LockoutScenario = {
  cause: 'push-not-delivered',
  needs: PUSH,
  weight: 9,
  play: (scene) => {
    const { person, rng, time } = scene
    const tries = times(rng.int(3, 6), (at): StepResult[] =>
      at > 0 && rng.chance(0.3) ? ['no-answer'] : ['undeliverable'],
    )
    const last = failing(scene, time, tries, [MINUTE, 18 * MINUTE])
    occupy(scene, getIn(scene, last + rng.between(4, 90) * MINUTE, person.authenticators[0]!))
  },
}

/** The phone lies somewhere else. The person asks again and again, then fetches it. */
const pushNotAnswered: LockoutScenario = {
  cause: 'push-not-answered',
  needs: PUSH,
  weight: 10,
  play: (scene) => {
    const { person, rng, time } = scene
    const tries = times(rng.int(3, 5), (): StepResult[] =>
      rng.chance(0.2) ? ['no-answer', 'no-answer'] : ['no-answer'],
    )
    const last = failing(scene, time, tries, [30_000, 9 * MINUTE])
    occupy(scene, getIn(scene, last + rng.between(1, 25) * MINUTE, person.authenticators[0]!))
  },
}

/** The number of another window, of the sign-in before, or typed wrong: the person's own, at the own desk. */
const numberMismatch: LockoutScenario = {
  cause: 'number-mismatch',
  needs: ['push-number'],
  weight: 4,
  play: (scene) => {
    const { person, rng, time } = scene
    const tries = times(rng.int(3, 4), (): StepResult[] => ['wrong-number'])
    const last = failing(scene, time, tries, [20_000, 6 * MINUTE])
    const second = person.authenticators[1]
    occupy(
      scene,
      getIn(scene, last + rng.between(1, 20) * MINUTE, second && rng.chance(0.5) ? second : person.authenticators[0]!),
    )
  },
}

/** Carrier delay, voicemail, no reception: the message or call does not arrive. */
const messageNotDelivered: LockoutScenario = {
  cause: 'message-not-delivered',
  needs: ['sms', 'voice'],
  weight: 8,
  play: (scene) => {
    const { person, rng, time } = scene
    const tries = times(rng.int(3, 5), (): StepResult[] => ['message-undeliverable'])
    const last = failing(scene, time, tries, [MINUTE, 15 * MINUTE])
    const second = person.authenticators[1]
    const used = second && rng.chance(0.4) ? second : person.authenticators[0]!
    occupy(scene, getIn(scene, last + rng.between(5, 150) * MINUTE, used))
  },
}

/** Asked for so many messages that the provider sends no more for a while: at most ten, so that it is no flood. */
const messageLimit: LockoutScenario = {
  cause: 'message-limit',
  needs: ['sms', 'voice'],
  weight: 4,
  play: (scene) => {
    const { person, rng, time } = scene
    const before = times(rng.int(3, 5), (): StepResult[] => [
      rng.chance(0.6) ? 'message-undeliverable' : 'code-expired',
    ])
    const after = times(rng.int(2, 4), (): StepResult[] => ['message-limit'])
    const last = failing(scene, time, [...before, ...after], [40_000, 4 * MINUTE])
    occupy(scene, getIn(scene, last + rng.between(45, 180) * MINUTE, person.authenticators[0]!))
  },
}

export const SECOND_STEP: readonly LockoutScenario[] = [
  deviceLost,
  appRemoved,
  clockDrift,
  wrongCode,
  codeReused,
  pushNotDelivered,
  pushNotAnswered,
  numberMismatch,
  messageNotDelivered,
  messageLimit,
]
