/**
 * A server's way of answering findings by real jobs, until it is killed: `node response-writer.ts PLACE ORGANISATION FIRST`.
 * Says `ready`, and each finding's number once it is told. Its provider outlives it: what it was made to do stands in the
 * file that POSTERN_TEST_PROVIDER names.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { openJobs } from '../src/jobs/index.ts'
import type { Alteration, ProviderPort } from '../src/providers/index.ts'
import { createRecordingProvider } from '../src/providers/recording/index.ts'
import {
  createResponding,
  oweResponsesAgain,
  playbookChanges,
  RESPONSE_QUEUES,
  type ResponseRoom,
  responseJobs,
  startResponses,
} from '../src/response/index.ts'
import { openStore, type Place, type Store } from '../src/store/index.ts'
import { ledgerOf, NOON } from './organisation.ts'

const PLAYBOOK = `name: Test
when:
  finding: mfa-fatigue
  severity: high
mode: active
people-per-hour: 50
do:
  - notify
  - end-sessions
  - add-to-high-risk-group
  - suspend
`
/** So many people an hour that the limit is not reached. */
const BETWEEN_MS = 90_000

export const timeOf = (number: number): number => NOON + number * BETWEEN_MS

/** What the provider was made to do, by all processes. */
export function madeIn(file: string): readonly Alteration[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Alteration)
}

async function lastingProvider(file: string, clock: () => number): Promise<ProviderPort> {
  const base = createRecordingProvider({ provider: 'okta', kind: 'demo', clock })
  const asking = { key: 'again', signal: AbortSignal.timeout(60_000) }
  for (const change of madeIn(file)) await base.change(change, asking)
  return {
    ...base,
    async change(change, with_) {
      await setTimeout(1)
      appendFileSync(file, `${JSON.stringify(change)}\n`)
      await base.change(change, with_)
      await setTimeout(1)
    },
  }
}

export async function roomIn(
  store: Store,
  organisation: string,
  file: string,
  clock: () => number,
): Promise<ResponseRoom> {
  const provider = await lastingProvider(file, clock)
  return {
    ledger: ledgerOf(store, organisation),
    tokenKey: Buffer.alloc(32, 3),
    providerOf: () => provider,
    emergencyAccounts: async () => [],
    tierOf: async () => 'standard',
    isDecided: async () => true,
    clock,
    jobs: { goOn: async () => undefined, expireAt: async () => undefined },
    lockNotices: async () => undefined,
    owe: async () => undefined,
  }
}

/** Puts the playbook into force. */
export async function install(room: ResponseRoom): Promise<void> {
  const kind = playbookChanges(() => room).find(({ name }) => name === 'playbook-set')
  const change = {
    data: { id: 'test', yaml: PLAYBOOK },
    secret: undefined,
    actor: 'staff/ada',
    decisions: [],
    now: NOON,
  }
  await room.ledger.db.transaction(async (tx) => await kind?.apply(tx, change))
}

function findingOf(number: number): object {
  const at = new Date(timeOf(number)).toISOString()
  return {
    id: `finding-${number}`,
    detection: 'mfa-fatigue',
    technique: 'T1621',
    severity: 'high',
    confidence: 0.9,
    person: `victim${number}@example.com`,
    account: `victim${number}`,
    provider: 'okta',
    start: at,
    end: at,
    summary: '5 prompts refused.',
    evidence: [],
    next: 'Treat as an attack.',
  }
}

async function write(place: Place, organisation: string, first: number, file: string): Promise<void> {
  const store = await openStore({ place, kind: 'demo', clock: () => NOON })
  let now = timeOf(first)
  const throwIt = (error: Error): void => {
    throw error
  }
  const jobs = await openJobs({ store, queues: RESPONSE_QUEUES, onError: throwIt })
  const made = await roomIn(store, organisation, file, () => now)
  const room = { ...made, jobs: responseJobs(jobs.in(organisation)) }
  await startResponses(jobs, () => room)
  await oweResponsesAgain(room)
  const responding = createResponding(room)
  process.stdout.write('ready\n')
  for (let number = first; ; number++) {
    now = timeOf(number)
    const told = [{ id: `finding-${number}`, kind: 'finding' as const, body: JSON.stringify(findingOf(number)) }]
    await room.ledger.db.transaction((tx) => responding.owe(tx, { told, withdrawn: [] }))
    process.stdout.write(`${number}\n`)
    await setTimeout(5)
  }
}

const [place, organisation, first] = process.argv.slice(2)
const file = process.env.POSTERN_TEST_PROVIDER
if (import.meta.main && place !== undefined && organisation !== undefined && file !== undefined) {
  await write(JSON.parse(place) as Place, organisation, Number(first), file)
}
