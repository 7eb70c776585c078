/** Remedies on both engines: what stands before and after a call, whatever happens in between. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { openStore, type Store } from '../store/index.ts'
import { peopleTouched } from './index.ts'
import { newSampleRoom, type SampleRoom } from './sample-room.ts'

const HOUR_MS = 3_600_000

onEachEngine('remedies', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  const newPlace = () => newSampleRoom(store)
  const types = async (place: SampleRoom, id?: string): Promise<readonly string[]> =>
    (await place.facts(id)).map(({ type }) => type)

  it('given an order, then the intention with the state before stands before the call, and what was read back after it', async () => {
    const place = await newPlace()
    await place.run()
    const [started, ended] = await place.facts()
    assert.deepEqual([started?.type, ended?.type], ['remedy-started', 'remedy-ended'])
    assert.equal((started?.data.before as { suspended: boolean } | undefined)?.suspended, false)
    assert.equal((ended?.data.after as { suspended: boolean } | undefined)?.suspended, true)
    assert.doesNotMatch(JSON.stringify([started, ended]), /00uana/)
    assert.deepEqual(place.results, [{ outcome: 'done' }])
  })

  it('given an order that is over, when it is run again, then nothing happens', async () => {
    const place = await newPlace()
    await place.run()
    await place.run()
    assert.deepEqual([place.provider.made.length, place.results.length], [1, 1])
  })

  it('given an answer that got lost after the effect, then it is read back, and not asked for twice', async () => {
    const place = await newPlace()
    place.provider.failNext('silent-after')
    await place.run()
    assert.deepEqual([place.results, place.provider.keys.length], [[{ outcome: 'done' }], 1])
  })

  it('given a process that died after the call, when another finds the start, then it reads first, and ends it', async () => {
    const place = await newPlace()
    place.provider.failNext({ lag: 1 })
    await assert.rejects(place.run(), { code: 'ERR_PROVIDER_DOWN' })
    assert.deepEqual(await types(place), ['remedy-started'])
    await place.run()
    assert.deepEqual(await types(place), ['remedy-started', 'remedy-ended'])
    assert.equal(place.provider.made.length, 1)
  })

  it('given silence before the effect, then it is tried again, and each try has its intention', async () => {
    const place = await newPlace()
    place.provider.failNext('silent-before')
    await assert.rejects(place.run(), { code: 'ERR_PROVIDER_DOWN' })
    await place.run()
    assert.deepEqual(await types(place), ['remedy-started', 'remedy-started', 'remedy-ended'])
    assert.deepEqual(place.results, [{ outcome: 'done' }])
  })

  it('given a provider that stays away, then it fails in the end, and is not tried for ever', async () => {
    const place = await newPlace()
    let tries = 0
    while (place.results.length === 0) {
      place.provider.failNext('down')
      await place.run().catch(() => undefined)
      assert.ok(++tries <= DEFAULTS.remedies.triesMax)
    }
    assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_PROVIDER_DOWN' }])
  })

  it('given a provider that refuses, then it has failed at once', async () => {
    const place = await newPlace()
    place.provider.failNext('refused')
    await place.run()
    assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_PROVIDER_REFUSED' }])
  })

  it('given somebody was faster, then it is said, and there is nothing of ours to undo', async () => {
    const place = await newPlace()
    place.provider.set('00uana', { suspended: true })
    await place.run()
    assert.deepEqual([place.results, place.provider.made], [[{ outcome: 'already' }], []])
    assert.deepEqual(await types(place), ['remedy-started', 'remedy-ended'])
  })

  it('given an emergency account, then it is refused, and nothing is asked of anybody', async () => {
    const place = await newPlace()
    place.emergency.push({ provider: 'okta', account: '00uana' })
    await place.run()
    assert.deepEqual(place.results, [{ outcome: 'refused', code: 'ERR_REMEDY_EMERGENCY_ACCOUNT' }])
    assert.deepEqual([place.provider.keys, await types(place)], [[], ['remedy-refused']])
  })

  it('given an account that became an emergency account between two tries, then the second is not made', async () => {
    const place = await newPlace()
    place.provider.failNext('silent-before')
    await assert.rejects(place.run())
    place.emergency.push({ provider: 'okta', account: '00uana' })
    await place.run()
    assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_REMEDY_EMERGENCY_ACCOUNT' }])
    assert.deepEqual(place.provider.made, [])
  })

  it('given an orderer that says no, then nothing is begun; between two tries, what was begun gets its end', async () => {
    const place = await newPlace()
    place.mayGoOn = false
    await place.run()
    assert.deepEqual([await types(place), place.results], [[], []])
    place.mayGoOn = true
    place.provider.failNext('silent-before')
    await assert.rejects(place.run())
    place.mayGoOn = false
    await place.run()
    assert.deepEqual(place.results, [{ outcome: 'failed', code: 'ERR_REMEDY_STOPPED' }])
    assert.deepEqual(place.provider.made, [])
  })

  it('given no provider, a verb that it lacks, or an account that it does not know, then that is the answer', async () => {
    const place = await newPlace()
    await place.run({ id: 'other-provider', provider: 'entra' })
    place.provider.set('gone', { exists: false })
    await place.run({ id: 'no-account', change: { verb: 'suspend', account: 'gone' } })
    assert.deepEqual(
      place.results.map(({ code }) => code),
      ['ERR_REMEDY_NO_PROVIDER', 'ERR_REMEDY_NO_ACCOUNT'],
    )
  })

  it('given as many giving changes as an hour has, then the next is refused, and an hour later it is not', async () => {
    const place = await newPlace()
    const max = DEFAULTS.remedies.givingPerHourMax
    const give = async (number: number): Promise<void> => {
      place.provider.set(`a${number}`, { suspended: true })
      await place.run({ id: `u${number}`, change: { verb: 'unsuspend', account: `a${number}` }, automatic: false })
    }
    for (let number = 0; number < max; number++) await give(number)
    await give(max)
    assert.deepEqual(place.results.at(-1), { outcome: 'refused', code: 'ERR_REMEDY_LIMIT' })
    place.now += HOUR_MS
    await give(max + 1)
    assert.deepEqual(place.results.at(-1), { outcome: 'done' })
  })

  it('given what was done without and with a human, then only the first counts people, each once', async () => {
    const place = await newPlace()
    await place.run({ id: 'a' })
    await place.run({ id: 'b', change: { verb: 'end-sessions', account: '00uana' } })
    await place.run({ id: 'c', change: { verb: 'suspend', account: '00uben' }, automatic: false })
    await place.run({ id: 'd', change: { verb: 'refuse-source', address: '203.0.113.9', until: NOON + HOUR_MS } })
    const touched = await place.room.ledger.db.transaction((tx) => peopleTouched(tx, NOON))
    assert.equal(touched.size, 1)
  })
})
