/**
 * The transactional half of the outbox: what changes make owed is written, and its jobs are sent, in the transaction that
 * appends the facts. So a message is owed exactly if its fact is there.
 */
import type { OrganisationTransaction } from '../store/index.ts'
import {
  type Locked,
  lockNotices,
  readBudgets,
  readSubjects,
  writeBudgets,
  writeOwed,
  writeSubjects,
} from './outbox-rows.ts'
import { sendOwed } from './queues.ts'
import type { NotifyRoom } from './room.ts'
import type { Routing } from './routing.ts'
import { type Budget, type Change, type Owed, type Plan, plan, type Subject } from './subject.ts'

const NOBODY: Routing = { routes: [], emergency: [] }

type Owing = Pick<NotifyRoom, 'jobs' | 'clock'>

/**
 * To be called before the ledger's head is locked, which comes last. Changes of one transaction are planned one after
 * another; each channel gets one job a subject.
 */
export async function owe(room: Owing, tx: OrganisationTransaction, changes: readonly Change[]): Promise<void> {
  if (changes.length > 0) await oweLocked(room, tx, changes, await lockNotices(tx))
}

/** The same where the lock is held already. */
export async function oweLocked(
  { jobs, clock }: Owing,
  tx: OrganisationTransaction,
  changes: readonly Change[],
  { organisation, routing = NOBODY }: Locked,
): Promise<void> {
  if (changes.length === 0) return
  const now = clock.now()
  const { budgets, counting } = await readBudgets(tx)
  const known = await readSubjects(
    tx,
    changes.map(({ subject }) => subject),
  )
  const planned = planAll(changes, { subjects: [...known, ...counting], budgets, routing, now })
  await writeSubjects(tx, planned.subjects, now)
  await writeBudgets(tx, planned.budgets)
  await writeOwed(tx, planned.owed)
  await sendOwed(tx, jobs, organisation, planned.owed, now)
}

interface Before {
  readonly subjects: readonly Subject[]
  readonly budgets: readonly Budget[]
  readonly routing: Routing
  readonly now: number
}

/** All changes as one plan: the last state of each row, and each job once, at the earliest time that any change asked for. */
function planAll(changes: readonly Change[], { subjects, budgets, routing, now }: Before): Plan {
  const rows = new Map(subjects.map((subject) => [subject.id, subject]))
  const spent = new Map(budgets.map((budget) => [budgetKey(budget), budget]))
  const touched = { subjects: new Map<string, Subject>(), budgets: new Map<string, Budget>() }
  const owed = new Map<string, Owed>()
  for (const change of changes) {
    const counting = [...rows.values()].filter(({ kind }) => kind === 'held-back')
    const known = { subject: rows.get(change.subject), budgets: [...spent.values()], counting }
    const one = plan(change, known, routing, now)
    for (const subject of one.subjects) {
      rows.set(subject.id, subject)
      touched.subjects.set(subject.id, subject)
    }
    for (const budget of one.budgets) {
      spent.set(budgetKey(budget), budget)
      touched.budgets.set(budgetKey(budget), budget)
    }
    for (const job of one.owed) {
      const key = `${job.channel}:${job.subject}`
      const before = owed.get(key)
      if (before === undefined || job.at < before.at) owed.set(key, job)
    }
  }
  return {
    subjects: [...touched.subjects.values()],
    budgets: [...touched.budgets.values()],
    owed: [...owed.values()],
  }
}

function budgetKey({ channel, severity }: Budget): string {
  return `${channel}:${severity}`
}
