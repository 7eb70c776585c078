/** One code of one vendor, in our own words. */
import type { Outcome, Provider, Reason, Step } from '../sign-in.ts'

export interface Entry {
  readonly provider: Provider
  /** As the vendor's log writes it: `500121`, `user.account.lock`, `gd_auth_rejected`, `MFA denied; user declined the authentication`. */
  readonly code: string
  /** A line: what happened. */
  readonly title: string
  /** Two or three sentences for a helpdesk agent: what it means for a person who is locked out, and what it does not mean. */
  readonly meaning: string
  /** The safe next step, in the imperative. Where the code may be an attack, it never is a reset. */
  readonly next: string
  readonly step: Step
  readonly outcome: Outcome
  readonly reason: Reason
  /** Where this is documented: page, file of a public repository, or "observed". */
  readonly source: string
}
