/**
 * Whom a verdict is about, as text: by the provider's id of the account, or by the label where no id is known. One way to
 * write it, for the table by which a person's verdicts are found and for the tokens in the ledger.
 */
import { storable } from '../base/storable-text.ts'

export type Subject = string

/** `okta:00uana`. */
export function accountSubject(provider: string, account: string): Subject {
  return `${provider}:${storable(account)}`
}

/** `okta:~ana@example.com`: letter case says nothing. */
export function labelSubject(provider: string, label: string): Subject {
  return `${provider}:~${storable(label).toLowerCase()}`
}

/** The surest one. */
export function subjectOf(provider: string, account: string, label: string): Subject {
  return account === '' ? labelSubject(provider, label) : accountSubject(provider, account)
}
