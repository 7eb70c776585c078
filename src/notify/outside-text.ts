/** Text that somebody outside chose (a user name, a reason, a device), made harmless before any channel sees it. */
import { neutralise } from '../base/neutralise.ts'

/**
 * One line of at most `lengthMax` characters: controls and invisible or reversing characters are shown as signs, and
 * addresses are written so that no mail or chat program makes them clickable. Names of people stay readable.
 */
export function outsideText(text: string, lengthMax: number): string {
  // A name of a megabyte is cut before it is looked at; what neutralise makes of it is at most eleven times as long.
  const shown = neutralise(cut(text, lengthMax))
    .replaceAll('://', '[:]//')
    .replace(/\bwww\./gi, 'www[.]')
    .replace(/\b(mailto|javascript|data|tel):/gi, '$1[:]')
    .replace(/\{(?=\{)/g, '{ ')
  return cut(shown, lengthMax)
}

/** The first `lengthMax` UTF-16 units, never half a character; what was cut is marked by `…`. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const end = isHighSurrogate(text.charCodeAt(lengthMax - 2)) ? lengthMax - 2 : lengthMax - 1
  return `${text.slice(0, end)}…`
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
