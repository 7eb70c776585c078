/** JSON for standard output, which may be a terminal. */

/**
 * What no terminal may get raw; JSON's own escapes end at U+001F. Lone surrogates are escaped by JSON.stringify, and so are
 * line breaks: those that stand in its result are its own.
 */
const COMMANDING = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--\n]/gv

/** Pieces are gathered to about so many characters. */
const GATHERED = 1 << 16

/**
 * An object as `JSON.stringify(object, null, 2)` writes it, with a line break at its end, in pieces: of a member that is a
 * list, one entry at a time, because the whole text of a large report would take more memory than the report itself. C1
 * controls, bidi overrides and other invisible characters are written as `\uXXXX`, which means the same to every parser
 * and nothing to a terminal.
 */
export function* jsonPieces(object: object): Generator<string, void, undefined> {
  let gathered = ''
  for (const piece of pieces(object)) {
    gathered += piece.replace(COMMANDING, escaped)
    if (gathered.length < GATHERED) continue
    yield gathered
    gathered = ''
  }
  yield gathered
}

/** The same as one text, for what is small. */
export function jsonText(object: object): string {
  return [...jsonPieces(object)].join('')
}

function* pieces(object: object): Generator<string, void, undefined> {
  let before = '{\n'
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue
    yield `${before}  ${JSON.stringify(name)}: `
    if (Array.isArray(value) && value.length > 0) yield* entries(value)
    else yield indented(value, '  ')
    before = ',\n'
  }
  yield before === '{\n' ? '{}\n' : '\n}\n'
}

function* entries(list: readonly unknown[]): Generator<string, void, undefined> {
  for (const [index, entry] of list.entries()) yield `${index === 0 ? '[' : ','}\n    ${indented(entry, '    ')}`
  yield '\n  ]'
}

/** What JSON has no word for, such as `undefined` in a list, is null, as JSON.stringify has it. */
function indented(value: unknown, indent: string): string {
  return (JSON.stringify(value, null, 2) ?? 'null').replaceAll('\n', `\n${indent}`)
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
