/**
 * Does something that happens to people now rise far above its own usual level?
 *
 * Counts different people within a sliding window, those concerned against those active, and compares the share with
 * the organisation's usual one. Before there is a usual one, `priorShare` stands for it.
 */
export interface Rise {
  /** Counts a person as active. Times never go back. */
  active(time: number, person: string): void
  /** Counts a person as concerned. */
  concerned(time: number, person: string): void
  /** People concerned in the window that ends with the last call. */
  readonly people: number
  /** Whether so many people are concerned, and so much more than usual. */
  isHigh(): boolean
}

export interface RiseLimits {
  readonly windowMs: number
  readonly peopleMin: number
  readonly aboveUsual: number
  readonly priorShare: number
}

export function createRise({ windowMs, peopleMin, aboveUsual, priorShare }: RiseLimits): Rise {
  const activeAt = new Map<string, number>()
  const concernedAt = new Map<string, number>()
  let usualShare = priorShare
  let sampledAt = Number.NaN

  function forget(now: number): void {
    forgetBefore(activeAt, now - windowMs)
    forgetBefore(concernedAt, now - windowMs)
  }

  /** Once a window, a calm share moves the usual one a little; a high one never does. */
  function sample(now: number): void {
    if (!(now - sampledAt < windowMs)) {
      if (!Number.isNaN(sampledAt) && activeAt.size >= peopleMin && !isHigh()) {
        usualShare += 0.05 * (concernedAt.size / activeAt.size - usualShare)
      }
      sampledAt = now
      forget(now)
    }
  }

  function isHigh(): boolean {
    if (concernedAt.size < peopleMin) return false
    const share = concernedAt.size / Math.max(activeAt.size, concernedAt.size)
    return share >= Math.min(0.5, aboveUsual * Math.max(usualShare, priorShare / 4))
  }

  return {
    active(time, person) {
      sample(time)
      move(activeAt, person, time)
    },
    concerned(time, person) {
      sample(time)
      move(activeAt, person, time)
      move(concernedAt, person, time)
      forget(time)
    },
    get people() {
      return concernedAt.size
    },
    isHigh,
  }
}

/** Keeps the map in the order of its times, so that forgetting looks only at its front. */
function move(map: Map<string, number>, person: string, time: number): void {
  map.delete(person)
  map.set(person, time)
}

function forgetBefore(map: Map<string, number>, time: number): void {
  for (const [person, at] of map) {
    if (at >= time) return
    map.delete(person)
  }
}
