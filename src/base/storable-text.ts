/**
 * What vendors wrote, as a column takes it: logs hold what attackers typed, and one name that the database refuses would stop
 * whoever keeps or looks for it. PostgreSQL knows neither NUL nor half a surrogate pair, and an index entry has at most 2,700
 * bytes.
 */
const TEXT_MAX = 400

export function storable(text: string, max = TEXT_MAX): string {
  return text.slice(0, max).toWellFormed().replaceAll('\0', '\u{fffd}')
}
