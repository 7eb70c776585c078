/** By which beginnings a label is found: `ana.de-vries@example.com` by its own, by "de-vries" and by "vries". */
import { storable } from '../base/storable-text.ts'

export const TERM_MAX = 64
const TERMS_MAX = 6
const WORD_MIN = 2

/**
 * The label itself, so that an account is found by each name that it ever had; and from each further word of the name on, and from behind the first letter, which is often an initial (`jsmith`).
 * `label` is in lower case. What stands behind an @ is the same for everybody, and is no word of the name.
 */
export function termsOf(label: string): readonly string[] {
  const at = label.indexOf('@')
  const end = at > 0 ? at : label.length
  const starts = [...label.slice(0, end).matchAll(/[\p{L}\p{N}]+/gu)]
    .filter(([word]) => word.length >= WORD_MIN)
    .map(({ index }) => index)
  const behindInitial = end > WORD_MIN ? [1] : []
  const places = [...new Set([0, ...behindInitial, ...starts])].filter((index) => index < label.length)
  return [...new Set(places.slice(0, TERMS_MAX).map((index) => storable(label.slice(index), TERM_MAX)))]
}
