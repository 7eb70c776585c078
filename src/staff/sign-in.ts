/** Signing in, and doing so again (step-up): a passkey's answer to a challenge of its own. */
import { generateAuthenticationOptions } from '@simplewebauthn/server'
import { DEFAULTS } from '../base/defaults.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Assertion, verifyAssertion } from './assertion.ts'
import { giveChallenge, takeChallenge, takeCounter } from './challenges.ts'
import { counts } from './deadlines.ts'
import { carryOut, loadStaff, type Refused, refusedAs, type StaffRoom } from './room.ts'
import { openSession } from './session.ts'
import type { HeldPasskey, Member, Staff } from './staff.ts'

const CHALLENGE_BYTES = 32

/** What the browser is asked for. It names nobody: the passkey says whose it is, so nobody learns who works here. */
export async function beginSignIn({ ledger, relyingParty }: StaffRoom, now: number) {
  const challenge = ledger.random(CHALLENGE_BYTES)
  await ledger.db.transaction((tx) => giveChallenge(tx, challenge, { purpose: 'sign-in', now }))
  return await requestOptions(relyingParty.id, challenge, [])
}

/** What the browser needs for an assertion by one of these passkeys, or by any. */
export function requestOptions(rpID: string, challenge: Uint8Array, passkeys: readonly Pick<HeldPasskey, 'id'>[]) {
  return generateAuthenticationOptions({
    rpID,
    challenge: Uint8Array.from(challenge),
    allowCredentials: passkeys.map(({ id }) => ({ id })),
    userVerification: 'required',
    timeout: DEFAULTS.staff.challengeMs,
  })
}

export interface SignedIn {
  /** For the cookie; kept nowhere. */
  readonly token: string
  readonly member: string
}

/** Opens a session for whoever has the passkey. `replaces`: the token of the session that this one renews. */
export async function signIn(
  room: StaffRoom,
  assertion: Assertion,
  { replaces, now }: { readonly replaces?: string; readonly now: number },
): Promise<Refused | SignedIn> {
  const { db, random } = room.ledger
  return await db.transaction(async (tx) => {
    const taken = await takeChallenge(tx, assertion.response.clientDataJSON, { purpose: 'sign-in', now })
    if (taken === undefined) return refusedAs('ERR_STAFF_CHALLENGE')
    const owner = ownerOf(await loadStaff(tx, room.ledger), assertion.id, now)
    if (owner === undefined || !isHandleOf(owner.member, assertion)) return refusedAs('ERR_STAFF_SIGN_IN')
    const { member, passkey } = owner
    const asserted = await verifyAssertion(assertion, passkey, taken.challenge, room.relyingParty)
    if (asserted === undefined) return refusedAs('ERR_STAFF_PASSKEY_INVALID')
    if (!(await takeCounter(tx, passkey.id, asserted, now))) return await doubt(tx, room, owner, now)
    const session = { member: member.id, passkey: passkey.id, replaces, now, random }
    return { token: await openSession(tx, db.organisation, session), member: member.id }
  })
}

interface Owner {
  readonly member: Member
  readonly passkey: HeldPasskey
}

/** Who signs in with it at `at`; nobody by one that does not count yet or any more. */
function ownerOf({ members }: Staff, passkeyId: string, at: number): Owner | undefined {
  for (const member of members.values()) {
    const passkey = member.passkeys.find((one) => one.id === passkeyId && counts(one, at))
    if (passkey !== undefined && member.standing === 'member') return { member, passkey }
  }
  return undefined
}

/** §7.2, step 6: the handle that was given at registration is the member's id. */
function isHandleOf({ id }: Member, { response }: Assertion): boolean {
  return typeof response.userHandle === 'string' && Buffer.from(response.userHandle, 'base64url').toString() === id
}

/** A passkey of which there may be a copy opens nothing, and all administrators hear of it. */
export async function doubt(
  tx: OrganisationTransaction,
  room: StaffRoom,
  { member, passkey }: { readonly member: Pick<Member, 'id'>; readonly passkey: Pick<HeldPasskey, 'id'> },
  at: number,
): Promise<Refused> {
  await carryOut(
    tx,
    room,
    { type: 'doubt-passkey', at, member: member.id, passkey: passkey.id },
    { actor: 'system/staff' },
  )
  return refusedAs('ERR_STAFF_PASSKEY_CLONED')
}
