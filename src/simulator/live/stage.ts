/**
 * The first half hour after somebody begins to look: what a newcomer sees, and when. Times of this file are milliseconds after
 * that instant at which a row is handed over; when it happened follows from the vendor's usual delay.
 */
import { app, strangeLaptop } from '../devices.ts'
import type { Attempt, Authenticator, Person, Seat, StepResult } from '../happening.ts'
import { type Random, random } from '../random.ts'
import { getIn, helped, newPhone, type Scene } from '../scene.ts'
import { attempt, change, MINUTE, methodOf, seat, sit, type World, workSeat } from '../world.ts'
import type { Cast } from './cast.ts'
import type { FreePeople } from './people.ts'
import { DELAYS_MS, type LiveVendor, NUMBERS, type Trouble } from './tenant.ts'

export interface StageSettings {
  readonly vendor: LiveVendor
  readonly cast: Cast | undefined
  readonly free: FreePeople
  readonly seed: number
  /** Of this instant, counted from 0: so many times somebody has begun to look before. */
  readonly count: number
  readonly time: number
  /** What lies after this instant is not played: somebody begins anew. */
  readonly until: number
}

const SECOND = 1000
/** Numbers of happenings: above everyday life's, below those of the troubles. */
const NUMBERS_FROM = 2 ** 30
const PUSH = ['push', 'push-number']

/** What is played at that instant; nothing of it lies more than some hours before or after. */
export function stage({ vendor, cast, free, seed, count, time, until }: StageSettings): readonly Trouble[] {
  const scenes = [...(cast === undefined ? [] : [newPhoneOf(cast)]), ...PROGRAMME[vendor]]
  const [low, high] = DELAYS_MS[vendor]
  return scenes.map((play, place) => ({
    time,
    numbers: NUMBERS_FROM + (count * PLACES + place) * NUMBERS,
    play(world) {
      const rng = random(seed, 0x57a6, count, place)
      const schedule: World['schedule'] = (happening) => {
        if (happening.time < until) world.schedule(happening)
      }
      play({ world: { ...world, schedule }, rng, free, at: (after) => Math.round(time + after - (low + high) / 2) })
    },
  }))
}

const PLACES = 16

interface Play {
  readonly world: World
  readonly rng: Random
  readonly free: FreePeople
  /** When that happens which is handed over so long after the instant. */
  at(afterMs: number): number
}

/** With a second step by the person's main authenticator, whose result stands when it is said to. */
function tried(
  world: World,
  who: Person,
  at: number,
  result: StepResult,
  from: Seat,
  more: Partial<Attempt> = {},
): void {
  const used = who.authenticators[0] as Authenticator
  const takes = result === 'no-answer' ? MINUTE : 5 * SECOND
  const method = methodOf(used, result === 'wrong-code' ? 'totp' : undefined)
  const steps = [{ at: takes, method, authenticator: used, result }]
  attempt(world, { who, time: at - takes, seat: from, steps, complete: result === 'approved', ...more })
}

/** Minutes before or after the instant at which Ana tries: since this morning, and again and again. */
const ANA_TRIES = [-127, -121, -97, -64, -33, -12, 0.15, 6, 11, 17, 26, 38, 55]

/** Ana has a new phone; the prompts go to the old one. The helpdesk helps after an hour and a half. */
function newPhoneOf({ ana }: Cast) {
  return ({ world, rng, at }: Play): void => {
    const tag = { cause: 'device-lost', incident: 0 } as const
    for (const minute of ANA_TRIES) {
      const time = at(minute * MINUTE)
      tried(world, ana, time, 'no-answer', workSeat(world, ana, time), { tag })
    }
    const scene: Scene = { world, person: ana, time: at(ANA_TRIES[0]! * MINUTE), rng, tag }
    const back = at(90 * MINUTE)
    ana.busy.push({ from: scene.time - 30 * MINUTE, to: helped(scene, back, newPhone(scene)) })
  }
}

/** A clock that runs wrong: three codes within half a minute, then more; in the end another way works. */
function wrongCodes({ world, rng, free, at }: Play): void {
  const time = at(7 * SECOND)
  const [person] = free.take(world, { count: 1, time, needs: ['totp', 'sms', ...PUSH], atAnyHour: true }, rng)
  if (person === undefined) return
  const tag = { cause: 'wrong-code', incident: 0 } as const
  for (const second of [7, 15, 23, 58, 131]) {
    const when = at(second * SECOND)
    tried(world, person, when, 'wrong-code', workSeat(world, person, when), { tag })
  }
  const last = getIn({ world, person, time, rng, tag }, at(9 * MINUTE), person.authenticators[0]!)
  person.busy.push({ from: time - 30 * MINUTE, to: last })
}

/** Prompt after prompt from a rented machine; five are refused within a minute and a half, the eleventh is approved. */
function bombing({ world, rng, free, at }: Play): void {
  const [victim] = free.take(world, { count: 1, time: at(0), needs: PUSH, atAnyHour: true }, rng)
  if (victim === undefined) return
  const device = strangeLaptop(rng)
  const seat = sit(world, world.org.atlas.hosting(rng), device, at(0))
  const tag = { attack: true, incident: 0 } as const
  for (const second of [33, 43, 52, 62, 74, 88, 101, 117, 134, 152]) {
    tried(world, victim, at(second * SECOND), 'refused', seat, { tag, risk: 'medium' })
  }
  tried(world, victim, at(178 * SECOND), 'approved', seat, { tag, risk: 'high' })
  const authenticator = app('SM-G973F', world.org, rng)
  change(world, {
    time: at(250 * SECOND),
    change: 'authenticator-added',
    actor: victim,
    seat,
    who: victim,
    authenticator,
    tag,
  })
  victim.busy.push({ from: at(-30 * MINUTE), to: at(30 * MINUTE) })
}

/** An administrator saves a policy; from that minute on laptops that are not enrolled are turned away. */
function policyBlock({ world, rng, free, at }: Play): void {
  const policy = 'Require compliant device for office applications'
  const actor = world.org.administrators[0]!
  const tag = { cause: 'policy-block', incident: 0 } as const
  const saved = at(4 * MINUTE)
  change(world, { time: saved, change: 'policy-changed', actor, who: null, target: policy, tag })
  const back = at(36 * MINUTE)
  for (const person of free.take(world, { count: 9, time: saved }, rng)) {
    const first = saved + rng.between(0.3, 8) * MINUTE
    for (let time = first, tries = rng.int(1, 3); tries > 0; tries--, time += rng.between(1, 5) * MINUTE) {
      attempt(world, {
        who: person,
        time,
        seat: workSeat(world, person, time),
        stop: 'device-not-compliant',
        policies: [policy],
        tag,
      })
    }
    const scene: Scene = { world, person, time: first, rng, tag }
    const inside = getIn(scene, back + rng.between(1, 20) * MINUTE, person.authenticators[0]!)
    person.busy.push({ from: first - 10 * MINUTE, to: inside })
  }
  change(world, { time: back, change: 'policy-changed', actor, who: null, target: policy, tag })
}

/** Every password is right and no second step completes, for whoever happens to sign in. */
function outage({ world, rng, free, at }: Play): void {
  const begin = at(8 * MINUTE)
  const end = at(21 * MINUTE)
  const tag = { cause: 'provider-outage', incident: 0 } as const
  for (const person of free.take(world, { count: 24, time: begin, atAnyHour: true }, rng)) {
    const first = rng.between(begin, end - 2 * MINUTE)
    const from = seat(world, person, rng.pick(['office', 'home', 'mobile'] as const), first)
    let time = first
    for (let tries = rng.int(1, 3); tries > 0 && time < end; tries--, time += rng.between(0.7, 3) * MINUTE) {
      attempt(world, {
        who: person,
        time,
        seat: from,
        stop: 'service-error',
        complete: false,
        tag,
      })
    }
    const scene: Scene = { world, person, time: first, rng, tag }
    const inside = getIn(scene, Math.max(end, time) + rng.between(0.5, 8) * MINUTE, person.authenticators[0]!)
    person.busy.push({ from: first - 10 * MINUTE, to: inside })
  }
}

/** One password, many accounts, from one address. */
function spray({ world, rng, at }: Play): void {
  const begin = at(6 * MINUTE)
  const seat = sit(world, world.org.atlas.tor(rng), strangeLaptop(rng), begin)
  const tag = { attack: true, incident: 0 } as const
  const known = new Set(Array.from({ length: 25 }, () => rng.pick(world.org.people)))
  let time = begin
  for (const who of known) {
    attempt(world, { who, time, seat, first: 'wrong', complete: false, protocol: 'rich', tag })
    time += rng.between(2, 7) * SECOND
  }
}

const PROGRAMME: Readonly<Record<LiveVendor, readonly ((play: Play) => void)[]>> = {
  okta: [wrongCodes, bombing, spray],
  entra: [policyBlock, outage],
}
