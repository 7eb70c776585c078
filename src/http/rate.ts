/**
 * Rate limits by the generic cell rate algorithm (ITU-T I.371): one number a key, the time at which it will be empty again.
 * In memory, for one process; many processes put another `RateLimiter` in its place.
 */
import ipaddr from 'ipaddr.js'

/** So many at once, and as many again spread over `perMs`. */
export interface Rate {
  readonly count: number
  readonly perMs: number
}

export interface RateLimiter {
  /** Takes one of `key`; undefined if it was there, else the milliseconds until the next will be. A refused one costs nothing. */
  take(key: string, rate: Rate): number | undefined
}

/** `keysMax` bounds the memory: beyond it the oldest counters go, those that are full again first. */
export function rateLimiter(clock: () => number, keysMax: number): RateLimiter {
  /** When each key is empty again. In the order of last use. */
  const emptyAt = new Map<string, number>()
  let sweptAt = 0

  function makeRoom(now: number): void {
    // Looking through all of them once a second at most keeps a flood of addresses cheap.
    if (now - sweptAt >= 1000) {
      sweptAt = now
      for (const [key, at] of emptyAt) if (at <= now) emptyAt.delete(key)
    }
    for (const key of emptyAt.keys()) {
      if (emptyAt.size < keysMax) return
      emptyAt.delete(key)
    }
  }

  return {
    take(key, { count, perMs }) {
      const now = clock()
      const spacingMs = perMs / count
      const at = Math.max(now, emptyAt.get(key) ?? now)
      // A clock that was set back would leave a key waiting for a time that is far off.
      const owed = Math.min(at - now, perMs)
      if (owed < at - now) emptyAt.set(key, now + owed)
      const wait = owed + spacingMs - perMs
      // Fractions of a millisecond are rounding.
      if (wait > 0.001) return wait
      emptyAt.delete(key)
      if (emptyAt.size >= keysMax) makeRoom(now)
      emptyAt.set(key, now + owed + spacingMs)
      return undefined
    },
  }
}

/** What one household or host can change at will counts as one: an IPv4 address, or the first 64 bits of an IPv6 one. */
export function sourceOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
