/**
 * Does something that happens to people now rise far above its own usual level?
 *
 * Counts different people within a sliding window, those concerned against those active, and compares the share with
 * the organisation's usual one. Before there is a usual one, `priorShare` stands for it.
 */

/** Who was active within the window; several rises of one organisation share it. */
export interface Activity {
  /** Counts a person as active. Times never go back. */
  see(time: number, person: string): void
  /** People active in the window that ends at `time`. */
  people(time: number): number
  /** How many windows went by in which people were at work: nights and weekends say nothing of what is usual. */
  windows(): number
  readonly windowMs: number
}

export interface Rise {
  /** Counts a person as concerned, and as active. */
  see(time: number, person: string): void
  /** A person who was concerned since then got on after all, and is concerned no more. */
  spare(person: string, since: number): void
  /** Keys of the people concerned in the window that ends with the last call. */
  people(): Iterable<string>
  /** Whether so many people are concerned at `time`, and so much more than usual. */
  isHigh(time: number): boolean
}

export interface RiseLimits {
  readonly peopleMin: number
  readonly aboveUsual: number
  readonly priorShare: number
}

/** In a window with fewer people than this nobody is at work. */
const AT_WORK_MIN = 4

/** Nobody needs to be counted again, or forgotten, within this part of a window. */
const FINENESS = 16

export function createActivity(windowMs: number): Activity {
  const lastAt = new Map<string, number>()
  let forgotAt = Number.NEGATIVE_INFINITY
  let windowAt = Number.NEGATIVE_INFINITY
  let windows = 0
  return {
    windowMs,
    windows: () => windows,
    see(time, person) {
      const last = lastAt.get(person)
      if (last === undefined || time - last > windowMs / FINENESS) move(lastAt, person, time)
      // Nobody may ask for days: without this, the map would be moved about at the size of the whole organisation.
      if (time - forgotAt <= windowMs / FINENESS) return
      forgetBefore(lastAt, time - windowMs)
      forgotAt = time
      if (time - windowAt < windowMs) return
      if (lastAt.size >= AT_WORK_MIN) windows++
      windowAt = time
    },
    people(time) {
      forgetBefore(lastAt, time - windowMs)
      return lastAt.size
    },
  }
}

export function createRise(activity: Activity, { peopleMin, aboveUsual, priorShare }: RiseLimits): Rise {
  const lastAt = new Map<string, number>()
  let usualShare = priorShare
  let sampled = activity.windows()

  /** Once a window, a calm share moves the usual one a little; a high one never does. Windows without anything count as none. */
  function sample(time: number): void {
    const windows = activity.windows() - sampled
    if (windows < 1) return
    forgetBefore(lastAt, time - activity.windowMs)
    const active = activity.people(time)
    if (active >= peopleMin && !isHigh(time)) usualShare += 0.05 * (lastAt.size / active - usualShare)
    usualShare *= 0.95 ** Math.min(100, windows - 1)
    sampled += windows
  }

  function isHigh(time: number): boolean {
    forgetBefore(lastAt, time - activity.windowMs)
    if (lastAt.size < peopleMin) return false
    const share = lastAt.size / Math.max(activity.people(time), lastAt.size)
    return share >= Math.min(0.5, aboveUsual * Math.max(usualShare, priorShare / 4))
  }

  return {
    see(time, person) {
      sample(time)
      activity.see(time, person)
      move(lastAt, person, time)
    },
    spare(person, since) {
      const last = lastAt.get(person)
      if (last !== undefined && last >= since) lastAt.delete(person)
    },
    people: () => lastAt.keys(),
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
