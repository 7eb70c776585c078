/** Writing down long tables: entries of one kind, and entries that differ in their titles only. */
import type { Provider } from '../sign-in.ts'
import type { Entry } from './entry.ts'
import type { Kind } from './table.ts'

export type Words = readonly [code: string, title: string, meaning: string, next: string]
export type Titles = readonly (readonly [code: string, title: string])[]

/** Gives the function that writes entries of one kind, each with words of its own. */
export function rowsOf(provider: Provider) {
  return (
    step: Kind['step'],
    outcome: Kind['outcome'],
    reason: Kind['reason'],
    source: string,
    words: readonly Words[],
  ): readonly Entry[] =>
    words.map(([code, title, meaning, next]) => ({
      provider,
      code,
      title,
      meaning,
      next,
      step,
      outcome,
      reason,
      source,
    }))
}

/** Gives the function that writes entries that mean the same to the person concerned. */
export function familyOf(provider: Provider) {
  return (shared: Kind & Pick<Entry, 'meaning' | 'next'>, titles: Titles): readonly Entry[] =>
    titles.map(([code, title]) => ({ provider, code, title, ...shared }))
}
