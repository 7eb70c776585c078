/**
 * Three everyday words that a person reads back, or tells the manager: never digits, which people are trained to refuse
 * (DESIGN §6). They stand on the page of the claimant alone; Postern compares them, and whoever attests never sees what it
 * expects (§3 rule 3). Pure: `bytes` are random.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { WORDS } from './word-list.ts'

/** What one draw takes: 128 bits, so that no word is likelier than another by more than 2^-120. */
export const BYTES_PER_WORD = 16

/** So many different words. `bytes`: 16 random ones a word. */
export function wordsFrom(bytes: Uint8Array, count: number = DEFAULTS.verification.words): readonly string[] {
  return drawn(bytes, WORDS, count)
}

/**
 * The words among others, in an order that says nothing, for whoever has heard them to pick. The same bytes give the same choices:
 * nobody learns by loading the page again which of them stay.
 */
export function choicesFrom(bytes: Uint8Array, words: readonly string[]): readonly string[] {
  const { choices } = DEFAULTS.verification
  const others = drawn(
    bytes,
    WORDS.filter((word) => !words.includes(word)),
    choices - words.length,
  )
  return [...words, ...others].sort()
}

/** How many bytes `choicesFrom` takes. */
export const CHOICES_BYTES = (DEFAULTS.verification.choices - DEFAULTS.verification.words) * BYTES_PER_WORD

/** Whether somebody said these words. Order, case, accents and what stands between them make no difference. */
export function areSaid(words: readonly string[], said: string): boolean {
  const heard = heardIn(said)
  return heard.length === words.length && words.toSorted().every((word, index) => word === heard[index])
}

const SAID_MAX = 200

function heardIn(said: string): readonly string[] {
  const plain = said.slice(0, SAID_MAX).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return (plain.match(/\p{L}+/gu) ?? []).sort()
}

function drawn(bytes: Uint8Array, list: readonly string[], count: number): readonly string[] {
  if (bytes.length !== count * BYTES_PER_WORD)
    throw new RangeError(`${count} words are drawn from ${count * BYTES_PER_WORD} bytes.`)
  const left = [...list]
  return Array.from({ length: count }, (_, index) => {
    const piece = Buffer.from(bytes).subarray(index * BYTES_PER_WORD, (index + 1) * BYTES_PER_WORD)
    const [word] = left.splice(Number(BigInt(`0x${piece.toString('hex')}`) % BigInt(left.length)), 1)
    return word!
  })
}
