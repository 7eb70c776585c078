/** Passes and enrolments on both engines: the secret goes to the caller alone, and none of unknown fate stays usable. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { inspect } from 'node:util'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { DEFAULTS } from '../base/defaults.ts'
import type { AccountState, Kept } from '../providers/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { newSampleRoom, type SampleRoom } from './sample-room.ts'

const ACCOUNT = '00uana'
const TARGET = { kind: 'account', account: ACCOUNT } as const

onEachEngine('remedies that hand a secret back', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())
  const types = async (place: SampleRoom, id?: string) => (await place.facts(id)).map(({ type }) => type)
  const stateOf = async ({ provider }: SampleRoom) =>
    (await provider.read(TARGET, AbortSignal.timeout(60_000))) as AccountState

  for (const verb of ['issue-pass', 'start-enrolment'] as const) {
    const change = { verb, account: ACCOUNT, forMs: 3_600_000 }

    it(`given ${verb}, then the caller has the secret, and no fact, table or log has it`, async () => {
      const place = await newSampleRoom(store)
      const issued = await place.issue({ change })
      const printed = inspect(issued, { depth: null })
      const secret = issued?.secret.take() ?? assert.fail('no secret')
      assert.deepEqual(await types(place), ['remedy-started', 'remedy-ended'])
      assert.deepEqual(place.results, [{ outcome: 'done' }])
      const written = (await place.everything()) + printed + JSON.stringify(place.results)
      assert.ok(!written.includes(secret))
      assert.ok(!written.includes(ACCOUNT))
    })

    it(`given ${verb} whose answer got lost after the effect, then what was made is withdrawn, and it has failed`, async () => {
      for (const fault of ['silent-after', 'silent-before', 'broken'] as const) {
        const place = await newSampleRoom(store)
        place.provider.failNext(fault)
        assert.equal(await place.issue({ change }), undefined)
        assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_REMEDY_SECRET_LOST' }])
        const { passes, enrolmentUntil } = await stateOf(place)
        assert.deepEqual([passes, enrolmentUntil], [[], null])
        assert.deepEqual((await types(place, 'one-withdrawn-after')).at(-1), 'remedy-ended')
      }
    })

    it(`given ${verb} that the provider refuses, then it has failed, and is not tried again`, async () => {
      const place = await newSampleRoom(store)
      place.provider.failNext('refused')
      assert.equal(await place.issue({ change }), undefined)
      assert.equal(await place.issue({ change }), undefined)
      assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_PROVIDER_REFUSED' }])
      assert.equal(place.provider.keys.length, 1)
    })
  }

  it('given a process that died between call and end, then whoever finds it withdraws the pass and hands out none', async () => {
    const place = await newSampleRoom(store)
    const dying = new Error('the process died')
    const { provider } = place
    const read = provider.read.bind(provider)
    let reads = 0
    provider.read = async (target, signal) => {
      if (++reads > 1) throw dying
      return await read(target, signal)
    }
    await assert.rejects(place.issue(), dying)
    provider.read = read
    assert.equal((await stateOf(place)).passes.length, 1)
    assert.equal(await place.issue(), undefined)
    assert.deepEqual((await stateOf(place)).passes, [])
    assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_REMEDY_SECRET_LOST' }])
    assert.notEqual(await place.issue({ id: 'two' }), undefined)
  })

  it('given a pass of unknown fate, then it is withdrawn before another is issued, and both stand in the ledger', async () => {
    const place = await newSampleRoom(store)
    place.provider.set(ACCOUNT, { passes: [{ id: 'of-somebody', until: NOON + 60_000 }] })
    const issued = await place.issue()
    assert.deepEqual(
      place.provider.made.map(({ verb }) => verb),
      ['withdraw-pass', 'issue-pass'],
    )
    assert.deepEqual(await types(place, 'one-withdrawn-before'), ['remedy-started', 'remedy-ended'])
    assert.deepEqual(
      (await stateOf(place)).passes.map(({ id }) => id),
      [issued?.id],
    )
  })

  it('given an earlier pass that cannot be withdrawn, then no other is asked for', async () => {
    const place = await newSampleRoom(store)
    place.provider.set(ACCOUNT, { passes: [{ id: 'of-somebody', until: NOON + 60_000 }] })
    place.provider.failNext('refused')
    assert.equal(await place.issue(), undefined)
    assert.deepEqual(place.results, [{ outcome: 'refused', code: 'ERR_REMEDY_NOT_WITHDRAWN' }])
    assert.deepEqual(place.provider.made, [])
  })

  it('given reads that lag, then it is looked for again; given one that is never seen, then it is withdrawn', async () => {
    const place = await newSampleRoom(store)
    place.provider.failNext({ lag: 2 })
    assert.notEqual(await place.issue(), undefined)
    const other = await newSampleRoom(store)
    other.provider.failNext({ lag: DEFAULTS.remedies.triesMax })
    assert.equal(await other.issue(), undefined)
    assert.deepEqual(other.results, [{ outcome: 'failed', code: 'ERR_REMEDY_SECRET_LOST' }])
    assert.deepEqual((await stateOf(other)).passes, [])
  })

  it('given an orderer that says no, or an emergency account, then nothing is asked for', async () => {
    const place = await newSampleRoom(store)
    place.mayGoOn = false
    assert.equal(await place.issue(), undefined)
    place.mayGoOn = true
    place.emergency.push({ provider: 'okta', account: ACCOUNT })
    assert.equal(await place.issue(), undefined)
    assert.deepEqual(place.results, [{ outcome: 'refused', code: 'ERR_REMEDY_EMERGENCY_ACCOUNT' }])
    assert.deepEqual(place.provider.keys, [])
  })

  it('given a stop while the fate of a pass is unknown, then it is withdrawn all the same', async () => {
    const place = await newSampleRoom(store)
    const { provider } = place
    const change = provider.change.bind(provider)
    provider.failNext('silent-after')
    provider.change = async () => {
      throw new Error('the process died')
    }
    await assert.rejects(place.issue(), /died/)
    provider.change = change
    place.mayGoOn = false
    await place.issue()
    assert.deepEqual((await stateOf(place)).passes, [])
  })

  const remove = (place: SampleRoom, id: string, kept: Kept) =>
    place.run({ id, change: { verb: 'remove-authenticator', account: ACCOUNT, authenticator: 'app', kept } })

  it('given the last authenticator, then what keeps MFA on is held against the provider', async () => {
    const place = await newSampleRoom(store)
    await remove(place, 'a', { by: 'suspension' })
    await remove(place, 'b', { by: 'another', authenticator: 'app' })
    await remove(place, 'c', { by: 'unknown-password', changed: 0 })
    assert.deepEqual(
      place.results,
      ['a', 'b', 'c'].map(() => ({ outcome: 'refused', code: 'ERR_REMEDY_LAST_AUTHENTICATOR' })),
    )
    assert.deepEqual(place.provider.keys, [])
    await remove(place, 'd', { by: 'another', authenticator: 'phone' })
    assert.deepEqual(place.results.at(-1), { outcome: 'done' })
  })

  it('given a password that nobody knows, then only our own reset says so, and only until it is changed again', async () => {
    const place = await newSampleRoom(store)
    const changed = place.now
    await place.run({ id: 'of-another', change: { verb: 'reset-password', account: '00uben' } })
    place.provider.set(ACCOUNT, { passwordChanged: changed })
    await remove(place, 'a', { by: 'unknown-password', changed })
    await place.run({ id: 'reset', change: { verb: 'reset-password', account: ACCOUNT } })
    place.provider.set(ACCOUNT, { passwordChanged: changed + 1000 })
    await remove(place, 'b', { by: 'unknown-password', changed: changed + 1000 })
    place.provider.set(ACCOUNT, { passwordChanged: changed })
    await remove(place, 'c', { by: 'unknown-password', changed })
    assert.deepEqual(
      place.results.map(({ code }) => code),
      [undefined, 'ERR_REMEDY_LAST_AUTHENTICATOR', undefined, 'ERR_REMEDY_LAST_AUTHENTICATOR', undefined],
    )
  })

  it('given the last one removed while suspended, then the account is switched on only with another, or an unknown password', async () => {
    const unsuspend = (place: SampleRoom, id: string) =>
      place.run({ id, change: { verb: 'unsuspend', account: ACCOUNT } })
    const authenticators = (await stateOf(await newSampleRoom(store))).authenticators.slice(0, 1)
    const place = await newSampleRoom(store)
    place.provider.set(ACCOUNT, { suspended: true, authenticators })
    await remove(place, 'a', { by: 'suspension' })
    await unsuspend(place, 'b')
    assert.deepEqual(place.results.at(-1), { outcome: 'refused', code: 'ERR_REMEDY_LAST_AUTHENTICATOR' })
    await place.run({ id: 'c', change: { verb: 'reset-password', account: ACCOUNT } })
    await unsuspend(place, 'd')
    assert.deepEqual(place.results.at(-1), { outcome: 'done' })
    const other = await newSampleRoom(store)
    other.provider.set(ACCOUNT, { suspended: true, authenticators: [] })
    await unsuspend(other, 'never-had-one')
    assert.deepEqual(other.results, [{ outcome: 'done' }])
  })

  it('given a password that somebody set while our reset was of unknown fate, then it is reset again', async () => {
    const place = await newSampleRoom(store)
    const order = { id: 'reset', change: { verb: 'reset-password', account: ACCOUNT } } as const
    place.provider.failNext('silent-before')
    await assert.rejects(place.run(order), { code: 'ERR_PROVIDER_DOWN' })
    place.provider.set(ACCOUNT, { passwordChanged: place.now + 1 })
    await place.run(order)
    assert.deepEqual([place.results, place.provider.made.length], [[{ outcome: 'done' }], 1])
  })
})
