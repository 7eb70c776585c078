/** An outage as it is told: since when, whom it hit, and what it explains. */
import { DEFAULTS } from '../base/defaults.ts'
import type { Provider, Trace } from '../signin/index.ts'
import type { OpenOutage } from './open-outage.ts'
import type { RouteName } from './outage-route.ts'
import type { Outage } from './report.ts'

export interface JudgedOutage {
  readonly provider: Provider
  readonly tenant: string
  readonly what: Outage['what']
  readonly firedBy: string
  readonly start: number
  /** How far off the start may be. */
  readonly withinMs: number
  readonly end: number
  /** Keys of those whom it hit. */
  readonly people: readonly string[]
  /** Ways to fail that it explains. */
  readonly routes: readonly RouteName[]
  readonly rows: readonly Trace[]
}

export function judgeOutage(outage: OpenOutage): JudgedOutage {
  const onset = onsetOf(outage)
  const { time, withinMs } = onset
  const since = (people: ReadonlyMap<string, number>) =>
    [...people].filter(([, last]) => last >= time).map(([person]) => person)
  const people = since(outage.people)
  const least = DEFAULTS.outageTogether.routeShareMin * people.length
  return {
    provider: outage.provider,
    tenant: outage.tenant,
    what: outage.what,
    firedBy: outage.firedBy,
    start: time,
    withinMs,
    end: endOf(outage, onset),
    people,
    // Those that failed for many by themselves, or for a good part of all it hit: somebody's phone is always dead.
    routes: [...outage.byRoute]
      .filter(([route, hit]) => outage.routes.has(route) || since(hit).length >= least)
      .map(([route]) => route),
    rows: outage.rows.filter((row) => row.time >= time),
  }
}

/** When failures began to come faster, and how fast they came before. */
interface Onset {
  readonly time: number
  /** The usual time from one person to the next, at least a minute. */
  readonly withinMs: number
  /** People failed in a millisecond before; one is added, so that an hour without any is not never. */
  readonly rateBefore: number
}

/**
 * There is always somebody whose phone is dead, and an outage is that more people fail in the same time. Of all moments until
 * it rose, the likeliest parts a slower from a faster stretch best (two Poisson rates); taken is the earliest that is hardly
 * less likely, because many begin slowly.
 */
function onsetOf({ firsts, risen, end }: OpenOutage): Onset {
  const times = [...firsts.values()]
  const { onsetMs, onsetNats } = DEFAULTS.outage
  const until = Math.min(Math.max(end, risen), risen + onsetMs / 2)
  const from = risen - onsetMs
  const changes = times
    .filter((time) => time <= risen)
    .map((time, before) => {
      const slow = before / Math.max(MINUTE_MS, time - from)
      const fast = (times.length - before) / Math.max(MINUTE_MS, until - time)
      const likelihood = (times.length - before) * Math.log(fast) + (before === 0 ? 0 : before * Math.log(slow))
      return { time, before, fast, likelihood: fast > slow ? likelihood : Number.NEGATIVE_INFINITY }
    })
  const likeliest = Math.max(...changes.map(({ likelihood }) => likelihood))
  const { time, before, fast } = changes.find(({ likelihood }) => likelihood >= likeliest - onsetNats) ?? {
    time: risen,
    before: 0,
    fast: 1 / MINUTE_MS,
  }
  return {
    time,
    withinMs: Math.max(MINUTE_MS, 1 / fast),
    rateBefore: (before + 1) / Math.max(MINUTE_MS, time - from),
  }
}

const MINUTE_MS = 60_000

/**
 * When people's last failures ceased to come so fast: of all moments after which they come about as slowly as before, the
 * likeliest, as for the onset; taken is the latest that is hardly less likely. Who fails after it has trouble of their own.
 */
function endOf({ people, risen, end }: OpenOutage, { time: start, rateBefore }: Onset): number {
  const lasts = [...people.values()].filter((time) => time >= risen).sort((a, b) => a - b)
  const changes = lasts.map((time, index) => {
    const fast = (index + 1) / Math.max(MINUTE_MS, time - start)
    const after = lasts.length - 1 - index
    const slow = after / Math.max(MINUTE_MS, end - time)
    const isCalm = fast > slow && slow <= DEFAULTS.outage.calm * rateBefore
    const likelihood = (index + 1) * Math.log(fast) + (after === 0 ? 0 : after * Math.log(slow))
    return { time, likelihood: isCalm ? likelihood : Number.NEGATIVE_INFINITY }
  })
  const likeliest = Math.max(...changes.map(({ likelihood }) => likelihood))
  return changes.findLast(({ likelihood }) => likelihood >= likeliest - DEFAULTS.outage.onsetNats)?.time ?? end
}
