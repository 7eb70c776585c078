/** Deciding in any organisation: staff live in one, and the word is taken in theirs, outside the transaction that acts on it. */
import type { Decision } from '../ledger/index.ts'
import type { Assertion } from './assertion.ts'
import { type Intent, verifyDecision } from './decision.ts'
import { beginDecision, takeDecision, type Word } from './decisions.ts'
import { loadStaff, type Refused, type StaffRoom } from './room.ts'

export interface Deciding {
  /** What the browser is asked for. */
  begin(asked: Asked): ReturnType<typeof beginDecision>
  /** Spends the challenge, whatever comes of it. */
  take(asked: Asked & { readonly assertion: Assertion }): Promise<Refused | Word>
  /** Whether a decision that was kept is its member's word for this intent, by a passkey that counted at `at`. */
  holds(decision: Decision, intent: Intent, at: number): Promise<boolean>
}

interface Asked {
  readonly by: string
  readonly intent: Intent
  readonly now: number
}

export function decidingOf(room: StaffRoom): Deciding {
  const { db } = room.ledger
  return {
    begin: (asked) => beginDecision(room, asked),
    take: (asked) => db.transaction((tx) => takeDecision(tx, room, asked)),
    async holds(decision, intent, at) {
      const staff = await db.transaction((tx) => loadStaff(tx, room.ledger))
      const { relyingParty } = room
      return (await verifyDecision(staff, decision, intent, { at, relyingParty })) !== undefined
    },
  }
}
