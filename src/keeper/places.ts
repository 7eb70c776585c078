/**
 * Which places of a ledger are signed, and which is next. Of what was signed last, the transaction may have come to nothing:
 * then another entry takes its place. Whatever something was built upon stays for ever.
 */
import type { Place } from '../ledger/index.ts'

export interface Places {
  /** Behind what is certain: something was built upon it, or a checkpoint signed. */
  readonly base: Place
  /** Behind what was signed last; the same as `base`, where nothing is open. */
  readonly signed: Place
  /** Whether what was signed last can be built upon: whatever it owes was brought. */
  readonly isSettled: boolean
}

export type Admission =
  /** A further part of the transaction that is open. */
  | 'goes-on'
  /** Another transaction, and with it the last one is certain. */
  | 'follows'
  /** The last one came to nothing. */
  | 'replaces'
  | 'unsettled'
  | 'refused'

export function admit(
  { base, signed, isSettled }: Places,
  place: Place,
  { isSameTransaction }: { readonly isSameTransaction: boolean },
): Admission {
  if (isSameTransaction && isSamePlace(place, signed)) return 'goes-on'
  if (isSamePlace(place, signed) && (isSettled || isSamePlace(base, signed))) return 'follows'
  if (isSamePlace(place, base)) return 'replaces'
  return isSamePlace(place, signed) ? 'unsettled' : 'refused'
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.origin === other.origin && one.seq === other.seq && Buffer.compare(one.previous, other.previous) === 0
}
