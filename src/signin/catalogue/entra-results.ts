/** Finds what Entra's words about a step mean, however a log or a list writes them. */
import { ENTRA_RESULTS } from './entra-result-strings.ts'
import type { Entry } from './entry.ts'

/** Longer text is no result string; looking at all of it would let a log choose how long we work. */
const LENGTH_MAX = 300
/** Distinct texts remembered. Real logs have about fifty; a log that invents new ones only loses the shortcut. */
const SEEN_MAX = 1_000

const BY_MEANING: ReadonlyMap<string, Entry> = new Map(ENTRA_RESULTS.map((entry) => [essence(entry.code), entry]))
const seen = new Map<string, Entry | undefined>()

/**
 * The meaning of a step's result text (`authenticationStepResultDetail`, `additionalDetails`, the failure reason of
 * 50053), with or without “MFA denied; ”, in any case; undefined if the text is not known.
 */
export function lookUpResult(detail: string): Entry | undefined {
  const known = seen.get(detail)
  if (known !== undefined || detail === '' || detail.length > LENGTH_MAX) return known
  if (seen.has(detail)) return undefined
  if (seen.size >= SEEN_MAX) seen.clear()
  const found = BY_MEANING.get(essence(detail))
  seen.set(detail, found)
  return found
}

/** A result text without what differs between logs: prefix, case, final dot, kind of apostrophe, the product's old name. */
function essence(detail: string): string {
  return detail
    .trim()
    .toLowerCase()
    .replace(/^mfa (?:denied; ?|requirement )?/, '')
    .replace(/\.+$/, '')
    .replaceAll('’', "'")
    .replace('in-progress', 'in progress')
    .replace('microsoft entra id', 'azure ad')
}
