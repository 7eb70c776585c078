/** Ways to the provider that were begun, each good for one answer, in one browser. */
import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { DEFAULTS } from '../../base/defaults.ts'
import type { OrganisationTransaction } from '../../store/index.ts'

export interface Flow {
  readonly state: string
  /** The cookie of the browser that began it. */
  readonly browser: string
  /** Who links an identity; undefined where somebody signs in. */
  readonly member: string | undefined
  /** The provider is to ask for a phishing-resistant authenticator, now. */
  readonly isStrong: boolean
  readonly nonce: string
  /** RFC 7636. */
  readonly verifier: string
}

export interface TakenFlow extends Omit<Flow, 'state' | 'browser'> {
  readonly begun: number
}

const digest = (text: string) => hash('sha256', text, 'buffer')

export async function giveFlow(tx: OrganisationTransaction, flow: Flow, now: number): Promise<void> {
  const { state, browser, member, isStrong, nonce, verifier } = flow
  await forgetUnanswered(tx, now)
  await tx
    .insertInto('staff_oidc_flows')
    .values({
      hash: digest(state),
      browser: digest(browser),
      member: member ?? null,
      is_strong: isStrong,
      nonce,
      verifier,
      expires: now + DEFAULTS.staff.oidcMs,
    })
    .execute()
}

/** Anybody may begin: each who does takes two away that nobody came back from in time. */
async function forgetUnanswered(tx: OrganisationTransaction, now: number): Promise<void> {
  await sql`
    delete from staff_oidc_flows where hash in (
      select hash from staff_oidc_flows
      where used is null and expires < ${now} order by expires limit 2 for update skip locked)`.execute(tx)
}

/** Takes the one that an answer names, if this browser began it: of two answers one gets it. */
export async function takeFlow(
  tx: OrganisationTransaction,
  { state, browser, now }: { readonly state: string; readonly browser: string; readonly now: number },
): Promise<TakenFlow | undefined> {
  const row = await tx
    .updateTable('staff_oidc_flows')
    .set({ used: now })
    .where('hash', '=', digest(state))
    .where('browser', '=', digest(browser))
    .where('used', 'is', null)
    .where('expires', '>=', now)
    .returning(['member', 'is_strong', 'nonce', 'verifier', 'expires'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { member, is_strong: isStrong, nonce, verifier, expires } = row
  return { member: member ?? undefined, isStrong, nonce, verifier, begun: expires - DEFAULTS.staff.oidcMs }
}

/** Remembers what the provider said, until its member's passkey has said so, too. */
export async function keepProven(tx: OrganisationTransaction, state: string, identity: string): Promise<void> {
  await tx.updateTable('staff_oidc_flows').set({ identity }).where('hash', '=', digest(state)).execute()
}

/** Whether this member has just shown this identity; once. */
export async function takeProven(
  tx: OrganisationTransaction,
  identity: string,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('staff_oidc_flows')
    .set({ identity: null })
    .where('identity', '=', identity)
    .where('member', '=', by)
    .where('expires', '>=', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
