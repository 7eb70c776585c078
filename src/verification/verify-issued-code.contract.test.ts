/** Codes by text message and e-mail, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { openStore, type Store } from '../store/index.ts'
import type { Begun } from './begun.ts'
import { contactsOf } from './contacts.ts'
import type { IssuedCheck } from './issued-code.ts'
import type { Asking } from './room.ts'
import { ana, verificationOf } from './sample-room.ts'
import { sweepVerification } from './sweep.ts'
import { answerIssuedCode, beginIssuedCode, codeToSend } from './verify-issued-code.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

onEachEngine('issued codes', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace() {
    const place = await verificationOf(store)
    const { room, tx, asking } = place
    const tokens = keyedToken(room.directory.tokenKey)
    const contact = {
      mobile: tokens('number', '+49170111111'),
      landline: tokens('number', '+4930111111'),
      mail: tokens('mailbox', 'ana@home.test'),
    }
    const begin = (check: IssuedCheck, token: string, now = NOON, who: Asking = asking()) =>
      tx((tx) => beginIssuedCode(tx, room, who, { check, contact: token, now }))
    async function begun(
      check: IssuedCheck = 'sms-code',
      token = contact.mobile,
      now = NOON,
      who = asking(),
    ): Promise<Begun> {
      const one = await begin(check, token, now, who)
      if ('refused' in one) return assert.fail(one.refused.code)
      return one
    }
    async function sent({ id }: Begun, now = NOON) {
      const out = await tx((tx) => codeToSend(tx, room, { id, barred: new Set(), now }))
      return out && { to: out.to, code: out.code.take(), shown: JSON.stringify(out) }
    }
    const answer = ({ id, check }: Begun, typed: string, now = NOON, who: Asking = asking()) =>
      tx((tx) => answerIssuedCode(tx, room, who, { id, check: check as IssuedCheck, typed, now }))
    return { ...place, contact, begin, begun, sent, answer }
  }

  const wrong = (code: string) => (code === '000000' ? '000001' : '000000')
  const codeOf = (answered: Awaited<ReturnType<typeof answerIssuedCode>>) =>
    answered.passed ? 'passed' : answered.code

  it('given a code that came to a mobile, then it passes once, and names the number by its token alone', async () => {
    const { begun, sent, answer, contact, atRest } = await newPlace()
    const one = await begun()
    const out = await sent(one)
    assert.equal(out?.to, '+49170111111')
    assert.ok(!out.shown.includes(out.code))
    const before = await atRest()
    const answered = await answer(one, out.code)
    assert.deepEqual(answered, {
      passed: true,
      evidence: {
        id: one.id,
        check: 'sms-code',
        claimant: 'browser-1',
        at: NOON,
        rests: { device: null, number: [contact.mobile] },
      },
    })
    assert.equal(codeOf(await answer(one, out.code)), 'ERR_CHECK_USED')
    for (const text of [before, await atRest()]) assert.ok(!text.includes(out.code) && !text.includes('170111111'))
  })

  it('given two who answer at once, then one passes', async () => {
    const { begun, sent, answer } = await newPlace()
    const one = await begun()
    const { code } = (await sent(one))!
    const answers = await Promise.allSettled([answer(one, code), answer(one, code), answer(one, code)])
    const passed = answers.filter((each) => each.status === 'fulfilled' && each.value.passed)
    assert.equal(passed.length, 1)
  })

  it('given three wrong codes, then the right one is refused, and sending it again does not help (IRC-3)', async () => {
    const { begun, begin, sent, answer, contact } = await newPlace()
    const one = await begun()
    const first = (await sent(one))!.code
    const once = await answer(one, wrong(first))
    assert.deepEqual(once.passed ? once : [once.code, once.triesLeft], ['ERR_CHECK_WRONG', 2])
    const again = await begun()
    assert.equal(again.triesLeft, 2)
    const second = (await sent(again))!.code
    await answer(again, wrong(second))
    await answer(again, wrong(second))
    assert.equal(codeOf(await answer(again, second)), 'ERR_CHECK_TRIES_SPENT')
    const more = await begin('sms-code', contact.mobile)
    assert.equal('refused' in more && more.refused.code, 'ERR_CHECK_TRIES_SPENT')
  })

  it('given a code that was sent again, then the one before is dead, and it is sent three times at most', async () => {
    const { begun, begin, sent, answer, contact } = await newPlace()
    const first = (await sent(await begun()))!.code
    const again = await begun()
    const second = (await sent(again))!.code
    if (first !== second) assert.equal(codeOf(await answer(again, first)), 'ERR_CHECK_WRONG')
    await begun()
    const fourth = await begin('sms-code', contact.mobile)
    assert.equal('refused' in fourth && fourth.refused.code, 'ERR_CHECK_SENT_OFTEN')
  })

  it('given ten minutes, then the last moment counts, and the next does not (IRC-2)', async () => {
    const { begun, sent, answer, asking } = await newPlace()
    const late = NOON + 10 * MINUTE_MS
    const one = await begun()
    const { code } = (await sent(one, late))!
    assert.equal(await sent(one, late + 1), undefined)
    assert.equal(codeOf(await answer(one, code, late + 1)), 'ERR_CHECK_EXPIRED')
    assert.equal(codeOf(await answer(one, code, late)), 'passed')
    assert.equal(codeOf(await answer(one, code, late, asking({ claimant: 'browser-2' }))), 'ERR_CHECK_UNKNOWN')
  })

  it('given another claimant, case or person, then the code is none of theirs (rule 1)', async () => {
    const { begun, sent, answer, asking } = await newPlace()
    const one = await begun()
    const { code } = (await sent(one))!
    for (const other of [{ claimant: 'browser-2' }, { case: 'c2' }, { person: 'f'.repeat(32) }]) {
      assert.equal(codeOf(await answer(one, code, NOON, asking(other))), 'ERR_CHECK_UNKNOWN')
    }
  })

  it('given what the directory does not have for it, then nothing is sent: a number, a landline, a mailbox of the provider', async () => {
    const { begin, contact, take, directory, tx, asking, room } = await newPlace()
    const refused = async (check: IssuedCheck, token: string) => {
      const one = await begin(check, token)
      return 'refused' in one && one.refused.code
    }
    assert.equal(await refused('sms-code', 'a-number-of-the-caller'), 'ERR_CHECK_NOT_HELD')
    assert.equal(await refused('sms-code', contact.landline), 'ERR_CHECK_NOT_HELD')
    assert.equal(await refused('letter-code', contact.mail), 'ERR_CHECK_NOT_HELD')
    await take(['entra,t1,a-1,ana@example.com,7,ana@mail.example.com,+4930111111,+49170111111,9,standard,'], NOON + 1)
    const own = keyedToken(directory.tokenKey)('mailbox', 'ana@mail.example.com')
    const later = NOON + 40 * DAY_MS
    const contacts = await tx((tx) => contactsOf(tx, room, asking(), later))
    assert.equal(contacts.find(({ token }) => token === own)?.unusable, 'ERR_CHECK_BEHIND_PROVIDER')
  })

  it('given a number that changed, then it proves nothing for thirty days, and then it does (R14)', async () => {
    const { begin, take, directory } = await newPlace()
    await take(['entra,t1,a-1,ana@example.com,7,ana@home.test,+4930111111,+49170999999,9,standard,'], NOON + 1)
    const fresh = keyedToken(directory.tokenKey)('number', '+49170999999')
    const early = await begin('sms-code', fresh, NOON + 30 * DAY_MS)
    assert.equal('refused' in early && early.refused.code, 'ERR_CHECK_NOT_HELD')
    assert.ok('id' in (await begin('sms-code', fresh, NOON + 30 * DAY_MS + 1)))
  })

  it('given a channel that stopped the case after the code went out, then the code counts for nothing (R48)', async () => {
    const { begun, sent, answer, contact, asking, tx, room } = await newPlace()
    const one = await begun('email-code', contact.mail)
    const { code } = (await sent(one))!
    const barred = new Set([contact.mail])
    assert.equal(await tx((tx) => codeToSend(tx, room, { id: one.id, barred, now: NOON })), undefined)
    assert.equal(codeOf(await answer(one, code, NOON, asking({ barred }))), 'ERR_CHECK_NOT_HELD')
  })

  it('given five wrong codes from one address over several cases, then it waits, and another address does not', async () => {
    const { begin, begun, answer, asking, contact } = await newPlace()
    for (const number of [1, 2]) {
      const who = asking({ case: `c${number}`, claimant: `b${number}` })
      const one = await begun('sms-code', undefined, NOON, who)
      for (let n = 0; n < (number === 1 ? 3 : 2); n++) await answer(one, 'no code', NOON, who)
    }
    const here = asking({ case: 'c3', claimant: 'b3' })
    const refused = await begin('sms-code', contact.mobile, NOON, here)
    assert.equal('refused' in refused && refused.refused.code, 'ERR_CHECK_TOO_FAST')
    assert.ok('id' in (await begin('sms-code', contact.mobile, NOON, { ...here, source: 'address-2' })))
  })

  it('given a day, then counters are swept, except those of authenticators; given three months, then checks are', async () => {
    const { begun, answer, tx } = await newPlace()
    await answer(await begun(), 'no code')
    const keys = async () =>
      (await tx((tx) => tx.selectFrom('verification_counters').select('key').orderBy('key').execute())).map(({ key }) =>
        key.slice(0, key.indexOf('/')),
      )
    assert.equal(await tx((tx) => sweepVerification(tx, NOON + DAY_MS - 1)), 0)
    assert.deepEqual(await keys(), ['authenticator', 'case', 'person', 'source'])
    assert.equal(await tx((tx) => sweepVerification(tx, NOON + DAY_MS)), 3)
    assert.deepEqual(await keys(), ['authenticator'])
    assert.equal(await tx((tx) => sweepVerification(tx, NOON + 91 * DAY_MS)), 1)
  })

  it('given another organisation with the same check, then it is not found there', async () => {
    const one = await newPlace()
    const other = await newPlace()
    const begun = await one.begun()
    const { code } = (await one.sent(begun))!
    assert.equal(codeOf(await other.answer(begun, code)), 'ERR_CHECK_UNKNOWN')
    assert.equal(ana, one.asking().person)
  })
})
