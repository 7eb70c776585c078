/**
 * An organisation in motion, for the demo: what two vendors' logs say of it, from some days before somebody begins to look until
 * nobody does any more. The same settings give the same rows for ever; no clock is read.
 */
import { type Cast, hospital, hospitalWithCast } from './live/cast.ts'
import { createFreePeople } from './live/people.ts'
import { stage } from './live/stage.ts'
import { type DeliveredRow, type LiveVendor, Tenant, type Trouble } from './live/tenant.ts'
import { createTroubles } from './live/troubles.ts'
import type { Organisation } from './people.ts'
import { DAY, HOUR, MINUTE } from './world.ts'

export type { DeliveredRow, LiveVendor }

export interface LiveSettings {
  readonly seed: number
  /** At both vendors together, from 150 to 500. */
  readonly people: number
  /** The instants at which somebody began to look, oldest first: each is followed by half an hour as staged (live/stage.ts). */
  readonly starts: readonly [number, ...number[]]
  /** Whole days before the first of them, at least three. */
  readonly historyDays: number
  /** Multiplies everyday sign-ins from the first start's day on: 1 is about five a person and working day, as before. */
  readonly speed: number
}

export interface LiveOrganisation {
  /** The first instant of the history, milliseconds. */
  readonly begin: number
  /**
   * Rows that are handed over from where the last call ended (`begin`, at first) up to `until` (excluded), both vendors' in the
   * order of that. Time only goes forward: an earlier `until` gives none. Asked for by the hour, an hour's rows are all that
   * it makes at once.
   */
  rows(until: number): readonly DeliveredRow[]
  /** Login names by role, as the logs write them. */
  readonly cast: Readonly<Record<keyof Cast, string>>
}

/** Northwind's own people are at Entra ID; those of a clinic that it bought are still at Okta. */
const OKTA_SHARE = 0.3

/** Troubles a day: while somebody has begun to look lately, and otherwise. */
const LIVELY_PER_DAY = 220
const CALM_PER_DAY = 6
const LIVELY_FROM_MS = 25 * MINUTE
const LIVELY_UNTIL_MS = 3 * HOUR
/** Around the first start, trouble of many is what the stage has. */
const STAGE_ALONE_MS = { before: 26 * HOUR, after: 2 * HOUR }

/** Throws RangeError for settings that leave no place for what is staged. */
export function liveOrganisation({ seed, people, starts, historyDays, speed }: LiveSettings): LiveOrganisation {
  if (historyDays < 3) throw new RangeError('A live organisation needs a history of three days or more.')
  if (people < 150 || people > 500) throw new RangeError('A live organisation has from 150 to 500 people.')
  const atOkta = Math.round(people * OKTA_SHARE)
  const [first] = starts
  const begin = Math.floor(first / DAY - historyDays) * DAY

  function perDay(time: number): number {
    const isLively = starts.some((start) => time >= start + LIVELY_FROM_MS && time < start + LIVELY_UNTIL_MS)
    return isLively ? LIVELY_PER_DAY : CALM_PER_DAY
  }

  const mayBeWide = (time: number): boolean =>
    time < first - STAGE_ALONE_MS.before || time > first + STAGE_ALONE_MS.after

  function tenantOf(vendor: LiveVendor, own: number, org: Organisation, cast?: Cast): Tenant {
    const free = createFreePeople()
    const share = org.people.length / people
    const troublesOf = createTroubles({
      vendor,
      seed: own,
      begin,
      free,
      perDay: (time) => perDay(time) * share,
      mayBeWide,
    })
    const staged = (from: number, to: number): readonly Trouble[] =>
      starts.flatMap((time, count) => {
        if (time < from || time >= to) return []
        return stage({
          vendor,
          cast,
          free,
          seed: own,
          count,
          time,
          until: starts[count + 1] ?? Number.POSITIVE_INFINITY,
        })
      })
    return new Tenant({
      vendor,
      org,
      seed: own,
      begin,
      startsAgain: (time) => starts.filter((start) => start > first && start <= time).length,
      activity: (day) => (day < historyDays ? 1 : speed),
      troubles: (from, to) => [...staged(from, to), ...troublesOf(from, to)].sort((a, b) => a.time - b.time),
    })
  }

  const seeds = { entra: seed * 2, okta: seed * 2 + 1 }
  const own = { name: 'Northwind', people: people - atOkta, seed: seeds.entra, vendor: 'entra' } as const
  const clinic = { name: 'Northwind Clinic', people: atOkta, seed: seeds.okta, vendor: 'okta' } as const
  const { org, cast } = hospitalWithCast(own, first)
  const tenants = [tenantOf('entra', seeds.entra, org, cast), tenantOf('okta', seeds.okta, hospital(clinic))]
  return {
    begin,
    rows: (until) => tenants.flatMap((tenant) => tenant.take(until)).sort((a, b) => a.delivered - b.delivered),
    cast: { ana: cast.ana.login, tom: cast.tom.login, sam: cast.sam.login, riya: cast.riya.login },
  }
}
