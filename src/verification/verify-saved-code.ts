/** Sheets of saved codes where they are kept, and a code of one as evidence. */
import { type Algorithm, hashRaw } from '@node-rs/argon2'
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { formatInstant } from '../base/time.ts'
import { authenticatorsOf, counts, personMeant } from '../directory/index.ts'
import { handleIn, loadState } from '../ledger/index.ts'
import { OneTimeSecret } from '../providers/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import type { Rests } from './evidence.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'
import {
  digestOf,
  nameOfCode,
  newSavedCodes,
  plainSavedCode,
  SHEETS,
  type Sheet,
  type SheetCommand,
  streamOfSheets,
} from './saved-code.ts'

/** argon2id with 19 MiB, two passes, one lane: the first choice of OWASP's password storage cheat sheet. */
const ARGON2ID = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const SALT_BYTES = 16

export interface Issuing {
  readonly person: string
  /** The account and the provider's id of the authenticator that the sheet is issued beside. */
  readonly account: string
  readonly authenticator: string
  /** In a case whose recipe was met: it counts at once. Else after the cool-off. */
  readonly inCase: boolean
  readonly actor: string
  readonly now: number
}

/**
 * Issues a sheet, the last part of a transaction. The codes are for the person's eyes, once; the sheet before is dead. Whoever calls
 * tells the person's channels that there is a new one (SRC-2).
 */
export async function issueSheet(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  { person, account, authenticator, inCase, actor, now }: Issuing,
): Promise<{ readonly sheet: string; readonly codes: readonly OneTimeSecret[] }> {
  const { random } = room.directory.ledger
  const sheet = Buffer.from(random(16)).toString('hex')
  const salt = Buffer.from(random(SALT_BYTES))
  const codes = newSavedCodes(random)
  const hashes = await Promise.all(codes.map((code) => hashed(code, salt)))
  await tx
    .insertInto('verification_saved_codes')
    .values(hashes.map((hash) => ({ sheet, hash, salt })))
    .execute()
  const digest = digestOf(salt, hashes)
  await command(tx, room, person, { do: 'issue', at: now, sheet, account, authenticator, inCase, digest }, actor)
  return { sheet, codes: codes.map((code) => new OneTimeSecret(code)) }
}

/** Ends the person's sheet, if there is one: its authenticator goes, or the sheet is lost. The last part of a transaction. */
export async function endSheet(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  { person, actor, now }: Pick<Issuing, 'person' | 'actor' | 'now'>,
): Promise<void> {
  await command(tx, room, person, { do: 'end', at: now }, actor)
}

/** Begins a check by a saved code. Nothing is sent or shown: the person has the sheet. */
export async function beginSavedCode(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  now: number,
): Promise<Refused | Begun> {
  const sheet = await sheetOf(tx, room, asking, now)
  if (sheet === undefined) return refusedAs('ERR_CHECK_NOT_HELD')
  const lifeMs = DEFAULTS.verification.codeMs
  return await begin(tx, room, asking, { check: 'saved-code', subject: sheet.id, lifeMs, now })
}

/** Judges a code as somebody typed it. Of two who use one at once, one passes. The last part of a transaction. */
export async function answerSavedCode(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { id, typed, now }: { readonly id: string; readonly typed: string; readonly now: number },
): Promise<Answered> {
  let code: string | undefined
  async function judge({ subject }: Begun): Promise<Rests | CheckCode> {
    const sheet = await sheetOf(tx, room, asking, now)
    if (sheet?.id !== subject) return 'ERR_CHECK_NOT_HELD'
    code = await takeCode(tx, sheet, typed, now)
    if (code === undefined) return 'ERR_CHECK_SHEET'
    return { device: [keyedToken(room.directory.tokenKey)('device', `sheet:${sheet.id}`)] }
  }
  const answered = await answer(tx, asking, { id, check: 'saved-code', now, judge })
  if (answered.passed && code !== undefined) {
    const [{ person }, sheet] = [asking, (await sheetOf(tx, room, asking, now))!.id]
    await command(tx, room, person, { do: 'use', at: now, sheet, code }, `person/${person}`)
  }
  return answered
}

/** The sheet that counts now: not barred, old enough, and beside an authenticator that the person still has (R21). */
async function sheetOf(
  tx: OrganisationTransaction,
  { directory }: VerificationRoom,
  { person, barred }: Asking,
  now: number,
): Promise<Sheet | undefined> {
  const sheet = await loadState(tx, directory.ledger, streamOfSheets(person), SHEETS)
  if (sheet === undefined || barred.has(sheet.id)) return undefined
  const { issued: since, inCase: baseline, account, authenticator } = sheet
  if (!counts({ since, baseline, linked: null, ended: null }, now)) return undefined
  const accounts = (await personMeant(tx, directory, person))?.accounts ?? []
  if (!accounts.some(({ key }) => key === account)) return undefined
  const held = await authenticatorsOf(tx, [account], now)
  return held.some(({ id, ended }) => id === authenticator && ended === null) ? sheet : undefined
}

/** Its name in the ledger; undefined where it is none, or is not there any more. */
async function takeCode(
  tx: OrganisationTransaction,
  sheet: Sheet,
  typed: string,
  now: number,
): Promise<string | undefined> {
  const plain = plainSavedCode(typed)
  const rows = await tx
    .selectFrom('verification_saved_codes')
    .select(['hash', 'salt'])
    .where('sheet', '=', sheet.id)
    .execute()
  const [row] = rows
  if (plain === undefined || row === undefined) return undefined
  const hashes = rows.map(({ hash }) => hash)
  // Somebody could change the database: what the ledger does not know counts for nothing.
  if (digestOf(row.salt, hashes) !== sheet.digest) return undefined
  const hash = await hashed(plain, row.salt)
  if (sheet.used.has(nameOfCode(hash))) return undefined
  const taken = await tx
    .updateTable('verification_saved_codes')
    .set({ used: now })
    .where('sheet', '=', sheet.id)
    .where('hash', '=', hash)
    .where('used', 'is', null)
    .returning('hash')
    .executeTakeFirst()
  return taken === undefined ? undefined : nameOfCode(taken.hash)
}

async function hashed(code: string, salt: Uint8Array): Promise<Buffer> {
  return await hashRaw(plainSavedCode(code) ?? '', { ...ARGON2ID, salt })
}

async function command(
  tx: OrganisationTransaction,
  { directory: { ledger } }: VerificationRoom,
  person: string,
  asked: SheetCommand,
  actor: string,
): Promise<void> {
  const stream = streamOfSheets(person)
  await handleIn(tx, ledger, { stream, command: asked, actor, time: formatInstant(asked.at) }, SHEETS)
}
