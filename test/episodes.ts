/**
 * A model of rules that count within a window (CONTRACTS.md, Order): a window holds when last minus first is at most its
 * length; overlapping windows are one episode. It has all times at once, and looks at every pair of them.
 */
import assert from 'node:assert/strict'

/** What a model makes of one episode: when it began and ended, how often it was counted, and how grave it is. */
export interface Episode {
  readonly start: number
  readonly end: number
  readonly count: number
  readonly grave: boolean
}

export interface Counted {
  readonly time: number
  /** One of these is enough for an episode. */
  readonly alone: boolean
  /** One of these makes the episode grave. */
  readonly grave: boolean
}

/**
 * Times without a pause longer than the window are one run; a run in which some window holds is one episode, from the first
 * time of the first such window to the end of the run. All windows in it overlap, or follow each other without such a pause.
 */
export function episodesOf(all: readonly Counted[], windowMs: number, enough: number): readonly Episode[] {
  const isRunStart = (index: number) => index === 0 || all[index]!.time - all[index - 1]!.time > windowMs
  const starts = [...all.keys()].filter(isRunStart)
  return starts.flatMap((from, index) => {
    const run = all.slice(from, starts[index + 1])
    const within = run.map((last, at) => run.slice(0, at + 1).filter(({ time }) => last.time - time <= windowMs))
    const first = within.find((window) => window.length >= enough || window.at(-1)!.alone)
    if (first === undefined) return []
    const episode = run.slice(run.indexOf(first[0]!))
    const grave = episode.some((one) => one.grave)
    return [{ start: first[0]!.time, end: run.at(-1)!.time, count: episode.length, grave }]
  })
}

/** By the letter: each pair of times that spans a window that holds lies in exactly one of the episodes, and none is without. */
export function assertByTheLetter(
  all: readonly Counted[],
  windowMs: number,
  enough: number,
  episodes: readonly Episode[],
): void {
  const holding = new Set<Episode>()
  for (const [from, first] of all.entries()) {
    for (let to = from; to < all.length && all[to]!.time - first.time <= windowMs; to++) {
      const window = all.slice(from, to + 1)
      if (window.length < enough && !window.at(-1)!.alone) continue
      const around = episodes.filter(({ start, end }) => start <= first.time && all[to]!.time <= end)
      assert.equal(around.length, 1, 'a window that holds lies in one episode')
      holding.add(around[0]!)
    }
  }
  assert.equal(holding.size, episodes.length, 'an episode has a window that holds')
}
