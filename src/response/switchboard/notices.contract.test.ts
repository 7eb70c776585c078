/** From verdicts about many to what Slack and PagerDuty are asked, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { onEachEngine } from '../../../test/engines.ts'
import type { Lockout, Outage } from '../../diagnosis/index.ts'
import { type Change, lockNotices, owe, startNotices } from '../../notify/index.ts'
import { OK, type SampleRoom, sampleRoom } from '../../notify/sample-room.ts'
import { type OrganisationStore, type OrganisationTransaction, openStore, type Store } from '../../store/index.ts'
import { describeTrouble, mayBeTrouble, tellTroubles } from './notices.ts'

const HOSTILE = '<!channel> <https://evil.example/|Open in Postern> =HYPERLINK("https://evil.example")\u202e *x*'

onEachEngine('what people are told of outages', (engine) => {
  let store: Store
  let sample: SampleRoom
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: Date.now })
    sample = await sampleRoom(store, Date.now, { describe: { lockout: describeTrouble } })
    await startNotices(sample.room)
  })
  after(async () => {
    await sample.vendor.close()
    await sample.stop()
    await store.close()
  })

  async function place(): Promise<OrganisationStore> {
    const db = await sample.newOrganisation()
    await sample.setUp(db)
    sample.vendor.received.length = 0
    sample.reply = () => OK
    return db
  }

  function tell(db: OrganisationStore, ...verdicts: readonly (Outage | Lockout)[]): Promise<void> {
    return db.transaction(async (tx) => {
      for (const verdict of verdicts) await write(tx, verdict)
      const telling = {
        now: Date.now(),
        lock,
        owe: (tx: OrganisationTransaction, changes: readonly Change[]) => owe(sample.room, tx, changes),
      }
      await tellTroubles(tx, telling)
    })
  }
  const lock = async (tx: OrganisationTransaction) => void (await lockNotices(tx))

  const bodies = (path: string) => sample.vendor.received.filter((one) => one.path === path).map(({ body }) => body)
  async function until(isSo: () => boolean): Promise<void> {
    const end = Date.now() + 20_000
    while (!isSo()) {
      assert.ok(Date.now() < end, JSON.stringify(sample.vendor.received.map(({ path }) => path)))
      await setTimeout(5)
    }
  }

  it('given an outage that grows and ends, then one message says what, what to say, and that it is over', async () => {
    const db = await place()
    await tell(db, outageOf(6))
    await until(() => bodies('/chat.postMessage').length === 1 && bodies('/v2/enqueue').length === 1)
    const [slack] = bodies('/chat.postMessage')
    assert.match(slack!, /6 people locked out, open/)
    assert.match(slack!, /Signing in with Okta does not work/)
    assert.match(slack!, /Say to those who call: Signing in with Okta does not work at the moment\. It began at/)
    assert.match(slack!, /reset nobody/)
    assert.match(slack!, /\/o\/[\w-]+\/switchboard/)
    await tell(db, outageOf(40))
    await until(() => bodies('/chat.update').some((body) => body.includes('40 people locked out')))
    await tell(db, { ...outageOf(40), ended: true })
    await until(() => bodies('/chat.update').some((body) => body.includes('40 people locked out, closed')))
    await until(() => bodies('/v2/enqueue').some((body) => JSON.parse(body).event_action === 'resolve'))
    assert.equal(bodies('/chat.postMessage').length, 1)
    assert.equal(new Set(bodies('/v2/enqueue').map((body) => JSON.parse(body).dedup_key)).size, 1)
  })

  it('given names that are markup, then they are text in the message (R41)', async () => {
    const db = await place()
    await tell(db, { ...outageOf(6), people: [HOSTILE] })
    await until(() => bodies('/chat.postMessage').length === 1 && bodies('/v2/enqueue').length === 1)
    const said = bodies('/chat.postMessage')[0]! + bodies('/v2/enqueue')[0]!
    assert.ok(said.includes('evil.example'), 'the name is shown')
    assert.doesNotMatch(said, /https:\/\/evil|\u202e/)
  })

  it('given Slack and PagerDuty are down, then it is told when they are back, as it then is (R42)', async () => {
    const db = await place()
    sample.reply = () => ({ status: 503, body: {} })
    await tell(db, outageOf(6))
    await until(() => sample.vendor.received.length >= 2)
    await tell(db, outageOf(40))
    sample.reply = () => OK
    await until(() => bodies('/chat.postMessage').some((body) => body.includes('40 people locked out')))
  })

  it('given a lockout of many without an outage, then it is told; given one person’s, then it is not', async () => {
    const db = await place()
    const wide = lockoutOf({ scope: 'group', people: ['a', 'b', 'c', 'd', 'e'], peopleCount: 5 })
    await tell(db, wide, lockoutOf({ id: 'l2', cause: 'device-lost' }))
    await until(() => bodies('/v2/enqueue').length === 1 && bodies('/chat.postMessage').length === 1)
    assert.match(bodies('/chat.postMessage')[0]!, /5 people locked out.*Okta does not deliver prompts/s)
    const stories = await db.transaction((tx) => tx.selectFrom('switchboard_stories').select('id').execute())
    assert.deepEqual(stories, [{ id: 'l1' }])
  })

  it('given a lockout of one person, then nobody looks for troubles', () => {
    const asTold = (body: object) => ({
      told: [{ id: 'x', kind: 'lockout', body: JSON.stringify(body) }] as const,
      withdrawn: [],
    })
    assert.equal(mayBeTrouble(asTold(lockoutOf({}))), false)
    assert.equal(mayBeTrouble(asTold(lockoutOf({ scope: 'organisation' }))), true)
  })
})

async function write(tx: OrganisationTransaction, verdict: Outage | Lockout): Promise<void> {
  const kind = 'cause' in verdict ? 'lockout' : 'outage'
  const row = { kind, body: JSON.stringify(verdict), changed: Date.now(), people: verdict.peopleCount } as const
  await tx
    .insertInto('verdicts')
    .values({ id: verdict.id, first_told: Date.now(), ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
    .execute()
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const COMMON = {
  provider: 'okta',
  summary: 'Many fail.',
  evidence: [],
  next: 'Wait.',
  start: ago(20),
  end: ago(1),
} as const

function outageOf(peopleCount: number): Outage {
  return { ...COMMON, id: 'o1', what: 'sign-in', ended: false, people: ['ana@example.com'], peopleCount }
}

function lockoutOf(fields: Partial<Lockout>): Lockout {
  return {
    ...COMMON,
    id: 'l1',
    cause: 'push-not-delivered',
    alternatives: [],
    confidence: 0.9,
    scope: 'one',
    people: ['ana@example.com'],
    peopleCount: 1,
    account: '00uana',
    ended: null,
    verdictAt: ago(9),
    attempts: 3,
    ...fields,
  }
}
