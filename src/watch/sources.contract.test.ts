/** Adding, closing and renewing as changes that staff decide, on both engines. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import type { ChangeKind } from '../organisation/index.ts'
import { type OrganisationStore, openStore, type Store } from '../store/index.ts'
import { createKnownSources, listSources, sourceChanges, sourceOf } from './index.ts'
import { NOON, newOrganisation, sampleOrganisation } from './sample-organisation.ts'

const DAY_MS = 86_400_000

onEachEngine('changes of sources', (engine) => {
  let store: Store
  let kinds: ReadonlyMap<string, ChangeKind>
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
    let drawn = 0
    const changes = sourceChanges({
      sealerOf: (organisation) => sampleOrganisation(store, organisation).sealer,
      random: (count) => createHash('sha256').update(String(drawn++)).digest().subarray(0, count),
      addressOf: (source) => `https://postern.example/ingest/${source}`,
    })
    kinds = new Map(changes.map((kind) => [kind.name, kind]))
  })
  after(() => store.close())

  interface Made {
    readonly id: string
    readonly token: string
  }

  async function apply(db: OrganisationStore, name: string, data: object, now = NOON) {
    return await db.transaction((tx) =>
      (kinds.get(name) as ChangeKind).apply(tx, { data, secret: undefined, actor: 'staff/ada', decisions: [], now }),
    )
  }

  /** What is typed at the vendor, out of what is shown once. */
  function read(shown: string | undefined): Made {
    const [, id = '', token = ''] =
      /^https:\/\/postern\.example\/ingest\/([0-9a-f]{18})\nAuthorization: Bearer (postern_source_\S+)$/.exec(
        shown ?? '',
      ) ?? []
    assert.ok(id !== '' && token !== '', shown)
    return { id, token }
  }

  async function added(db: OrganisationStore): Promise<Made> {
    const applied = await apply(db, 'source-added', { name: 'Okta', tenant: 'northwind' })
    assert.ok(applied.applied)
    return read(applied.shown)
  }

  it('given a source is added, then its token and address are shown, and a second of the name is refused', async () => {
    const { db } = await newOrganisation(store)
    const { id, token } = await added(db)
    const found = await sourceOf(store, token, NOON)
    assert.deepEqual([found?.id, found?.tenant, found?.organisation], [id, 'northwind', db.organisation])
    const again = await apply(db, 'source-added', { name: 'Okta', tenant: 'other' })
    assert.ok(!again.applied && again.code === 'ERR_SOURCE_NAME_TAKEN')
    const entries = await db.transaction((tx) =>
      tx.selectFrom('ledger_entries').select('bytes').where('stream', '=', `source/${id}`).execute(),
    )
    assert.equal(entries.length, 1)
    assert.ok(!Buffer.from(entries[0]!.bytes).includes(token.slice(20)))
  })

  it('given a source is closed, then its token opens nothing, its name is free, and the list still has it', async () => {
    const { db } = await newOrganisation(store)
    const { id, token } = await added(db)
    assert.deepEqual(await apply(db, 'source-closed', { source: id }, NOON + 1), { applied: true })
    assert.equal(await sourceOf(store, token, NOON + 1), undefined)
    const again = await apply(db, 'source-closed', { source: id })
    assert.ok(!again.applied && again.code === 'ERR_SOURCE_UNKNOWN')
    await added(db)
    const listed = await db.transaction(listSources)
    assert.deepEqual(
      listed.map(({ name, closed }) => [name, closed]),
      [
        ['Okta', null],
        ['Okta', NOON + 1],
      ],
    )
  })

  it('given a renewed token, then the one before is good until the new one is used', async () => {
    const { db } = await newOrganisation(store)
    const first = await added(db)
    const renewed = await apply(db, 'source-token-renewed', { source: first.id })
    assert.ok(renewed.applied)
    const second = read(renewed.shown)
    assert.equal(second.id, first.id)
    assert.equal((await sourceOf(store, first.token, NOON + 1))?.id, first.id)
    assert.equal((await sourceOf(store, second.token, NOON + 2))?.id, first.id)
    assert.equal(await sourceOf(store, first.token, NOON + 3), undefined)
    // A server that remembers the one before does so for two seconds.
    let now = NOON
    const known = createKnownSources(store, () => now)
    assert.equal((await known.ofToken(second.token))?.id, first.id)
    now += 2000
    assert.equal((await known.ofToken(second.token))?.id, first.id)
  })

  it('given a renewed token that nobody uses, then the one before ends after a day, also when it is renewed twice', async () => {
    const { db } = await newOrganisation(store)
    const { id, token } = await added(db)
    await apply(db, 'source-token-renewed', { source: id })
    await apply(db, 'source-token-renewed', { source: id }, NOON + 1)
    assert.equal((await sourceOf(store, token, NOON + DAY_MS))?.id, id)
    assert.equal(await sourceOf(store, token, NOON + 1 + DAY_MS), undefined)
  })

  it('given changes, then those that can switch a source off take two people', async () => {
    const { db } = await newOrganisation(store)
    const weakens = await db.transaction(async (tx) =>
      Promise.all([...kinds.values()].map(async (kind) => [kind.name, await kind.isWeakening(tx, {})])),
    )
    assert.deepEqual(weakens, [
      ['source-added', false],
      ['source-closed', true],
      ['source-token-renewed', true],
    ])
  })

  it('given another organisation’s source, then there is none', async () => {
    const { db } = await newOrganisation(store)
    const { id, token } = await added(db)
    const other = await newOrganisation(store)
    for (const name of ['source-closed', 'source-token-renewed']) {
      const applied = await apply(other.db, name, { source: id })
      assert.ok(!applied.applied && applied.code === 'ERR_SOURCE_UNKNOWN')
    }
    assert.equal((await sourceOf(store, token, NOON))?.id, id)
  })
})
