/**
 * A check from its beginning to its end: begun by a claimant in a case, answered within its time, passed once. The caller holds
 * the person's row, and commits the transaction whatever comes of the answer: wrong ones have to stay counted.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { CheckId } from './checks.ts'
import { count, type Trying, throttled } from './counters.ts'
import { type Evidence, type Rests, restsOf } from './evidence.ts'
import { type CheckCode, REFUSALS, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { NONCE_BYTES } from './secret.ts'
import { isUnhindered } from './throttle.ts'

export interface Begun {
  /** Names the check, and the evidence that it comes to. 32 hexadecimal digits. */
  readonly id: string
  readonly check: CheckId
  /** Keyed token of a contact point, id of an authenticator, sheet or person. */
  readonly subject: string
  readonly nonce: Uint8Array
  /** Until when it can be answered, in milliseconds. */
  readonly expires: number
  readonly triesLeft: number
  /** The member of staff who does it. */
  readonly verifier: string | undefined
}

export interface Beginning {
  readonly check: CheckId
  readonly subject: string
  readonly lifeMs: number
  readonly verifier?: string
  readonly now: number
}

/** Begins a check, or begins it anew: what was shown or sent before is no answer any more, and wrong answers stay counted. */
export async function begin(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { check, subject, lifeMs, verifier, now }: Beginning,
): Promise<Refused | Begun> {
  const refused = await throttled(tx, asking, { check, authenticator: subject, verifier }, now)
  if (refused !== undefined) return { refused }
  if (verifier !== undefined && (await isBusy(tx, asking, verifier, now))) return refusedAs('ERR_CHECK_OTHER_VERIFIER')
  const { random } = room.directory.ledger
  const fresh = { nonce: Buffer.from(random(NONCE_BYTES)), expires: now + lifeMs, verifier: verifier ?? null }
  const before = await ofClaimant(tx, asking)
    .selectAll()
    .where('kind', '=', check)
    .where('subject', '=', subject)
    .where('used', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (before === undefined) {
    const row = { id: Buffer.from(random(16)).toString('hex'), kind: check, subject, issues: 1, begun: now, ...fresh }
    const whose = { case_id: asking.case, person: asking.person, claimant: asking.claimant }
    await tx
      .insertInto('verification_begun')
      .values({ ...row, ...whose })
      .execute()
    return begunFrom({ ...row, tries: 0 })
  }
  if (begunFrom(before).triesLeft === 0) return refusedAs('ERR_CHECK_TRIES_SPENT')
  if (!isUnhindered(check) && before.issues >= DEFAULTS.verification.issuesMax) return refusedAs('ERR_CHECK_SENT_OFTEN')
  const renewed = { ...fresh, issues: before.issues + 1 }
  await tx.updateTable('verification_begun').set(renewed).where('id', '=', before.id).execute()
  return begunFrom({ ...before, ...renewed })
}

export type Answered =
  | { readonly passed: true; readonly evidence: Evidence }
  | {
      readonly passed: false
      readonly code: CheckCode
      readonly message: string
      readonly triesLeft: number
      /** From when on it could go on, in milliseconds; null where no waiting helps. */
      readonly until: number | null
    }

export interface Answering {
  readonly id: string
  /** Keyed token of the network from which somebody else answers for the claimant. */
  readonly from?: string
  readonly check: CheckId
  readonly now: number
  /** What the evidence rests on, as far as it is known, if the answer is right; else why not. */
  judge(begun: Begun): Promise<Rests | CheckCode>
}

/** Judges an answer. Of two right ones at once, one passes. */
export async function answer(
  tx: OrganisationTransaction,
  asking: Asking,
  { id, check, from, now, judge }: Answering,
): Promise<Answered> {
  const row = await ofClaimant(tx, asking).selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined || row.kind !== check) return failed('ERR_CHECK_UNKNOWN')
  const begun = begunFrom(row)
  if (row.used !== null) return failed('ERR_CHECK_USED')
  if (begun.triesLeft === 0) return failed('ERR_CHECK_TRIES_SPENT')
  if (now > begun.expires) return failed('ERR_CHECK_EXPIRED', begun.triesLeft)
  const trying: Trying = { check, authenticator: guessed(begun), verifier: begun.verifier }
  const throttle = await throttled(tx, asking, trying, now)
  if (throttle !== undefined) return { passed: false, triesLeft: begun.triesLeft, ...throttle }
  const judged = await judge(begun)
  // What a log does not show yet is no wrong answer.
  if (judged === 'ERR_CHECK_UNCONFIRMED') return failed(judged, begun.triesLeft)
  if (typeof judged !== 'string' && (await isTaken(tx, id, from, now))) {
    await count(tx, asking, trying, { passed: true, now })
    const rests = restsOf(check, judged)
    return { passed: true, evidence: { id, check, claimant: asking.claimant, at: now, rests } }
  }
  await tx
    .updateTable('verification_begun')
    .set({ tries: row.tries + 1 })
    .where('id', '=', id)
    .execute()
  await count(tx, asking, trying, { passed: false, now })
  return failed(typeof judged === 'string' ? judged : 'ERR_CHECK_USED', begun.triesLeft - 1)
}

/** A check of this claimant; undefined where there is none. */
export async function begunOf(
  tx: OrganisationTransaction,
  asking: Pick<Asking, 'case' | 'person' | 'claimant'>,
  id: string,
): Promise<Begun | undefined> {
  const row = await ofClaimant(tx, asking).selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : begunFrom(row)
}

function ofClaimant(tx: OrganisationTransaction, asking: Pick<Asking, 'case' | 'person' | 'claimant'>) {
  return tx
    .selectFrom('verification_begun')
    .where('case_id', '=', asking.case)
    .where('person', '=', asking.person)
    .where('claimant', '=', asking.claimant)
}

async function isTaken(
  tx: OrganisationTransaction,
  id: string,
  from: string | undefined,
  now: number,
): Promise<boolean> {
  const taken = await tx
    .updateTable('verification_begun')
    .set({ used: now, answered_from: from ?? null })
    .where('id', '=', id)
    .where('used', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return taken !== undefined
}

/** One verifier at a time (RED TEAM R9). */
async function isBusy(
  tx: OrganisationTransaction,
  { person }: Asking,
  verifier: string,
  now: number,
): Promise<boolean> {
  const other = await tx
    .selectFrom('verification_begun')
    .select('id')
    .where('person', '=', person)
    .where('used', 'is', null)
    .where('verifier', '<>', verifier)
    .where('expires', '>=', now)
    .where('tries', '<', DEFAULTS.verification.triesMax)
    .executeTakeFirst()
  return other !== undefined
}

/** A signature is not guessed at: to count failures would let anybody disable somebody's passkey. */
function guessed({ check, subject }: Begun): string | undefined {
  return check === 'passkey' ? undefined : subject
}

/** Who recognises somebody is asked once: one wrong answer ends it (DESIGN §6). */
function triesOf(check: CheckId): number {
  if (check === 'manager' || check === 'trusted-contacts') return 1
  return isUnhindered(check) ? DEFAULTS.verification.failuresMax : DEFAULTS.verification.triesMax
}

interface Row extends Pick<Begun, 'id' | 'subject' | 'nonce' | 'expires'> {
  readonly kind: string
  readonly tries: number
  readonly verifier: string | null
}

function begunFrom({ id, kind, subject, nonce, expires, tries, verifier }: Row): Begun {
  const check = kind as CheckId
  const triesLeft = Math.max(0, triesOf(check) - tries)
  return { id, check, subject, nonce, expires, triesLeft, verifier: verifier ?? undefined }
}

function failed(code: CheckCode, triesLeft = 0): Answered {
  return { passed: false, code, message: REFUSALS[code], triesLeft, until: null }
}
