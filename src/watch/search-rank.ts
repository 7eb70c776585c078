/** Which hit is meant: who is called so before who is called something that begins so, and that before a part of a name. */

const LETTER = /[\p{L}\p{N}]/u

/** The best first; equals stay as they are. */
export function byMatch<Hit extends { readonly label: string }>(hits: readonly Hit[], text: string): readonly Hit[] {
  const wanted = text.trim().toLowerCase()
  return [...hits].sort((one, other) => rankOf(one.label, wanted) - rankOf(other.label, wanted))
}

function rankOf(label: string, wanted: string): number {
  const at = label.toLowerCase().indexOf(wanted)
  if (at < 0) return 3
  if (isWithinWord(label[at - 1])) return 2
  return isWithinWord(label[at + wanted.length]) ? 1 : 0
}

function isWithinWord(character: string | undefined): boolean {
  return character !== undefined && LETTER.test(character)
}
