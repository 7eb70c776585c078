/** Carrying a change out, or nothing of it. */
import type { Applying, ChangeKind } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Refused } from './refusal.ts'

/** Undoes what a kind had begun before it refused. */
class NotApplied extends Error {
  readonly refused: Refused['refused']
  constructor(refused: Refused['refused']) {
    super(refused.message)
    this.refused = refused
  }
}

/** Gives what is to be shown once. Throws what `asRefusal` reads, so that the transaction is undone. */
export async function applied(
  tx: OrganisationTransaction,
  kind: ChangeKind,
  change: Applying<unknown, unknown>,
): Promise<string | undefined> {
  const result = await kind.apply(tx, change)
  if (!result.applied) throw new NotApplied({ code: result.code, message: result.message })
  return result.shown
}

/** What a kind refused; throws everything else on. */
export function asRefusal(error: unknown): Refused {
  if (error instanceof NotApplied) return { refused: error.refused }
  throw error
}
