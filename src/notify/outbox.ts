/**
 * Carries out what is owed: one job brings one channel up to date on one subject. jobs/ runs it at least once; two
 * transactions frame the call to the vendor (CONTRACTS.md, kind 4): "started" before it, the result after it.
 *
 * The whole way: the transaction that appends a fact also calls `plan`, writes the rows that come back and owes each job as
 * a deadline under the key `channel:subject`, with ids as its payload and nothing else; owed again while it waits, it falls
 * due at the new time. The worker calls `deliver`. The facts of deliveries feed `evolveHealth`. Heartbeats and tests are
 * changes with `only`, of a subject of their own for each channel. When a channel's settings are saved, each delivery that
 * it refused gets a `notice-resumed` and its job.
 */
import { MANNERS, type Sending } from './channel.ts'
import { type Delivery, type DeliveryFact, evolveDelivery, nextStep, resultOf } from './delivery.ts'
import type { Notice } from './notice.ts'
import type { Sender } from './sender.ts'
import type { Subject } from './subject.ts'

export interface DeliveryKey {
  readonly organisation: string
  readonly channel: string
  readonly subject: string
}

export interface Current {
  readonly subject: Subject
  readonly delivery: Delivery
}

/** What a step was given; and if it starts a message, the subject's present state, as of this transaction. */
export interface Stepped extends Current {
  readonly notice: Notice | undefined
}

export interface Step {
  readonly facts: readonly DeliveryFact[]
  /** Owe the same job again, not before this time. */
  readonly owe?: number
}

/** What store/ and jobs/ do for this room. */
export interface Outbox {
  /**
   * One transaction: locks what is known of the key, appends the facts that `step` gives back, projects them, and owes the
   * job again if it says so. Gives back what `step` was given; undefined, without an error, for a key of which nothing is
   * known any more.
   */
  transact(key: DeliveryKey, step: (current: Current) => Step): Promise<Stepped | undefined>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** In [0, 1). */
  chance(): number
}

/** Runs one job. Throws only what `outbox` throws: then the job is run again, and finds where it was. */
export async function deliver(
  key: DeliveryKey,
  sender: Sender,
  outbox: Outbox,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const manner = MANNERS[sender.kind]
  let revision: number | undefined
  const current = await outbox.transact(key, ({ delivery, subject }) => {
    const now = clock.now()
    const next = nextStep(delivery, subject, manner, now)
    revision = next.do === 'send' ? next.revision : undefined
    if (next.do === 'wait') return { facts: [], owe: next.until }
    return { facts: next.do === 'send' ? [{ type: 'notice-started', revision: next.revision, at: now }] : [] }
  })
  if (current?.notice === undefined || revision === undefined) return
  const sent = revision
  const outcome = await sender.send(sendingOf(key, current, current.notice, sent, clock.now()), signal)
  await outbox.transact(key, ({ delivery, subject }) => {
    const now = clock.now()
    const fact = resultOf(outcome, delivery, sent, now, clock.chance())
    const next = nextStep(evolveDelivery(delivery, fact), subject, manner, now)
    const owe = next.do === 'send' ? now : next.do === 'wait' ? next.until : undefined
    return { facts: [fact], ...(owe === undefined ? {} : { owe }) }
  })
}

/** `current` is from before the start: a try that is still open there was cut off. */
function sendingOf(key: DeliveryKey, { delivery }: Current, notice: Notice, revision: number, now: number): Sending {
  const unsureSince = delivery.unsureSince ?? delivery.started?.at
  return {
    notice,
    organisation: key.organisation,
    subject: key.subject,
    revision,
    first: delivery.delivered === 0,
    now,
    ...(delivery.reference === undefined ? {} : { reference: delivery.reference }),
    ...(unsureSince === undefined ? {} : { unsureSince }),
  }
}
