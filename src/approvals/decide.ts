/**
 * Who has to agree to a change of settings (DESIGN §3 rule 24): one person where it does not weaken, two different ones where it
 * does. Whether it weakens, and what it would replace, is judged in the transaction that applies it, and comes in here.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Decided } from '../ledger/index.ts'
import type { ChangeState } from './change.ts'
import type { ChangeFact, FactData } from './entries.ts'
import { refuse, refuseAloud } from './refusal.ts'

export type Command =
  | ({ readonly type: 'propose' } & Omit<FactData<'change-proposed'>, 'until'>)
  | {
      readonly type: 'confirm'
      readonly at: number
      readonly by: string
      /** Two members can be one human only where the register of staff is wrong; then they are one here. */
      readonly isSameHuman: boolean
      /** Whoever proposed it still could. */
      readonly isProposerIn: boolean
      /** Digest of what the change would replace now. */
      readonly stands: string
    }
  | { readonly type: 'withdraw'; readonly at: number; readonly by: string }
  | { readonly type: 'expire'; readonly at: number }
  /** The kind could not carry it out. */
  | { readonly type: 'fail'; readonly at: number; readonly by: string; readonly code: string; readonly message: string }

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>

export function decide(change: ChangeState, command: Command): Decided<ChangeFact> {
  if (command.type === 'propose') return propose(change, command)
  if (change?.standing !== 'open') return refuse('ERR_CHANGE_UNKNOWN')
  const { at } = command
  const about = { at, change: change.id }
  if (at > change.until) {
    const expired = [{ type: 'change-expired', data: about }] as const
    return command.type === 'expire' ? { facts: expired } : { ...refuse('ERR_CHANGE_EXPIRED'), facts: expired }
  }
  switch (command.type) {
    case 'confirm':
      return confirm(change, command)
    case 'withdraw':
      return { facts: [{ type: 'change-withdrawn', data: { ...about, by: command.by } }] }
    case 'expire':
      return { facts: [] }
    case 'fail': {
      const { by, code, message } = command
      const facts = [{ type: 'change-refused', data: { ...about, by, code, ends: true } }] as const
      return { facts, refused: { code, message } }
    }
  }
}

function propose(change: ChangeState, { type: _, ...said }: CommandOf<'propose'>): Decided<ChangeFact> {
  if (change !== undefined) return refuse('ERR_CHANGE_UNKNOWN')
  const { at, change: id, weakens } = said
  const proposed = { type: 'change-proposed', data: { ...said, until: at + DEFAULTS.approvals.changeMs } } as const
  return { facts: weakens ? [proposed] : [proposed, { type: 'change-applied', data: { at, change: id } }] }
}

function confirm(change: NonNullable<ChangeState>, command: CommandOf<'confirm'>): Decided<ChangeFact> {
  const { at, by, isSameHuman, isProposerIn, stands } = command
  const about = { at, change: change.id }
  if (by === change.by || isSameHuman) return refuseAloud('ERR_CHANGE_SECOND_PERSON', { ...about, by, ends: false })
  if (!isProposerIn) return refuseAloud('ERR_CHANGE_PROPOSER', { ...about, by, ends: true })
  if (stands !== change.stands) return refuseAloud('ERR_CHANGE_STALE', { ...about, by, ends: true })
  return {
    facts: [
      { type: 'change-confirmed', data: { ...about, by } },
      { type: 'change-applied', data: about },
    ],
  }
}
