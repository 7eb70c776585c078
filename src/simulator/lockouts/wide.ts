/** Lockouts by rules and by the provider: policies, protocols, outages, enforcement, the only administrator. */
import type { Cause } from '../../signin/index.ts'
import { app } from '../devices.ts'
import type { Person } from '../happening.ts'
import type { Random } from '../random.ts'
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
  type Scene,
  stopped,
} from '../scene.ts'
import { attempt, change, DAY, ended, HOUR, MINUTE, methodOf, seat, steps, type World, workSeat } from '../world.ts'

/** A scenario of many people at once. `people` are free for it, in random order. */
export interface WideScenario {
  readonly cause: Cause
  /** How many people it may want, as a share of the organisation, and at most. */
  readonly share: readonly [low: number, high: number]
  readonly most: number
  /** Expected number in thirty days, for an organisation of any size. */
  readonly monthly: number
  readonly prepare?: (people: readonly Person[]) => void
  readonly play: (world: World, time: number, people: readonly Person[], rng: Random, incident: number) => void
}

function sceneOf(world: World, person: Person, time: number, rng: Random, cause: Cause, incident: number): Scene {
  return { world, person, time, rng, tag: { cause, incident } }
}

const BLOCKING = [
  ['Require compliant device for office applications', 'device-not-compliant'],
  ['Block countries without business', 'policy-block'],
  ['Block sign-ins with high risk', 'policy-block'],
] as const

/** An administrator changes a policy; from then on people are stopped by it, until it is changed back. */
const policyBlock: WideScenario = {
  cause: 'policy-block',
  share: [0.003, 0.04],
  most: 60,
  monthly: 3,
  play: (world, time, people, rng, incident) => {
    const [policy, stop] = rng.pick(BLOCKING)
    const actor = rng.pick(world.org.administrators)
    const tag = { cause: 'policy-block', incident } as const
    change(world, { time, change: 'policy-changed', actor, who: null, target: policy, tag })
    const back = time + rng.between(2, 9) * HOUR
    let last = time
    for (const person of people) {
      const scene = sceneOf(world, person, time + rng.between(2, 100) * MINUTE, rng, 'policy-block', incident)
      last = Math.max(
        last,
        stopped(scene, scene.time, rng.int(1, 4), stop, [2 * MINUTE, 30 * MINUTE], { policies: [policy] }),
      )
      occupy(
        scene,
        getIn(
          scene,
          Math.max(back, scene.time + 130 * MINUTE) + rng.between(2, 90) * MINUTE,
          person.authenticators[0]!,
        ),
      )
    }
    change(world, { time: back, change: 'policy-changed', actor, who: null, target: policy, tag })
    world.notes.policyBlock({ policy, start: time, end: Math.max(back, last), people, changedBy: { actor, at: time } })
    wide(world, people, time, Math.max(back, last))
  },
}

/** Failures of many at the same step are a mass lockout; few are not, and what lies between is the rule's choice. */
function wide(world: World, people: readonly Person[], start: number, end: number): void {
  if (people.length < 4) return
  const summary = `${people.length} people stopped at the same step`
  if (people.length >= Math.max(MASS_MIN, MASS_SHARE * world.org.people.length)) {
    world.notes.finding({ detection: 'mass-lockout', people, start, end, summary })
    return
  }
  for (const person of people) {
    world.notes.allow({ person, detections: ['mass-lockout'], start, end, why: 'several people, but not many' })
  }
}

const MASS_MIN = 18
const MASS_SHARE = 0.025

/** Two policies that cannot both be met: the laptop is no approved app, the phone is no compliant device. */
const policyConflict: LockoutScenario = {
  cause: 'policy-conflict',
  weight: 4,
  play: (scene) => {
    const { world, person, rng, time } = scene
    const laptop = ['Require approved client app on mobile']
    const phone = ['Require compliant device for office applications']
    let at = time
    let last = time
    for (let count = rng.int(4, 7); count > 0; count--) {
      const onPhone = count % 2 === 0
      last = stopped(scene, at, 1, onPhone ? 'device-not-compliant' : 'app-not-approved', [0, 0], {
        policies: rng.chance(0.3) ? [...laptop, ...phone] : onPhone ? phone : laptop,
        protocol: onPhone ? 'rich' : 'browser',
        seat: (when) => (onPhone ? seat(world, person, 'mobile', when) : workSeat(world, person, when)),
      })
      at = last + rng.between(1, 25) * MINUTE
    }
    const back = last + rng.between(0.4, 5) * HOUR
    change(world, {
      time: back,
      change: 'group-joined',
      actor: rng.pick(world.org.administrators),
      who: person,
      target: 'Excluded from device compliance',
    })
    occupy(scene, getIn(scene, back + rng.between(4, 40) * MINUTE, person.authenticators[0]!))
  },
}

/** An old mail program that knows no second step asks every few minutes and is refused. */
const legacyProtocol: LockoutScenario = {
  cause: 'legacy-protocol',
  weight: 4,
  play: (scene) => {
    const { person, rng, time } = scene
    const protocol = rng.pick(['imap', 'pop', 'smtp', 'activesync'] as const)
    const policies = ['Block legacy authentication']
    const last = stopped(scene, time, rng.int(4, 14), 'legacy-block', [4 * MINUTE, 16 * MINUTE], { protocol, policies })
    occupy(scene, getIn(scene, last + rng.between(5, 120) * MINUTE, person.authenticators[0]!))
  },
}

/** The provider's own trouble: right passwords, and no challenge completes, for everybody who happens to sign in. */
const outage: WideScenario = {
  cause: 'provider-outage',
  share: [0.1, 0.4],
  most: 400,
  monthly: 1,
  play: (world, time, people, rng, incident) => {
    const length = rng.between(45, 170) * MINUTE
    const stop = time + length
    const touched: Person[] = []
    let first = Number.POSITIVE_INFINITY
    let last = time
    for (const person of people) {
      const scene = sceneOf(world, person, time + rng.between(0, 0.8) * length, rng, 'provider-outage', incident)
      const used = person.authenticators[0]!
      let at = scene.time
      for (let count = rng.int(1, 4); count > 0 && at < stop; count--) {
        const early = rng.chance(0.25)
        const made = attempt(world, {
          who: person,
          time: at,
          seat: workSeat(world, person, at),
          steps: early ? [] : steps(used, methodOf(used), ['service-error'], rng),
          stop: early ? 'service-error' : null,
          complete: false,
          tag: scene.tag,
        })
        last = Math.max(last, ended(made))
        at = ended(made) + rng.between(2, 18) * MINUTE
      }
      touched.push(person)
      first = Math.min(first, scene.time)
      occupy(scene, getIn(scene, Math.max(stop, at) + rng.between(1, 45) * MINUTE, used))
    }
    if (touched.length === 0) return
    world.notes.outage({ what: 'sign-in', start: first, end: last, people: touched })
    wide(world, touched, first, last)
  },
}

/** MFA becomes mandatory overnight; those who never enrolled stand before the door in the morning. */
const enforcement: WideScenario = {
  cause: 'enforcement',
  share: [0.02, 0.1],
  most: 80,
  monthly: 0.7,
  prepare: (people) => {
    for (const person of people) person.authenticators = []
  },
  play: (world, time, people, rng, incident) => {
    const actor = rng.pick(world.org.administrators)
    const begin = time - rng.between(1, 10) * HOUR
    const tag = { cause: 'enforcement', incident } as const
    change(world, {
      time: begin,
      change: 'policy-created',
      actor,
      who: null,
      target: 'Require MFA for everybody (enforced)',
      tag,
    })
    let last = begin
    for (const person of people) {
      const start = nextWorkday(person, begin, rng)
      const scene = sceneOf(world, person, start, rng, 'enforcement', incident)
      last = Math.max(last, stopped(scene, start, rng.int(2, 5), 'not-enrolled', [2 * MINUTE, 45 * MINUTE]))
      const back = rng.chance(0.6) ? last + rng.between(12, 200) * MINUTE : nextWorkday(person, last, rng)
      const made = app(person.phone.model, world.org, rng)
      enrol(scene, back, made)
      // Until the change the person signed in with a password alone, and so habits go on up to that morning.
      person.busy.push({ from: begin, to: start })
      const inside = getIn(scene, back + rng.between(0.5, 3) * MINUTE, made)
      adopt(scene, [made])
      occupy(scene, inside)
    }
    wide(world, people, begin, last)
  },
}

/** Days before: the role of every other holder is taken away, and one person does all that needs it. */
export function beforeSoleAdministrator(world: World, time: number, rng: Random): void {
  const [person, ...administrators] = world.org.administrators
  if (!person) return
  const others = [...administrators, ...world.org.promoted]
  for (const [index, who] of others.entries()) {
    change(world, {
      time: time + index * 40_000,
      change: 'role-revoked',
      actor: person,
      who,
      target: 'Global Administrator',
    })
  }
  const policy = 'Block countries without business'
  change(world, {
    time: time + rng.between(7, 60) * MINUTE,
    change: 'policy-changed',
    actor: person,
    who: null,
    target: policy,
  })
}

/** The only holder of the highest role has lost the phone or key, and nobody else can help. At most one in a run. */
export function soleAdministrator(world: World, time: number, rng: Random, incident: number): void {
  const person = world.org.administrators[0]!
  const scene = sceneOf(world, person, time, rng, 'sole-administrator', incident)
  const key = person.authenticators[0]!.methods[0] === 'passkey'
  let last = time
  for (let count = rng.int(4, 8), at = time; count > 0; count--) {
    if (key)
      attempt(world, {
        who: person,
        time: at,
        seat: workSeat(world, person, at),
        abandoned: true,
        pages: ['asked'],
        tag: scene.tag,
      })
    last = key ? at : failing(scene, at, [['no-answer']], [0, 0])
    at = last + rng.between(5, 200) * MINUTE
  }
  // The vendor's support helps after days, if at all.
  const back = last + rng.between(2, 4) * DAY
  occupy(scene, back < world.end ? helped(scene, back, newPhone(scene)) : world.end)
}

export const WIDE: readonly WideScenario[] = [policyBlock, outage, enforcement]
export const RULES: readonly LockoutScenario[] = [policyConflict, legacyProtocol]
