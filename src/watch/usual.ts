/** What is usual for a person, in words: where, with what and when they got in lately. For people to look at; no rule reads it. */
import { networkOf } from '../base/geography.ts'
import type { Finding } from '../diagnosis/index.ts'
import { clientKind, hourOf } from '../profile/index.ts'
import type { SignIn } from '../signin/index.ts'

export interface UsualShown {
  /** Each most used first, at most five. */
  readonly networks: readonly string[]
  readonly devices: readonly string[]
  readonly countries: readonly string[]
  /** Complete sign-ins by hour of the day in UTC, 0 to 23. */
  readonly hours: readonly number[]
}

const SHOWN_MAX = 5

/** `findings` about this person: what an attacker used must not be shown as theirs. */
export function usualIn(signIns: readonly SignIn[], findings: readonly Finding[]): UsualShown {
  const strange = strangeAddresses(signIns, findings)
  const own = signIns.filter(({ complete, activity, ip }) => complete && activity === 'sign-in' && !strange.has(ip))
  const hours = new Array<number>(24).fill(0)
  for (const { time } of own) hours[hourOf(time)]!++
  return {
    networks: mostUsed(own.map(({ ip }) => networkOf(ip))),
    devices: mostUsed(own.map(deviceOf)),
    countries: mostUsed(own.map(({ country }) => country)),
    hours,
  }
}

/** The device's name, else the kind of browser or program. */
function deviceOf({ device, client }: Pick<SignIn, 'device' | 'client'>): string {
  return device === '' ? clientKind(client).trim() : device
}

/** Where the rows of grave findings came from. Of two places too far apart one is the person's, and nobody knows which. */
function strangeAddresses(signIns: readonly SignIn[], findings: readonly Finding[]): ReadonlySet<string> {
  const grave = findings.filter(
    ({ severity, detection }) => (severity === 'high' || severity === 'critical') && detection !== 'impossible-travel',
  )
  const events = new Set(grave.flatMap(({ evidence }) => evidence.map(({ event }) => event)))
  const ofRows = signIns.filter(({ id, ip }) => ip !== '' && events.has(id)).map(({ ip }) => ip)
  return new Set([...ofRows, ...grave.flatMap(({ address }) => address ?? [])])
}

function mostUsed(values: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([one, times], [other, otherTimes]) => otherTimes - times || (one < other ? -1 : 1))
    .slice(0, SHOWN_MAX)
    .map(([value]) => value)
}
