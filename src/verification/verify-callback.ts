/**
 * A call to a number that was verified before, never to one that the caller names (RED TEAM R2). The person reads back the words on
 * their page; the agent types what they hear, and says with a passkey which number it was. Who has no page visits the desk.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { OneTimeSecret } from '../providers/index.ts'
import type { Word } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { attestedBy } from './attested.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import { tokenOfContact } from './contact.ts'
import { type Contact, contactsOf } from './contacts.ts'
import type { Rests } from './evidence.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'
import { secretFor } from './secret.ts'
import { areSaid, BYTES_PER_WORD, wordsFrom } from './words.ts'

export type CallbackCheck = 'callback-landline' | 'callback-mobile'

/** The numbers that may be called now, a number that is also a mobile as one. */
export async function callable(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Pick<Asking, 'person' | 'barred'>,
  now: number,
): Promise<readonly (Contact & { readonly check: CallbackCheck })[]> {
  const numbers = (await contactsOf(tx, room, asking, now)).filter(({ kind }) => kind !== 'mail')
  const mobiles = new Set(numbers.filter(({ kind }) => kind === 'mobile').map(({ token }) => token))
  const usable = numbers.filter(({ unusable }) => unusable === undefined)
  return [...new Map(usable.map((one) => [one.token, one])).values()].map((one) => ({
    ...one,
    check: mobiles.has(one.token) ? 'callback-mobile' : 'callback-landline',
  }))
}

export interface Calling {
  /** The token of a number, or what the caller said that theirs is. */
  readonly number: { readonly token: string } | { readonly named: string }
  /** The member of staff who calls. */
  readonly verifier: string
  readonly now: number
}

/**
 * Begins a callback. `call` is the number, for the eyes of the agent. A number that may not be called is refused, with its token as
 * `attempted`, which goes into the case.
 */
export async function beginCallback(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { number, verifier, now }: Calling,
): Promise<(Refused & { readonly attempted?: string }) | { readonly begun: Begun; readonly call: OneTimeSecret }> {
  const tokens = keyedToken(room.directory.tokenKey)
  const token = 'token' in number ? number.token : tokenOfContact(tokens, { kind: 'mobile', value: number.named })
  const found = (await callable(tx, room, asking, now)).find((one) => one.token === token)
  if (found === undefined) return { ...refusedAs('ERR_CHECK_NUMBER_NOT_CALLABLE'), attempted: token }
  const { spokenMs: lifeMs } = DEFAULTS.verification
  const begun = await begin(tx, room, asking, { check: found.check, subject: token, lifeMs, verifier, now })
  return 'refused' in begun ? begun : { begun, call: new OneTimeSecret(found.value) }
}

/** The words of a check, for the page of the claimant who began it, and for nobody who attests. */
export function wordsOf({ directory }: VerificationRoom, begun: Begun): readonly string[] {
  const { words } = DEFAULTS.verification
  return wordsFrom(secretFor('words', directory.tokenKey, begun, words * BYTES_PER_WORD), words)
}

/** Judges what the agent heard. `word`: what `deciding.take` gave for `attestation` of this check. */
export async function answerCallback(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  heard: {
    readonly id: string
    readonly check: CallbackCheck
    readonly said: string
    readonly word: Word
    readonly now: number
  },
): Promise<Answered> {
  const { id, check, said, word, now } = heard
  async function judge(begun: Begun): Promise<Rests | CheckCode> {
    const number = (await callable(tx, room, asking, now)).find(({ token }) => token === begun.subject)
    if (number?.check !== check) return 'ERR_CHECK_NUMBER_NOT_CALLABLE'
    if (word.decision.staff !== begun.verifier) return 'ERR_CHECK_NOT_ATTESTED'
    const person = await attestedBy(tx, room, { asking, begun, word, now })
    if (person === undefined) return 'ERR_CHECK_NOT_ATTESTED'
    if (!areSaid(wordsOf(room, begun), said)) return 'ERR_CHECK_WRONG'
    return { number: [begun.subject], person: [person] }
  }
  return await answer(tx, asking, { id, check, now, judge })
}
