/**
 * Sessions of staff: at most 12 hours, at most 15 minutes idle (NIST SP 800-63B-4 §2.3.3, AAL3), a new token at each sign-in and
 * step-up. They show; nothing is decided by a session alone, since each decision carries an assertion of its own (R38).
 */
import { DEFAULTS } from '../base/defaults.ts'
import { newToken, readToken } from '../base/organisation-token.ts'
import type { CallerOf, Presented } from '../http/index.ts'
import type { Random } from '../ledger/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import { grantsAt } from './deadlines.ts'
import { memberOf } from './views.ts'

const PREFIX = 'postern_staff_'
const SECRET_BYTES = 32

/** Opens a session and gives its token, which is kept nowhere. `replaces`: the token of the session that it renews. */
export async function openSession(
  tx: OrganisationTransaction,
  organisation: string,
  {
    member,
    passkey,
    replaces,
    now,
    random,
    showsOnly = false,
  }: {
    readonly member: string
    readonly passkey: string
    readonly replaces: string | undefined
    readonly now: number
    readonly random: Random
    /** It satisfies no step-up: whose word it rests on is not as good as a passkey. */
    readonly showsOnly?: boolean
  },
): Promise<string> {
  const { token, hash } = newToken(PREFIX, organisation, random(SECRET_BYTES))
  if (replaces !== undefined) await endSession(tx, replaces, now)
  const others = await tx
    .selectFrom('staff_sessions')
    .select('hash')
    .where('member', '=', member)
    .where('ended', 'is', null)
    .orderBy('authenticated', 'desc')
    .offset(DEFAULTS.staff.sessionsMax - 1)
    .execute()
  const tooMany = others.map((one) => one.hash)
  if (tooMany.length > 0) {
    await tx.updateTable('staff_sessions').set({ ended: now }).where('hash', 'in', tooMany).execute()
  }
  await tx
    .insertInto('staff_sessions')
    .values({ hash, member, passkey, authenticated: now, seen: now, shows_only: showsOnly })
    .execute()
  return token
}

/** Whose session it is, and what they may now; undefined for one that is wrong, ended or too old. Fills http's hook in main.ts. */
export async function authenticate(
  store: Pick<Store, 'in'>,
  { credential, now, isActivity }: Pick<Presented, 'credential' | 'now' | 'isActivity'>,
): Promise<CallerOf<'staff'> | undefined> {
  const token = readToken(PREFIX, credential)
  if (token === undefined) return undefined
  return await store.in(token.organisation).transaction(async (tx) => {
    const session = await tx
      .selectFrom('staff_sessions')
      .select(['member', 'authenticated', 'seen', 'shows_only'])
      .where('hash', '=', token.hash)
      .where('ended', 'is', null)
      .executeTakeFirst()
    if (session === undefined || !isOpen(session, now)) return undefined
    const member = await memberOf(tx, session.member)
    if (member?.standing !== 'member') return undefined
    if (isActivity && now - session.seen >= DEFAULTS.staff.activityMs) {
      await tx.updateTable('staff_sessions').set({ seen: now }).where('hash', '=', token.hash).execute()
    }
    const grants = grantsAt(member, now).map(({ role, scope }) => ({ role, scope }))
    // Whatever asks for a recent sign-in finds none here.
    const authenticatedAt = session.shows_only ? 0 : session.authenticated
    return { who: 'staff', id: member.id, grants, authenticatedAt } as const
  })
}

/** Neither limit is passed; a clock that went back opens nothing either. */
function isOpen(
  { authenticated, seen }: { readonly authenticated: number; readonly seen: number },
  now: number,
): boolean {
  const { sessionMs, idleMs } = DEFAULTS.staff
  return now >= authenticated && now - authenticated <= sessionMs && now - seen <= idleMs
}

/** Ends a session for ever. False where it was none, or had ended. */
export async function signOut(store: Pick<Store, 'in'>, credential: string, now: number): Promise<boolean> {
  const token = readToken(PREFIX, credential)
  if (token === undefined) return false
  return await store.in(token.organisation).transaction((tx) => endSession(tx, credential, now))
}

async function endSession(tx: OrganisationTransaction, credential: string, now: number): Promise<boolean> {
  const token = readToken(PREFIX, credential)
  if (token === undefined) return false
  const { numUpdatedRows } = await tx
    .updateTable('staff_sessions')
    .set({ ended: now })
    .where('hash', '=', token.hash)
    .where('ended', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends every session of these members (OWASP ASVS V7.4.5). */
export async function endSessionsOf(
  tx: OrganisationTransaction,
  members: readonly string[],
  now: number,
): Promise<void> {
  if (members.length === 0) return
  await tx
    .updateTable('staff_sessions')
    .set({ ended: now })
    .where('member', 'in', members)
    .where('ended', 'is', null)
    .execute()
}
