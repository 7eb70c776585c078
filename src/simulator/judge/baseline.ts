/**
 * What is new for a person: a device, a network, an hour, or a place too far from the last one. By world knowledge, not
 * by what a log shows; what only the world knows, or what hangs on a rule's exact edge, is allowed and not demanded.
 */
import { type Attempt, type Device, isPerson, type Person } from '../happening.ts'
import { localHour } from '../people.ts'
import { kilometres, type Network, type NetworkKind } from '../places.ts'
import type { TruthNotes } from '../truth.ts'

const DAY = 86_400_000
/** A baseline counts after two weeks; what an earlier one calls new is allowed for everybody (`EARLY`). */
const READY_MS = 15 * DAY
export const EARLY = { detections: ['new-device', 'new-network', 'unusual-hour'], lengthMs: 16 * DAY } as const
/** So long nobody can know an organisation's VPN exits, or that a carrier's gateway stands in another city. */
const LEARNT_MS = { vpn: 3 * DAY, carrier: 7 * DAY }
const SIGN_INS_MIN = 20
const FAR_KM = 1000
const FAST_KMH = 900

/** Lists, not sets: they hold a handful, and there is one of each for everybody. */
interface Usual {
  readonly since: number
  signIns: number
  readonly devices: string[]
  readonly looks: string[]
  readonly networks: number[]
  readonly blocks: string[]
  readonly asns: number[]
  /** Bit per local hour. */
  hours: number
  last: { time: number; network: Network; attack: boolean } | null
}

export interface BaselineJudge {
  attempt(made: Attempt): void
}

/** `shared` holds the networks of many colleagues: offices and the organisation's own VPN. */
export function baselineJudge(notes: TruthNotes, shared: ReadonlySet<number>, start: number): BaselineJudge {
  const people = new Map<Person, Usual>()
  return {
    attempt: (made) => {
      if (!isPerson(made.who) || !made.complete || made.who.kind === 'emergency') return
      const person = made.who
      const usual = people.get(person) ?? fresh(made)
      people.set(person, usual)
      if (usual.signIns > 0) {
        const early = made.time - start < EARLY.lengthMs
        for (const one of [newDevice(usual, made), newNetwork(usual, made, shared), unusualHour(usual, made, person)]) {
          if (!one || (early && !one.strict)) continue
          tell(notes, person, made.time, { ...one, strict: one.strict && ready(usual, made) })
        }
        travel(notes, usual, made, person, made.time - start)
      }
      learn(usual, made)
    },
  }
}

/** Something that the person's habits do not know. */
interface Novelty {
  readonly detection: 'new-device' | 'new-network' | 'unusual-hour' | 'impossible-travel'
  /** Demanded of a rule; else allowed, for the reason given. */
  readonly strict: boolean
  readonly why: string
}

function fresh(made: Attempt): Usual {
  return {
    since: made.time,
    signIns: 0,
    devices: [],
    looks: [],
    networks: [],
    blocks: [],
    asns: [],
    hours: 0,
    last: null,
  }
}

function learn(usual: Usual, made: Attempt): void {
  const { device, network } = made.seat
  usual.signIns++
  keep(usual.devices, device.id)
  keep(usual.looks, lookOf(device))
  keep(usual.networks, network.id)
  keep(usual.blocks, block(made.seat.ip))
  keep(usual.asns, network.asn)
  if (isPerson(made.who)) usual.hours |= 1 << Math.floor(localHour(made.time, made.who.zone))
  usual.last = { time: made.time, network, attack: made.tag?.attack === true }
}

function keep<T>(list: T[], value: T): void {
  if (!list.includes(value)) list.push(value)
}

function ready(usual: Usual, made: Attempt): boolean {
  return made.time - usual.since >= READY_MS && usual.signIns >= SIGN_INS_MIN
}

/** System and browser, without versions: Windows 10 and 11 give the same user agent. */
function lookOf(device: Device): string {
  return `${device.os.replace(/ \d+$/, '')} ${device.browser}`
}

function newDevice(usual: Usual, made: Attempt): Novelty | null {
  const { device } = made.seat
  if (usual.devices.includes(device.id)) return null
  const strict = !usual.looks.includes(lookOf(device))
  return { detection: 'new-device', strict, why: 'a new machine that looks like the old one, or a young baseline' }
}

function newNetwork(usual: Usual, made: Attempt, shared: ReadonlySet<number>): Novelty | null {
  const { network, ip } = made.seat
  if (usual.blocks.includes(block(ip))) return null
  const strict = !usual.networks.includes(network.id) && !usual.asns.includes(network.asn) && !shared.has(network.id)
  return {
    detection: 'new-network',
    strict,
    why: "a known carrier's other line, a colleagues' network, or a young baseline",
  }
}

/** The /24 of a version 4 address, the /64 of a version 6 one. */
function block(ip: string): string {
  return ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip.slice(0, ip.lastIndexOf('.'))
}

function unusualHour(usual: Usual, made: Attempt, person: Person): Novelty | null {
  const distance = hoursAway(usual.hours, Math.floor(localHour(made.time, person.zone)))
  if (distance < 2) return null
  return {
    detection: 'unusual-hour',
    strict: distance >= 5,
    why: 'an hour at the edge of the usual ones, or a young baseline',
  }
}

/** Hours between an hour and the nearest that was seen, round the clock. */
function hoursAway(seen: number, hour: number): number {
  for (let distance = 0; distance <= 12; distance++) {
    if (seen & (1 << ((hour + distance) % 24)) || seen & (1 << ((hour - distance + 24) % 24))) return distance
  }
  return 12
}

function travel(notes: TruthNotes, usual: Usual, made: Attempt, person: Person, age: number): void {
  const { last } = usual
  if (!last) return
  const distance = kilometres(last.network.city, made.seat.network.city)
  const speed = distance / Math.max(1 / 3600, (made.time - last.time) / 3_600_000)
  if (distance < 100 || speed <= FAST_KMH) return
  const kinds = [last.network.kind, made.seat.network.kind]
  const attack = made.tag?.attack === true
  if (attack && !last.attack && !kinds.some((kind) => HIDING.has(kind))) {
    const strict = distance >= FAR_KM && speed > 1.3 * FAST_KMH
    tell(notes, person, made.time, { detection: 'impossible-travel', strict, why: 'near the speed limit, or not far' })
    return
  }
  const why = excuse(kinds, attack || last.attack, age)
  if (why) notes.allow({ person, detections: ['impossible-travel'], start: last.time, end: made.time, why })
}

/** Networks whose place on the map says nothing about where somebody is. */
const HIDING: ReadonlySet<NetworkKind> = new Set(['tor', 'hosting', 'commercial-vpn', 'corporate-vpn'])

/** Why a jump may be reported though nobody travelled; null if a rule must know better. */
function excuse(kinds: readonly NetworkKind[], attacked: boolean, age: number): string | null {
  if (attacked) return 'the way back from an attack, or an address that is nowhere'
  if (kinds.includes('commercial-vpn')) return 'a bought VPN: the jump is there, the journey is not'
  if (kinds.includes('corporate-vpn')) return age < LEARNT_MS.vpn ? "the organisation's exit is not learnt yet" : null
  if (kinds.includes('mobile')) return age < LEARNT_MS.carrier ? "the carrier's gateway is not learnt yet" : null
  return IMPOSSIBLE
}

/** No scenario may make such a journey; a test holds that none does. */
export const IMPOSSIBLE = 'a journey that no aeroplane makes'

function tell(notes: TruthNotes, person: Person, time: number, { detection, strict, why }: Novelty): void {
  const lasts = detection === 'new-device' || detection === 'new-network' ? NOVEL_MS : 0
  if (strict) notes.finding({ detection, person, start: time, end: time + lasts, summary: `first seen: ${detection}` })
  else notes.allow({ person, detections: [detection], start: time, end: time + lasts, why })
}

/** A machine or network stays new for the rest of the day on which it appeared. */
const NOVEL_MS = 12 * 3_600_000
