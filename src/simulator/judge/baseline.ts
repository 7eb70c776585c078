/**
 * What is new for a person: a device, a network, an hour, or a place too far from the last one. By world knowledge, not
 * by what a log shows; what only the world knows, or what hangs on a rule's exact edge, is allowed and not demanded.
 */
import { type Attempt, isPerson, type Person } from '../happening.ts'
import { localHour } from '../people.ts'
import { kilometres, type Network } from '../places.ts'
import type { TruthNotes } from '../truth.ts'

const DAY = 86_400_000
/** A baseline counts after two weeks; what an earlier one calls new is allowed for everybody (`EARLY`). */
const READY_MS = 15 * DAY
export const EARLY = { detections: ['new-device', 'new-network', 'unusual-hour'], lengthMs: 16 * DAY } as const
const SIGN_INS_MIN = 20
const FAR_KM = 1000
const FAST_KMH = 900

interface Usual {
  readonly since: number
  signIns: number
  readonly devices: Set<string>
  readonly looks: Set<string>
  readonly networks: Set<number>
  readonly blocks: Set<string>
  readonly asns: Set<number>
  /** Bit per local hour. */
  hours: number
  last: { time: number; network: Network; attack: boolean } | null
}

export interface BaselineJudge {
  attempt(made: Attempt): void
}

/** `shared` holds the networks of many colleagues: offices and the organisation's own VPN. */
export function baselineJudge(notes: TruthNotes, shared: ReadonlySet<number>): BaselineJudge {
  const people = new Map<Person, Usual>()
  return {
    attempt: (made) => {
      if (!isPerson(made.who) || !made.complete || made.who.kind === 'emergency') return
      const usual = people.get(made.who) ?? fresh(made)
      people.set(made.who, usual)
      const attack = made.tag?.attack === true
      if (usual.signIns > 0) {
        newDevice(notes, usual, made, made.who)
        newNetwork(notes, usual, made, made.who, shared)
        unusualHour(notes, usual, made, made.who)
        travel(notes, usual, made, made.who, attack)
      }
      learn(usual, made, attack)
    },
  }
}

function fresh(made: Attempt): Usual {
  return {
    since: made.time,
    signIns: 0,
    devices: new Set(),
    looks: new Set(),
    networks: new Set(),
    blocks: new Set(),
    asns: new Set(),
    hours: 0,
    last: null,
  }
}

function learn(usual: Usual, made: Attempt, attack: boolean): void {
  const { device, network } = made.seat
  usual.signIns++
  usual.devices.add(device.id)
  usual.looks.add(`${device.os} ${device.browser}`)
  usual.networks.add(network.id)
  usual.blocks.add(block(made.seat.ip))
  usual.asns.add(network.asn)
  if (isPerson(made.who)) usual.hours |= 1 << Math.floor(localHour(made.time, made.who.zone))
  usual.last = { time: made.time, network, attack }
}

function ready(usual: Usual, made: Attempt): boolean {
  return made.time - usual.since >= READY_MS && usual.signIns >= SIGN_INS_MIN
}

function newDevice(notes: TruthNotes, usual: Usual, made: Attempt, person: Person): void {
  const { device } = made.seat
  if (usual.devices.has(device.id) || !ready(usual, made)) return
  const strict = !usual.looks.has(`${device.os} ${device.browser}`)
  tell(notes, 'new-device', person, made.time, strict, 'a new machine that looks like the old one')
}

function newNetwork(notes: TruthNotes, usual: Usual, made: Attempt, person: Person, shared: ReadonlySet<number>): void {
  const { network, ip } = made.seat
  if (usual.blocks.has(block(ip)) || !ready(usual, made)) return
  const strict = !usual.networks.has(network.id) && !usual.asns.has(network.asn) && !shared.has(network.id)
  tell(notes, 'new-network', person, made.time, strict, "another line of a known carrier, or a colleagues' network")
}

/** The /24 of a version 4 address, the /64 of a version 6 one. */
function block(ip: string): string {
  return ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip.slice(0, ip.lastIndexOf('.'))
}

function unusualHour(notes: TruthNotes, usual: Usual, made: Attempt, person: Person): void {
  const distance = hoursAway(usual.hours, Math.floor(localHour(made.time, person.zone)))
  if (distance < 2 || !ready(usual, made)) return
  tell(notes, 'unusual-hour', person, made.time, distance >= 5, 'an hour at the edge of the usual ones')
}

/** Hours between an hour and the nearest that was seen, round the clock. */
function hoursAway(seen: number, hour: number): number {
  for (let distance = 0; distance <= 12; distance++) {
    if (seen & (1 << ((hour + distance) % 24)) || seen & (1 << ((hour - distance + 24) % 24))) return distance
  }
  return 12
}

function travel(notes: TruthNotes, usual: Usual, made: Attempt, person: Person, attack: boolean): void {
  const { last } = usual
  if (!last) return
  const distance = kilometres(last.network.city, made.seat.network.city)
  const speed = distance / Math.max(1 / 3600, (made.time - last.time) / 3_600_000)
  if (distance < 100 || speed <= FAST_KMH) return
  const kinds = [last.network.kind, made.seat.network.kind]
  if (attack !== last.attack) {
    const strict = distance >= FAR_KM && speed > 1.3 * FAST_KMH
    tell(notes, 'impossible-travel', person, made.time, strict, 'near the speed limit, or not far')
  } else if (kinds.includes('commercial-vpn')) {
    const why = 'a bought VPN: the jump is there, the journey is not'
    notes.allow({ person, detections: ['impossible-travel'], start: last.time, end: made.time, why })
  }
}

function tell(
  notes: TruthNotes,
  detection: 'new-device' | 'new-network' | 'unusual-hour' | 'impossible-travel',
  person: Person,
  time: number,
  strict: boolean,
  why: string,
): void {
  if (strict) notes.finding({ detection, person, start: time, end: time, summary: `first seen: ${detection}` })
  else notes.allow({ person, detections: [detection], start: time, end: time, why })
}
