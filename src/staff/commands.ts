/** What can be asked of staff's Decider. */
import type { Decided } from '../ledger/index.ts'
import type { Passkey, StaffFact } from './entries.ts'
import type { Grant } from './scope.ts'
import type { ProposalKind } from './staff.ts'

/** `by` and `member` are ids of members; codes come as hashes; `at` is in milliseconds. */
export type Command =
  | { readonly type: 'open-set-up'; readonly at: number; readonly hash: string }
  | { readonly type: 'invite-founder'; readonly at: number; readonly by: string; readonly hash: string }
  | {
      readonly type: 'found'
      readonly at: number
      readonly hash: string
      readonly member: string
      readonly human: string
      readonly organisation: string
      readonly passkeys: readonly Passkey[]
    }
  | {
      readonly type: 'propose'
      readonly at: number
      readonly by: string
      readonly proposal: string
      readonly kind: ProposalKind
      readonly subject: string
      /** Of an invitation. */
      readonly human?: string
      /** Of an invitation or a role. */
      readonly grants: readonly Grant[]
      /** Hash of the half of the code, for an invitation or a recovery. */
      readonly half?: string
    }
  | {
      readonly type: 'confirm'
      readonly at: number
      readonly by: string
      readonly proposal: string
      readonly half?: string
    }
  | { readonly type: 'stop'; readonly at: number; readonly by: string; readonly proposal: string }
  | {
      /** By an invitation or a recovery, with both halves of its code. */
      readonly type: 'join'
      readonly at: number
      readonly proposal: string
      readonly halves: readonly string[]
      readonly passkeys: readonly Passkey[]
    }
  | { readonly type: 'add-passkey'; readonly at: number; readonly by: string; readonly passkey: Passkey }
  | {
      readonly type: 'remove-passkey'
      readonly at: number
      readonly by: string
      readonly member: string
      readonly passkey: string
    }
  /** `identity`: keyed token of what the provider has just said. */
  | { readonly type: 'link-identity'; readonly at: number; readonly by: string; readonly identity: string }
  | {
      readonly type: 'unlink-identity'
      readonly at: number
      readonly by: string
      readonly member: string
      readonly identity: string
    }
  /** Postern was down, or its notices did not go out, from `from` until now. */
  | { readonly type: 'hold-waits'; readonly at: number; readonly from: number }
  | {
      readonly type: 'found-organisation'
      readonly at: number
      /** Its id, and that of the organisation which runs the installation. */
      readonly organisation: string
      readonly home: string
      readonly name: string
      /** Those who decided it. */
      readonly founders: readonly string[]
    }
  | { readonly type: 'doubt-passkey'; readonly at: number; readonly member: string; readonly passkey: string }
  | {
      readonly type: 'withdraw-role'
      readonly at: number
      readonly by: string
      readonly member: string
      readonly grant: string
    }
  | { readonly type: 'remove'; readonly at: number; readonly by: string; readonly member: string }

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>
export type Decision = Decided<StaffFact>
