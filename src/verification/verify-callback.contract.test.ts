/** Callbacks, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { keyOf } from '../directory/sample-directory.ts'
import { humanOf } from '../staff/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { attestation } from './attested.ts'
import type { Answered } from './begun.ts'
import { verificationOf } from './sample-room.ts'
import { answerCallback, beginCallback, type CallbackCheck, wordsOf } from './verify-callback.ts'

onEachEngine('callbacks', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace() {
    const place = await verificationOf(store)
    const { room, tx, asking } = place
    const begin = (named: string, verifier = 'tom', who = asking(), now = NOON) =>
      tx((tx) => beginCallback(tx, room, who, { number: { named }, verifier, now }))
    async function begun(named: string, verifier = 'tom', who = asking()) {
      const one = await begin(named, verifier, who)
      return 'refused' in one ? assert.fail(one.refused.code) : { ...one, intent: attestation(room, who, one.begun) }
    }
    const hear = (
      one: Awaited<ReturnType<typeof begun>>,
      said: string,
      word = place.wordFor(one.intent),
      who = asking(),
    ) =>
      tx((tx) => {
        const { id, check } = one.begun
        return answerCallback(tx, room, who, { id, check: check as CallbackCheck, said, word, now: NOON })
      })
    return { ...place, begin, begun, hear, number: keyedToken(room.directory.tokenKey)('number', '+4930111111') }
  }

  const codeOf = (answered: Answered) => (answered.passed ? 'passed' : answered.code)

  it('given the words read back from a landline, then it passes, and rests on the number and on the agent', async () => {
    const { begun, hear, room, number, atRest } = await newPlace()
    const one = await begun('+49 (0)30 111-111')
    assert.equal(one.call.take(), '+4930111111')
    const words = wordsOf(room, one.begun)
    const answered = await hear(one, words.toReversed().join(' … ').toUpperCase())
    assert.ok(answered.passed)
    assert.equal(answered.evidence.check, 'callback-landline')
    assert.deepEqual(answered.evidence.rests.number, [number])
    assert.equal(answered.evidence.rests.person?.length, 1)
    const text = await atRest()
    for (const word of words) assert.ok(!text.includes(word))
    assert.ok(!text.includes('30111111'))
  })

  it('given a mobile, then it is the weaker check, and the device is not known', async () => {
    const { begun, hear, room } = await newPlace()
    const one = await begun('+49170111111')
    const answered = await hear(one, wordsOf(room, one.begun).join(' '))
    assert.ok(answered.passed)
    assert.deepEqual([answered.evidence.check, answered.evidence.rests.device], ['callback-mobile', null])
  })

  it('given a number that the caller names, then it is not called, and the attempt has a token (R2)', async () => {
    const { begin, room } = await newPlace()
    const refused = await begin('+49 171 9999999')
    assert.ok('refused' in refused)
    const token = keyedToken(room.directory.tokenKey)('number', '+491719999999')
    assert.deepEqual([refused.refused.code, refused.attempted], ['ERR_CHECK_NUMBER_NOT_CALLABLE', token])
  })

  it('given a landline that is somebody’s mobile as well, then it is called as a mobile', async () => {
    const { take, begun } = await newPlace()
    await take(['entra,t1,e-1,eve@example.com,17,eve@home.test,+4930777,+4930777,9,standard,'])
    const eve = {
      case: 'c9',
      person: keyOf('entra', 't1', 'e-1'),
      claimant: 'b9',
      source: 's9',
      barred: new Set<string>(),
    }
    assert.equal((await begun('+4930777', 'tom', eve)).begun.check, 'callback-mobile')
  })

  it('given a number that another account names again, then it is no younger; given one that is new, then it waits (rule 5)', async () => {
    const { take, begin, asking } = await newPlace()
    await take(['okta,n1,00uana,ana@example.com,7,ana@home.test,+4930111111,+49170999999,9,standard,'], NOON + 1)
    const on = async (named: string) => 'begun' in (await begin(named, 'tom', asking(), NOON + 2))
    assert.deepEqual([await on('+4930111111'), await on('+49170111111'), await on('+49170999999')], [true, true, false])
  })

  it('given a word for another check, by somebody else, by no agent, or by the person, then it is not attested', async () => {
    const { begun, hear, room, wordFor, asking } = await newPlace()
    const one = await begun('+4930111111')
    const said = wordsOf(room, one.begun).join(' ')
    const other = attestation(room, asking({ case: 'c2' }), one.begun)
    assert.equal(codeOf(await hear(one, said, wordFor(other))), 'ERR_CHECK_NOT_ATTESTED')
    assert.equal(codeOf(await hear(one, said, wordFor(one.intent, 'riya'))), 'ERR_CHECK_NOT_ATTESTED')
    const again = await newPlace()
    const two = await again.begun('+4930111111')
    const right = wordsOf(again.room, two.begun).join(' ')
    assert.equal(
      codeOf(await again.hear(two, right, again.wordFor(two.intent, 'tom', 'analyst'))),
      'ERR_CHECK_NOT_ATTESTED',
    )
    const ana = humanOf({ tokenKey: again.room.humanKey }, { name: '', email: 'ana@example.com' })
    const own = again.wordFor(two.intent, 'tom', 'agent', ana)
    assert.equal(codeOf(await again.hear(two, right, own)), 'ERR_CHECK_NOT_ATTESTED')
    assert.equal(codeOf(await again.hear(two, right)), 'passed')
  })

  it('given three answers that were wrong, then no more; digits are never one', async () => {
    const { begun, hear, room } = await newPlace()
    const one = await begun('+4930111111')
    for (const said of ['amber', '123456', '']) assert.equal(codeOf(await hear(one, said)), 'ERR_CHECK_WRONG')
    assert.equal(codeOf(await hear(one, wordsOf(room, one.begun).join(' '))), 'ERR_CHECK_TRIES_SPENT')
  })

  it('given a colleague who is checking the person, then one waits, until that is over (R9)', async () => {
    const { begin, begun, hear, room, asking } = await newPlace()
    const one = await begun('+4930111111')
    const other = await begin('+49170111111', 'riya', asking({ claimant: 'call-2' }))
    assert.equal('refused' in other && other.refused.code, 'ERR_CHECK_OTHER_VERIFIER')
    await hear(one, wordsOf(room, one.begun).join(' '))
    assert.ok('begun' in (await begin('+49170111111', 'riya', asking({ claimant: 'call-2' }))))
  })

  it('given ten attempts for a person in a day by one agent after the other, then the eleventh is refused (R9)', async () => {
    const { begun, begin, hear, asking } = await newPlace()
    for (let n = 0; n < 10; n++) {
      const who = asking({ claimant: `call-${n}` })
      const one = await begun('+4930111111', 'tom', who)
      await hear(one, 'no words', undefined, who)
    }
    const refused = await begin('+4930111111', 'tom', asking({ claimant: 'call-11' }))
    assert.equal('refused' in refused && refused.refused.code, 'ERR_CHECK_PERSON_LIMIT')
  })
})
