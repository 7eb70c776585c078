/** What is ordered, who answers for it, and what this room works with. */
import type { Ledger } from '../ledger/index.ts'
import type { Alteration, Issue, ProviderPort } from '../providers/index.ts'
import type { Provider } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'

/** An account as the registry of emergency accounts has it: by the provider's immutable id, and by nothing else. */
export interface EmergencyAccount {
  readonly provider: Provider
  readonly account: string
}

export interface RemedyRoom {
  readonly ledger: Ledger
  /** 32 bytes of the organisation's, kept outside the database: by it facts name people. */
  readonly tokenKey: Uint8Array
  /** Undefined where no provider is connected with which something may be changed. */
  providerOf(provider: Provider): ProviderPort | undefined
  /** The registry, read in this transaction. */
  emergencyAccounts(tx: OrganisationTransaction): Promise<readonly EmergencyAccount[]>
  /** Milliseconds. */
  readonly clock: () => number
}

/** Waits between readings: who waits for a pass stands in front of the page, and no job comes back for it. */
export interface IssuingRoom extends RemedyRoom {
  pause(ms: number): Promise<void>
}

interface About {
  /** Names this change and no other, however often it is tried. Of an issue, 40 characters at most. */
  readonly id: string
  readonly provider: Provider
  /** The stream of the ledger that says why: `response/…`. */
  readonly authority: string
  /** No human decided on this one. */
  readonly automatic: boolean
}
export interface Order extends About {
  readonly change: Alteration
}
export interface IssueOrder extends About {
  readonly change: Issue
}

export type RemedyCode =
  | 'ERR_REMEDY_EMERGENCY_ACCOUNT' // it is exempt from everything automatic, and from playbooks
  | 'ERR_REMEDY_NO_PROVIDER' // nothing is connected with which it could be changed
  | 'ERR_REMEDY_NOT_SUPPORTED' // this provider cannot do that
  | 'ERR_REMEDY_NO_ACCOUNT' // the provider knows no such account
  | 'ERR_REMEDY_LAST_AUTHENTICATOR' // nothing would keep MFA on: without it, or once the account is switched on
  | 'ERR_REMEDY_LIMIT' // too many changes in this hour
  | 'ERR_REMEDY_STOPPED' // between two tries somebody stopped it
  | 'ERR_REMEDY_NOT_SEEN' // asked for, and never to be read back
  | 'ERR_REMEDY_SECRET_LOST' // a secret was made, or may have been, and nobody has it: it was withdrawn
  | 'ERR_REMEDY_NOT_WITHDRAWN' // an earlier secret could not be withdrawn, so no other was asked for

/** `already`: it was so before we came, so that undoing is not ours. */
export interface Result {
  readonly outcome: 'done' | 'already' | 'failed' | 'refused'
  readonly code?: string
}

/** What the room that orders a remedy answers for. */
export interface Orderer {
  /** First in each transaction: the row that orders what happens to its subject. */
  lock(tx: OrganisationTransaction): Promise<void>
  /**
   * Within the transaction that begins it, before anything is written: whether the ledger still says that this may be done,
   * now. If not, the orderer writes down what comes of that, and nothing is called.
   */
  authorise(tx: OrganisationTransaction): Promise<boolean>
  /** Within the transaction that ends it. Inserts and updates, entries last. */
  conclude(tx: OrganisationTransaction, result: Result): Promise<void>
}
