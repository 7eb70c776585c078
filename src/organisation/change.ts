/**
 * A change of an organisation's settings, as rooms offer them: a source, a channel, a route, a playbook. Who has to agree is
 * judged in one place, approvals/: one person with a passkey, and two where the change weakens (DESIGN §3 rule 24).
 */
import type { Static, TSchema } from 'typebox'
import type { Scope, StaffRole } from '../http/index.ts'
import type { Decision } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'

/** One kind of change. It is carried out in the transaction that says who decided it. */
export interface ChangeKind<Data extends TSchema = TSchema, Secret extends TSchema = TSchema> {
  /** `source-closed`: in the API and the ledger. */
  readonly name: string
  /** What it does, in one sentence, for the person who is asked to agree. */
  readonly summary: string
  /** What is changed. It is signed and goes into the ledger: ids and numbers, never a secret or a person's name. */
  readonly data: Data
  /** A token or key that goes to `apply` and nowhere else. A change that waits for a second person cannot bring one. */
  readonly secret?: Secret
  /** Who may propose it, and who may agree. */
  readonly roles: readonly StaffRole[]
  /** True unless it is certain that nobody is watched, told, slowed or asked less afterwards. */
  isWeakening(tx: OrganisationTransaction, data: Static<Data>): Promise<boolean>
  /**
   * What the change would replace, as JSON: the row it closes, the value before. A change that waited is refused if this is
   * not as it was when it was proposed. Unless given, any change of the same kind that was applied meanwhile refuses it.
   */
  stands?(tx: OrganisationTransaction, data: Static<Data>): Promise<unknown>
  /** Up to which tier the role of those who decide has to reach, where the change gives that: nobody gives more than they have. */
  reach?(data: Static<Data>): Scope['tierMax']
  /** Within the transaction of the decision: inserts and updates only, the ledger's entries last. */
  apply(tx: OrganisationTransaction, change: Applying<Static<Data>, Static<Secret>>): Promise<Applied>
}

export interface Applying<Data, Secret> {
  readonly data: Data
  readonly secret: Secret | undefined
  /** `staff/…` of who proposed it. */
  readonly actor: string
  /** The assertions of those who decided; for the entry that the kind writes. */
  readonly decisions: readonly Decision[]
  /** Milliseconds. */
  readonly now: number
}

/** `shown`: once, to whoever decided last, and kept nowhere. */
export type Applied =
  | { readonly applied: true; readonly shown?: string }
  | { readonly applied: false; readonly code: `ERR_${string}`; readonly message: string }

/** Gives a kind its types; a list of kinds forgets them again. */
export function changeKind<Data extends TSchema, Secret extends TSchema>(kind: ChangeKind<Data, Secret>): ChangeKind {
  return kind as unknown as ChangeKind
}
