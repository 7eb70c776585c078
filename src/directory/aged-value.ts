/**
 * What a check relies on, and how old it is (DESIGN §3 rule 5). Age counts from when Postern saw a value, whatever the
 * provider says. What two people approved as the baseline counts at once.
 */
import { DEFAULTS } from '../base/defaults.ts'

export const VALUE_KINDS = ['mail', 'landline', 'mobile', 'manager'] as const
export type ValueKind = (typeof VALUE_KINDS)[number]

/** What has an age: a contact point, an authenticator. */
export interface Aged {
  /** When Postern saw it first, in milliseconds. */
  readonly since: number
  readonly baseline: boolean
  /** Since when its account is this person's; null if from the beginning. */
  readonly linked: number | null
  /** When another took its place. */
  readonly ended: number | null
}

export interface AgedValue extends Aged {
  readonly kind: ValueKind
}

/** From when on it can prove something, in milliseconds. */
export function countsFrom({ since, baseline, linked }: Aged): number {
  const own = baseline ? since : since + DEFAULTS.directory.coolOffMs
  return linked === null ? own : Math.max(own, linked + DEFAULTS.directory.coolOffMs)
}

/** Whether it proves anything at `now`: not once it has ended, and not within the cool-off. */
export function counts(value: Aged, now: number): boolean {
  return value.ended === null && now >= countsFrom(value)
}

/** Whether notices go to it: to the old value, too, as long as the new one is in its cool-off. */
export function getsNotices({ ended }: Aged, now: number): boolean {
  return ended === null || now < ended + DEFAULTS.directory.coolOffMs
}
