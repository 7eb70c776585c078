/** A sign-in at the provider as evidence: what was held, and how old that is. */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { type AuthenticatorShown, authenticatorsOf, personMeant } from '../directory/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { confirmed, isPasswordShown, type ProviderCheck, type Shown, type ShownStep } from './at-provider.ts'
import { type Answered, answer, type Begun, begin } from './begun.ts'
import type { Rests } from './evidence.ts'
import { type CheckCode, type Refused, refusedAs } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'

const { codeMs: LIFE_MS } = DEFAULTS.verification

/**
 * Begins it. Whoever calls sends the browser to the provider with `nonce`, `prompt=login` and `max_age=0`, and reads the provider's log
 * before it answers.
 */
export async function beginAtProvider(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { check, account, now }: { readonly check: ProviderCheck; readonly account: string; readonly now: number },
): Promise<Refused | { readonly begun: Begun; readonly nonce: string }> {
  if ((await heldOf(tx, room, asking, { check, account }, now)).length === 0) return refusedAs('ERR_CHECK_NOT_HELD')
  const begun = await begin(tx, room, asking, { check, subject: `account:${account}`, lifeMs: LIFE_MS, now })
  return 'refused' in begun ? begun : { begun, nonce: nonceOf(begun) }
}

/** Judges a sign-in by what the token says and the log shows. */
export async function answerAtProvider(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  given: {
    readonly id: string
    readonly check: ProviderCheck
    readonly account: string
    readonly shown: Shown
    /** As `ProviderLog` gave them. */
    readonly steps: readonly ShownStep[]
    readonly now: number
  },
): Promise<Answered> {
  const { id, check, account, shown, steps, now } = given
  async function judge(begun: Begun): Promise<Rests | CheckCode> {
    if (begun.subject !== `account:${account}`) return 'ERR_CHECK_UNKNOWN'
    const since = begun.expires - LIFE_MS
    const step = confirmed({ check, since, nonce: nonceOf(begun), account, shown, steps, now })
    if (typeof step === 'string') return step
    const held = await heldOf(tx, room, asking, { check, account }, now)
    // Where the log does not say which, it may have been any of them.
    const used = step.authenticator === null ? held : held.filter((one) => one.id === step.authenticator)
    const isOld = used.length > 0 && used.every((one) => one.counts && !asking.barred.has(one.id))
    if (!isOld) return 'ERR_CHECK_NOT_HELD'
    return { device: devicesOf(room, asking, used) }
  }
  return await answer(tx, asking, { id, check, now, judge })
}

/** Begins and judges at once: the log shows the password accepted, or it does not. Beside a code it counts, never by itself. */
export async function answerPassword(
  tx: OrganisationTransaction,
  room: VerificationRoom,
  asking: Asking,
  { account, steps, now }: { readonly account: string; readonly steps: readonly ShownStep[]; readonly now: number },
): Promise<Refused | Answered> {
  const accounts = (await personMeant(tx, room.directory, asking.person))?.accounts ?? []
  if (!accounts.some(({ key }) => key === account)) return refusedAs('ERR_CHECK_NOT_HELD')
  if (!isPasswordShown(steps, asking.source, now)) return refusedAs('ERR_CHECK_UNCONFIRMED')
  const begun = await begin(tx, room, asking, {
    check: 'password',
    subject: `account:${account}`,
    lifeMs: LIFE_MS,
    now,
  })
  if ('refused' in begun) return begun
  return await answer(tx, asking, { id: begun.id, check: 'password', now, judge: async () => ({}) })
}

/** By it a token fits this check and no other. */
function nonceOf({ nonce }: Begun): string {
  return Buffer.from(nonce).toString('base64url')
}

/** What the person has of this kind at this account. */
async function heldOf(
  tx: OrganisationTransaction,
  { directory }: VerificationRoom,
  { person }: Asking,
  { check, account }: { readonly check: ProviderCheck; readonly account: string },
  now: number,
): Promise<readonly AuthenticatorShown[]> {
  const accounts = (await personMeant(tx, directory, person))?.accounts ?? []
  if (!accounts.some(({ key }) => key === account)) return []
  const kinds = check === 'push' ? ['push', 'push-number'] : [check]
  const held = await authenticatorsOf(tx, [account], now)
  return held.filter(({ kind, ended }) => ended === null && kinds.includes(kind))
}

/** Their devices by name; null where one has none, so that it may be any (rule 2). */
function devicesOf(
  { directory }: VerificationRoom,
  { person }: Asking,
  used: readonly AuthenticatorShown[],
): readonly string[] | null {
  const token = keyedToken(directory.tokenKey)
  const names = used.map(({ device }) => (device === null ? null : token('device', `device:${person}:${device}`)))
  return names.includes(null) ? null : (names as readonly string[])
}
