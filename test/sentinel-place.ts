/**
 * For tests: one organisation that is watched, with the log of a sandbox, remedies at a provider that only remembers, and a
 * directory. Its credential is called API in the log, as the sandbox has it.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { formatInstant } from '../src/base/time.ts'
import type { DirectoryRoom } from '../src/directory/index.ts'
import type { Alteration } from '../src/providers/index.ts'
import { createRecordingProvider, type RecordingProvider } from '../src/providers/recording/index.ts'
import { carryOutRemedy } from '../src/remedies/index.ts'
import { automationChanges, createExplaining, type SentinelRoom } from '../src/sentinels/index.ts'
import type { Store } from '../src/store/index.ts'
import {
  addSource,
  createDeliveryReader,
  createIntakeOf,
  createWatch,
  gatherFindings,
  latestVerdicts,
  type Watch,
} from '../src/watch/index.ts'
import { lines } from '../src/watch/sample-organisation.ts'
import { NOON, newLedger } from './organisation.ts'

const TOKEN_KEY = Buffer.alloc(32, 3)
const SOURCE = { id: 'sandbox', name: 'Sandbox', tenant: 'sandbox' }
const reader = createDeliveryReader()

export interface Row {
  readonly id: string
  readonly action: string
  /** `API` is Postern's credential. */
  readonly by: string
  readonly account: string
  readonly time: number
  readonly target?: string
}

export interface SentinelPlace {
  readonly room: SentinelRoom
  readonly provider: RecordingProvider
  now: number
  /** Keeps rows and judges them. */
  deliver(rows: readonly Row[], came?: 'read' | 'pushed'): Promise<void>
  /** Postern does it by a remedy of this id. */
  remedy(id: string, change: Alteration): Promise<void>
  /** As approvals/ applies it; gives the code of a refusal. */
  change(name: string, data: object): Promise<string | undefined>
  /** A new process: all is read and judged again. */
  restart(): Promise<void>
  /** Vendor's ids of the rows that stand as told, by severity and summary. */
  told(): Promise<readonly Told[]>
}

export interface Told {
  readonly events: readonly string[]
  readonly severity: string
  readonly summary: string
}

/** `directory`: one whose organisation it is to be; else a new one without anybody. */
export async function newSentinelPlace(store: Store, directory?: DirectoryRoom): Promise<SentinelPlace> {
  const ledger = directory?.ledger ?? (await newLedger(store))
  const { db, sealer } = ledger
  await addSource(ledger, SOURCE, randomBytes(32), { actor: 'system/test', now: NOON })
  const room: SentinelRoom = {
    ledger,
    tokenKey: TOKEN_KEY,
    directory: directory ?? {
      ledger,
      tokenKey: TOKEN_KEY,
      masters: [{ id: 'm1', bytes: Buffer.alloc(32, 4) }],
      seenAccount: async () => undefined,
      seenKeys: async () => [],
      findSeen: async () => [],
      listings: () => [],
    },
    ownNames: (provider) => (provider === 'sandbox' ? ['API'] : []),
    clock: () => place.now,
  }
  const kinds = automationChanges(() => room)
  const intake = createIntakeOf({ db, sealer, onKept: (batches) => watch.offer(batches) })
  const newWatch = (): Watch =>
    createWatch({
      db,
      explaining: createExplaining(db, room),
      owe: gatherFindings({ sealer, tokenKey: TOKEN_KEY, clock: () => place.now }),
    })
  let watch = newWatch()
  const place: SentinelPlace = {
    room,
    provider: createRecordingProvider({ provider: 'sandbox', kind: 'demo', clock: () => place.now }),
    now: NOON,
    async deliver(rows, came = 'read') {
      const delivery = reader.read(Buffer.from(lines(...rows.map(auditRow))), { tenant: SOURCE.tenant, came })
      const { accepted } = await intake.take(SOURCE.id, delivery, place.now)
      assert.equal(accepted, rows.length)
      await watch.follow(place.now)
    },
    remedy: (id, change) =>
      carryOutRemedy(
        {
          ledger,
          tokenKey: TOKEN_KEY,
          providerOf: () => place.provider,
          emergencyAccounts: async () => [],
          clock: () => place.now,
        },
        { id, provider: 'sandbox', change, authority: 'response/r1', automatic: true },
        { lock: async () => {}, authorise: async () => true, conclude: async () => {} },
        AbortSignal.timeout(60_000),
      ),
    async change(name, data) {
      const kind = kinds.find((one) => one.name === name)!
      const decisions = ['ada', 'bo'].map(assertionOf)
      const applying = { data, secret: undefined, actor: 'staff/ada', decisions, now: place.now }
      const applied = await db.transaction((tx) => kind.apply(tx, applying))
      return applied.applied ? undefined : applied.code
    },
    async restart() {
      watch = newWatch()
      await watch.follow(place.now)
    },
    async told() {
      const verdicts = await db.transaction((tx) => latestVerdicts(tx, 'finding', 1000))
      return verdicts
        .filter(({ withdrawn }) => withdrawn === null)
        .map(({ body }) => JSON.parse(body))
        .filter(({ detection }) => detection === 'change-outside-case')
        .map(({ evidence, severity, summary }) => ({
          events: evidence.map(({ event }: { readonly event: string }) => event),
          severity,
          summary,
        }))
    },
  }
  return place
}

function assertionOf(staff: string) {
  return { staff, credentialId: `key-of-${staff}`, clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' }
}

function auditRow({ id, action, by, account, time, target = '' }: Row): object {
  return {
    schema: 'sandbox.audit/1',
    id,
    time: formatInstant(time),
    tenant: SOURCE.tenant,
    action,
    actor: { id: by === 'API' ? 'api' : by, name: by },
    user: account === '' ? null : { id: account, name: `${account}@example.com` },
    target,
    address: '192.0.2.9',
  }
}
