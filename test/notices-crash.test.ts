/** kill -9 at random moments while notices are owed and sent: each that was owed is there, in Slack once and in one alert. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { startNotices } from '../src/notify/index.ts'
import { openStore } from '../src/store/index.ts'
import { onEachEngine } from './engines.ts'
import { eventually } from './eventually.ts'
import { anyMoment, chances, KILLS, SEED, writeUntilKilled } from './kills.ts'
import { roomOver } from './notices-writer.ts'
import { startVendor } from './vendor-server.ts'

/** Slack as far as it matters here: it keeps messages, and shows them. */
async function playVendors() {
  const messages: { readonly ts: string; readonly metadata: object; readonly body: string }[] = []
  const alerts: string[] = []
  const vendor = await startVendor(({ path, body }) => {
    if (path === '/conversations.history') return { status: 200, body: { ok: true, messages } }
    if (path === '/v2/enqueue') alerts.push(body)
    if (path !== '/chat.postMessage') return { status: 200, body: { ok: true, ts: '1' } }
    const ts = `1700000000.${String(messages.length).padStart(6, '0')}`
    messages.push({ ts, metadata: JSON.parse(body).metadata, body })
    return { status: 200, body: { ok: true, ts } }
  })
  return { vendor, messages, alerts }
}

onEachEngine('kill -9 while notices are sent', (engine) => {
  it(`loses none, and tells none twice, ${KILLS} times (seed ${SEED})`, async () => {
    console.log(`kill -9 while notices are sent, ${engine.name}: seed ${SEED}`)
    const chance = chances(SEED)
    const { vendor, messages, alerts } = await playVendors()
    process.env.POSTERN_TEST_VENDOR = vendor.url
    const place = await engine.newPlace()
    const open = () => openStore({ place, kind: 'demo', clock: Date.now })
    const first = await open()
    const setUp = await roomOver(first, vendor.url, Date.now)
    const db = await setUp.newOrganisation()
    await setUp.setUp(db)
    await setUp.stop()
    await setUp.vendor.close()
    await first.close()

    let next = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const last = await writeUntilKilled('notices-writer.ts', place, db.organisation, next, anyMoment(chance))
      const store = await open()
      const again = await roomOver(store, vendor.url, Date.now)
      await startNotices(again.room)
      const owed = () =>
        store
          .in(db.organisation)
          .transaction((tx) =>
            tx.selectFrom('notice_deliveries').select('subject').where('due', 'is not', null).execute(),
          )
      await eventually('nothing is owed', async () => (await owed()).length === 0)
      await again.stop()
      await again.vendor.close()
      await store.close()

      for (let number = 0; number <= last; number++) {
        const said = `account incident:${number};`
        assert.equal(messages.filter(({ body }) => body.includes(said)).length, 1, `kill ${kill}: notice ${number}`)
        const keys = alerts.filter((body) => body.includes(said)).map((body) => JSON.parse(body).dedup_key)
        assert.equal(new Set(keys).size, 1, `kill ${kill}: alert ${number}`)
      }
      next = Math.max(last + 1, next)
    }
    await vendor.close()
    console.log(`kill -9 while notices are sent, ${engine.name}: ${KILLS} kills, ${next} notices`)
    assert.ok(next > 3, 'nothing was owed: this test looked at nothing')
  })
})
