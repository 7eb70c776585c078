/**
 * The organisation that the demo shows: a hospital, because somebody is at work there at every hour of every day, whenever a
 * newcomer starts the demo. Four of its people are the demo's cast.
 */
import { app } from '../devices.ts'
import type { Person } from '../happening.ts'
import type { Name } from '../names.ts'
import { localHour, type Organisation, organisation } from '../people.ts'
import { random } from '../random.ts'
import { TRAITS } from '../vendors.ts'
import { DAY, HOUR } from '../world.ts'
import type { LiveVendor } from './tenant.ts'

export interface Cast {
  /** Locked out: the prompts go to the phone that she no longer has. */
  readonly ana: Person
  /** Ana's manager. */
  readonly tom: Person
  /** An agent of the helpdesk. */
  readonly sam: Person
  /** Of the security team. */
  readonly riya: Person
}

const NAMES = {
  ana: { given: 'Ana', family: 'Ferreira' },
  tom: { given: 'Tom', family: 'Reyes' },
  sam: { given: 'Sam', family: 'Okafor' },
  riya: { given: 'Riya', family: 'Nair' },
} as const satisfies Readonly<Record<keyof Cast, Name>>

/** Where they stand in an organisation of 100 to 370: after two administrators of the directory comes the helpdesk (people.ts). */
const SAM = 2
const TOM = 5
const RIYA = 6
/** Everybody's manager is the person at an eighth of their index. */
const ANA = TOM * 8

export interface HospitalSettings {
  readonly name: string
  readonly people: number
  readonly seed: number
  readonly vendor: LiveVendor
}

export function hospital({ name, people, seed, vendor }: HospitalSettings): Organisation {
  return withShifts(organisation({ people, seed, name, traits: TRAITS[vendor] }))
}

/** The same, with the cast in it, and at work at `time`. */
export function hospitalWithCast(
  { name, people, seed, vendor }: HospitalSettings,
  time: number,
): { readonly org: Organisation; readonly cast: Cast } {
  const named = new Map<number, Name>([
    [SAM, NAMES.sam],
    [TOM, NAMES.tom],
    [RIYA, NAMES.riya],
    [ANA, NAMES.ana],
  ])
  const org = withShifts(organisation({ people, seed, name, traits: TRAITS[vendor], named }))
  const cast: Cast = {
    ana: org.people[ANA]!,
    tom: org.people[TOM]!,
    sam: org.people[SAM]!,
    riya: org.people[RIYA]!,
  }
  const rng = random(seed, 0xca57)
  for (const person of Object.values(cast)) {
    person.look = person === cast.sam ? person.look : ''
    person.planned = true
    onShift(person, localHour(time - 3 * HOUR, person.zone))
    person.authenticators = [app(person.phone.model, org, rng)]
  }
  return { org, cast }
}

const SHIFTS = [6, 14, 22]

/** Four of five work one of the three shifts, the same one on all days; everybody else works as people do. */
function withShifts(org: Organisation): Organisation {
  for (const person of org.people) {
    if (person.index % 5 < 4 && person.look === '') onShift(person, SHIFTS[person.index % 3]!)
    else if (person.pattern === 'shift') onShift(person, SHIFTS[0]!)
  }
  return org
}

/** Works for eight hours from this local hour on, in the building. */
function onShift(person: Person, from: number): void {
  person.pattern = 'night'
  person.from = from
  person.to = from + 8
}

/** Whether the person is at work, and has more than an hour before them. */
export function isAtWork(person: Person, time: number): boolean {
  const weekday = Math.floor((time + person.zone * HOUR) / DAY + 4) % 7
  if (person.pattern !== 'night' && (weekday === 0 || weekday === 6)) return false
  const hour = localHour(time, person.zone)
  return [hour, hour + 24].some((at) => at >= person.from && at <= person.to - 1)
}
