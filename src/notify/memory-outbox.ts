/** An outbox in memory, for tests: rows, facts and jobs as store/ and jobs/ keep them. */
import { type Delivery, evolveDelivery, NOTHING_TOLD } from './delivery.ts'
import type { Notice } from './notice.ts'
import { type DeliveryKey, deliver, type Outbox } from './outbox.ts'
import type { Routing } from './routing.ts'
import type { Sender } from './sender.ts'
import { type Budget, type Change, plan, type Subject } from './subject.ts'

export type Job = DeliveryKey & { readonly at: number }

export interface MemoryOutbox {
  /** Moves when the test says so. */
  now: number
  readonly subjects: ReadonlyMap<string, Subject>
  readonly deliveries: ReadonlyMap<string, Delivery>
  readonly jobs: ReadonlyMap<string, Job>
  /** What a fact of another room does, in its transaction. */
  change(change: Change): void
  /** The job that falls due first. */
  first(): Job | undefined
  run(job: Job, sender: Sender): Promise<void>
  /** The operator saves the channels again: what was refused is owed again. */
  mend(): void
}

/** Thrown by a sender: the process dies, and the queue runs the job again. */
export class Crash extends Error {}

export function nameOf({ channel, subject }: { readonly channel: string; readonly subject: string }): string {
  return `${channel} ${subject}`
}

/** `noticeOf` reads what there is to tell about a subject. */
export function createMemoryOutbox(
  routing: Routing,
  now: number,
  noticeOf: (subject: Subject) => Notice,
): MemoryOutbox {
  const subjects = new Map<string, Subject>()
  const deliveries = new Map<string, Delivery>()
  const budgets = new Map<string, Budget>()
  const jobs = new Map<string, Job>()

  function owe(channel: string, subject: string, at: number): void {
    jobs.set(nameOf({ channel, subject }), { organisation: 'org-1', channel, subject, at })
  }

  const outbox: Outbox = {
    async transact(key, step) {
      const subject = subjects.get(key.subject)!
      const delivery = deliveries.get(nameOf(key)) ?? NOTHING_TOLD
      const current = { subject, delivery, notice: noticeOf(subject) }
      const { facts, owe: again } = step({ subject, delivery })
      deliveries.set(nameOf(key), facts.reduce(evolveDelivery, delivery))
      if (again !== undefined) owe(key.channel, key.subject, again)
      return current
    },
  }

  const memory: MemoryOutbox = {
    now,
    subjects,
    deliveries,
    jobs,
    change(change) {
      const counting = [...subjects.values()].filter(({ kind }) => kind === 'held-back')
      const known = { subject: subjects.get(change.subject), budgets: [...budgets.values()], counting }
      const result = plan(change, known, routing, memory.now)
      for (const subject of result.subjects) subjects.set(subject.id, subject)
      for (const budget of result.budgets) budgets.set(`${budget.channel} ${budget.severity}`, budget)
      for (const { channel, subject, at } of result.owed) owe(channel, subject, at)
    },
    first: () => [...jobs.values()].sort((a, b) => a.at - b.at)[0],
    async run(job, sender) {
      jobs.delete(nameOf(job))
      const clock = { now: () => memory.now, chance: () => 0.5 }
      try {
        await deliver(job, sender, outbox, clock, new AbortController().signal)
      } catch (error) {
        if (!(error instanceof Crash)) throw error
        owe(job.channel, job.subject, memory.now)
      }
    },
    mend() {
      for (const [name, delivery] of deliveries) {
        if (!delivery.refused) continue
        deliveries.set(name, evolveDelivery(delivery, { type: 'notice-resumed', at: memory.now }))
        const [channel = '', subject = ''] = name.split(' ')
        owe(channel, subject, memory.now)
      }
    },
  }
  return memory
}
