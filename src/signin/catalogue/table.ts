/** How a vendor's table is written down: what codes of one kind share stands once, above them. */
import type { Provider } from '../sign-in.ts'
import type { Entry } from './entry.ts'

export type Kind = Pick<Entry, 'step' | 'outcome' | 'reason' | 'source'>
export type Words = Pick<Entry, 'code' | 'title' | 'meaning' | 'next'>

/** Gives the function that writes entries of one kind for this provider, each with words of its own. */
export function tableOf(provider: Provider): (kind: Kind, words: readonly Words[]) => readonly Entry[] {
  return (kind, words) => words.map((each) => ({ provider, ...kind, ...each }))
}
