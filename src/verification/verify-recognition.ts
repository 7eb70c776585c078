/**
 * Somebody who knows the person: the manager, or trusted contacts. They sign in with a passkey of their own that was registered here
 * before the case, and pick the words, from a conversation that they began, out of many. One wrong answer ends it. To answer a
 * mail is no way to confirm anything, and does not exist (RED TEAM R6).
 */
import { DEFAULTS } from '../base/defaults.ts'
import { loadTrusted, managersOf, vouchers } from '../directory/index.ts'
import type { Assertion } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import { contactsOf } from './contacts.ts'
import type { Evidence, Rests } from './evidence.ts'
import { namesOfPerson } from './givers.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { secretFor } from './secret.ts'
import { wordsOf } from './verify-callback.ts'
import { deviceOf, passkeysOf, verifyWordOf, wordOptions } from './verify-passkey.ts'
import { independent, type Voucher } from './vouching.ts'
import { areSaid, CHOICES_BYTES, choicesFrom } from './words.ts'

export interface Recognising {
  readonly check: 'manager' | 'trusted-contacts'
  /** When the case was opened: passkeys that are younger do not count. */
  readonly opened: number
  /** When people were last recovered, by id: who was a few days ago recognises nobody. */
  readonly recovered: ReadonlyMap<string, number>
  readonly now: number
}

/** Ids of the people who could recognise this one now. */
export async function recognisersOf(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Pick<Asking, 'person' | 'barred'>,
  { check, opened, recovered, now }: Recognising,
): Promise<readonly string[]> {
  const able: string[] = []
  for (const one of await known(tx, room, asking.person, check, now)) {
    const isFresh = now - (recovered.get(one) ?? Number.NEGATIVE_INFINITY) < DEFAULTS.verification.recoveredMs
    if (one === asking.person || asking.barred.has(one) || isFresh) continue
    if ((await passkeysOf(tx, room, one, { at: opened, now })).length > 0) able.push(one)
  }
  return able
}

/** Begins it for one of them. `choices`: what stands on their page; `wordsOf` the check stand on the claimant's. */
export async function beginRecognition(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { by, ...recognising }: Recognising & { readonly by: string },
): Promise<
  | Refused
  | {
      readonly begun: Begun
      readonly choices: readonly string[]
      readonly options: Awaited<ReturnType<typeof wordOptions>>
    }
> {
  const { check, opened, now } = recognising
  if (!(await recognisersOf(tx, room, asking, recognising)).includes(by)) return refusedAs('ERR_CHECK_NOT_HELD')
  const begun = await begin(tx, room, asking, { check, subject: by, lifeMs: DEFAULTS.verification.spokenMs, now })
  if ('refused' in begun) return begun
  const passkeys = await passkeysOf(tx, room, by, { at: opened, now })
  return { begun, choices: choicesOf(room, begun), options: await wordOptions(room, asking, begun, passkeys, by) }
}

/** The words of a check among others, for the page of whoever picks them. */
export function choicesOf(room: VerificationRoom, begun: Begun): readonly string[] {
  const bytes = secretFor('choices', room.directory.tokenKey, begun, CHOICES_BYTES)
  return choicesFrom(bytes, wordsOf(room, begun))
}

export interface Picking extends Recognising {
  readonly id: string
  readonly picked: readonly string[]
  readonly assertion: Assertion
  /** Keyed token of the network from which they answer. */
  readonly network: string
}

/** Judges what the manager picked. */
export async function answerManager(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  picking: Omit<Picking, 'check'>,
): Promise<Answered> {
  return await answerWith(tx, room, asking, { ...picking, check: 'manager' })
}

/**
 * Judges what a trusted contact picked. It is evidence once as many as have to vouch are independent of each other; until then, or
 * where they are not, `vouched` says how many count.
 */
export async function answerTrusted(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  picking: Omit<Picking, 'check'>,
): Promise<
  | Exclude<Answered, { readonly passed: true }>
  | {
      readonly passed: true
      readonly evidence: Evidence | undefined
      readonly vouched: number
      readonly needed: number
    }
> {
  const recognising: Picking = { ...picking, check: 'trusted-contacts' }
  const answered = await answerWith(tx, room, asking, recognising)
  if (!answered.passed) return answered
  const { needed } = await loadTrusted(tx, room.directory, asking.person)
  const given = await vouchedIn(tx, room, asking, picking.now)
  // Somebody may have been recovered or barred since.
  const able = await recognisersOf(tx, room, asking, recognising)
  const counting = independent(given.filter(({ person }) => able.includes(person))).slice(0, needed)
  if (counting.length < needed) return { passed: true, evidence: undefined, vouched: counting.length, needed }
  const person = [...new Set(counting.flatMap((one) => one.people))]
  // Fresh as the oldest of them.
  const at = Math.min(...counting.map((one) => one.at))
  const evidence = { ...answered.evidence, at, rests: { person } }
  return { passed: true, evidence, vouched: counting.length, needed }
}

async function answerWith(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  picking: Picking,
): Promise<Answered> {
  const { id, check, picked, assertion, network, opened, now } = picking
  async function judge(begun: Begun): Promise<Rests | CheckCode> {
    const by = begun.subject
    if (!(await recognisersOf(tx, room, asking, picking)).includes(by)) return 'ERR_CHECK_NOT_HELD'
    const passkey = await verifyWordOf(tx, room, { asking, begun, by, assertion, since: opened, now })
    if (passkey === undefined) return 'ERR_CHECK_PASSKEY'
    if (!areSaid(wordsOf(room, begun), picked.join(' '))) return 'ERR_CHECK_NOT_RECOGNISED'
    return { person: await namesOfPerson(tx, room, by, now) }
  }
  return await answer(tx, asking, { id, check, from: network, now, judge })
}

async function known(
  tx: OrganisationTransaction,
  { directory }: VerificationRoom,
  person: string,
  check: Recognising['check'],
  now: number,
): Promise<readonly string[]> {
  if (check === 'manager') {
    const managers = await managersOf(tx, directory, person, now)
    return [...new Set(managers.filter(({ counts }) => counts).map(({ manager }) => manager))]
  }
  const able = vouchers(await loadTrusted(tx, directory, person), now)
  const vouchesFor = await vouchingOf(tx, [...able, person])
  const inReturn = vouchesFor.get(person)
  return able.filter((one) => {
    const of = vouchesFor.get(one)
    return inReturn?.has(one) !== true && (of?.size ?? 0) <= DEFAULTS.directory.vouchingMax
  })
}

/** For whom these people vouch. */
async function vouchingOf(
  tx: OrganisationTransaction,
  people: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await tx
    .selectFrom('directory_trusted')
    .select(['person', 'contact'])
    .where('contact', 'in', people)
    .execute()
  const of = Map.groupBy(rows, ({ contact }) => contact)
  return new Map([...of].map(([contact, given]) => [contact, new Set(given.map(({ person }) => person))]))
}

/** Those who vouched for this claimant in this case, and what names them. */
async function vouchedIn(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  now: number,
): Promise<readonly (Voucher & { readonly at: number; readonly people: readonly string[] })[]> {
  const rows = await tx
    .selectFrom('verification_begun')
    .select(['subject', 'used', 'answered_from'])
    .where('case_id', '=', asking.case)
    .where('person', '=', asking.person)
    .where('claimant', '=', asking.claimant)
    .where('kind', '=', 'trusted-contacts')
    .where('used', 'is not', null)
    .execute()
  const vouching = await vouchingOf(
    tx,
    rows.map(({ subject }) => subject),
  )
  const given: (Voucher & { readonly at: number; readonly people: readonly string[] })[] = []
  for (const { subject: person, used, answered_from: network } of rows) {
    const people = await namesOfPerson(tx, room, person, now)
    const contacts = await contactsOf(tx, room, { person, barred: asking.barred }, now)
    const passkeys = await passkeysOf(tx, room, person, { at: now, now })
    const names = [
      ...people,
      ...contacts.map(({ token }) => token),
      ...passkeys.map(({ id }) => deviceOf(room, id)),
      ...(network === null ? [] : [network]),
    ]
    given.push({ person, names, people, at: used ?? now, vouchesFor: vouching.get(person) ?? new Set() })
  }
  return given
}
