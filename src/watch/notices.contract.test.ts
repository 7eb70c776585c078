/** From what a source delivers to what Slack and PagerDuty are asked, on both engines. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { carryOut } from '../incidents/index.ts'
import { owe, startNotices } from '../notify/index.ts'
import { OK, type SampleRoom, sampleRoom } from '../notify/sample-room.ts'
import { openStore, type Store } from '../store/index.ts'
import { createDeliveryReader, createIntakeOf, createWatch, describeIncident, gatherFindings } from './index.ts'
import { approval, entry, lines, MINUTE_MS, NOON, newOrganisation, refusal } from './sample-organisation.ts'

const OKTA = { tenant: 'northwind', came: 'read' } as const
const HOSTILE = '<!channel> <https://evil.example/|Open in Postern> =HYPERLINK("https://evil.example")\u202e *x*'
const five = [0, 1, 2, 3, 4]

onEachEngine('from a delivery to Slack', (engine) => {
  let store: Store
  let sample: SampleRoom
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
    const describe = { incident: describeIncident, emergency: describeIncident }
    sample = await sampleRoom(store, Date.now, { describe })
    await startNotices(sample.room)
  })
  after(async () => {
    await sample.vendor.close()
    await sample.stop()
    await store.close()
  })

  async function newPlace() {
    const ledger = await newOrganisation(store)
    const { db, sealer } = ledger
    await sample.setUp(db)
    sample.vendor.received.length = 0
    sample.reply = () => OK
    const reader = createDeliveryReader()
    const intake = createIntakeOf(ledger)
    let now = NOON + 5 * MINUTE_MS
    const telling = (tx: Parameters<typeof owe>[1], changes: Parameters<typeof owe>[2]) => owe(sample.room, tx, changes)
    const gather = gatherFindings({ sealer, tokenKey: randomBytes(32), clock: () => now, owe: telling })
    const watch = createWatch({ db, owe: gather })
    return {
      db,
      sealer,
      telling,
      async deliver(...rows: readonly object[]): Promise<void> {
        await intake.take('s1', reader.read(Buffer.from(lines(...rows)), OKTA), NOON)
        await watch.follow(now)
        now += MINUTE_MS
      },
    }
  }

  const bodies = (path: string) => sample.vendor.received.filter((one) => one.path === path).map(({ body }) => body)

  it('given five refused prompts, then one message with what was seen, whom, what to do and a link', async () => {
    const { deliver } = await newPlace()
    await deliver(...five.map((minute) => refusal(minute)))
    await eventually(
      'a message and an alert',
      () => bodies('/chat.postMessage').length === 1 && bodies('/v2/enqueue').length === 1,
    )
    const [slack] = bodies('/chat.postMessage')
    assert.match(slack!, /Incident open/)
    assert.match(slack!, /ana@example\.com/)
    assert.match(slack!, /What was seen: .*5/)
    assert.match(slack!, /Next: /)
    assert.match(slack!, /https:\/\/postern\.example\.com\/o\/[\w-]+\/incidents\/[\w-]+/)
    assert.equal(JSON.parse(bodies('/v2/enqueue')[0]!).event_action, 'trigger')
  })

  it('given it gets worse, is taken and is closed, then the same message says so each time', async () => {
    const { deliver, db, sealer, telling } = await newPlace()
    await deliver(...five.map((minute) => refusal(minute)))
    await eventually('the message', () => bodies('/chat.postMessage').length === 1)
    await deliver(approval(6), entry(6))
    await eventually('the message written anew', () => bodies('/chat.update').length >= 1)
    const [incident] = await db.transaction((tx) => tx.selectFrom('incidents').select('id').execute())
    const at = NOON + 20 * MINUTE_MS
    const by = { id: 'ada', people: ['somebody-else'] }
    const carrying = { sealer, actor: 'staff/ada', now: at, owe: telling }
    const id = incident!.id
    await db.transaction((tx) => carryOut(tx, [{ type: 'assign', at, incident: id, to: 'ada', by }], carrying))
    await eventually('that it is looked at', () =>
      bodies('/chat.update').some((body) => body.includes('Incident being looked at')),
    )
    assert.ok(bodies('/chat.update').some((body) => body.includes('ADA')))
    const conclusion = { verdict: 'true-positive', reason: 'It was not Ana.' } as const
    const bea = { id: 'bea', people: ['another'] }
    await db.transaction((tx) =>
      carryOut(
        tx,
        [
          { type: 'close', at, incident: id, by, ...conclusion },
          { type: 'agree', at, incident: id, by: bea },
        ],
        carrying,
      ),
    )
    await eventually('that it is closed', () => bodies('/chat.update').some((body) => body.includes('Incident closed')))
    await eventually('the end of the alert', () =>
      bodies('/v2/enqueue').some((body) => JSON.parse(body).event_action === 'resolve'),
    )
    assert.equal(bodies('/chat.postMessage').length, 1)
    assert.equal(new Set(bodies('/v2/enqueue').map((body) => JSON.parse(body).dedup_key)).size, 1)
  })

  it('given a name that is markup, a link and a formula, then it is text in the message (R41)', async () => {
    const { deliver } = await newPlace()
    const actor = { id: '00ueve', type: 'User', alternateId: HOSTILE, displayName: HOSTILE }
    await deliver(...five.map((minute) => ({ ...refusal(minute), actor })))
    await eventually(
      'a message and an alert',
      () => bodies('/chat.postMessage').length === 1 && bodies('/v2/enqueue').length === 1,
    )
    const message = JSON.parse(bodies('/chat.postMessage')[0]!)
    const links = new Set(elementsOf(message.blocks).flatMap(({ type, url }) => (type === 'link' ? [url] : [])))
    assert.equal(links.size, 1)
    assert.match([...links][0]!, /^https:\/\/postern\.example\.com\/o\/[\w-]+\/incidents\//)
    assert.ok(elementsOf(message.blocks).every(({ type }) => type !== 'broadcast' && type !== 'user'))
    const said = bodies('/chat.postMessage')[0]! + bodies('/v2/enqueue')[0]!
    assert.ok(said.includes('evil.example'), 'the name is shown')
    assert.doesNotMatch(said, /https:\/\/evil|\u202e/)
    assert.doesNotMatch(message.text, /evil/)
  })

  it('given an older incident that takes a younger one over, then the younger one’s message says so', async () => {
    const { db, sealer, telling } = await newPlace()
    const take = (finding: string, people: readonly string[]) => {
      const at = NOON
      const seen = {
        severity: 'high',
        detection: 'mfa-fatigue',
        start: at,
        end: at,
        sources: [],
        reportOnly: false,
      } as const
      const command = { type: 'take-finding', at, incident: finding, sighting: { ...seen, finding, people } } as const
      const carrying = { sealer, actor: 'system/watch', now: at, owe: telling }
      return db.transaction((tx) => carryOut(tx, [command], carrying))
    }
    await take('f1', ['ana'])
    await take('f2', ['ben'])
    await eventually('the second message', () => bodies('/chat.postMessage').length === 2)
    await take('f3', ['ana', 'ben'])
    await eventually('where it goes on', () =>
      bodies('/chat.update').some((body) => body.includes('goes on as part of that one')),
    )
    await eventually('the end of the alert', () =>
      bodies('/v2/enqueue').some((body) => JSON.parse(body).event_action === 'resolve'),
    )
  })
})

interface Element {
  readonly type: string
  readonly url?: string
  readonly elements?: readonly Element[]
}

function elementsOf(elements: readonly Element[]): readonly Element[] {
  return elements.flatMap((element) => [element, ...elementsOf(element.elements ?? [])])
}
