/**
 * A line of an import that waits, and the code by which it is known again when two people have approved: made with the
 * organisation's token key, which the database never holds. Whoever alters a line between preview and approval cannot make it.
 */
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { ValueKind } from './aged-value.ts'
import type { Outcome } from './identity.ts'
import type { ListedAuthenticator } from './listed-person.ts'
import type { PersonTier } from './tier.ts'

/** A contact point that is new or another than before; `commitment` and ciphertext as the ledger makes them. */
export interface BroughtValue {
  readonly kind: ValueKind
  readonly token: string
  readonly baseline: boolean
  readonly commitment: string
  readonly key: string
  readonly nonce: string
  readonly data: string
}

/** What a line would change. What is as it was is not here. */
export interface Brought {
  /** By which the account is recognised from then on. */
  readonly tokens: readonly string[]
  readonly values: readonly BroughtValue[]
  readonly roles?: readonly string[]
  readonly groups?: readonly string[]
  readonly authenticators?: readonly (ListedAuthenticator & { readonly baseline: boolean })[]
}

/** As a row of the database has it. */
export interface StagedRow {
  readonly part: number
  readonly line: number
  /** Key, as hexadecimal digits. */
  readonly account: string
  readonly provider: string
  readonly tenant: string
  readonly id: string
  readonly label: string
  readonly person: string
  readonly outcome: Outcome
  readonly why: string | null
  readonly tier: PersonTier
  readonly settled: boolean
  readonly replaced: number
  readonly fresh: boolean
  /** `Brought` as JSON; empty where nothing would change. */
  readonly body: string
}

/** 32 bytes: HMAC-SHA-256 over the line and the import that it is in. */
export function macOf(tokenKey: KeyObject, importId: string, row: StagedRow): Buffer {
  const { part, line, account, provider, tenant, id, label, person, outcome, why, tier, settled } = row
  const { replaced, fresh, body } = row
  const said = [importId, part, line, account, provider, tenant, id, label, person, outcome, why, tier]
  return createHmac('sha256', tokenKey)
    .update(`import-row\0${JSON.stringify([...said, settled, replaced, fresh, body])}`)
    .digest()
}

export function isAsStaged(tokenKey: KeyObject, importId: string, row: StagedRow, mac: Uint8Array): boolean {
  const expected = macOf(tokenKey, importId, row)
  return mac.length === expected.length && timingSafeEqual(expected, mac)
}
