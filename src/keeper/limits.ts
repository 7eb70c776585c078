/** How much may be asked of a keeper in an hour, whoever asks. Own choice, but where DEFAULTS says otherwise. */
import { DEFAULTS } from '../base/defaults.ts'
import { KeeperError } from './keeper-error.ts'

const HOUR_MS = 3_600_000

/** A directory of a hundred thousand people is imported at once, and a busy day seals some hundred batches a second. */
const ENTRIES_PER_HOUR_MAX = 3_000_000
/** No staff decides more often. */
const DECISIONS_PER_HOUR_MAX = 2000

/** Everybody in a directory of a hundred thousand, each with what they sign in with, and once more if it broke off. */
const READINGS_PER_HOUR_MAX = 250_000

const TAKING_PER_HOUR_MAX = {
  standard: DEFAULTS.remedies.takingPerHourMax,
  sensitive: 50,
  privileged: 10,
  /** Nothing automatic touches one, and nothing else does from here (rule 18). */
  emergency: 0,
} as const
export type LimitedTier = keyof typeof TAKING_PER_HOUR_MAX

export interface Limits {
  /** Throws ERR_KEEPER_LIMIT. */
  countEntries(count: number, now: number): void
  countDecision(now: number): void
  /** One question about a provider's people. */
  countReading(now: number): void
  /** One change at a provider, counted once however often it is tried. `tier`: undefined where it is not known any more. */
  countTaking(remedy: string, tier: LimitedTier | undefined, now: number): void
}

export function createLimits(): Limits {
  const entries = createWindow()
  const decisions = createWindow()
  const readings = createWindow()
  const takings = new Map<string, { readonly at: number; readonly tier: LimitedTier | undefined }>()

  return {
    countEntries: (count, now) => entries.count(count, now, ENTRIES_PER_HOUR_MAX),
    countDecision: (now) => decisions.count(1, now, DECISIONS_PER_HOUR_MAX),
    countReading: (now) => readings.count(1, now, READINGS_PER_HOUR_MAX),
    countTaking(remedy, tier, now) {
      for (const [id, { at }] of takings) if (at <= now - HOUR_MS) takings.delete(id)
      const known = takings.get(remedy)
      if (known !== undefined && (known.tier !== undefined || tier === undefined)) return
      takings.delete(remedy)
      // One whose tier is not known any more counts for every tier.
      const among = [...takings.values()].filter(
        (one) => tier === undefined || one.tier === undefined || one.tier === tier,
      )
      if (tier !== undefined && among.length >= TAKING_PER_HOUR_MAX[tier]) throw full()
      if (takings.size >= TAKING_PER_HOUR_MAX.standard && tier !== undefined) throw full()
      takings.set(remedy, { at: known?.at ?? now, tier })
    },
  }
}

function createWindow() {
  let since = 0
  let counted = 0
  return {
    count(count: number, now: number, max: number): void {
      if (now < since || now - since >= HOUR_MS) {
        since = now
        counted = 0
      }
      if (counted + count > max) throw full()
      counted += count
    },
  }
}

function full(): KeeperError {
  return new KeeperError(
    'ERR_KEEPER_LIMIT',
    'The keeper has done as much in this hour as it does in one. See who asks.',
  )
}
