/**
 * A text as a number of 32 bits, so that what is usual for a person fits into a few hundred bytes.
 *
 * FNV-1a over UTF-16 code units, its bits mixed once more as MurmurHash3 ends. Two texts share a number once in four
 * billion, which the dozen devices of one person never meet, and nobody outside sees whose numbers are known: whoever
 * guesses at one has to sign in for each guess.
 */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
