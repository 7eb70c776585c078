/** What an attack gets: a victim, a moment, and a place to attack from. */
import type { DetectionId } from '../../signin/index.ts'
import { strangeLaptop } from '../devices.ts'
import type { Device, Person, Seat, Tag } from '../happening.ts'
import { ATTACKER_CITIES, type Network } from '../places.ts'
import type { Random } from '../random.ts'
import { DAY, HOUR, sit, type World } from '../world.ts'

export interface AttackScenario {
  readonly detection: DetectionId
  /** Relative frequency among attacks. */
  readonly weight: number
  /** How many victims it wants. */
  readonly victims: (org: number, rng: Random) => number
  readonly needs?: readonly string[]
  /** Needs a provider at which people can say on the prompt that it was not them. */
  readonly reports?: true
  readonly play: (scene: AttackScene) => void
}

export interface AttackScene {
  readonly world: World
  readonly victims: readonly Person[]
  readonly time: number
  readonly rng: Random
  readonly tag: Tag
}

/** Where attackers come from: rented machines, Tor, abroad, or a rented line in the victim's own city. */
export function lair(scene: AttackScene, victim: Person): Network {
  const { world, rng } = scene
  return rng.weighted([
    ['hosting', 40],
    ['tor', 12],
    ['abroad', 28],
    ['residential-proxy', 20],
  ] as const) === 'residential-proxy'
    ? world.org.atlas.residentialProxy(victim.office.city, rng)
    : farLair(scene)
}

/** The same, but surely not from around the corner. */
export function farLair({ world, rng }: AttackScene): Network {
  const kind = rng.weighted([
    ['hosting', 45],
    ['tor', 15],
    ['abroad', 40],
  ] as const)
  if (kind === 'hosting') return world.org.atlas.hosting(rng)
  if (kind === 'tor') return world.org.atlas.tor(rng)
  return world.org.atlas.residentialProxy(rng.pick(ATTACKER_CITIES), rng)
}

export function attackerSeat(scene: AttackScene, network: Network, device: Device = strangeLaptop(scene.rng)): Seat {
  return { ...sit(scene.world, network, device, scene.time), device }
}

/** Notes that these days are not benign, and which consequences of the attack a report may name besides. */
export function underAttack(
  scene: AttackScene,
  victim: Person,
  start: number,
  end: number,
  more: readonly DetectionId[] = [],
): void {
  scene.world.notes.attacked(victim, start, end)
  const detections: DetectionId[] = [
    'new-device',
    'new-network',
    'unusual-hour',
    'impossible-travel',
    'untrusted-address',
    ...more,
  ]
  scene.world.notes.allow({
    person: victim,
    detections,
    start: start - HOUR,
    end: end + DAY,
    why: 'a consequence of a true attack',
  })
}
