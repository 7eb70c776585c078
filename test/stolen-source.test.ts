/**
 * R50: with a stolen source token somebody pushes a successful sign-in, an "all clear", and old events again with other words.
 * What the provider itself was read to say stands: the lockout stays open, the finding stays, the network stays unfamiliar.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { bearer, withServer } from '../src/http/sample-server.ts'
import { openStore, type Store } from '../src/store/index.ts'
import {
  addSource,
  authenticateSource,
  createDeliveryReader,
  createIntakeOf,
  createKnownSources,
  createWatch,
  type DeliveryReader,
  type LiveFinding,
  type LiveLockout,
  type Sender,
  watchRoutes,
} from '../src/watch/index.ts'
import {
  approval,
  entry,
  lines,
  MINUTE_MS,
  NOON,
  newOrganisation,
  refusal,
  wrongCode,
} from '../src/watch/sample-organisation.ts'
import { embedded } from './engines.ts'

const DAY = 24 * 60
const OKTA = { id: 'okta', name: 'Okta', tenant: 'northwind' } as const
const READ: Sender = { ...OKTA, came: 'read' }
const HOME = '198.51.100.7'
const THIEF = '203.0.113.9'

/** From another address, operator, country and browser. */
function from(ip: string, row: object): object {
  const isHome = ip === HOME
  return {
    ...row,
    client: {
      userAgent: { rawUserAgent: isHome ? 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' : 'curl/8' },
      ipAddress: ip,
      geographicalContext: { country: isHome ? 'Germany' : 'Kosovo' },
    },
    securityContext: { asNumber: isHome ? 64_400 : 64_500, isProxy: false },
  }
}

/** Ana gets in from home each day for a month. */
const habits = Array.from({ length: 30 }, (_, day) => from(HOME, entry(-DAY * (30 - day))))
/** From the thief's place too: last month, as if it had always been so. */
const forgedHabits = Array.from({ length: 30 }, (_, day) => from(THIEF, entry(-DAY * (30 - day) + 7)))

interface Told {
  readonly withdrawn: string | null
  readonly verdict: LiveFinding & LiveLockout
}

interface Place {
  /** What Postern reads from the provider, with its own credential. */
  reads(...rows: object[]): Promise<void>
  /** What whoever has the token sends; gives how many rows were new. */
  pushes(...rows: object[]): Promise<number>
  findings(detection: string): Promise<readonly Told[]>
  lockouts(): Promise<readonly Told[]>
}

describe('with a stolen source token', () => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())

  async function serving(work: (place: Place) => Promise<void>): Promise<void> {
    const ledger = await newOrganisation(store)
    const { db } = ledger
    const token = await addSource(ledger, OKTA, randomBytes(32), { actor: 'system/test', now: NOON })
    const sources = createKnownSources(store, () => NOON)
    const intake = createIntakeOf(ledger)
    const watch = createWatch({ db })
    const follow = () => watch.follow(NOON + DAY * MINUTE_MS)
    const scope = { organisations: [db.organisation], groups: 'all', tierMax: 'standard' } as const
    await withServer(
      {
        routes: watchRoutes({ store, sources, reader, intakeOf: () => intake }),
        clock: () => NOON,
        access: {
          source: (presented) => authenticateSource(sources, presented),
          machine: async () => ({ who: 'machine', id: 'r', scope, permissions: ['verdicts:read'] }),
        },
      },
      async ({ call }) => {
        const told = async (path: string): Promise<readonly Told[]> => {
          const answer = await call(`/organisations/${db.organisation}/${path}`, { headers: bearer('reader') })
          return ((await answer.json()) as readonly Told[]).filter(({ withdrawn }) => withdrawn === null)
        }
        await work({
          async reads(...rows) {
            await intake.take('okta', reader.read(Buffer.from(lines(...rows)), READ), NOON)
            await follow()
          },
          async pushes(...rows) {
            const headers = { ...bearer(token), 'content-type': 'application/x-ndjson' }
            const answer = await call('/ingest/okta', { method: 'POST', body: lines(...rows), headers })
            assert.equal(answer.status, 202)
            await follow()
            return ((await answer.json()) as { readonly accepted: number }).accepted
          },
          findings: async (detection) =>
            (await told('findings')).filter(({ verdict }) => verdict.detection === detection),
          lockouts: () => told('lockouts'),
        })
      },
    )
  }

  const wrongCodes = [0, 5, 11].map((minute) => from(HOME, wrongCode(minute)))
  const refusals = [0, 1, 2, 3, 4].map((minute) => from(THIEF, refusal(minute)))

  it('given a lockout that was read, when a success is pushed, then its end is reported and it stays open, until one is read', async () => {
    await serving(async ({ reads, pushes, lockouts }) => {
      await reads(...habits, ...wrongCodes)
      const [before] = await lockouts()
      assert.deepEqual([before?.verdict.ended, before?.verdict.seen], [null, 'read'])

      await pushes(from(HOME, approval(20)), from(HOME, entry(20)))
      const [forged] = await lockouts()
      assert.equal(forged?.verdict.id, before?.verdict.id)
      assert.equal(forged?.verdict.ended, null)
      assert.equal(forged?.verdict.reportedEnd?.at, '2026-02-23T12:20:00.000Z')

      await reads(from(HOME, approval(30)), from(HOME, entry(30)))
      const [ended] = await lockouts()
      assert.equal(ended?.verdict.ended?.at, '2026-02-23T12:30:00.000Z')
    })
  })

  it('given a lockout that was only pushed, then it is the same, and reading the very sign-in confirms its end', async () => {
    await serving(async ({ reads, pushes, lockouts }) => {
      await pushes(...wrongCodes)
      await pushes(from(HOME, approval(20)), from(HOME, entry(20)))
      const [pushed] = await lockouts()
      assert.deepEqual([pushed?.verdict.ended, pushed?.verdict.seen], [null, 'pushed'])
      assert.equal(pushed?.verdict.reportedEnd?.at, '2026-02-23T12:20:00.000Z')

      await reads(from(HOME, approval(20)), from(HOME, entry(20)))
      const [read] = await lockouts()
      assert.equal(read?.verdict.ended?.at, '2026-02-23T12:20:00.000Z')
      assert.equal(read?.verdict.reportedEnd, undefined)
    })
  })

  it('given a lockout that was told, when earlier successes are pushed that would have dissolved it, then it stands', async () => {
    await serving(async ({ pushes, lockouts }) => {
      await pushes(...wrongCodes)
      const before = await lockouts()
      assert.equal(before.length, 1)
      await pushes(...[1, 6, 12].map((minute) => from(HOME, entry(minute))))
      assert.deepEqual(
        (await lockouts()).map(({ verdict }) => [verdict.id, verdict.ended]),
        before.map(({ verdict }) => [verdict.id, null]),
      )
    })
  })

  it('given a finding, when its events are pushed again as something harmless, then it stays as it was', async () => {
    for (const first of ['reads', 'pushes'] as const) {
      await serving(async (place) => {
        await place.reads(...habits)
        await place[first](...refusals)
        const before = await place.findings('mfa-fatigue')
        assert.equal(before.length, 1)
        await place.pushes(
          ...refusals.map((row) => ({ ...row, outcome: { result: 'SUCCESS' }, displayMessage: 'all clear' })),
        )
        await place.pushes(
          ...refusals.map((row) => ({ ...row, eventType: 'user.session.start', outcome: { result: 'SUCCESS' } })),
        )
        const after = await place.findings('mfa-fatigue')
        assert.deepEqual(
          after.map(({ verdict }) => [verdict.id, verdict.severity, verdict.person]),
          before.map(({ verdict }) => [verdict.id, verdict.severity, verdict.person]),
        )
      })
    }
  })

  it('given habits that were read, when others are pushed for weeks past, then the thief’s network stays unfamiliar', async () => {
    for (const attack of ['reads', 'pushes'] as const) {
      await serving(async (place) => {
        await place.reads(...habits)
        assert.equal(await place.pushes(...forgedHabits), forgedHabits.length)
        await place[attack](from(THIEF, entry(60)))
        const at = '2026-02-23T13:00:00.000Z'
        const [told] = (await place.findings('new-network')).filter(({ verdict }) => verdict.start === at)
        assert.equal(told?.verdict.person, 'ana@example.com')
        assert.equal(told?.verdict.explainedBy, undefined)
      })
    }
  })

  it('given old events that were read, when they are pushed again, then nothing changes', async () => {
    await serving(async ({ reads, pushes, lockouts, findings }) => {
      await reads(...habits, ...wrongCodes, ...refusals)
      const before = [await lockouts(), await findings('mfa-fatigue')]
      await pushes(...wrongCodes, ...refusals)
      assert.deepEqual([await lockouts(), await findings('mfa-fatigue')], before)
    })
  })
})
