/** An attack that goes on is an entry every few seconds, each saying the same. */

export interface Repeated {
  readonly time: string
  /** How often it was said, this time included. */
  readonly times: number
  /** When it was last said. */
  readonly until: string
}

/**
 * What was said again is counted with the first time, as long as nothing else with a key came between. `keyOf`: undefined for what
 * always stands by itself.
 */
export function foldRepeats<Entry extends { readonly time: string }>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | undefined,
): readonly (Entry & Repeated)[] {
  const folded: (Entry & Repeated)[] = []
  let last: { readonly key: string; readonly at: number } | undefined
  for (const entry of entries) {
    const key = keyOf(entry)
    const before = key !== undefined && last?.key === key ? folded[last.at] : undefined
    if (last !== undefined && before !== undefined) {
      folded[last.at] = { ...before, times: before.times + 1, until: entry.time }
      continue
    }
    if (key !== undefined) last = { key, at: folded.length }
    folded.push({ ...entry, times: 1, until: entry.time })
  }
  return folded
}
