/**
 * A human decision as a passkey's assertion (DESIGN §3 rule 20). Its challenge is 32 random bytes and a hash over these and what
 * is decided: an assertion given for one thing fits no other, and whoever has the ledger can verify it again, for the
 * random bytes are part of what was signed.
 *
 *   challenge = nonce ‖ SHA-256(0x04 ‖ nonce ‖ canonical JSON of the intent)
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Decision } from '../ledger/index.ts'
import { type Asserted, type Assertion, challengeIn, verifyAssertion } from './assertion.ts'
import { counts } from './deadlines.ts'
import type { RelyingParty } from './relying-party.ts'
import type { HeldPasskey, Staff } from './staff.ts'

const NONCE_BYTES = 32
/** Commitments begin with 0x02; no hash of one kind is ever taken for one of another. */
const INTENT = 0x04

/** What somebody decides. */
export interface Intent {
  readonly organisation: string
  /** `staff/confirm`, `remedy/approve`. */
  readonly action: string
  /** All that it is about: case, account, remedy, policy version, … */
  readonly about: Readonly<Record<string, unknown>>
  /** Hash of what was in front of them, where there was something. */
  readonly evidence?: string
}

/** `nonce`: 32 random bytes. */
export function challengeFor(intent: Intent, nonce: Uint8Array): Uint8Array {
  if (nonce.length !== NONCE_BYTES) throw new RangeError(`A challenge is made of ${NONCE_BYTES} random bytes.`)
  return Buffer.concat([nonce, intentHash(intent, nonce)])
}

/** Whether a challenge was made for this intent. */
export function isChallengeFor(intent: Intent, challenge: Uint8Array): boolean {
  const nonce = challenge.subarray(0, NONCE_BYTES)
  const expected = intentHash(intent, nonce)
  const found = challenge.subarray(NONCE_BYTES)
  return found.length === expected.length && timingSafeEqual(found, expected)
}

function intentHash(intent: Intent, nonce: Uint8Array): Uint8Array {
  const text = canonicalize(intent)
  if (text === undefined) throw new TypeError('What is decided has to be JSON.')
  return createHash('sha256').update(Buffer.of(INTENT)).update(nonce).update(text).digest()
}

/** As it goes into an entry. */
export function decisionOf(staff: string, { id, response }: Assertion): Decision {
  const { clientDataJSON, authenticatorData, signature } = response
  return { staff, credentialId: id, clientDataJSON, authenticatorData, signature }
}

/**
 * Whether a decision is that member's word for this intent, by a passkey that counted at `at`. `staff` comes from the ledger
 * (`loadStaff`), never from a view: whoever acts on a decision asks this again. The counter is the caller's to judge.
 */
export async function verifyDecision(
  staff: Staff,
  decision: Decision,
  intent: Intent,
  { at, relyingParty }: { readonly at: number; readonly relyingParty: RelyingParty },
): Promise<Asserted | undefined> {
  if (!isIntentOf(decision, intent)) return undefined
  return await verifyWord(staff, decision, { at, relyingParty })
}

/** Whether a decision was asked for with this intent; whether it is anybody's word is not looked at. */
export function isIntentOf({ clientDataJSON }: Decision, intent: Intent): boolean {
  const challenge = challengeIn(clientDataJSON)
  return challenge !== undefined && isChallengeFor(intent, challenge)
}

/** Whether a decision is that member's word at all, by a passkey that counted at `at`; for what, its challenge says. */
export async function verifyWord(
  staff: Staff,
  { staff: id, credentialId, ...response }: Decision,
  { at, relyingParty }: { readonly at: number; readonly relyingParty: RelyingParty },
): Promise<Asserted | undefined> {
  const passkey = passkeyAt(staff, id, credentialId, at)
  const challenge = challengeIn(response.clientDataJSON)
  if (passkey === undefined || challenge === undefined) return undefined
  return await verifyAssertion({ id: credentialId, type: 'public-key', response }, passkey, challenge, relyingParty)
}

function passkeyAt(staff: Staff, member: string, id: string, at: number): HeldPasskey | undefined {
  return staff.members.get(member)?.passkeys.find((one) => one.id === id && counts(one, at))
}
