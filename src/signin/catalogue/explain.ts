/** Finds entries for what a person types or pastes: a code, a name, a log's sentence with a code in it. */

import type { Reason } from '../sign-in.ts'
import { lookUpResult } from './entra-results.ts'
import type { Entry } from './entry.ts'
import { ENTRIES_OF_ALL, spellings } from './tables.ts'

/** A pasted error page is a few hundred characters; what stands behind that is not looked at. */
const QUERY_MAX = 500
/** “AADSTS50076: …”, “error code 500121”, “errorCode: 53003”, “ResultType=50126”, “event 19”. */
const LABELLED_NUMBER =
  /(?:aadsts|error\s?code|error|code|result\s?type|event\s?type\s?id|event)[\s:="#]{0,4}(\d{1,8})\b/gi
/** A number long enough to be nothing else than an Entra code, in any sentence. Not part of an id, an address or a time. */
const BARE_NUMBER = /(?<![\w.:-])(\d{5,8})(?![\w:-]|\.\d)/g
/** A word that only a log writes: with dots or underscores inside, or capitals in the middle. */
const LOG_WORD = /[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)+|[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]+)+/g

/** Reasons behind which somebody may stand who has the password already: setting anything up anew would let them in. */
export const MAYBE_ATTACK: ReadonlySet<Reason> = new Set<Reason>([
  'refused',
  'reported',
  'wrong-number',
  'address-blocked',
  'risk-block',
])

let bySpelling: ReadonlyMap<string, readonly Entry[]> | undefined

/**
 * All vendors' entries for what was typed, in any case: the code alone, the code in a sentence or error page, the vendor's
 * name of the code, or a result text. Empty if nothing fits.
 */
export function explain(query: string): readonly Entry[] {
  const text = query.slice(0, QUERY_MAX).trim()
  const exact = find(text)
  if (exact.length > 0) return exact
  const result = lookUpResult(text)
  if (result) return [result]
  for (const pattern of [LABELLED_NUMBER, BARE_NUMBER, LOG_WORD]) {
    const found = unique([...text.matchAll(pattern)].flatMap((match) => find(match[1] ?? match[0])))
    if (found.length > 0) return found
  }
  return []
}

function find(spelling: string): readonly Entry[] {
  bySpelling ??= index()
  return bySpelling.get(spelling.toLowerCase()) ?? []
}

function index(): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const [spelling, entry] of spellings()) {
    const key = spelling.toLowerCase()
    const known = found.get(key)
    if (!known) found.set(key, [entry])
    else if (!known.includes(entry)) known.push(entry)
  }
  return found
}

function unique(entries: readonly Entry[]): readonly Entry[] {
  return [...new Set(entries)]
}

/**
 * The entries most like something that `explain` did not find, best first, at most `limit`: codes that contain it or
 * differ in a letter or two, then entries whose code or title has its words. Empty if nothing is like it.
 */
export function nearest(query: string, limit = 5): readonly Entry[] {
  const text = query
    .slice(0, QUERY_MAX)
    .trim()
    .toLowerCase()
    .replace(/^aadsts/, '')
  if (text.length < 2) return []
  const scored = ENTRIES_OF_ALL.map((entry) => ({ entry, score: unlikeness(text, entry) }))
  const alike = scored.filter(({ score }) => score < Number.POSITIVE_INFINITY)
  return alike
    .sort((a, b) => a.score - b.score)
    .slice(0, limit)
    .map(({ entry }) => entry)
}

/** 0 is alike; infinite means not worth showing. Words that match are worth less than a code that nearly does. */
function unlikeness(text: string, entry: Entry): number {
  const code = entry.code.toLowerCase()
  if (text.length >= 3 && (code.includes(text) || (code.length >= 5 && text.includes(code)))) return 1
  const changes = distance(text, code)
  if (changes <= Math.min(3, Math.floor(text.length / 3))) return changes
  const words = text.match(/[\p{L}\p{N}]{3,}/gu)
  if (!words) return Number.POSITIVE_INFINITY
  const told = `${code} ${entry.title.toLowerCase()}`
  const missing = words.filter((word) => !told.includes(word)).length
  return missing * 2 < words.length ? 4 + missing : Number.POSITIVE_INFINITY
}

/** How many letters have to be added, removed, changed or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Number.POSITIVE_INFINITY
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let least = Math.min(at(last, column) + 1, at(now, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) least = Math.min(least, at(before, column - 2) + 1)
      now.push(least)
    }
    before = last
    last = now
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
