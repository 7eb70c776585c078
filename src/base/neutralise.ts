/**
 * Makes text from outside harmless to show. Whoever signs in chooses the user name, the device's name and the user agent,
 * so all of them may hold sequences that move a terminal's cursor, reverse the reading order or hide letters.
 */

/**
 * Everything that is no visible character: controls (C0, DEL, C1), format characters (bidi overrides and isolates,
 * zero-width characters, tags, soft hyphen), lone surrogates, line and paragraph separators, code points that stand for
 * nothing, and the letters that Unicode draws as blanks (Hangul fillers, Braille blank).
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f/gu

/** Spaces other than the common and the no-break one, some of them wide or hair-thin. */
const ODD_SPACE = /[\p{Zs}--[\u0020\u00a0]]/gv

/** More marks on one letter than any script's spelling needs: they would cover the lines above and below. */
const MARKS = /(\p{M}{4})\p{M}+/gu

const PICTURES = 0x2400
const PICTURE_OF_DELETE = '\u2421'

/**
 * Text with every invisible or commanding character replaced by a visible sign: `␛` and its like for C0 controls,
 * `<U+202E>` for the rest. Ordinary text of any script comes back unchanged, but for odd spaces, which become the
 * common one; no line break survives.
 */
export function neutralise(text: string): string {
  return text.replace(UNSEEN, visible).replace(ODD_SPACE, ' ').replace(MARKS, '$1…')
}

function visible(character: string): string {
  const code = character.codePointAt(0) as number
  if (code < 0x20) return String.fromCodePoint(PICTURES + code)
  if (code === 0x7f) return PICTURE_OF_DELETE
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}
