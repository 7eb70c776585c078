/** Settings of organisations, and that no kind of change reaches from one into another; on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Value } from 'typebox/value'
import { machineTimeZone } from '../src/base/time-zone.ts'
import type { CallerOf } from '../src/http/index.ts'
import { session, withServer } from '../src/http/sample-server.ts'
import { type Ledger, lastOfStream } from '../src/ledger/index.ts'
import { type ChangeKind, organisationRoutes, settingChanges, settingsOf } from '../src/organisation/index.ts'
import { playbookChanges } from '../src/response/index.ts'
import { newSampleRoom, playbookYaml, type SampleRoom } from '../src/response/sample-room.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { onEachEngine } from './engines.ts'
import { NOON, newLedger } from './staff-office.ts'

/** Two organisations on one server, with the kinds that both share. */
interface Two {
  readonly home: Ledger
  readonly other: Ledger
  readonly rooms: ReadonlyMap<string, SampleRoom>
  weakens(ledger: Ledger, kind: string, data: object): Promise<boolean>
  applies(ledger: Ledger, kind: string, data: object): ReturnType<ChangeKind['apply']>
  /** Types of the entries in a stream. */
  entries(ledger: Ledger, stream: string): Promise<readonly string[]>
}

onEachEngine('settings of organisations', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function two(): Promise<Two> {
    const samples = [await newSampleRoom(store), await newSampleRoom(store)] as const
    const rooms = new Map(samples.map((sample) => [sample.room.ledger.db.organisation, sample]))
    const roomOf = (organisation: string) => rooms.get(organisation)!.room
    const kinds = [
      ...settingChanges({ sealerOf: (organisation) => roomOf(organisation).ledger.sealer }),
      ...playbookChanges(roomOf),
    ]
    const kindOf = (name: string) => kinds.find((kind) => kind.name === name)!
    return {
      home: samples[0].room.ledger,
      other: samples[1].room.ledger,
      rooms,
      weakens: ({ db }, kind, data) => db.transaction((tx) => kindOf(kind).isWeakening(tx, data)),
      applies: ({ db }, kind, data) => {
        const change = { data, secret: undefined, actor: 'staff/ada', decisions: [], now: NOON }
        return db.transaction((tx) => kindOf(kind).apply(tx, change))
      },
      async entries({ db }, stream) {
        return (await db.transaction((tx) => lastOfStream(tx, stream, 50))).map(({ type }) => type)
      },
    }
  }

  const settings = ({ db }: Ledger) => db.transaction(settingsOf)

  it('given a new organisation, then sign-ins are kept for 90 days, and its zone is the machine’s', async () => {
    const ledger = await newLedger(store, 'Northwind')
    assert.deepEqual(await settings(ledger), { name: 'Northwind', keptDays: 90, zone: machineTimeZone() })
  })

  it('given another name, zone and retention, then each stands in the ledger of its own organisation', async () => {
    const { home, other, applies, entries } = await two()
    const before = await settings(home)
    assert.deepEqual(await applies(other, 'organisation-renamed', { name: 'Contoso Ltd.' }), { applied: true })
    assert.deepEqual(await applies(other, 'time-zone-changed', { zone: 'Asia/Tokyo' }), { applied: true })
    assert.deepEqual(await applies(other, 'retention-changed', { keptDays: 30 }), { applied: true })
    assert.deepEqual(await settings(other), { name: 'Contoso Ltd.', keptDays: 30, zone: 'Asia/Tokyo' })
    assert.deepEqual(await settings(home), before)
    const said = ['organisation-renamed', 'time-zone-changed', 'retention-changed']
    assert.deepEqual(await entries(other, 'organisation/settings'), said)
    assert.deepEqual(await entries(home, 'organisation/settings'), [])
  })

  it('given fewer days, then the change weakens; as many or more do not, nor do name and zone', async () => {
    const { home, weakens } = await two()
    const judged = await Promise.all([89, 90, 91].map((keptDays) => weakens(home, 'retention-changed', { keptDays })))
    assert.deepEqual(judged, [true, false, false])
    assert.equal(await weakens(home, 'organisation-renamed', { name: 'Fabrikam' }), false)
    assert.equal(await weakens(home, 'time-zone-changed', { zone: 'UTC' }), false)
  })

  it('given a zone that does not exist, then it is refused and nothing is written', async () => {
    const { home, applies, entries } = await two()
    const refused = await applies(home, 'time-zone-changed', { zone: 'Mars/Olympus' })
    assert.equal((refused as { readonly code?: string }).code, 'ERR_TIME_ZONE_UNKNOWN')
    assert.deepEqual(await entries(home, 'organisation/settings'), [])
  })

  it('given a name that is blank, has two lines or an address in it, then it is no name', () => {
    const { data } = settingChanges({ sealerOf: () => assert.fail() })[0]!
    for (const name of ['', ' ', 'a\nb', 'ana@example.com', 'x'.repeat(201)])
      assert.equal(Value.Check(data, { name }), false, JSON.stringify(name))
    assert.ok(Value.Check(data, { name: 'Müller & Söhne GmbH' }))
  })

  it('given a playbook of the other organisation, then it is in force there, and only there', async () => {
    const { home, other, applies, weakens, entries } = await two()
    assert.deepEqual(await applies(other, 'playbook-set', { id: 'mine', yaml: playbookYaml(['end-sessions']) }), {
      applied: true,
    })
    assert.deepEqual(await entries(other, 'organisation/playbooks'), ['playbook-set'])
    assert.deepEqual(await entries(home, 'organisation/playbooks'), [])
    const unknown = await applies(home, 'playbook-removed', { id: 'mine' })
    assert.equal((unknown as { readonly code?: string }).code, 'ERR_PLAYBOOK_UNKNOWN')
    assert.equal(await weakens(other, 'playbook-removed', { id: 'mine' }), true)
    assert.deepEqual(await applies(other, 'playbook-removed', { id: 'mine' }), { applied: true })
  })

  it('given staff of one organisation, then its settings are read over HTTP, and no other’s', async () => {
    const mine = await newLedger(store, 'Northwind')
    const theirs = await newLedger(store, 'Contoso')
    const ada: CallerOf<'staff'> = {
      who: 'staff',
      id: 'ada',
      grants: [{ role: 'agent', scope: { organisations: [mine.db.organisation], groups: 'all', tierMax: 'standard' } }],
      authenticatedAt: NOON,
    }
    const access = { staff: async () => ada }
    await withServer(
      {
        routes: organisationRoutes({ store, home: mine.db.organisation, heldOf: () => undefined }),
        access,
        clock: () => NOON,
      },
      async ({ call, at }) => {
        const headers = session(at.console, 'console', 'ada')
        const get = (id: string) => call(`/organisations/${id}/settings`, { headers })
        assert.deepEqual(await (await get(mine.db.organisation)).json(), {
          name: 'Northwind',
          keptDays: 90,
          zone: machineTimeZone(),
          home: true,
          held: null,
        })
        assert.equal((await get(theirs.db.organisation)).status, 404)
      },
    )
  })
})
