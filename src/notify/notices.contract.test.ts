/** From a change that a room owes to what a vendor is asked, over a real store and real jobs, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { bearer, session, withServer } from '../http/sample-server.ts'
import { type OrganisationStore, openStore, type Store } from '../store/index.ts'
import { rewrapChannels, settingsOf } from './channel-rows.ts'
import type { Notice } from './notice.ts'
import { startNotices } from './notices.ts'
import { owe } from './owe.ts'
import type { Asked, Describe } from './room.ts'
import { goRound, sweep } from './rounds.ts'
import { noticeRoutes } from './routes.ts'
import { NOTICES as SAMPLES } from './sample-notices.ts'
import { OK, ROUTING_KEY, type SampleRoom, SLACK_TOKEN, sampleRoom } from './sample-room.ts'
import { createSenders } from './senders.ts'
import { changeOfStaff } from './staff-event.ts'
import type { Change } from './subject.ts'

const HOUR_MS = 3_600_000
const INCIDENT: Change = { subject: 'incident:i1', kind: 'incident', weight: 'milestone', severity: 'high' }
const DOWN = { status: 503 }

onEachEngine('notices', (engine) => {
  let store: Store
  let sample: SampleRoom
  let aheadMs = 0
  /** What rooms above would say of an incident now. */
  let present: Partial<Extract<Notice, { kind: 'incident' }>> | undefined = {}
  const describe: Describe = async (_tx, { subject }: Asked) =>
    present === undefined ? undefined : { ...SAMPLES.incident, ...present, severity: subject.severity }

  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: Date.now })
    sample = await sampleRoom(store, () => Date.now() + aheadMs, { describe: { incident: describe } })
    await startNotices(sample.room)
  })
  after(async () => {
    // First the vendor, so that a call that hangs ends.
    await sample.vendor.close()
    await sample.stop()
    await store.close()
  })

  async function newOrganisation(): Promise<OrganisationStore> {
    const db = await sample.newOrganisation()
    await sample.setUp(db)
    sample.vendor.received.length = 0
    sample.reply = () => OK
    present = {}
    return db
  }
  const owing = (db: OrganisationStore, ...changes: Change[]) => db.transaction((tx) => owe(sample.room, tx, changes))
  const asked = () => sample.vendor.received.map(({ path }) => path)
  const posts = (path: string) => sample.vendor.received.filter((one) => one.path === path)

  const deliveries = (db: OrganisationStore) =>
    db.transaction((tx) =>
      tx.selectFrom('notice_deliveries').select(['channel', 'subject', 'body', 'due', 'is_refused']).execute(),
    )
  /** No message is owed any more. */
  const quiet = (db: OrganisationStore) =>
    eventually('nothing is owed', async () => (await deliveries(db)).every(({ due }) => due === null))
  const channels = (db: OrganisationStore) =>
    db.transaction((tx) => tx.selectFrom('notice_channels').select(['id', 'colour', 'down_since']).execute())
  const colourOf = async (db: OrganisationStore, id: string) =>
    (await channels(db)).find((channel) => channel.id === id)?.colour

  it('given an incident, then Slack and PagerDuty are asked once each, and it changes in place', async () => {
    const db = await newOrganisation()
    await owing(db, INCIDENT)
    await quiet(db)
    assert.deepEqual(asked().toSorted(), ['/chat.postMessage', '/v2/enqueue'])
    assert.equal(sample.vendor.received[0]?.headers.authorization ?? `Bearer ${SLACK_TOKEN}`, `Bearer ${SLACK_TOKEN}`)
    present = { state: 'closed' }
    await owing(db, INCIDENT)
    await quiet(db)
    assert.equal(posts('/chat.postMessage').length, 1)
    assert.match(posts('/chat.update')[0]?.body ?? '', /Incident closed/)
    const events = posts('/v2/enqueue').map(({ body }) => JSON.parse(body))
    assert.deepEqual(
      events.map(({ event_action, routing_key }) => [event_action, routing_key]),
      [
        ['trigger', ROUTING_KEY],
        ['resolve', ROUTING_KEY],
      ],
    )
    assert.equal(new Set(events.map(({ dedup_key }) => dedup_key)).size, 1)
  })

  it('given a fact that is rolled back, then nobody is told and nothing is owed', async () => {
    const db = await newOrganisation()
    const failing = db.transaction(async (tx) => {
      await owe(sample.room, tx, [INCIDENT])
      throw new Error('not after all')
    })
    await assert.rejects(failing, /not after all/)
    assert.deepEqual(await deliveries(db), [])
  })

  it('given a job, then there are ids in it and nothing else; the words are of the moment of sending', async () => {
    const db = await newOrganisation()
    sample.reply = () => DOWN
    await owing(db, INCIDENT)
    await eventually('a first failure of each', async () =>
      (await deliveries(db)).every(({ body }) => JSON.parse(body).failures === 1),
    )
    const { rows } = await db.transaction(async (tx) => {
      return await sql<{ data: object }>`select data from pgboss.job where name = 'notices'`.execute(tx)
    })
    assert.ok(rows.length >= 2)
    for (const { data } of rows) assert.doesNotMatch(JSON.stringify(data), /ana@|example\.com|refused/)
    sample.reply = () => OK
    present = { what: 'what is so by now' }
    aheadMs += HOUR_MS
    await sweep(sample.room, db)
    await quiet(db)
    assert.ok(posts('/chat.postMessage').some(({ body }) => body.includes('what is so by now')))
  })

  it('given vendors that are down, then it is kept, tried and red, and one message each when they are back (R42)', async () => {
    const db = await newOrganisation()
    sample.reply = () => DOWN
    await owing(db, INCIDENT)
    for (const failures of [1, 2, 3]) {
      if (failures > 1) {
        aheadMs += HOUR_MS
        await sweep(sample.room, db)
      }
      await eventually(`failure ${failures}`, async () =>
        (await deliveries(db))
          .filter(({ subject }) => subject === INCIDENT.subject)
          .every(({ body }) => JSON.parse(body).failures === failures),
      )
    }
    assert.deepEqual([await colourOf(db, 'slack'), await colourOf(db, 'pager')], ['red', 'red'])
    await owing(db, { ...INCIDENT, weight: 'detail' }, { ...INCIDENT, weight: 'detail' })
    await eventually('nothing is tried any more', async () =>
      (await deliveries(db)).every(({ due }) => due === null || due > Date.now() + aheadMs),
    )

    aheadMs += HOUR_MS
    sample.reply = () => OK
    sample.vendor.received.length = 0
    await sweep(sample.room, db)
    await quiet(db)
    const about = (path: string) => posts(path).filter(({ body }) => body.includes('5 prompts refused'))
    assert.equal(about('/chat.postMessage').length, 1)
    assert.equal(about('/v2/enqueue').length, 1)
    await eventually('all channels are green', async () =>
      (await channels(db)).every(({ colour }) => colour === 'green'),
    )
    assert.ok((await channels(db)).every(({ down_since }) => down_since === null))
  })

  it('given one channel that turns red, then the other is told, and told again when it is well', async () => {
    const db = await newOrganisation()
    sample.reply = (path) =>
      path.startsWith('/chat.') ? { status: 200, body: { ok: false, error: 'token_revoked' } } : OK
    await owing(db, INCIDENT)
    await eventually('the alert about the channel', () =>
      posts('/v2/enqueue').some(({ body }) => body.includes('A notice channel is down')),
    )
    assert.equal(await colourOf(db, 'slack'), 'red')
    await eventually('the refusal', async () => (await deliveries(db)).some(({ is_refused }) => is_refused))
    assert.equal(posts('/chat.postMessage').length, 1, 'a refusal for good is not argued with')

    sample.reply = () => OK
    const saved = { id: 'slack', renewed: true }
    assert.equal(await sample.isWeakening(db, 'channel-settings', saved), false, 'it tells nobody as it is')
    assert.deepEqual(await sample.change(db, 'channel-settings', saved, { token: 'xoxb-another-0123456789' }), {
      applied: true,
    })
    await quiet(db)
    assert.equal(posts('/chat.postMessage').length, 2)
    assert.equal(posts('/chat.postMessage')[1]?.headers.authorization, 'Bearer xoxb-another-0123456789')
    assert.equal(await colourOf(db, 'slack'), 'green')
    await eventually('the end of the alert', () => posts('/v2/enqueue').some(({ body }) => body.includes('resolve')))
  })

  it('given a process that died between start and result, then the next looks for the message and sends none twice', async () => {
    const db = await newOrganisation()
    sample.reply = (path) => (path === '/chat.postMessage' ? 'never' : OK)
    await owing(db, INCIDENT)
    await eventually('the message', () => posts('/chat.postMessage').length === 1)
    // What a kill leaves: the start, and no result. The job of the dead process is sent again by the sweep.
    const key = JSON.parse(posts('/chat.postMessage')[0]!.body).metadata.event_payload.key
    const history = { ok: true, messages: [{ ts: '1700000000.000900', metadata: { event_payload: { key } } }] }
    sample.reply = (path) => (path === '/conversations.history' ? { status: 200, body: history } : OK)
    const started = (await deliveries(db)).find(({ channel }) => channel === 'slack')
    assert.equal(JSON.parse(started!.body).started.revision, 1)
    assert.ok(started?.due !== null, 'it is still owed')
    aheadMs += HOUR_MS
    await sweep(sample.room, db)
    await eventually('the message written anew', () => posts('/chat.update').length === 1)
    assert.equal(posts('/chat.postMessage').length, 1)
    assert.equal(JSON.parse(posts('/chat.update')[0]!.body).ts, '1700000000.000900')
    await quiet(db)
  })

  it('given nothing left to tell, then nobody is told and the subject is forgotten', async () => {
    const db = await newOrganisation()
    present = undefined
    await owing(db, INCIDENT)
    await eventually('every delivery is gone', async () => (await deliveries(db)).length === 0)
    assert.deepEqual(asked(), [])
  })

  it('given no routes, then nothing is owed; given them, then the next change tells', async () => {
    const db = await sample.newOrganisation()
    sample.reply = () => OK
    sample.vendor.received.length = 0
    present = {}
    await owing(db, INCIDENT)
    assert.deepEqual(await deliveries(db), [])
    await sample.setUp(db)
    await owing(db, { ...INCIDENT, weight: 'detail' })
    await quiet(db)
    assert.deepEqual(asked().toSorted(), ['/chat.postMessage', '/v2/enqueue'])
  })

  it('given a round, then channels are asked how they are, and heartbeats go out once a day', async () => {
    const db = await newOrganisation()
    const round = () => goRound(sample.room, createSenders(sample.room), db, new AbortController().signal)
    await round()
    assert.ok(asked().includes('/auth.test'))
    aheadMs += 24 * HOUR_MS
    await round()
    await eventually('the heartbeat', () => posts('/chat.postMessage').some(({ body }) => body.includes('Heartbeat')))
    await round()
    await quiet(db)
    assert.equal(posts('/chat.postMessage').filter(({ body }) => body.includes('Heartbeat')).length, 1)
    sample.reply = (path) => (path === '/auth.test' ? { status: 200, body: { ok: false, error: 'token_revoked' } } : OK)
    await round()
    assert.equal(await colourOf(db, 'slack'), 'red')
  })

  it('given a fact about staff, then the channels hear of it, and each member by mail at the address of now', async () => {
    const db = await newOrganisation()
    const fact = { type: 'passkey-doubted', data: { at: 1, member: 'tom', passkey: 'x' } }
    await owing(db, changeOfStaff({ to: ['ada'], fact }, 'f1')!)
    await quiet(db)
    assert.match(posts('/chat.postMessage')[0]?.body ?? '', /A passkey may have been copied: TOM/)
    const told = (await deliveries(db)).map(({ channel }) => channel).toSorted()
    assert.deepEqual(told, ['pager', 'person/ada', 'slack'])
  })

  it('keeps settings encrypted, for one channel only, and under a new master key as well', async () => {
    const db = await newOrganisation()
    const rows = await db.transaction((tx) => tx.selectFrom('notice_channels').selectAll().execute())
    const entries = await db.transaction((tx) => tx.selectFrom('ledger_entries').select('bytes').execute())
    const kept = JSON.stringify(rows) + entries.map(({ bytes }) => Buffer.from(bytes).toString()).join('')
    assert.doesNotMatch(kept, new RegExp(`${SLACK_TOKEN}|${ROUTING_KEY}`))
    const [master] = sample.room.mastersOf(db.organisation)
    const next = { id: 'm2', bytes: Buffer.alloc(32, 7) }
    assert.equal(await db.transaction((tx) => rewrapChannels(tx, [next, master], sample.room.random)), 2)
    const settings = await db.transaction((tx) => settingsOf(tx, 'slack', [next]))
    assert.deepEqual(settings, { kind: 'slack', token: SLACK_TOKEN, channel: 'C0123456789' })
    await assert.rejects(
      db.transaction((tx) => settingsOf(tx, 'slack', [master])),
      { code: 'ERR_LEDGER_KEY_INVALID' },
    )
    await db.transaction((tx) =>
      tx
        .updateTable('notice_channels')
        .set({ settings_data: rows[1]!.settings_data })
        .where('id', '=', 'slack')
        .execute(),
    )
    await assert.rejects(
      db.transaction((tx) => settingsOf(tx, 'slack', [next, master])),
      { code: 'ERR_LEDGER_VALUE_ALTERED' },
    )
  })

  it('says which changes weaken, and refuses what leaves somebody untold', async () => {
    const db = await sample.newOrganisation()
    const routing = { routes: [{ channels: ['slack'], atLeast: 'low' }], emergency: ['slack', 'pager'] }
    assert.equal(await sample.isWeakening(db, 'routing-changed', routing), false, 'the first routes take nothing away')
    const early = await sample.change(db, 'routing-changed', routing)
    assert.equal(early.applied || early.code, 'ERR_CHANNEL_UNKNOWN')
    await sample.setUp(db)
    assert.equal(await sample.isWeakening(db, 'routing-changed', routing), true, 'PagerDuty would hear less')
    const both = { ...routing, routes: [{ channels: ['slack', 'pager'], atLeast: 'info' }] }
    assert.equal(await sample.isWeakening(db, 'routing-changed', both), false)
    for (const [data, weakens] of [
      [{ id: 'slack', label: 'Another name' }, false],
      [{ id: 'slack', readWith: 'none' }, true],
      [{ id: 'slack', channel: 'C9999999999' }, true],
      [{ id: 'slack', renewed: true }, true],
    ] as const) {
      assert.equal(await sample.isWeakening(db, 'channel-settings', data), weakens, JSON.stringify(data))
    }
    assert.equal(await sample.isWeakening(db, 'channel-removed', { id: 'pager' }), true)
    const routed = await sample.change(db, 'channel-removed', { id: 'pager' })
    assert.equal(routed.applied || routed.code, 'ERR_CHANNEL_ROUTED')
    const unread = await sample.change(db, 'channel-settings', { id: 'pager', readWith: 'entra' })
    assert.equal(unread.applied || unread.code, 'ERR_ROUTING_INVALID')
    const again = { id: 'slack', kind: 'slack', label: 'Twice', readWith: 'none', channel: 'C0123456789' }
    const twice = await sample.change(db, 'channel-added', again, { token: SLACK_TOKEN })
    assert.equal(twice.applied || twice.code, 'ERR_CHANNEL_EXISTS')
    const malformed = await sample.change(db, 'channel-added', { ...again, id: 'other' }, { token: 'no token' })
    assert.equal(malformed.applied || malformed.code, 'ERR_CHANNEL_SETTINGS')
    assert.doesNotMatch(JSON.stringify(malformed), /no token/)
    const spare = { id: 'spare', kind: 'pagerduty', label: 'Spare', readWith: 'none', region: 'eu' }
    assert.deepEqual(await sample.change(db, 'channel-added', spare, { routingKey: ROUTING_KEY }), { applied: true })
    assert.equal(await sample.isWeakening(db, 'channel-removed', { id: 'spare' }), false, 'nobody hears anything on it')
    assert.deepEqual(await sample.change(db, 'channel-removed', { id: 'spare' }), { applied: true })
  })

  it('over HTTP: shows how channels are, sends a test, and says when nobody is told', async () => {
    const db = await newOrganisation()
    const empty = await sample.newOrganisation()
    const scope = { organisations: [db.organisation, empty.organisation], groups: 'all', tierMax: 'standard' } as const
    const authenticatedAt = Date.now()
    const access = {
      machine: async () => ({ who: 'machine', id: 'r', scope, permissions: ['channels:read'] }) as const,
      staff: async () =>
        ({
          who: 'staff',
          id: 'ada',
          grants: [{ role: 'administrator', scope }],
          authenticatedAt,
        }) as const,
    }
    await withServer({ routes: noticeRoutes(sample.room), access, clock: Date.now }, async ({ call, at }) => {
      const path = `/organisations/${db.organisation}`
      const before = (await (await call(`${path}/channels`, { headers: bearer('r') })).json()) as { id: string }[]
      assert.deepEqual(before.map(({ id }) => id).toSorted(), ['pager', 'slack'])
      assert.doesNotMatch(JSON.stringify(before), /xoxb|e93facc/)
      const headers = session(at.console, 'console', 's')
      const test = (id: string) => call(`${path}/channels/${id}/test`, { method: 'POST', headers })
      assert.equal((await test('slack')).status, 202)
      assert.equal((await test('nowhere')).status, 404)
      await quiet(db)
      assert.match(posts('/chat.postMessage')[0]?.body ?? '', /Asked for by: ADA/)
      const [slack] = ((await (await call(`${path}/channels`, { headers: bearer('r') })).json()) as object[]).filter(
        (channel) => 'id' in channel && channel.id === 'slack',
      ) as { health: { state: string; code: string | null }; lastDelivered: string | null; waiting: number }[]
      assert.deepEqual([slack?.health.state, slack?.health.code, slack?.waiting], ['green', null, 0])
      assert.notEqual(slack?.lastDelivered, null)
      const confirm = await call(`${path}/channels/slack/confirm`, { method: 'POST', headers })
      assert.equal(confirm.status, 204)
      const nobody = await call(`/organisations/${empty.organisation}/routing`, { headers: bearer('r') })
      assert.deepEqual(await nobody.json(), {
        routing: null,
        health: {
          state: 'red',
          text: 'Nobody is told of anything: there are no routes. Add two channels, and then routes.',
        },
      })
    })
  })
})
