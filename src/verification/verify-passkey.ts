/**
 * A passkey that somebody registered here, as evidence, or as their word about somebody else. The assertion's challenge is bound to
 * organisation, case, person, claimant and check: one given for another case or claimant fits nowhere else (DESIGN §3 rule 20).
 */
import { hash } from 'node:crypto'
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { formatInstant } from '../base/time.ts'
import { counts } from '../directory/index.ts'
import { handleIn, loadState } from '../ledger/index.ts'
import {
  type Assertion,
  challengeFor,
  challengeIn,
  type Intent,
  isChallengeFor,
  isCopy,
  type Registration,
  registrationOptions,
  requestOptions,
  verifyAssertion,
  verifyRegistration,
} from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import type { Rests } from './evidence.ts'
import { PASSKEYS, type PersonPasskey, streamOfPasskeys } from './person-passkeys.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'

/** Begins a check by a passkey of the person's own. `options`: what the browser is asked for. */
export async function beginPasskey(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  now: number,
): Promise<Refused | { readonly begun: Begun; readonly options: Awaited<ReturnType<typeof requestOptions>> }> {
  const passkeys = await passkeysOf(tx, room, asking.person, { at: now, now })
  const usable = passkeys.filter(({ id }) => !asking.barred.has(deviceOf(room, id)))
  if (usable.length === 0) return refusedAs('ERR_CHECK_NOT_HELD')
  const lifeMs = DEFAULTS.staff.challengeMs
  const begun = await begin(tx, room, asking, { check: 'passkey', subject: asking.person, lifeMs, now })
  return 'refused' in begun ? begun : { begun, options: await wordOptions(room, asking, begun, usable) }
}

export async function answerPasskey(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { id, assertion, now }: { readonly id: string; readonly assertion: Assertion; readonly now: number },
): Promise<Answered> {
  async function judge(begun: Begun): Promise<Rests | CheckCode> {
    const passkey = await verifyWordOf(tx, room, { asking, begun, by: asking.person, assertion, since: now, now })
    if (passkey === undefined || asking.barred.has(deviceOf(room, passkey.id))) return 'ERR_CHECK_PASSKEY'
    return { device: isKey(passkey) ? [deviceOf(room, passkey.id)] : null }
  }
  return await answer(tx, asking, { id, check: 'passkey', now, judge })
}

interface Word {
  readonly asking: Asking
  readonly begun: Begun
  /** Whose passkey it has to be. */
  readonly by: string
  readonly assertion: Assertion
  /** It was registered before this. */
  readonly since: number
  readonly now: number
}

/** The passkey by which a person gave their word for a check; undefined where it is not theirs, too new, or given for something else. */
export async function verifyWordOf(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  { asking, begun, by, assertion, since, now }: Word,
): Promise<PersonPasskey | undefined> {
  const passkeys = await passkeysOf(tx, room, by, { at: since, now })
  const passkey = passkeys.find(({ id }) => id === assertion.id)
  const challenge = challengeIn(assertion.response.clientDataJSON)
  if (passkey === undefined || challenge === undefined) return undefined
  if (!isChallengeFor(intentOf(room, asking, begun, by), challenge)) return undefined
  // Begun anew, an earlier challenge is dead.
  if (!Buffer.from(begun.nonce).equals(challenge.subarray(0, begun.nonce.length))) return undefined
  const asserted = await verifyAssertion(assertion, passkey, challenge, room.portal)
  if (asserted === undefined || !(await takeCounter(tx, passkey.id, asserted, now))) return undefined
  return passkey
}

/** What the browser of whoever gives their word is asked for. */
export async function wordOptions(
  room: VerificationRoom,
  asking: Asking,
  begun: Begun,
  passkeys: readonly Pick<PersonPasskey, 'id'>[],
  by = asking.person,
) {
  const challenge = challengeFor(intentOf(room, asking, begun, by), begun.nonce)
  return await requestOptions(room.portal.id, challenge, passkeys)
}

/** Somebody's passkeys that count at `now`, and were registered before `at`. */
export async function passkeysOf(
  tx: OrganisationTransaction,
  { directory }: VerificationRoom,
  person: string,
  { at, now }: { readonly at: number; readonly now: number },
): Promise<readonly PersonPasskey[]> {
  const passkeys = await loadState(tx, directory.ledger, streamOfPasskeys(person), PASSKEYS)
  return passkeys.filter(({ added, inCase }) => {
    return added <= at && counts({ since: added, baseline: inCase, linked: null, ended: null }, now)
  })
}

/** A security key, which is a thing for itself. Any other passkey may be on the phone that something else rests on (rule 2). */
function isKey({ backupEligible, transports }: PersonPasskey): boolean {
  const isApart = (transport: string) => transport === 'usb' || transport === 'nfc'
  return !backupEligible && transports.length > 0 && transports.every(isApart)
}

/** A passkey as evidence names it. */
export function deviceOf({ directory }: VerificationRoom, passkey: string): string {
  return keyedToken(directory.tokenKey)('device', `passkey:${passkey}`)
}

/** What the browser is asked for, so that somebody who is signed in registers a passkey. `challenge`: 32 random bytes, kept by the session. */
export async function beginPersonPasskey(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  { person, label, challenge }: { readonly person: string; readonly label: string; readonly challenge: Uint8Array },
) {
  const known = await loadState(tx, room.directory.ledger, streamOfPasskeys(person), PASSKEYS)
  return await registrationOptions(room.portal, { member: person, label, challenge, known })
}

/** Registers it, the last part of a transaction. Gives its id; undefined where the answer is none to this challenge. */
export async function registerPersonPasskey(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asked: {
    readonly person: string
    readonly registration: Registration
    readonly challenge: Uint8Array
    /** In a case whose recipe was met: it counts at once. Else after the cool-off. */
    readonly inCase: boolean
    readonly now: number
  },
): Promise<string | undefined> {
  const { person, inCase, now } = asked
  const registered = await verifyRegistration(asked.registration, asked.challenge, room.portal)
  if (registered === undefined) return undefined
  const { passkey } = registered
  const data = { ...passkey, transports: [...passkey.transports] }
  const command = { do: 'register', at: now, passkey: data, inCase } as const
  const request = { stream: streamOfPasskeys(person), command, actor: `person/${person}`, time: formatInstant(now) }
  const { refused } = await handleIn(tx, room.directory.ledger, request, PASSKEYS)
  return refused === undefined ? passkey.id : undefined
}

/** The last part of a transaction. */
export async function endPersonPasskey(
  tx: OrganisationTransaction,
  { directory }: VerificationRoom,
  {
    person,
    passkey,
    actor,
    now,
  }: { readonly [Name in 'person' | 'passkey' | 'actor']: string } & { readonly now: number },
): Promise<void> {
  const command = { do: 'end', at: now, passkey } as const
  const request = { stream: streamOfPasskeys(person), command, actor, time: formatInstant(now) }
  await handleIn(tx, directory.ledger, request, PASSKEYS)
}

function intentOf({ directory }: VerificationRoom, asking: Asking, { id, check }: Begun, by: string): Intent {
  const { case: of, person, claimant } = asking
  return {
    organisation: directory.ledger.db.organisation,
    action: `verification/${check}`,
    // The claimant's session is nothing that the manager's browser has to know.
    about: { case: of, person, check: id, by, claimant: hash('sha256', claimant) },
  }
}

/** Takes note of a passkey's counter; false where it went back, so that there may be a copy. */
async function takeCounter(
  tx: OrganisationTransaction,
  id: string,
  { counter, backedUp }: { readonly counter: number; readonly backedUp: boolean },
  now: number,
): Promise<boolean> {
  const before = await tx
    .selectFrom('verification_passkeys')
    .select('counter')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (before !== undefined && isCopy(counter, before.counter)) return false
  const row = { counter, backed_up: backedUp, last_used: now }
  await tx
    .insertInto('verification_passkeys')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
    .execute()
  return true
}
