/**
 * When two rows are one event, and which of them counts (CONTRACTS.md, "Sign-ins": Event).
 *
 * The same event by poll, export and stream is one: identity is provider, tenant, family and the vendor's id, never file
 * or source. One vendor's exports write the same instant with and without its decimals (Entra: seconds in Graph, seven
 * decimals in diagnostic settings), so rows of one event lie within one second of UTC, and not always at one instant.
 * Records are therefore brought into an order in which the rows of one event stand beside each other.
 */
import type { Block } from './packed-text.ts'
import { compareTexts } from './packed-text.ts'
import { AT } from './record.ts'
import type { SignIn } from './sign-in.ts'
import { OUTCOMES } from './sign-in.ts'

/** The second of UTC, since 1970, in which a record's event lies. */
export function secondOf(block: Block, at: number): number {
  return Math.floor(block.doubles[(at + AT.time) >> 3]! / 1000)
}

/** Order of the records of one second: by id, provider and family. Rows of one event are equal in it. */
export function compareWithinSecond(a: Block, aAt: number, b: Block, bAt: number): number {
  return (
    compareTexts(a, aAt + AT.id, b, bAt + AT.id) ||
    a.bytes[aAt + AT.provider]! - b.bytes[bAt + AT.provider]! ||
    a.bytes[aAt + AT.family]! - b.bytes[bAt + AT.family]!
  )
}

/** Order in which sign-ins are read: time, then id; what is still equal is told apart by what tells events apart. */
export function compareForReading(a: Block, aAt: number, b: Block, bAt: number): number {
  return a.doubles[(aAt + AT.time) >> 3]! - b.doubles[(bAt + AT.time) >> 3]! || compareWithinSecond(a, aAt, b, bAt)
}

/** Do two records of one collection say the same, wherever they stood? Files and lines are not looked at. */
export function sameContent(a: Block, aAt: number, b: Block, bAt: number): boolean {
  const words = a.ints[aAt >> 2]! >> 2
  for (let word = 0; word < words; word++) {
    if (a.ints[(aAt >> 2) + word] === b.ints[(bAt >> 2) + word]) continue
    if (word !== AT.file / 4 && word !== AT.line / 4) return false
  }
  return true
}

/** Does `a` stand earlier than `b` among the operator's files? */
export function standsEarlier(a: SignIn, b: SignIn): boolean {
  return a.file < b.file || (a.file === b.file && a.line < b.line)
}

/**
 * Of two different rows of one event: does `a` count rather than `b`? One that was read counts before one that was pushed,
 * whatever that says. Else the fuller one does; of equally full ones the one
 * whose outcome is final, then the one with the exact time, then the one that stands earlier. Comparing the content only
 * makes the choice independent of the order of reading.
 */
export function countsRather(a: SignIn, b: SignIn): boolean {
  if (a.pushed !== b.pushed) return b.pushed
  const difference =
    fullness(a) - fullness(b) || OUTCOMES.indexOf(b.outcome) - OUTCOMES.indexOf(a.outcome) || a.time - b.time
  if (difference !== 0) return difference > 0
  const aContent = content(a)
  const bContent = content(b)
  return aContent === bContent ? standsEarlier(a, b) : aContent < bContent
}

/** How many of its fields say something. */
function fullness(signIn: SignIn): number {
  let said = signIn.policies.length === 0 ? 0 : 1
  for (const text of texts(signIn)) if (text !== '') said++
  for (const word of words(signIn)) if (word !== 'none' && word !== 'other' && word !== 'unknown') said++
  for (const flag of flags(signIn)) if (flag) said++
  if (!Number.isNaN(signIn.latitude)) said++
  if (signIn.asn !== 0) said++
  return said
}

function texts(row: SignIn): readonly string[] {
  const where = [row.ip, row.country, row.city, row.device, row.client, row.app]
  return [row.account, row.name, row.actor, row.code, row.detail, row.attempt, row.target, ...where]
}

function words(row: SignIn): readonly string[] {
  return [row.activity, row.outcome, row.step, row.reason, row.method, row.change, row.risk]
}

function flags(row: SignIn): readonly boolean[] {
  return [row.known, row.complete, row.proved, row.anonymous, row.managed, row.legacy]
}

function content(row: SignIn): string {
  return JSON.stringify([texts(row), words(row), flags(row), row.policies, row.latitude, row.longitude, row.asn])
}
