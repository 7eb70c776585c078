/** For tests: a room of remedies on a real store, with a recording provider. */
import { NOON, newLedger } from '../../test/organisation.ts'
import type { Alteration, Issue, Issued } from '../providers/index.ts'
import { createRecordingProvider, type RecordingProvider } from '../providers/recording/index.ts'
import type { Store } from '../store/index.ts'
import {
  carryOutRemedy,
  type EmergencyAccount,
  type IssueOrder,
  type IssuingRoom,
  issueByRemedy,
  type Order,
  type Orderer,
  type Result,
} from './index.ts'

const SUSPEND: Alteration = { verb: 'suspend', account: '00uana' }
const PASS: Issue = { verb: 'issue-pass', account: '00uana', forMs: 3_600_000 }

export interface SampleRoom {
  readonly room: IssuingRoom
  readonly provider: RecordingProvider
  readonly results: Result[]
  readonly emergency: EmergencyAccount[]
  now: number
  mayGoOn: boolean
  run(order?: Partial<Order>): Promise<void>
  /** Orders a pass, unless said otherwise. */
  issue(order?: Partial<IssueOrder>): Promise<Issued | undefined>
  /** Types and data of the remedy's entries. */
  facts(id?: string): Promise<readonly { readonly type: string; readonly data: Record<string, unknown> }[]>
  /** All that the database holds of remedies, as text. */
  everything(): Promise<string>
}

export async function newSampleRoom(store: Store): Promise<SampleRoom> {
  const ledger = await newLedger(store)
  const results: Result[] = []
  const emergency: EmergencyAccount[] = []
  const provider = createRecordingProvider({ provider: 'okta', kind: 'demo', clock: () => place.now })
  const room: IssuingRoom = {
    ledger,
    tokenKey: Buffer.alloc(32, 3),
    providerOf: (name) => (name === 'okta' ? provider : undefined),
    emergencyAccounts: async () => emergency,
    clock: () => place.now,
    pause: async () => {},
  }
  const orderer: Orderer = {
    lock: async () => {},
    authorise: async () => place.mayGoOn,
    conclude: async (_, result) => void results.push(result),
  }
  const place: SampleRoom = {
    room,
    provider,
    results,
    emergency,
    now: NOON,
    mayGoOn: true,
    run: (order = {}) =>
      carryOutRemedy(
        room,
        { id: 'one', provider: 'okta', change: SUSPEND, authority: 'response/r1', automatic: true, ...order },
        orderer,
        AbortSignal.timeout(60_000),
      ),
    issue: (order = {}) =>
      issueByRemedy(
        room,
        { id: 'one', provider: 'okta', change: PASS, authority: 'case/c1', automatic: false, ...order },
        orderer,
        AbortSignal.timeout(60_000),
      ),
    facts: (id = 'one') =>
      ledger.db.transaction(async (tx) => {
        const rows = await tx
          .selectFrom('ledger_entries')
          .select('bytes')
          .where('stream', '=', `remedy/${id}`)
          .orderBy('seq')
          .execute()
        return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()))
      }),
    everything: () =>
      ledger.db.transaction(async (tx) => {
        const entries = await tx.selectFrom('ledger_entries').select('bytes').execute()
        const rows = await tx.selectFrom('remedies').selectAll().execute()
        return entries.map(({ bytes }) => Buffer.from(bytes).toString()).join('\n') + JSON.stringify(rows)
      }),
  }
  return place
}
