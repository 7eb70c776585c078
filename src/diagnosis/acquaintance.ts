/**
 * Since when does a log know an organisation's people? On its first morning nobody has been seen before, and that says
 * nothing; after a few days, somebody who has never been seen is new.
 */
import { DEFAULTS } from '../base/defaults.ts'

export interface Acquaintance {
  /** `people`: how many different ones were seen up to this time. */
  see(time: number, people: number): void
  /** From when on somebody never seen is new: most of all whom the log ever showed had been seen. NaN without rows. */
  since(): number
}

/** A count is noted when it has grown by this factor, so that the notes stay few. */
const GROWTH = 1.02

export function createAcquaintance(): Acquaintance {
  const notes: { readonly time: number; readonly people: number }[] = []
  let next = 1
  let all = 0
  return {
    see(time, people) {
      all = people
      if (people < next) return
      notes.push({ time, people })
      next = Math.ceil(people * GROWTH + 1)
    },
    since() {
      const { seenShareMin, seenForMs } = DEFAULTS.enforcement
      const most = notes.find((note) => note.people >= seenShareMin * all) ?? notes.at(-1)
      return (most?.time ?? Number.NaN) + seenForMs
    },
  }
}
