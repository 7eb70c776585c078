/**
 * Slowing down and locking, by account, way in and source. Somebody who guesses at a person's password from elsewhere
 * uses up their own tries, never those of the device that the person signs in with (REDTEAM R27, R29); failing at one
 * authenticator never locks another. Nothing locks for good: time ends it.
 */
import type { Clock, Settings } from './world.ts'

export type Standing =
  | { readonly state: 'free' }
  /** Slowed down, or locked, until then in milliseconds. */
  | { readonly state: 'slowed' | 'locked'; readonly until: number }

export interface Failures {
  standing(person: string, way: string, source: string): Standing
  failed(person: string, way: string, source: string): void
  /** A right answer: what failed before in this way from this source is forgotten. */
  succeeded(person: string, way: string, source: string): void
  /** An administrator unlocks: everything about this person is forgotten. */
  clear(person: string): void
  /** In any way in, or in this one, from any source. */
  isLocked(person: string, way?: string): boolean
}

/** Oldest counters are dropped beyond this many: an attack makes new sources at will. */
const COUNTERS_MAX = 50_000

export function createFailures(settings: Settings, clock: Clock): Failures {
  /** By person, way and source; the longest untouched first. */
  const times = new Map<string, number[]>()
  /** A person's keys, so that asking about one does not look through all. */
  const keys = new Map<string, Map<string, { readonly way: string }>>()
  const keyOf = (person: string, way: string, source: string) => JSON.stringify([person, way, source])

  function drop(key: string): void {
    times.delete(key)
    const [person] = JSON.parse(key) as [string]
    const theirs = keys.get(person)
    theirs?.delete(key)
    if (theirs?.size === 0) keys.delete(person)
  }
  function recent(key: string): number[] {
    const span = Math.max(settings.throttle.windowMs, settings.lock.forMs)
    return (times.get(key) ?? []).filter((time) => clock() - time <= span)
  }
  function standingOf(failures: readonly number[]): Standing {
    const last = failures.at(-1)
    if (last === undefined) return { state: 'free' }
    const { throttle, lock } = settings
    const lockedUntil = last + lock.forMs
    if (failures.length >= lock.failures && clock() < lockedUntil) return { state: 'locked', until: lockedUntil }
    const slowed = failures.filter((time) => last - time <= throttle.windowMs).length >= throttle.failures
    const slowedUntil = last + throttle.waitMs
    return slowed && clock() < slowedUntil ? { state: 'slowed', until: slowedUntil } : { state: 'free' }
  }
  const keysOf = (person: string) => [...(keys.get(person) ?? [])]

  return {
    standing: (person, way, source) => standingOf(recent(keyOf(person, way, source))),
    failed(person, way, source) {
      const key = keyOf(person, way, source)
      const failures = [...recent(key), clock()].slice(-settings.lock.failures)
      times.delete(key)
      times.set(key, failures)
      keys.set(person, (keys.get(person) ?? new Map()).set(key, { way }))
      const oldest = times.keys().next().value
      if (times.size > COUNTERS_MAX && oldest !== undefined) drop(oldest)
    },
    succeeded: (person, way, source) => drop(keyOf(person, way, source)),
    clear(person) {
      for (const [key] of keysOf(person)) drop(key)
    },
    isLocked: (person, wanted) =>
      keysOf(person).some(
        ([key, { way }]) => (wanted === undefined || way === wanted) && standingOf(recent(key)).state === 'locked',
      ),
  }
}
