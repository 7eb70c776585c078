/** For tests: the room over real jobs, organisations with an open ledger, and Slack and PagerDuty played on this machine. */
import { randomBytes, randomUUID } from 'node:crypto'
import { type Reply, startVendor, type VendorServer } from '../../test/vendor-server.ts'
import { formatInstant } from '../base/time.ts'
import { openJobs } from '../jobs/index.ts'
import { type EncryptionKey, localSealer, openLedger, signerFrom } from '../ledger/index.ts'
import type { Applied } from '../organisation/index.ts'
import type { OrganisationStore, Store } from '../store/index.ts'
import { noticeChangeKinds } from './change-kinds.ts'
import { NOTICE_QUEUES } from './queues.ts'
import type { NotifyRoom } from './room.ts'
import type { Routing } from './routing.ts'
import { LOCAL } from './sample-notices.ts'

const MASTER: EncryptionKey = { id: 'm1', bytes: Buffer.alloc(32, 9) }
export const SLACK_TOKEN = 'xoxb-1234567890-test'
export const ROUTING_KEY = 'e93facc04764012d7bfb002500d5d1a6'
/** What Slack and PagerDuty say when all is well. */
export const OK: Reply = { status: 200, body: { ok: true, ts: '1700000000.000100' } }

export interface SampleRoom {
  readonly room: NotifyRoom
  readonly vendor: VendorServer
  /** What the vendor answers from now on. */
  reply: (path: string, body: string) => Reply
  newOrganisation(): Promise<OrganisationStore>
  /** Carries out a change of settings as approvals/ does. */
  change(db: OrganisationStore, kind: string, data: object, secret?: object): Promise<Applied>
  isWeakening(db: OrganisationStore, kind: string, data: object): Promise<boolean>
  /** Slack and PagerDuty, told of everything from `low` on. */
  setUp(db: OrganisationStore): Promise<void>
  /** Ends the jobs, as when the process ends; the vendor goes on. */
  stop(): Promise<void>
}

/** `now` in milliseconds since 1970. */
export async function sampleRoom(store: Store, now: () => number, more: Partial<NotifyRoom> = {}): Promise<SampleRoom> {
  const vendor = await startVendor(({ path, body }) => sample.reply(path, body))
  const jobs = await openJobs({ store, queues: NOTICE_QUEUES, onError: () => undefined })
  const room: NotifyRoom = {
    store,
    jobs,
    mastersOf: () => [MASTER],
    random: (count) => randomBytes(count),
    clock: { now, chance: () => 0.5 },
    network: { ...LOCAL, vendors: { slack: vendor.url, pagerduty: vendor.url } },
    consoleUrl: 'https://postern.example.com',
    describe: {},
    profileOf: async (_tx, member) => ({ name: member.toUpperCase(), email: `${member}@example.com` }),
    limits: { quickRetries: 0, failuresMax: 1000 },
    ...more,
  }
  const kinds = new Map(noticeChangeKinds({ ...room, sealerOf }).map((kind) => [kind.name, kind]))
  const sample: SampleRoom = {
    room,
    vendor,
    reply: () => OK,
    newOrganisation: () => newOrganisation(store, now()),
    change: (db, kind, data, secret) =>
      db.transaction((tx) =>
        kinds.get(kind)!.apply(tx, { data, secret, actor: 'staff/ada', decisions: [], now: now() }),
      ),
    isWeakening: (db, kind, data) => db.transaction((tx) => kinds.get(kind)!.isWeakening(tx, data)),
    async setUp(db) {
      const slack = { id: 'slack', kind: 'slack', label: 'Security', readWith: 'entra', channel: 'C0123456789' }
      const pager = { id: 'pager', kind: 'pagerduty', label: 'On call', readWith: 'none', region: 'us' }
      await sample.change(db, 'channel-added', slack, { token: SLACK_TOKEN })
      await sample.change(db, 'channel-added', pager, { routingKey: ROUTING_KEY })
      const routing: Routing = {
        routes: [{ channels: ['slack', 'pager'], atLeast: 'low' }],
        emergency: ['slack', 'pager'],
      }
      await sample.change(db, 'routing-changed', routing)
    },
    stop: () => jobs.close(),
  }
  return sample
}

function entryKeyOf(organisation: string) {
  return signerFrom(`postern.example/${organisation}/entries`, 'ed25519', Buffer.alloc(32, 1))
}

function sealerOf(organisation: string) {
  return localSealer(entryKeyOf(organisation))
}

async function newOrganisation(store: Store, now: number): Promise<OrganisationStore> {
  const db = store.in(randomUUID())
  const origin = `postern.example/${db.organisation}`
  const checkpointKey = signerFrom(origin, 'ed25519', Buffer.alloc(32, 2)).verifier.text
  const entryKey = entryKeyOf(db.organisation).verifier.text
  await db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name: 'Example Ltd', created: now }).execute()
    const opening = { origin, kind: store.kind, entryKey, checkpointKey, time: formatInstant(now) }
    await openLedger(tx, opening, sealerOf(db.organisation))
  })
  return db
}
