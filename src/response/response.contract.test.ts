/** From a finding to what was done about it, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { openStore, type Store } from '../store/index.ts'
import { actsAbout } from './acts.ts'
import { createResponding } from './respond.ts'
import { fatigueOf, newSampleRoom, playbookYaml, type SampleRoom } from './sample-room.ts'
import type { ShownResponse } from './views.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ALL = ['notify', 'end-sessions', 'add-to-high-risk-group', 'suspend: { approval: needed }']

onEachEngine('response', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function newRoom(
    steps: readonly string[] = ALL,
    options: Parameters<typeof playbookYaml>[1] = {},
  ): Promise<SampleRoom> {
    const sample = await newSampleRoom(store)
    await sample.set('test', playbookYaml(steps, options))
    return sample
  }
  async function only(sample: SampleRoom): Promise<ShownResponse> {
    const all = await sample.responses()
    assert.equal(all.length, 1)
    return all[0]!
  }
  const verbs = ({ provider }: SampleRoom): readonly string[] => provider.made.map(({ verb }) => verb)

  it('given a finding that is meant, then the steps are carried out in order, up to the one that needs a person', async () => {
    const sample = await newRoom()
    await sample.tell(fatigueOf('ana'))
    assert.deepEqual(await sample.work(), [])
    assert.deepEqual(verbs(sample), ['end-sessions', 'add-to-high-risk-group'])
    const { state, id, steps } = await only(sample)
    assert.equal(state, 'waiting')
    assert.deepEqual(
      steps.map(({ outcome }) => outcome),
      ['done', 'done', 'done', null],
    )
    assert.equal(await sample.say(id, { do: 'approve', at: sample.now, by: 'ada' }), undefined)
    await sample.work()
    assert.deepEqual([verbs(sample).at(-1), (await only(sample)).state], ['suspend', 'done'])
  })

  it('given a finding that grows and is told again, then it is answered once', async () => {
    const sample = await newRoom()
    const finding = fatigueOf('ana')
    await sample.tell(finding)
    await sample.tell({ ...finding, severity: 'critical' })
    await sample.work()
    await sample.tell({ ...finding, severity: 'critical', summary: '9 prompts.' })
    await sample.work()
    assert.equal((await sample.responses()).length, 1)
    assert.equal(sample.notices.filter((notice) => notice.about === 'response' && notice.what === 'opened').length, 1)
  })

  it('given findings that are milder, only inform, or are of another kind, then nothing is opened', async () => {
    const sample = await newRoom()
    await sample.tell(
      fatigueOf('ana', NOON, { severity: 'low' }),
      fatigueOf('ana', NOON, { reportOnly: true }),
      fatigueOf('ana', NOON, { detection: 'sms-flood' }),
    )
    assert.deepEqual(await sample.responses(), [])
  })

  it('given report-only, then it says what it would do and does nothing; after its end it acts by itself', async () => {
    const sample = await newRoom(ALL, { mode: 'report-only for 14 days' })
    await sample.tell(fatigueOf('ana'))
    await sample.work()
    assert.deepEqual([(await only(sample)).state, verbs(sample), sample.notices], ['reported', [], []])
    sample.now += 14 * DAY_MS
    await sample.tell(fatigueOf('ben'))
    await sample.work()
    assert.deepEqual(verbs(sample), ['end-sessions', 'add-to-high-risk-group'])
  })

  it('given an emergency account, then people are told and nothing is planned, whatever the directory says', async () => {
    const sample = await newRoom()
    sample.emergency.push({ provider: 'okta', account: 'em001' })
    await sample.tell(fatigueOf('em001'))
    await sample.work()
    const { steps, state } = await only(sample)
    assert.deepEqual([steps.map((step) => step.do), state, sample.provider.keys], [['notify'], 'done', []])
    assert.equal(sample.notices.length, 1)
  })

  it('given an account that gets into the registry while a step waits, then an approval changes nothing', async () => {
    const sample = await newRoom(['suspend: { approval: needed }'])
    await sample.tell(fatigueOf('ana'))
    sample.emergency.push({ provider: 'okta', account: 'ana' })
    await sample.say((await only(sample)).id, { do: 'approve', at: NOON, by: 'ada' })
    await sample.work()
    const { steps } = await only(sample)
    assert.deepEqual([steps[0]?.outcome, steps[0]?.code], ['refused', 'ERR_REMEDY_EMERGENCY_ACCOUNT'])
    assert.deepEqual(sample.provider.keys, [])
  })

  it('given more people than the limit, then it pauses and pages, and a person can let one go on', async () => {
    const sample = await newRoom(['end-sessions'], { limit: 2 })
    for (const account of ['ana', 'ben', 'cem', 'dan']) await sample.tell(fatigueOf(account))
    await sample.work()
    assert.equal(verbs(sample).length, 2)
    assert.deepEqual((await sample.responses()).map(({ held }) => held).sort(), ['limit', 'paused', null, null].sort())
    assert.equal(sample.notices.filter(({ about }) => about === 'pause').length, 1)
    const held = (await sample.responses()).find(({ state }) => state === 'held')
    await sample.say(held?.id ?? '', { do: 'approve', at: sample.now, by: 'ada' })
    await sample.work()
    assert.equal(verbs(sample).length, 3)
  })

  it('given the same person again and again, then they count once', async () => {
    const sample = await newRoom(['end-sessions'], { limit: 1 })
    for (let times = 0; times < 3; times++) {
      sample.provider.set('ana', { oldestSession: sample.now - 1 })
      await sample.tell(fatigueOf('ana'))
      await sample.work()
    }
    assert.equal(verbs(sample).length, 3)
  })

  it('given a job that was left for hours, then a person is asked, and nobody’s answer ends it', async () => {
    const sample = await newRoom(['end-sessions'])
    await sample.tell(fatigueOf('ana'))
    sample.now += DEFAULTS.response.staleMs + 1
    await sample.work()
    assert.deepEqual([(await only(sample)).held, verbs(sample)], ['stale', []])
    sample.now += DEFAULTS.response.approvalMs
    await sample.expire()
    assert.equal((await only(sample)).state, 'expired')
    assert.equal(
      await sample.say((await only(sample)).id, { do: 'approve', at: sample.now, by: 'ada' }),
      'ERR_RESPONSE_NOT_WAITING',
    )
  })

  it('given a finding that is withdrawn before its job ran, then nothing is begun; after it, people are told', async () => {
    const sample = await newRoom(['end-sessions'])
    const one = fatigueOf('ana')
    await sample.tell(one)
    await sample.withdraw(one.id)
    await sample.work()
    assert.deepEqual([(await only(sample)).state, verbs(sample)], ['withdrawn', []])
    const two = fatigueOf('ben')
    await sample.tell(two)
    await sample.work()
    await sample.withdraw(two.id)
    assert.ok(sample.notices.some((notice) => notice.about === 'response' && notice.what === 'withdrawn'))
  })

  it('given what was done, when a person undoes it, then what can be is, the person’s own way in first', async () => {
    const sample = await newRoom(['end-sessions', 'add-to-high-risk-group', 'suspend'])
    await sample.tell(fatigueOf('ana'))
    await sample.work()
    const { id } = await only(sample)
    assert.equal(await sample.say(id, { do: 'undo', at: sample.now, by: 'ada', people: [] }), undefined)
    await sample.work()
    assert.deepEqual(verbs(sample).slice(3), ['unsuspend', 'take-from-high-risk-group'])
    assert.equal((await only(sample)).state, 'undone')
    assert.equal(
      await sample.say(id, { do: 'undo', at: sample.now, by: 'ada', people: [] }),
      'ERR_RESPONSE_NOTHING_TO_UNDO',
    )
  })

  it('given an incident that a playbook answered, then each step is told with it; what only reports is not', async () => {
    const sample = await newRoom(['end-sessions', 'suspend: { approval: needed }'])
    await sample.set('report', playbookYaml(['suspend'], { mode: 'report-only until 2026-12-31' }))
    const { db } = sample.room.ledger
    await db.transaction(async (tx) => {
      const one = fatigueOf('ana')
      const told = [{ id: one.id, kind: 'finding' as const, body: JSON.stringify(one) }]
      await createResponding(sample.room).owe(tx, { told, withdrawn: [] }, async () => () => 'incident-1')
    })
    await sample.work()
    assert.equal((await sample.responses()).length, 2)
    const { id } = (await sample.responses()).find(({ playbook }) => playbook === 'test')!
    await sample.say(id, { do: 'decline', at: sample.now, by: 'ada' })
    const acts = await db.transaction((tx) => actsAbout(tx, 'incident-1'))
    assert.deepEqual(
      acts.map(({ say }) => say((member) => (member === 'ada' ? 'Ada' : member))),
      [
        'The playbook “test” answers a finding: end all sessions, suspend the account.',
        'End all sessions: done.',
        'Ada declined it: nothing more is done.',
      ],
    )
    assert.deepEqual([...new Set(acts.map(({ by }) => by))], ['Playbook “Test”'])
  })

  it('given an undo that nobody signed, then nothing is given back, and it can be asked for again', async () => {
    const sample = await newRoom(['suspend'])
    await sample.tell(fatigueOf('ana'))
    await sample.work()
    const { id } = await only(sample)
    sample.isDecided = async ({ decisions }) => decisions.length > 0
    await sample.say(id, { do: 'undo', at: sample.now, by: 'ada', people: [] })
    await sample.work()
    assert.deepEqual([verbs(sample), (await only(sample)).state], [['suspend'], 'done'])
    const ended = (await sample.entries()).find(({ type }) => type === 'undo-ended')
    assert.equal((ended?.data as { code?: string } | undefined)?.code, 'ERR_RESPONSE_UNSIGNED')
    assert.equal(await sample.say(id, { do: 'undo', at: sample.now, by: 'ada', people: [] }), undefined)
  })

  it('given somebody else had suspended the account before, then an undo does not give it back', async () => {
    const sample = await newRoom(['suspend'])
    sample.provider.set('ana', { suspended: true })
    await sample.tell(fatigueOf('ana'))
    await sample.work()
    const { id, steps } = await only(sample)
    assert.equal(steps[0]?.outcome, 'already')
    assert.equal(
      await sample.say(id, { do: 'undo', at: sample.now, by: 'ada', people: [] }),
      'ERR_RESPONSE_NOTHING_TO_UNDO',
    )
  })

  it('given a provider that cannot be reached, then the job fails and is owed again, and nothing is done twice', async () => {
    const sample = await newRoom(['end-sessions', 'suspend'])
    await sample.tell(fatigueOf('ana'))
    sample.provider.failNext('down')
    assert.equal((await sample.work()).length, 1)
    assert.deepEqual(await sample.work(), [])
    assert.deepEqual(verbs(sample), ['end-sessions', 'suspend'])
  })

  it('given a provider that refuses a step, then people are told, and the next step is carried out', async () => {
    const sample = await newRoom(['end-sessions', 'suspend'])
    await sample.tell(fatigueOf('ana'))
    sample.provider.failNext('refused')
    await sample.work()
    assert.deepEqual(verbs(sample), ['suspend'])
    assert.ok(sample.notices.some((notice) => notice.about === 'response' && notice.what === 'failed'))
  })

  it('given a table in which somebody else stands, then nothing is done on its ground', async () => {
    const sample = await newRoom(['suspend'])
    await sample.tell(fatigueOf('ana'))
    await sample.room.ledger.db.transaction(async (tx) => {
      const row = await tx.selectFrom('responses').select('body').executeTakeFirstOrThrow()
      await tx
        .updateTable('responses')
        .set({ body: row.body.replaceAll('"ana"', '"ben"') })
        .execute()
    })
    const [error] = await sample.work()
    assert.equal((error as { code?: string }).code, 'ERR_RESPONSE_FORGED')
    assert.deepEqual(sample.provider.keys, [])
  })

  it('given a response, then its facts name nobody', async () => {
    const sample = await newRoom(['notify', 'refuse-source: { for: 1 hour }', 'suspend'])
    await sample.tell(fatigueOf('ana', NOON, { address: '203.0.113.9' }))
    await sample.work()
    assert.deepEqual(verbs(sample), ['refuse-source', 'suspend'])
    assert.doesNotMatch(JSON.stringify(await sample.entries()), /203\.0\.113\.9|ana@|"ana"/)
  })
})
