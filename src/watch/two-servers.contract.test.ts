/** Two servers that watch one organisation on one PostgreSQL: one tells, and the other goes on from what stands. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { leaseOf, type OrganisationStore, openStore, type Store } from '../store/index.ts'
import {
  createDeliveryReader,
  createIntakeOf,
  createWatch,
  gatherFindings,
  latestVerdicts,
  type Watch,
} from './index.ts'
import { approval, lines, MINUTE_MS, NOON, newOrganisation, refusal } from './sample-organisation.ts'
import { notedPosition } from './seen-people.ts'

const OKTA = { tenant: 'northwind', came: 'read' } as const
const refusals = (...minutes: readonly number[]) => lines(...minutes.map((minute) => refusal(minute)))

onEachEngine('two watches', (engine) => {
  const skip = engine.name === 'pglite' && 'one process has an embedded database'
  const reader = createDeliveryReader()
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function given() {
    const made = await newOrganisation(store)
    const { db } = made
    const intake = createIntakeOf(made)
    const registry = { version: 1, isAna: false }
    const emergency = {
      version: async () => registry.version,
      load: async () => {
        const { isAna } = registry
        return () => isAna
      },
    }
    const gathered: number[] = []
    const elsewhere: Watch[] = []
    const gather = gatherFindings({ ...made, tokenKey: Buffer.alloc(32, 3), clock: () => NOON })
    /** A server whose next transaction of this number has something happen before it. */
    function server() {
      const interposed: { at: number; before: () => Promise<unknown> } = { at: 0, before: async () => undefined }
      const slow: OrganisationStore = {
        organisation: db.organisation,
        async transaction(work) {
          if (--interposed.at === 0) await interposed.before()
          return await db.transaction(work)
        },
      }
      const watch: Watch = createWatch({
        db: slow,
        lease: leaseOf(store, db.organisation, 'watch'),
        emergency,
        onToldElsewhere: () => void elsewhere.push(watch),
        async owe(tx, changes) {
          const { facts } = await gather(tx, changes)
          gathered.push(facts.length)
        },
      })
      return Object.assign(watch, { interposed })
    }
    const findings = async () => {
      const verdicts = await db.transaction((tx) => latestVerdicts(tx, 'finding', 100))
      const standing = verdicts.filter(({ withdrawn }) => withdrawn === null)
      return standing.map(({ body }) => JSON.parse(body) as { readonly detection: string; readonly summary: string })
    }
    return {
      db,
      gathered,
      elsewhere,
      server,
      findings,
      deliver: (body: string) => intake.take('s1', reader.read(Buffer.from(body), OKTA), NOON),
      register(isAna: boolean) {
        registry.version++
        registry.isAna = isAna
      },
      endTurn: () =>
        db.transaction((tx) => sql`update leases set until = clock_timestamp() - interval '1 second'`.execute(tx)),
    }
  }

  it('given both, then one tells and gathers, and the other tells nothing', { skip }, async () => {
    const { deliver, elsewhere, findings, gathered, server } = await given()
    const [one, other] = [server(), server()]
    for (const each of [one, other]) await each.look()
    await deliver(refusals(0, 1, 2, 3, 4))
    assert.equal(await other.look(), true)
    const both = await Promise.all([one.follow(NOON + 5 * MINUTE_MS), other.follow(NOON + 5 * MINUTE_MS)])
    assert.deepEqual(
      both.map(({ told }) => told.length),
      [1, 0],
    )
    assert.equal(gathered.length, 1)
    assert.equal((await findings()).length, 1)
    assert.deepEqual(elsewhere, [])
    for (const each of [one, other, one, other]) assert.equal(await each.look(), false)
    assert.deepEqual(elsewhere, [other])
  })

  it('given who told died, then the other tells what was kept and not told, and nothing again', { skip }, async () => {
    const { deliver, endTurn, findings, server } = await given()
    const [one, other] = [server(), server()]
    for (const each of [one, other]) await each.look()
    await deliver(refusals(0, 1, 2, 3, 4))
    await one.follow(NOON + 5 * MINUTE_MS)
    await other.follow(NOON + 5 * MINUTE_MS)
    await deliver(refusals(5, 6, 7))
    await endTurn()
    assert.equal(await other.look(), true)
    const { told } = await other.follow(NOON + 8 * MINUTE_MS)
    assert.equal(told.length, 1)
    assert.match((await findings())[0]!.summary, /^8 prompts/)
    assert.deepEqual(await other.follow(NOON + 8 * MINUTE_MS), { told: [], withdrawn: [] })
  })

  it('given one that slept before it wrote, when the other told more meanwhile, then it writes nothing', {
    skip,
  }, async () => {
    const { db, deliver, endTurn, findings, gathered, server } = await given()
    const [one, other] = [server(), server()]
    for (const each of [one, other]) {
      await each.look()
      await each.follow(NOON)
    }
    await deliver(refusals(0, 1, 2, 3, 4))
    // It reads the registry, the rows, that there are no more, and then writes.
    one.interposed.at = 4
    one.interposed.before = async () => {
      await deliver(refusals(5, 6, 7))
      await endTurn()
      await other.look()
      assert.equal((await other.follow(NOON + 8 * MINUTE_MS)).told.length, 1)
    }
    assert.deepEqual(await one.follow(NOON + 8 * MINUTE_MS), { told: [], withdrawn: [] })
    assert.ok(one.interposed.at < 0, 'it slept')
    assert.match((await findings())[0]!.summary, /^8 prompts/)
    assert.equal(gathered.length, 1)
    assert.equal(await db.transaction(notedPosition), 2)

    await one.look()
    await one.follow(NOON + 9 * MINUTE_MS)
    assert.match((await findings())[0]!.summary, /^8 prompts/)
  })

  it('given what one withdrew, when it is so again, then the other tells it again', { skip }, async () => {
    const { deliver, endTurn, findings, register, server } = await given()
    const [one, other] = [server(), server()]
    for (const each of [one, other]) await each.look()
    const both = async (minute: number) => {
      for (const each of [one, other]) await each.follow(NOON + minute * MINUTE_MS)
    }
    await deliver(lines(approval(0)))
    register(true)
    await both(1)
    assert.equal((await findings()).length, 1)
    register(false)
    await one.follow(NOON + 2 * MINUTE_MS)
    assert.equal((await findings()).length, 0)
    await endTurn()
    await other.look()
    register(true)
    await other.follow(NOON + 3 * MINUTE_MS)
    assert.deepEqual(
      (await findings()).map(({ detection }) => detection),
      ['emergency-account'],
    )
  })

  it('given rows that came late, when another takes over, then it withdraws nothing before it has judged them', {
    skip,
  }, async () => {
    const { deliver, endTurn, findings, server } = await given()
    const [one, other] = [server(), server()]
    await deliver(lines(approval(30)))
    for (const each of [one, other]) {
      await each.look()
      await each.follow(NOON + 30 * MINUTE_MS)
    }
    await deliver(refusals(0, 1, 2, 3, 4))
    await one.follow(NOON + 31 * MINUTE_MS)
    const standing = await findings()
    assert.ok(standing.length > 0)

    await endTurn()
    await other.look()
    assert.deepEqual(await other.follow(NOON + 31 * MINUTE_MS, 'left'), { told: [], withdrawn: [] })
    assert.equal(other.catchingUp?.doing, 'judging')
    while (!other.catchUp(1)) await other.follow(NOON + 31 * MINUTE_MS, 'left')
    await other.follow(NOON + 31 * MINUTE_MS, 'left')
    assert.deepEqual(await findings(), standing)
  })

  it('given one that stops, then the other has the turn at once', { skip }, async () => {
    const { deliver, server } = await given()
    const [one, other] = [server(), server()]
    for (const each of [one, other]) await each.look()
    await deliver(refusals(0, 1, 2, 3, 4))
    await one.leave()
    await other.look()
    assert.equal((await other.follow(NOON + 5 * MINUTE_MS)).told.length, 1)
  })
})
