/** Random changes, failures, crashes and repairs, and vendors that behave as the real ones. For the outbox's properties. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type ChannelKind, MANNERS, type Sending } from './channel.ts'
import { revisionKey } from './identity.ts'
import { Crash, createMemoryOutbox, type Job, nameOf } from './memory-outbox.ts'
import { later, type Outcome, refused } from './outcome.ts'
import type { Routing } from './routing.ts'
import { NOTICES } from './sample-notices.ts'
import type { Sender } from './sender.ts'
import type { Change } from './subject.ts'

const KINDS = ['slack', 'pagerduty', 'mail', 'webhook'] as const satisfies readonly ChannelKind[]
const ROUTING: Routing = {
  routes: [
    { channels: ['slack', 'pagerduty', 'webhook'], atLeast: 'low' },
    {
      channels: ['mail'],
      atLeast: 'medium',
      hours: { zone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' },
    },
  ],
  emergency: ['slack', 'mail'],
}

/** What becomes of one call: how far it got, and whether the process lived to write it down. */
const FATES = [
  'arrive',
  'lost-answer',
  'crash-before',
  'crash-after',
  'down',
  'limited',
  'refuse-channel',
  'refuse-message',
  'overlap',
  'overtaken',
] as const
type Fate = (typeof FATES)[number]

export type Command =
  | {
      readonly do: 'change'
      readonly subject: number
      readonly weight: Change['weight']
      readonly severity: 'low' | 'medium' | 'critical'
    }
  | { readonly do: 'flood'; readonly count: number }
  | { readonly do: 'run'; readonly fate: Fate }
  /** One job, again and again as soon as it is due. */
  | { readonly do: 'chase'; readonly job: number; readonly fates: readonly Fate[] }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'mend' }

export const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('change' as const),
        subject: fc.nat(2),
        weight: fc.constantFrom('milestone' as const, 'detail' as const),
        severity: fc.constantFrom('low' as const, 'medium' as const, 'critical' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('flood' as const), count: fc.integer({ min: 5, max: 25 }) }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('run' as const), fate: fc.constantFrom(...FATES) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('chase' as const),
        job: fc.nat(7),
        fates: fc.array(fc.constantFrom(...FATES), { minLength: 2, maxLength: 4 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(300) }) },
    { weight: 1, arbitrary: fc.constant({ do: 'mend' as const }) },
  ),
  { maxLength: 60 },
)

interface Message {
  readonly subject: string
  /** All that was ever to be read in it, in order. */
  readonly revisions: number[]
}

/** A vendor as seen from its users: messages, and what came of which call. */
interface Vendor {
  readonly kind: ChannelKind
  readonly messages: Message[]
  /** Mails and webhooks by their key, as often as they came. */
  readonly keys: string[]
  /** Calls whose answer never came back. */
  unanswered: number
}

/** Does what slack.ts, pagerduty.ts and the others make their vendors do. */
function arrive(vendor: Vendor, sending: Sending, canFind: boolean): Outcome {
  const { subject, revision, reference, unsureSince } = sending
  vendor.keys.push(revisionKey(sending))
  const found =
    vendor.kind === 'pagerduty'
      ? vendor.messages.findIndex((message) => message.subject === subject)
      : reference !== undefined
        ? Number(reference)
        : unsureSince !== undefined && canFind && vendor.kind === 'slack'
          ? vendor.messages.findIndex((message) => message.subject === subject)
          : -1
  if (found >= 0 && MANNERS[vendor.kind].updates === 'in-place') {
    vendor.messages[found]!.revisions.push(revision)
    return { result: 'delivered', reference: String(found) }
  }
  vendor.messages.push({ subject, revisions: [revision] })
  return { result: 'delivered', ...(vendor.kind === 'slack' ? { reference: String(vendor.messages.length - 1) } : {}) }
}

function createWorld(canFind: boolean) {
  const memory = createMemoryOutbox(ROUTING, Date.UTC(2026, 10, 20, 15), () => NOTICES.incident)
  const vendors = new Map(
    KINDS.map((kind): [string, Vendor] => [kind, { kind, messages: [], keys: [], unanswered: 0 }]),
  )
  const notBefore = new Map<string, number>()
  let floods = 0

  function senderOf(job: Job, fate: Fate): Sender {
    const vendor = vendors.get(job.channel)!
    async function send(sending: Sending): Promise<Outcome> {
      assert.ok(memory.now >= (notBefore.get(nameOf(job)) ?? 0), 'called before the vendor wanted to be')
      if (fate === 'overlap') await memory.run(job, senderOf(job, 'arrive'))
      if (fate === 'overtaken') {
        memory.change({ subject: job.subject, kind: 'incident', weight: 'milestone', severity: 'medium' })
      }
      if (fate === 'crash-before') throw new Crash()
      if (fate === 'down') return later('ERR_NOTIFY_VENDOR_DOWN', '', 'no')
      if (fate === 'refuse-channel') return refused('ERR_NOTIFY_CREDENTIALS', '', 'channel')
      if (fate === 'refuse-message') return refused('ERR_NOTIFY_MALFORMED', '', 'message')
      if (fate === 'limited') {
        notBefore.set(nameOf(job), memory.now + 600_000)
        return later('ERR_NOTIFY_RATE_LIMITED', '', 'no', 600_000)
      }
      const outcome = arrive(vendor, sending, canFind)
      if (fate !== 'lost-answer' && fate !== 'crash-after') return outcome
      vendor.unanswered++
      if (fate === 'crash-after') throw new Crash()
      return later('ERR_NOTIFY_TIMEOUT', '', 'unknown')
    }
    return { kind: vendor.kind, send, probe: async () => undefined }
  }

  const run = (job: Job, fate: Fate) => memory.run(job, senderOf(job, fate))

  return {
    vendors,
    memory,
    async runFirst(fate: Fate): Promise<void> {
      const job = memory.first()
      if (job !== undefined && job.at <= memory.now) await run(job, fate)
    },
    async chase(index: number, fates: readonly Fate[]): Promise<void> {
      const name = [...memory.jobs.keys()][index % Math.max(memory.jobs.size, 1)]
      for (const fate of fates) {
        const job = name === undefined ? undefined : memory.jobs.get(name)
        if (job === undefined) return
        memory.now = Math.max(memory.now, job.at)
        await run(job, fate)
      }
    },
    flood(count: number): void {
      floods++
      for (let index = 0; index < count; index++) {
        memory.change({ subject: `flood-${floods}-${index}`, kind: 'incident', weight: 'milestone', severity: 'low' })
      }
    },
    /** All vendors are well again. */
    async drain(): Promise<void> {
      memory.mend()
      let turns = 0
      for (let job = memory.first(); job !== undefined; job = memory.first()) {
        assert.ok(turns++ < 5000, 'jobs never end')
        memory.now = Math.max(memory.now, job.at)
        await run(job, 'arrive')
      }
    },
  }
}

/** Plays a script, then lets all vendors be well and everything be told. */
export async function play(script: readonly Command[], canFind = true) {
  const world = createWorld(canFind)
  for (const command of script) {
    if (command.do === 'change') {
      const { weight, severity } = command
      world.memory.change({ subject: `incident-${command.subject}`, kind: 'incident', weight, severity })
    } else if (command.do === 'flood') world.flood(command.count)
    else if (command.do === 'run') await world.runFirst(command.fate)
    else if (command.do === 'chase') await world.chase(command.job, command.fates)
    else if (command.do === 'wait') world.memory.now += command.minutes * 60_000
    else world.memory.mend()
  }
  await world.drain()
  return { ...world.memory, vendors: world.vendors }
}

export type World = Awaited<ReturnType<typeof play>>
