/** For tests: a room of responses on a real store, with a recording provider, and jobs that run when the test says so. */
import { NOON, newLedger } from '../../test/organisation.ts'
import type { Finding } from '../diagnosis/index.ts'
import type { Entry } from '../ledger/index.ts'
import { createRecordingProvider, type RecordingProvider } from '../providers/recording/index.ts'
import type { EmergencyAccount } from '../remedies/index.ts'
import type { OrganisationTransaction, Store } from '../store/index.ts'
import type { Changes } from '../watch/index.ts'
import { playbookChanges } from './changes.ts'
import { type Commanding, command } from './command.ts'
import type { ResponseCommand } from './decide.ts'
import type { Tier } from './playbook.ts'
import { expire } from './queues.ts'
import { createResponding } from './respond.ts'
import type { ResponseNotice, ResponseRoom } from './room.ts'
import { findResponse, latestResponses, type ShownResponse } from './views.ts'
import { goOn } from './worker.ts'

const HOUR_MS = 3_600_000

export interface SampleRoom {
  readonly room: ResponseRoom
  readonly provider: RecordingProvider
  readonly notices: ResponseNotice[]
  readonly emergency: EmergencyAccount[]
  readonly tiers: Map<string, Tier>
  /** Keys of jobs that are owed. */
  readonly owed: Map<string, string>
  now: number
  /** True unless a test says otherwise: what `say` undoes was signed by nobody. */
  isDecided: ResponseRoom['isDecided']
  /** Puts a playbook into force, without asking anybody. */
  set(id: string, yaml: string): Promise<void>
  tell(...findings: readonly Finding[]): Promise<void>
  withdraw(...ids: readonly string[]): Promise<void>
  /** Runs what is owed until nothing is; what fails stays owed. Gives what failed. */
  work(): Promise<readonly unknown[]>
  /** Runs what expires. */
  expire(): Promise<void>
  say(id: string, what: ResponseCommand): Promise<string | undefined>
  responses(): Promise<readonly ShownResponse[]>
  /** All entries but those about the ledger itself, in order. */
  entries(): Promise<readonly Entry[]>
}

export async function newSampleRoom(store: Store): Promise<SampleRoom> {
  const ledger = await newLedger(store)
  const { db } = ledger
  const owed = new Map<string, string>()
  const expiring = new Map<string, number>()
  const provider = createRecordingProvider({ provider: 'okta', kind: 'demo', clock: () => sample.now })
  const room: ResponseRoom = {
    ledger,
    tokenKey: Buffer.alloc(32, 3),
    providerOf: (name) => (name === 'okta' ? provider : undefined),
    emergencyAccounts: async () => sample.emergency,
    tierOf: async (_, { account }) => sample.tiers.get(account ?? '') ?? 'standard',
    clock: () => sample.now,
    isDecided: (approved) => sample.isDecided(approved),
    jobs: {
      goOn: async (_, response, key) => void owed.set(key, response),
      expireAt: async (_, response, at) => void expiring.set(response, at),
    },
    lockNotices: async () => undefined,
    owe: async (_, notices) => void sample.notices.push(...notices),
  }
  const responding = createResponding(room)
  const owe = (changes: Changes) => db.transaction((tx: OrganisationTransaction) => responding.owe(tx, changes))
  const sample: SampleRoom = {
    room,
    provider,
    notices: [],
    emergency: [],
    tiers: new Map(),
    owed,
    now: NOON,
    isDecided: async () => true,
    async set(id, yaml) {
      const kind = playbookChanges(() => room).find(({ name }) => name === 'playbook-set')
      const change = { data: { id, yaml }, secret: undefined, actor: 'staff/ada', decisions: [], now: sample.now }
      const applied = await db.transaction(async (tx) => kind?.apply(tx, change))
      if (applied?.applied !== true) throw new Error(JSON.stringify(applied))
    },
    tell: (...findings) =>
      owe({ told: findings.map((one) => ({ id: one.id, kind: 'finding', body: JSON.stringify(one) })), withdrawn: [] }),
    withdraw: (...ids) => owe({ told: [], withdrawn: ids }),
    async work() {
      const failed: unknown[] = []
      const stuck = new Set<string>()
      for (;;) {
        const next = [...owed].find(([key]) => !stuck.has(key))
        if (next === undefined) return failed
        const [key, response] = next
        owed.delete(key)
        try {
          await goOn(room, response, AbortSignal.timeout(60_000))
        } catch (error) {
          failed.push(error)
          owed.set(key, response)
          stuck.add(key)
        }
      }
    },
    async expire() {
      for (const [response, at] of expiring) if (at <= sample.now) await expire(room, response)
    },
    async say(id, what) {
      return await db.transaction(async (tx) => {
        const found = await findResponse(tx, id)
        if (found === undefined) throw new Error('There is no such response.')
        const commanding: Commanding = { id, about: found.about, actor: 'staff/ada' }
        return (await command(tx, room, commanding, what)).refused?.code
      })
    },
    responses: () => db.transaction((tx) => latestResponses(tx, 1000)),
    async entries() {
      const rows = await db.transaction((tx) =>
        tx.selectFrom('ledger_entries').select('bytes').orderBy('seq').execute(),
      )
      return rows
        .map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Entry)
        .filter(({ stream }) => /^(response|remedy|organisation)\//.test(stream))
    },
  }
  return sample
}

let findings = 0

/** Prompts refused by somebody; `at` in milliseconds. */
export function fatigueOf(account: string, at = NOON, fields: Partial<Finding> = {}): Finding {
  return {
    id: `finding-${++findings}`,
    detection: 'mfa-fatigue',
    technique: 'T1621',
    severity: 'high',
    confidence: 0.9,
    person: `${account}@example.com`,
    account,
    provider: 'okta',
    start: new Date(at - HOUR_MS).toISOString(),
    end: new Date(at).toISOString(),
    summary: '5 prompts refused or ignored in 40 min.',
    evidence: [],
    next: 'Treat as an attack.',
    ...fields,
  }
}

/** A playbook with these steps, active unless said. */
export function playbookYaml(steps: readonly string[], { mode = 'active', limit = 10 } = {}): string {
  return `name: Test
when:
  finding: [mfa-fatigue, password-spray]
  severity: medium
mode: ${mode}
people-per-hour: ${limit}
do:
${steps.map((step) => `  - ${step}\n`).join('')}`
}
