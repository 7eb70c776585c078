/** Challenges, each good for one answer within five minutes, and the counters of the passkeys that answer. */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { DEFAULTS } from '../base/defaults.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Asserted, challengeIn, isCopy } from './assertion.ts'

type Purpose = 'register' | 'sign-in' | 'decide'

export async function giveChallenge(
  tx: OrganisationTransaction,
  challenge: Uint8Array,
  { purpose, subject, now }: { readonly purpose: Purpose; readonly subject?: string; readonly now: number },
): Promise<void> {
  if (purpose === 'sign-in') await forgetUnanswered(tx, now)
  await tx
    .insertInto('staff_challenges')
    .values({
      hash: hash('sha256', challenge, 'buffer'),
      purpose,
      subject: subject ?? null,
      expires: now + DEFAULTS.staff.challengeMs,
    })
    .execute()
}

/** Anybody may begin to sign in, as often as they can: each who does takes two away that nobody answered in time. */
async function forgetUnanswered(tx: OrganisationTransaction, now: number): Promise<void> {
  await sql`
    delete from staff_challenges where hash in (
      select hash from staff_challenges
      where purpose = 'sign-in' and used is null and expires < ${now} order by expires limit 2 for update skip locked)`.execute(
    tx,
  )
}

export interface Taken {
  readonly challenge: Uint8Array
  /** Who was to answer it. */
  readonly subject: string | undefined
}

/** Takes the challenge that an answer names: of two answers one gets it, however they race. Undefined if it is none of ours. */
export async function takeChallenge(
  tx: OrganisationTransaction,
  clientDataJSON: string,
  { purpose, now }: { readonly purpose: Purpose; readonly now: number },
): Promise<Taken | undefined> {
  const challenge = challengeIn(clientDataJSON)
  if (challenge === undefined) return undefined
  const taken = await tx
    .updateTable('staff_challenges')
    .set({ used: now })
    .where('hash', '=', hash('sha256', challenge, 'buffer'))
    .where('purpose', '=', purpose)
    .where('used', 'is', null)
    .where('expires', '>=', now)
    .returning('subject')
    .executeTakeFirst()
  return taken === undefined ? undefined : { challenge, subject: taken.subject ?? undefined }
}

/** Takes note of a passkey's counter; false where it went back, so that there may be a copy. */
export async function takeCounter(
  tx: OrganisationTransaction,
  id: string,
  { counter, backedUp }: Asserted,
  now: number,
): Promise<boolean> {
  const before = await tx
    .selectFrom('staff_passkeys')
    .select('counter')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (isCopy(counter, before?.counter ?? 0)) return false
  const row = { counter, backed_up: backedUp, last_used: now }
  await tx
    .insertInto('staff_passkeys')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
    .execute()
  return true
}
