/**
 * Going on after an older backup was put back (DESIGN §3 rule 21): two administrators look at what is missing, and each says
 * with a passkey that this is what happened. Whatever was opened by a secret until then is void.
 */
import { formatInstant } from '../base/time.ts'
import type { Decision, WorkingLedger } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Moment } from './acts.ts'
import type { Assertion } from './assertion.ts'
import { grantsAt } from './deadlines.ts'
import { type Intent, verifyDecision } from './decision.ts'
import { beginDecision, takeDecision } from './decisions.ts'
import { loadStaff, type Refused, refusedAs, type StaffRoom } from './room.ts'
import type { Grant } from './scope.ts'
import { endSessionsOf } from './session.ts'
import { listMembers } from './views.ts'

/** So long the first person's word waits for the second's. */
const WAIT_MS = 30 * 60_000

export interface EpochCeremony {
  /** What is missing; undefined where nothing is. */
  readonly lost: WorkingLedger['lost']
  /** What the browser is asked for. Nothing is missing: refused. */
  begin(moment: Moment): Promise<Refused | Awaited<ReturnType<typeof beginDecision>>>
  /** One person's word. With the second person's the epoch is open, and Postern has to be started again. */
  decide(assertion: Assertion, moment: Moment): Promise<Refused | { readonly opened: boolean }>
}

interface Given {
  readonly decision: Decision
  readonly at: number
}

export function createEpochCeremony(room: StaffRoom, ledger: WorkingLedger): EpochCeremony {
  const { lost } = ledger
  const intent = lost === undefined ? undefined : epochIntent(ledger.db.organisation, lost)
  let first: Given | undefined
  let isOpened = false

  const mayOpen = (grants: readonly Grant[]): boolean =>
    grants.some(({ role, scope }) => role === 'administrator' && scope.organisations.includes(ledger.db.organisation))

  async function isStillMeant(tx: OrganisationTransaction, { decision, at }: Given, now: number): Promise<boolean> {
    const staff = await loadStaff(tx, room.ledger)
    const asserted = await verifyDecision(staff, decision, intent!, { at, relyingParty: room.relyingParty })
    // They may have been removed since, or lost the role.
    const grants = grantsAt(staff.members.get(decision.staff), now)
    return asserted !== undefined && mayOpen(grants)
  }

  return {
    lost,
    async begin({ by, now }) {
      if (intent === undefined || isOpened) return refusedAs('ERR_STAFF_NOTHING_LOST')
      return await beginDecision(room, { by, intent, now })
    },
    async decide(assertion, { by, now }) {
      if (intent === undefined || isOpened) return refusedAs('ERR_STAFF_NOTHING_LOST')
      return await ledger.db.transaction(async (tx) => {
        const taken = await takeDecision(tx, room, { by, intent, assertion, now })
        if ('refused' in taken) return taken
        if (!mayOpen(taken.grants)) return refusedAs('ERR_STAFF_ROLE')
        const before = first !== undefined && now - first.at <= WAIT_MS ? first : undefined
        if (before === undefined || before.decision.staff === by || !(await isStillMeant(tx, before, now))) {
          first = { decision: taken.decision, at: now }
          return { opened: false }
        }
        await voidSecrets(tx, now)
        await ledger.openEpoch(tx, [before.decision, taken.decision], formatInstant(now))
        isOpened = true
        return { opened: true }
      })
    },
  }
}

/** What each of the two signs. */
export function epochIntent(
  organisation: string,
  lost: Pick<NonNullable<WorkingLedger['lost']>, 'origin' | 'next' | 'size' | 'missing'>,
): Intent {
  const { origin: follows, next: opens, size: kept, missing } = lost
  return { organisation, action: 'ledger/open-epoch', about: { follows, opens, kept, missing } }
}

/** Sessions may have ended, and challenges been answered, in the stretch that is missing. */
async function voidSecrets(tx: OrganisationTransaction, now: number): Promise<void> {
  const members = await listMembers(tx)
  await endSessionsOf(
    tx,
    members.map(({ id }) => id),
    now,
  )
  await tx.updateTable('staff_challenges').set({ used: now }).where('used', 'is', null).execute()
}
