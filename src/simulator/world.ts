/** The run's state: who there is, what is still to happen, and what scenarios need to write happenings. */
import type { Change, Method } from '../signin/index.ts'
import type {
  App,
  Attempt,
  Authenticator,
  ChangeMade,
  Happening,
  Person,
  Seat,
  SecondStep,
  StepResult,
  Stop,
  Tag,
} from './happening.ts'
import type { Organisation } from './people.ts'
import { address, type Network } from './places.ts'
import { type Random, random } from './random.ts'
import type { TruthNotes } from './truth.ts'
import type { Vendor } from './vendors.ts'

export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

export interface World {
  readonly org: Organisation
  readonly seed: number
  readonly start: number
  readonly end: number
  readonly vendor: Vendor
  readonly notes: TruthNotes
  readonly schedule: (happening: Happening) => void
  readonly serial: () => number
}

/** Where a person can sit. Home and office lines keep their address; a carrier gives another each time. */
export function seat(world: World, person: Person, where: 'office' | 'home' | 'mobile' | 'vpn', time: number): Seat {
  const network =
    where === 'office'
      ? person.office
      : where === 'vpn'
        ? world.org.vpn
        : where === 'mobile'
          ? person.carrier
          : person.home
  const device = where === 'mobile' ? (formerAt(person, time)?.phone ?? person.phone) : person.laptop
  return sit(world, network, device, time)
}

export function sit(world: World, network: Network, device: Seat['device'], time: number): Seat {
  const period = network.kind === 'mobile' ? Math.floor(time / (20 * MINUTE)) : Math.floor(time / DAY)
  const key = network.kind === 'home' || network.kind === 'office' ? 0 : period
  // Version 6 hosts change their interface part daily (RFC 8981); the prefix stays.
  const lease = network.version === 6 ? period : key
  return { ip: address(network, random(world.seed, 0xad, network.id, lease)), network, device }
}

/** Where the person works at that time, by their pattern. */
export function workplace(person: Person, time: number, zone = person.zone): 'office' | 'home' {
  if (person.pattern === 'office' || person.pattern === 'shift' || person.pattern === 'night') return 'office'
  if (person.pattern === 'home') return 'home'
  const weekday = Math.floor((time + zone * HOUR) / DAY + 4) % 7
  return (weekday + person.index) % 5 < 2 ? 'home' : 'office'
}

export function workSeat(world: World, person: Person, time: number): Seat {
  return seat(world, person, workplace(person, time), time)
}

export interface AttemptWish {
  readonly who: Attempt['who']
  readonly time: number
  readonly seat: Seat
  readonly app?: App
  readonly protocol?: Attempt['protocol']
  readonly first?: Attempt['first']
  readonly steps?: readonly SecondStep[]
  readonly stop?: Stop | null
  readonly policies?: readonly string[]
  readonly complete?: boolean
  readonly abandoned?: boolean
  readonly remembered?: boolean
  readonly demanded?: boolean
  readonly pages?: Attempt['pages']
  readonly risk?: Attempt['risk']
  readonly tag?: Tag | null
}

/** What the person could prove a second step with at that time. */
export function authenticatorsAt(person: Person, time: number): readonly Authenticator[] {
  return formerAt(person, time)?.authenticators ?? person.authenticators
}

function formerAt({ former }: Person, time: number): Person['former'][number] | undefined {
  return former.find(({ until }) => time < until)
}

/** Schedules an attempt; what the wish leaves out is a completed browser sign-in to the first application. */
export function attempt(world: World, wish: AttemptWish): Attempt {
  const steps = wish.steps ?? []
  const last = steps[steps.length - 1]
  const made: Attempt = {
    kind: 'attempt',
    time: Math.round(wish.time),
    id: world.serial(),
    who: wish.who,
    seat: wish.seat,
    app: wish.app ?? world.org.apps[0]!,
    protocol: wish.protocol ?? 'browser',
    first: wish.first ?? 'right',
    steps,
    stop: wish.stop ?? null,
    policies: wish.policies ?? [],
    complete:
      wish.complete ??
      (!wish.stop && !wish.abandoned && wish.first !== 'wrong' && (!last || last.result === 'approved')),
    abandoned: wish.abandoned ?? false,
    remembered: wish.remembered ?? false,
    demanded: wish.demanded ?? true,
    pages: wish.pages ?? [],
    risk: wish.risk ?? 'none',
    tag: wish.tag ?? null,
  }
  world.schedule(made)
  return made
}

/** When the last thing of an attempt happened. */
export function ended(made: Attempt): number {
  return made.time + (made.steps[made.steps.length - 1]?.at ?? 1500)
}

export interface ChangeWish {
  readonly time: number
  readonly change: Change
  readonly actor: Person | null
  readonly seat?: Seat | null
  readonly who: Person | null
  readonly target?: string
  readonly authenticator?: Authenticator | null
  readonly weaker?: boolean
  readonly tag?: Tag | null
}

export function change(world: World, wish: ChangeWish): ChangeMade {
  const time = Math.round(wish.time)
  const made: ChangeMade = {
    kind: 'change',
    time,
    id: world.serial(),
    change: wish.change,
    actor: wish.actor,
    seat: wish.seat ?? (wish.actor ? workSeat(world, wish.actor, time) : null),
    who: wish.who,
    target: wish.target ?? wish.authenticator?.label ?? '',
    authenticator: wish.authenticator ?? null,
    weaker: wish.weaker ?? false,
    tag: wish.tag ?? null,
  }
  world.schedule(made)
  return made
}

/** How long a result takes to stand, in milliseconds: people are slower with codes than with buttons. */
export function duration(method: Method, result: StepResult, rng: Random): number {
  if (result === 'no-answer' || result === 'message-undeliverable') return Math.round(rng.between(58_000, 62_000))
  if (
    result === 'undeliverable' ||
    result === 'authenticator-invalid' ||
    result === 'message-limit' ||
    result === 'service-error'
  ) {
    return Math.round(rng.between(1200, 6000))
  }
  if (method === 'passkey') return Math.round(rng.between(3000, 12_000))
  if (method === 'sms' || method === 'voice' || method === 'email') return Math.round(rng.between(14_000, 45_000))
  if (method === 'totp') return Math.round(rng.between(7000, 26_000))
  return Math.round(rng.between(4000, 22_000))
}

/** Second steps one after the other with the same authenticator. */
export function steps(
  authenticator: Authenticator | null,
  method: Method,
  results: readonly StepResult[],
  rng: Random,
): SecondStep[] {
  let at = 2500
  return results.map((result) => {
    at += duration(method, result, rng)
    const step = { at, method, authenticator, result }
    at += rng.int(1500, 6000)
    return step
  })
}

/** The main way of an authenticator that can do `wanted`, else its first. */
export function methodOf(authenticator: Authenticator, wanted?: Method): Method {
  return wanted && authenticator.methods.includes(wanted) ? wanted : authenticator.methods[0]!
}

/** A member of staff who resets things: the helpdesk, else an administrator. */
export function resetter(world: World, not: Person, rng: Random): Person {
  const staff = world.org.helpdesk.length > 0 ? world.org.helpdesk : world.org.administrators
  const others = staff.filter((person) => person !== not)
  return others.length > 0
    ? rng.pick(others)
    : (world.org.administrators.find((person) => person !== not) ?? world.org.administrators[0]!)
}
