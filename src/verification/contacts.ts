/** The contact points of a person that a check may use now, and why the others may not. */
import { keyedToken } from '../base/keyed-token.ts'
import { type ContactPoint, contactPointsOf, personMeant } from '../directory/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { isBehind, tokenOfContact } from './contact.ts'
import type { CheckCode } from './refusal.ts'
import type { Asking, VerificationRoom } from './room.ts'

export interface Contact extends ContactPoint {
  /** By which it is chosen, barred and named in evidence. */
  readonly token: string
  /** Undefined where it may be used. */
  readonly unusable: CheckCode | undefined
}

/** One number at several accounts is told once: named again, it is no younger (rule 5). */
export async function contactsOf(
  tx: OrganisationTransaction,
  { directory }: VerificationRoom,
  { person, barred }: Pick<Asking, 'person' | 'barred'>,
  now: number,
): Promise<readonly Contact[]> {
  const points = await contactPointsOf(tx, directory, person, now)
  const tokens = keyedToken(directory.tokenKey)
  const accounts = (await personMeant(tx, directory, person))?.accounts ?? []
  const labels = accounts.map(({ label }) => label)
  const contacts = new Map<string, Contact>()
  for (const point of points) {
    const token = tokenOfContact(tokens, point)
    const key = `${point.kind} ${token}`
    const unusable = whyNot(point, labels, barred.has(token))
    if (!contacts.has(key) || unusable === undefined) contacts.set(key, { ...point, token, unusable })
  }
  return [...contacts.values()]
}

function whyNot(point: ContactPoint, labels: readonly string[], isBarred: boolean): CheckCode | undefined {
  if (isBarred || !point.counts) return 'ERR_CHECK_NOT_HELD'
  return point.kind === 'mail' && isBehind(point.value, labels) ? 'ERR_CHECK_BEHIND_PROVIDER' : undefined
}
