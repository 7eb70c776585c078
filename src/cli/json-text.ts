/** JSON for standard output, which may be a terminal. */

/**
 * What no terminal may get raw; JSON's own escapes end at U+001F. Lone surrogates are escaped by JSON.stringify, and so are
 * line breaks: those that stand in its result are its own.
 */
const COMMANDING = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--\n]/gv

/**
 * A value as indented JSON with a line break at its end. C1 controls, bidi overrides and other invisible characters are
 * written as `\uXXXX`, which means the same to every parser and nothing to a terminal.
 */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(COMMANDING, escaped)}\n`
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
