/** What this room's edge works with. main.ts fills it in, for one organisation. */
import type { EncryptionKey, Ledger } from '../ledger/index.ts'
import type { Provider } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { AccountNamed, Mentioned, SeenAccount } from './accounts.ts'
import type { ListedPerson } from './listed-person.ts'

export interface DirectoryRoom {
  readonly ledger: Ledger
  /** 32 bytes of the organisation's, kept outside the database: by it people are recognised. */
  readonly tokenKey: Uint8Array
  /** They encrypt people's keys; the first for new ones. */
  readonly masters: readonly [EncryptionKey, ...EncryptionKey[]]
  /** An account that sign-ins named, by its key; undefined for one that never signed in. The watch knows. */
  seenAccount(tx: OrganisationTransaction, key: string): Promise<AccountNamed | undefined>
  /** Keys of the accounts in sign-ins that this may mean. */
  seenKeys(tx: OrganisationTransaction, mentioned: Mentioned): Promise<readonly string[]>
  /** Accounts in sign-ins by what one types; their `id` is empty where only a name is known. */
  findSeen(tx: OrganisationTransaction, text: string, limit: number): Promise<readonly SeenAccount[]>
  /**
   * Owes a "was this you?" to every contact point that an import brought, in its transaction (rule 5). Left out where there is no
   * channel to people yet; the import's entry says so then.
   */
  askContacts?(
    tx: OrganisationTransaction,
    brought: { readonly import: string; readonly contacts: number },
  ): Promise<void>
  /** Connected providers that list their people. */
  listings(): readonly Listing[]
}

/** One tenant of a provider, as sources have both. */
export interface Listing {
  readonly provider: Provider
  readonly tenant: string
  /** Everybody there, page by page, with our own credential. */
  people(signal: AbortSignal): AsyncIterable<readonly ListedPerson[]>
}

/** What can be wrong with what is kept here. The code is stable; the message says what to do. */
export type DirectoryErrorCode =
  | 'ERR_EMERGENCY_ALTERED' // an account of the registry is not kept as it was entered
  | 'ERR_IMPORT_ALTERED' // a line of an import is not as it was taken in

export class DirectoryError extends Error {
  readonly code: DirectoryErrorCode
  constructor(code: DirectoryErrorCode, message: string) {
    super(message)
    this.name = 'DirectoryError'
    this.code = code
  }
}
