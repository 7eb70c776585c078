/** Passkeys that people registered here, and those who recognise somebody by one, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { openStore, type Store } from '../store/index.ts'
import { attestation } from './attested.ts'
import type { Begun } from './begun.ts'
import { nameOfStaff } from './givers.ts'
import type { Asking } from './room.ts'
import { ana, ben, cleo, dora, verificationOf } from './sample-room.ts'
import { wordsOf } from './verify-callback.ts'
import { answerPasskey, beginPasskey, endPersonPasskey } from './verify-passkey.ts'
import { answerManager, answerTrusted, beginRecognition } from './verify-recognition.ts'
import { answerStandIn, beginStandIn } from './verify-stand-in.ts'

const DAY_MS = 86_400_000
const codeOf = (answered: { readonly passed: boolean; readonly code?: string }) =>
  answered.passed ? 'passed' : answered.code

onEachEngine('passkeys of people', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace() {
    const place = await verificationOf(store)
    const { room, tx, asking } = place
    async function begin(who: Asking = asking(), now = NOON) {
      const one = await tx((tx) => beginPasskey(tx, room, who, now))
      return 'refused' in one ? assert.fail(one.refused.code) : one
    }
    const answer = (id: string, assertion: unknown, who: Asking = asking(), now = NOON) =>
      tx((tx) => answerPasskey(tx, room, who, { id, assertion: assertion as never, now }))
    return { ...place, begin, answer }
  }

  it('given a security key of the person’s, then it passes, and rests on that key', async () => {
    const { keyOfPerson, begin, answer } = await newPlace()
    const key = await keyOfPerson(ana)
    const { begun, options } = await begin()
    const answered = await answer(begun.id, key.assert(options as never))
    assert.ok(answered.passed)
    assert.equal(answered.evidence.rests.device?.length, 1)
  })

  it('given an answer for another claimant, of another origin, bent, or begun anew meanwhile, then it does not', async () => {
    const { keyOfPerson, begin, answer, asking } = await newPlace()
    const key = await keyOfPerson(ana)
    const { begun, options } = await begin()
    const other = asking({ claimant: 'browser-2' })
    const theirs = await begin(other)
    const assert1 = (bent: object = {}) => key.assert(options as never, bent)
    assert.equal(codeOf(await answer(theirs.begun.id, assert1(), other)), 'ERR_CHECK_PASSKEY')
    assert.equal(codeOf(await answer(begun.id, assert1(), other)), 'ERR_CHECK_UNKNOWN')
    assert.equal(codeOf(await answer(begun.id, assert1({ origin: 'http://evil.localhost:1' }))), 'ERR_CHECK_PASSKEY')
    assert.equal(codeOf(await answer(begun.id, assert1({ userVerified: false }))), 'ERR_CHECK_PASSKEY')
    assert.equal(codeOf(await answer(begun.id, assert1({ crossOrigin: true }))), 'ERR_CHECK_PASSKEY')
    const again = await begin()
    assert.equal(codeOf(await answer(again.begun.id, assert1())), 'ERR_CHECK_PASSKEY')
    assert.equal(codeOf(await answer(again.begun.id, key.assert(again.options as never))), 'passed')
  })

  it('given one that counts backwards, then there is a copy, and neither passes', async () => {
    const { keyOfPerson, begin, answer } = await newPlace()
    const key = await keyOfPerson(ana)
    const one = await begin()
    assert.equal(codeOf(await answer(one.begun.id, key.assert(one.options as never, { counter: 7 }))), 'passed')
    const two = await begin()
    assert.equal(
      codeOf(await answer(two.begun.id, key.assert(two.options as never, { counter: 7 }))),
      'ERR_CHECK_PASSKEY',
    )
  })

  it('given one that was registered outside a case, or that ended, then it proves nothing', async () => {
    const { keyOfPerson, tx, room, asking } = await newPlace()
    const key = await keyOfPerson(ana, { inCase: false })
    const at = async (now: number) => {
      const one = await tx((tx) => beginPasskey(tx, room, asking(), now))
      return 'refused' in one ? one.refused.code : 'begun'
    }
    assert.equal(await at(NOON + 30 * DAY_MS - 1), 'ERR_CHECK_NOT_HELD')
    assert.equal(await at(NOON + 30 * DAY_MS), 'begun')
    await tx((tx) => endPersonPasskey(tx, room, { person: ana, passkey: key.id, actor: 'staff/tom', now: NOON }))
    assert.equal(await at(NOON + 30 * DAY_MS), 'ERR_CHECK_NOT_HELD')
  })

  it('given any number of wrong answers by others, then the person still passes (rule 13)', async () => {
    const { keyOfPerson, begin, answer, asking } = await newPlace()
    const key = await keyOfPerson(ana)
    const stranger = await keyOfPerson(ben)
    for (let n = 0; n < 12; n++) {
      const who = asking({ claimant: `b${n % 2}` })
      const one = await begin(who)
      const assertion = { ...stranger.assert({ ...one.options, allowCredentials: [] } as never), id: key.id }
      assert.equal(codeOf(await answer(one.begun.id, assertion, who)), 'ERR_CHECK_PASSKEY')
    }
    const { begun, options } = await begin()
    assert.equal(codeOf(await answer(begun.id, key.assert(options as never))), 'passed')
  })
})

onEachEngine('those who recognise somebody', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace(check: 'manager' | 'trusted-contacts') {
    const place = await verificationOf(store)
    const { room, tx, asking } = place
    const usual = { check, opened: NOON, recovered: new Map<string, number>(), now: NOON }
    type More = Partial<typeof usual>
    const begin = (by: string, more: More = {}, who = asking()) =>
      tx((tx) => beginRecognition(tx, room, who, { ...usual, ...more, by }))
    async function begun(by: string, more: More = {}) {
      const one = await begin(by, more)
      return 'refused' in one ? assert.fail(one.refused.code) : one
    }
    const picking = (begun: Begun, picked: readonly string[], assertion: unknown, network: string, more: More) => ({
      ...{ ...usual, ...more, id: begun.id, picked, assertion: assertion as never, network },
    })
    type Key = Awaited<ReturnType<typeof place.keyOfPerson>>
    async function vouch(by: string, key: Key, network: string, more: More = {}) {
      const one = await begun(by, more)
      const asked = picking(one.begun, wordsOf(room, one.begun), key.assert(one.options as never), network, more)
      return await tx((tx) => answerTrusted(tx, room, asking(), asked))
    }
    const manage = (one: Awaited<ReturnType<typeof begun>>, picked: readonly string[], key: Key, more: More = {}) =>
      tx((tx) =>
        answerManager(tx, room, asking(), picking(one.begun, picked, key.assert(one.options as never), 'n1', more)),
      )
    return { ...place, begin, begun, vouch, manage }
  }

  it('given the manager’s passkey and the words out of many, then it passes, and rests on the manager', async () => {
    const { keyOfPerson, begun, manage, room } = await newPlace('manager')
    const key = await keyOfPerson(ben)
    const one = await begun(ben)
    const words = wordsOf(room, one.begun)
    assert.ok(one.choices.length === 24 && words.every((word) => one.choices.includes(word)))
    const answered = await manage(one, words, key)
    assert.ok(answered.passed)
    assert.ok((answered.evidence.rests.person?.length ?? 0) >= 1)
  })

  it('given one wrong word, then the check is over for this claimant', async () => {
    const { keyOfPerson, begin, begun, manage, room } = await newPlace('manager')
    const key = await keyOfPerson(ben)
    const one = await begun(ben)
    const words = wordsOf(room, one.begun)
    const wrong = one.choices.filter((word) => !words.includes(word))
    assert.equal(codeOf(await manage(one, [...words.slice(1), wrong[0]!], key)), 'ERR_CHECK_NOT_RECOGNISED')
    assert.equal(codeOf(await manage(one, words, key)), 'ERR_CHECK_TRIES_SPENT')
    const again = await begin(ben)
    assert.equal('refused' in again && again.refused.code, 'ERR_CHECK_TRIES_SPENT')
  })

  it('given the right words without the manager’s passkey, then it does not pass (R6)', async () => {
    const { keyOfPerson, begun, manage, room } = await newPlace('manager')
    await keyOfPerson(ben)
    const cleos = await keyOfPerson(cleo)
    const one = await begun(ben)
    const unbound = { ...one, options: { ...one.options, allowCredentials: [] } } as typeof one
    assert.equal(codeOf(await manage(unbound, wordsOf(room, one.begun), cleos)), 'ERR_CHECK_PASSKEY')
  })

  it('given a manager who was recovered six days ago, has a younger passkey than the case, or is new, then nobody is asked', async () => {
    const { keyOfPerson, begin, take } = await newPlace('manager')
    const refused = async (by: string, more = {}) => {
      const one = await begin(by, more)
      return 'refused' in one && one.refused.code
    }
    assert.equal(await refused(ben), 'ERR_CHECK_NOT_HELD')
    await keyOfPerson(ben)
    assert.equal(await refused(ben, { recovered: new Map([[ben, NOON - 6 * DAY_MS]]) }), 'ERR_CHECK_NOT_HELD')
    assert.equal(await refused(ben, { opened: NOON - 1 }), 'ERR_CHECK_NOT_HELD')
    assert.equal(await refused(cleo), 'ERR_CHECK_NOT_HELD')
    await take(['entra,t1,a-1,ana@example.com,7,ana@home.test,+4930111111,+49170111111,11,standard,'], NOON + 1)
    await keyOfPerson(cleo)
    assert.equal(await refused(cleo, { now: NOON + 2 }), 'ERR_CHECK_NOT_HELD')
    assert.equal(await refused(ben, { now: NOON + 2 }), 'ERR_CHECK_NOT_HELD')
  })

  it('given nobody who could be asked as manager, then the named approver stands in, with the words and a passkey', async () => {
    const { room, tx, asking, change, keyOfPerson, wordFor } = await newPlace('manager')
    const hours = { days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }
    await change('approvers-named', { approvers: [{ member: 'uma', deputy: 'vic', hours }] }, ['ada', 'bo'])
    const standing = { by: 'uma', zone: 'Europe/Berlin', opened: NOON, recovered: new Map<string, number>(), now: NOON }
    const begin = (by = 'uma', who = asking()) => tx((tx) => beginStandIn(tx, room, who, { ...standing, by }))
    const vic = await begin('vic')
    assert.equal('refused' in vic && vic.refused.code, 'ERR_CHECK_NOT_HELD')
    const one = await begin()
    if ('refused' in one) return assert.fail(one.refused.code)
    const word = wordFor(attestation(room, asking(), one.begun), 'uma', 'approver')
    const picked = wordsOf(room, one.begun)
    const given = { ...standing, id: one.begun.id, picked, word }
    const answered = await tx((tx) => answerStandIn(tx, room, asking(), given))
    assert.deepEqual(answered.passed && answered.evidence.rests, { person: [nameOfStaff(room, 'human-uma')] })
    await keyOfPerson(ben)
    const needless = await begin('uma', asking({ claimant: 'browser-2' }))
    assert.equal('refused' in needless && needless.refused.code, 'ERR_CHECK_NOT_HELD')
  })

  const LATER = { now: NOON + 31 * DAY_MS, opened: NOON + 31 * DAY_MS }
  async function trusting(contacts: readonly string[]) {
    const place = await newPlace('trusted-contacts')
    const set = await place.change('trusted-contacts-set', { person: ana, contacts, needed: 2 }, ['ada', 'bo'])
    assert.deepEqual(set, { applied: true, code: undefined })
    const keys = {
      ben: await place.keyOfPerson(ben),
      cleo: await place.keyOfPerson(cleo),
      dora: await place.keyOfPerson(dora),
    }
    return { ...place, keys }
  }

  it('given two trusted contacts of their own, then the second makes it evidence, as old as the first', async () => {
    const { vouch, keys } = await trusting([ben, cleo])
    const first = await vouch(ben, keys.ben, 'network-1', LATER)
    assert.ok(first.passed && first.evidence === undefined && first.vouched === 1)
    const second = await vouch(cleo, keys.cleo, 'network-2', { ...LATER, now: LATER.now + 60_000 })
    assert.ok(second.passed && second.evidence !== undefined)
    assert.equal(second.evidence.at, LATER.now)
    assert.ok((second.evidence.rests.person?.length ?? 0) >= 2)
  })

  it('given two who share a landline, or answer from one network, then they are one; a third makes two (R7)', async () => {
    const { vouch, keys } = await trusting([ben, dora, cleo])
    await vouch(ben, keys.ben, 'network-1', LATER)
    const shared = await vouch(dora, keys.dora, 'network-2', LATER)
    assert.ok(shared.passed && shared.evidence === undefined && shared.vouched === 1)
    const third = await vouch(cleo, keys.cleo, 'network-2', LATER)
    assert.ok(third.passed && third.evidence !== undefined && third.vouched === 2)
    const other = await trusting([ben, cleo])
    await other.vouch(ben, other.keys.ben, 'network-1', LATER)
    const near = await other.vouch(cleo, other.keys.cleo, 'network-1', LATER)
    assert.ok(near.passed && near.evidence === undefined)
  })

  it('given contacts who were named lately, or who vouch for each other, then they do not count', async () => {
    const { begin, vouch, change, keys } = await trusting([ben, cleo])
    const early = await begin(ben, { now: NOON + DAY_MS, opened: NOON + DAY_MS })
    assert.equal('refused' in early && early.refused.code, 'ERR_CHECK_NOT_HELD')
    await change('trusted-contacts-set', { person: cleo, contacts: [ben, dora], needed: 2 }, ['ada', 'bo'], NOON + 1)
    await vouch(ben, keys.ben, 'network-1', LATER)
    const second = await vouch(cleo, keys.cleo, 'network-2', LATER)
    assert.ok(second.passed && second.evidence === undefined)
  })
})
