/** Incidents end by the clock, with nothing else happening: pg-boss's clock moves the database's time, too. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { TestClock } from 'pg-boss'
import { embedded } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { type Jobs, openJobs } from '../jobs/index.ts'
import { localSealer, openLedger, type Sealer, signerFrom } from '../ledger/index.ts'
import { type OrganisationStore, type OrganisationTransaction, openStore, type Store } from '../store/index.ts'
import {
  type Command,
  carryOut,
  ELAPSE,
  loadIncidents,
  type Sighting,
  setElapseBy,
  setGrowthBy,
  startElapsing,
} from './index.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const DAY_MS = 86_400_000
const QUIET_MS = 2 * DAY_MS
const POLL_MS = 2000
const FOREVER_MS = 30 * DAY_MS

function onError(error: Error): void {
  throw error
}

describe('incidents, on a clock of the test', () => {
  let store: Store
  let jobs: Jobs
  let clock: TestClock
  const ended: string[] = []
  const sealers = new Map<string, Sealer>()
  /** Findings as the verdicts have them. */
  const latest = new Map<string, Sighting>()
  const options = () => ({
    latestOf: () => async (_tx: OrganisationTransaction, ids: readonly string[]) =>
      ids.flatMap((id) => latest.get(id) ?? []),
    store,
    jobs,
    sealerOf: (organisation: string) => sealers.get(organisation) as Sealer,
    clock: () => clock.now(),
    onEnded: (_organisation: string, ids: readonly string[]) => void ended.push(...ids),
  })

  before(async () => {
    clock = new TestClock(NOON)
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => clock.now() })
    jobs = await openJobs({ store, queues: [ELAPSE], onError, clock })
    await startElapsing(options())
  })
  after(async () => {
    await jobs.close()
    await store.close()
  })

  async function newOrganisation(): Promise<OrganisationStore> {
    const db = store.in(crypto.randomUUID())
    const origin = `postern.example/${db.organisation}`
    const key = signerFrom(`${origin}/entries`, 'ed25519', Buffer.alloc(32, 1))
    sealers.set(db.organisation, localSealer(key))
    await db.transaction(async (tx) => {
      await tx.insertInto('organisations').values({ name: 'Northwind', created: NOON }).execute()
      const checkpointKey = signerFrom(origin, 'ed25519', Buffer.alloc(32, 2)).verifier.text
      const time = new Date(clock.now()).toISOString()
      const opening = { origin, kind: 'demo', entryKey: key.verifier.text, checkpointKey, time } as const
      await openLedger(tx, opening, localSealer(key))
    })
    return db
  }

  function taking(incident: string, detection: Sighting['detection'], person: string): Command {
    const at = clock.now()
    const told = { severity: 'high', people: [person], sources: [], start: at, end: at, reportOnly: false } as const
    return { type: 'take-finding', at, incident, sighting: { finding: `${incident}-${at}`, detection, ...told } }
  }

  /** As the watch does it; without `set`, as one that died before its deadline was set. */
  async function give(db: OrganisationStore, command: Command, set = setElapseBy(jobs)): Promise<void> {
    const sealer = sealers.get(db.organisation) as Sealer
    await db.transaction(async (tx) => {
      const { incidents } = await carryOut(tx, [command], { sealer, actor: 'system/watch', now: clock.now() })
      await set(tx, db.organisation, incidents)
    })
  }

  /** Jumps, and lets the workers look until no deadline that is due is left undone. */
  async function pass(db: OrganisationStore, ms: number): Promise<void> {
    await clock.setTime(clock.now() + ms)
    const now = new Date(clock.now())
    await eventually('every deadline that is due is done', async () => {
      await clock.tick(POLL_MS)
      const due = sql`select 1 from pgboss.job where state in ('created', 'retry', 'active') and start_after <= ${now}`
      return (await db.transaction((tx) => due.execute(tx))).rows.length === 0
    })
  }

  const isOpen = async (db: OrganisationStore, id: string): Promise<boolean> =>
    (await db.transaction((tx) => loadIncidents(tx, clock.now()))).get(id)?.closedAt === undefined

  it('given an attempt, when it is quiet for two days, then it ends by itself, and not sooner', async () => {
    const db = await newOrganisation()
    await give(db, taking('attempt', 'mfa-fatigue', 'ana'))
    await pass(db, QUIET_MS - 60_000)
    assert.ok(await isOpen(db, 'attempt'))
    await pass(db, 60_000)
    assert.ok(ended.includes('attempt'))
    assert.ok(!(await isOpen(db, 'attempt')))
    const entries = await db.transaction((tx) =>
      tx.selectFrom('ledger_entries').select('bytes').where('stream', '=', 'incident/attempt').execute(),
    )
    assert.equal(JSON.parse(Buffer.from(entries.at(-1)!.bytes).toString()).type, 'incident-ended')
  })

  it('given a finding that comes meanwhile, then it ends so much later; given two, each at its own time', async () => {
    const db = await newOrganisation()
    await give(db, taking('grown', 'mfa-fatigue', 'ana'))
    await pass(db, DAY_MS)
    await give(db, taking('later', 'mfa-fatigue', 'zoe'))
    await give(db, taking('unused', 'mfa-fatigue', 'ana'))
    await pass(db, DAY_MS + 3_600_000)
    assert.ok(await isOpen(db, 'grown'))
    await pass(db, DAY_MS)
    assert.deepEqual(ended.slice(-2).toSorted(), ['grown', 'later'])
  })

  it('given an attack that goes on, then its entry is written within ten minutes; and it ends by when it was last seen', async () => {
    const db = await newOrganisation()
    const command = taking('going-on', 'mfa-fatigue', 'ana') as Command & { readonly type: 'take-finding' }
    await give(db, command)
    const { sighting } = command
    const longer = { ...sighting, end: clock.now() + 5000 }
    latest.set(sighting.finding, longer)
    await give(db, { ...command, sighting: longer }, (tx, organisation) =>
      setGrowthBy(jobs)(tx, organisation, clock.now()),
    )
    const types = async () => {
      const rows = await db.transaction((tx) =>
        tx
          .selectFrom('ledger_entries')
          .select('bytes')
          .where('stream', '=', 'incident/going-on')
          .orderBy('seq')
          .execute(),
      )
      return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()).type as string)
    }
    assert.deepEqual(await types(), ['incident-opened'])
    await pass(db, DEFAULTS.incident.growthMs)
    assert.deepEqual(await types(), ['incident-opened', 'finding-grew'])
    // The last of it came while the server was down, and nothing was set.
    latest.set(sighting.finding, { ...sighting, end: clock.now() })
    await pass(db, QUIET_MS - 60_000)
    await startElapsing(options())
    assert.ok(await isOpen(db, 'going-on'))
    assert.deepEqual(await types(), ['incident-opened', 'finding-grew', 'finding-grew'])
    latest.clear()
  })

  it('given somebody who may be inside, then silence ends nothing', async () => {
    const db = await newOrganisation()
    await give(db, taking('inside', 'fatigue-approved', 'ana'))
    await pass(db, FOREVER_MS)
    assert.ok(await isOpen(db, 'inside'))
  })

  it('given a server that was down when the time came, then it ends at the start', async () => {
    const db = await newOrganisation()
    await give(db, taking('missed', 'mfa-fatigue', 'ana'), async () => undefined)
    await pass(db, QUIET_MS)
    assert.ok(await isOpen(db, 'missed'))
    await startElapsing(options())
    assert.ok(!(await isOpen(db, 'missed')))
  })
})
