/** What this room's edge works with. main.ts fills it in, for one organisation. */
import type { Finding, Severity } from '../diagnosis/index.ts'
import { createTokens } from '../incidents/index.ts'
import type { RemedyRoom } from '../remedies/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { subjectOf } from '../watch/index.ts'
import type { ApprovedUndo } from './approved-undo.ts'
import type { Tier } from './playbook.ts'

export interface ResponseRoom extends RemedyRoom {
  /** Of the person whom a finding is about; the directory knows. What nobody knows is `standard`. */
  tierOf(tx: OrganisationTransaction, finding: Finding): Promise<Tier>
  readonly jobs: ResponseJobs
  /** Whether these decisions are a member's word for the intent, at that time: staff/ verifies it again. Outside any transaction. */
  isDecided(approved: ApprovedUndo): Promise<boolean>
  /** Takes the lock that `owe` takes: before the ledger's head is locked, which comes last. */
  lockNotices(tx: OrganisationTransaction): Promise<void>
  /** Takes over what people have to hear, in the transaction of the facts: inserts only. */
  owe(tx: OrganisationTransaction, notices: readonly ResponseNotice[]): Promise<void>
}

export interface ResponseJobs {
  /** Owes that the response goes on with what is next; the same key is the same job. */
  goOn(tx: OrganisationTransaction, response: string, key: string): Promise<void>
  /** Sets when it expires unless a person decides, in milliseconds. */
  expireAt(tx: OrganisationTransaction, response: string, at: number): Promise<void>
}

/** What people have to hear; who and how is notify's. The response's page has the rest. */
export type ResponseNotice =
  | {
      readonly about: 'response'
      readonly response: string
      /** `opened`: the playbook's own notice. `withdrawn`: it acted, and the finding's ground is gone. */
      readonly what: 'opened' | 'acted' | 'failed' | 'withdrawn'
      readonly finding: string
      readonly incident: string | undefined
      readonly severity: Severity
      readonly at: number
    }
  | {
      /** A person is needed, or no longer. */
      readonly about: 'approval'
      readonly response: string
      readonly why: 'step' | 'limit' | 'paused' | 'stale'
      readonly until: number
      readonly ended: 'approved' | 'declined' | 'expired' | 'withdrawn' | undefined
      readonly at: number
    }
  | { readonly about: 'pause'; readonly by: string; readonly reason: string; readonly at: number }
  | { readonly about: 'resumed'; readonly at: number }

/** The token of the person whom a finding is about; as watch/ gives it to incidents. Undefined where it names nobody. */
export function personToken(
  { tokenKey }: Pick<RemedyRoom, 'tokenKey'>,
  { provider, account = '', person }: Finding,
): string | undefined {
  if (account === '' && person === undefined) return undefined
  return createTokens(tokenKey).person(subjectOf(provider, account, person ?? ''))
}

export function addressToken({ tokenKey }: Pick<RemedyRoom, 'tokenKey'>, address: string): string {
  return createTokens(tokenKey).address(address)
}
