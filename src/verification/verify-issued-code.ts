/**
 * Codes on their way to a person and back. A job holds the check's id and nothing else; the code is made when it is sent, and when it
 * is compared, and lies nowhere (secret.ts).
 */
import { OneTimeSecret } from '../providers/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import { contactsOf } from './contacts.ts'
import type { Rests } from './evidence.ts'
import { CODE_BYTES, codeFrom, ISSUED, type IssuedCheck, isTyped } from './issued-code.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { secretFor } from './secret.ts'

/**
 * Begins a check by a code, or has it sent again: then the one before is dead, and wrong answers stay counted. Whoever calls sends
 * `codeToSend` of the check's id afterwards. `contact`: the token of a contact point.
 */
export async function beginIssuedCode(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { check, contact, now }: { readonly check: IssuedCheck; readonly contact: string; readonly now: number },
): Promise<Refused | Begun> {
  const { unusable } = await chosen(tx, room, asking, { check, subject: contact }, now)
  if (unusable !== undefined) return refusedAs(unusable)
  return await begin(tx, room, asking, { check, subject: contact, lifeMs: ISSUED[check].lifeMs, now })
}

/** Where the code goes, and the code; undefined where nothing is to be sent any more. Neither goes into a log, job or fact. */
export async function codeToSend(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  { id, barred, now }: Pick<Asking, 'barred'> & { readonly id: string; readonly now: number },
): Promise<{ readonly to: string; readonly code: OneTimeSecret } | undefined> {
  const row = await tx
    .selectFrom('verification_begun')
    .select(['id', 'nonce', 'kind', 'subject', 'person'])
    .where('id', '=', id)
    .where('used', 'is', null)
    .where('expires', '>=', now)
    .executeTakeFirst()
  if (row === undefined || !isIssued(row.kind)) return undefined
  const sent = { check: row.kind, subject: row.subject }
  const { to, unusable } = await chosen(tx, room, { person: row.person, barred }, sent, now)
  if (to === undefined || unusable !== undefined) return undefined
  return { to, code: new OneTimeSecret(codeOf(room, { ...row, check: row.kind })) }
}

/** Judges a code as somebody typed it. */
export async function answerIssuedCode(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  {
    id,
    check,
    typed,
    now,
  }: { readonly id: string; readonly check: IssuedCheck; readonly typed: string; readonly now: number },
): Promise<Answered> {
  async function judge({ nonce, subject }: Begun): Promise<Rests | CheckCode> {
    // It may have been changed, or have stopped the case, since the code went out.
    const { unusable } = await chosen(tx, room, asking, { check, subject }, now)
    if (unusable !== undefined) return unusable
    if (!isTyped(codeOf(room, { id, nonce, check }), typed)) return 'ERR_CHECK_WRONG'
    // On which device it was read nobody knows.
    return check === 'sms-code' ? { number: [subject] } : { mailbox: [subject] }
  }
  return await answer(tx, asking, { id, check, now, judge })
}

function isIssued(kind: string): kind is IssuedCheck {
  return Object.hasOwn(ISSUED, kind)
}

function codeOf(
  { directory }: VerificationRoom,
  { check, ...numbered }: { readonly check: IssuedCheck; readonly id: string; readonly nonce: Uint8Array },
): string {
  return codeFrom(secretFor('code', directory.tokenKey, numbered, CODE_BYTES), ISSUED[check].digits)
}

async function chosen(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Pick<Asking, 'person' | 'barred'>,
  { check, subject }: { readonly check: IssuedCheck; readonly subject: string },
  now: number,
): Promise<{ readonly to?: string; readonly unusable: CheckCode | undefined }> {
  const contacts = await contactsOf(tx, room, asking, now)
  const found = contacts.find(({ kind, token }) => kind === ISSUED[check].goesTo && token === subject)
  return found === undefined ? { unusable: 'ERR_CHECK_NOT_HELD' } : { to: found.value, unusable: found.unusable }
}
