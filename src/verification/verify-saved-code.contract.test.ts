/** Saved codes, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { openStore, type Store } from '../store/index.ts'
import type { Asking } from './room.ts'
import { ana, verificationOf } from './sample-room.ts'
import { answerSavedCode, beginSavedCode, endSheet, issueSheet } from './verify-saved-code.ts'

const DAY_MS = 86_400_000
const LISTED = { provider: 'entra', tenant: 't1', id: 'a-1', userName: 'ana@example.com', employeeNumber: '7' }
const APP = { id: 'app-1', kind: 'totp', phishingResistant: false } as const

onEachEngine('saved codes', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function newPlace() {
    const place = await verificationOf(store)
    const { room, tx, asking, list } = place
    await list([{ ...LISTED, authenticators: [APP] }], NOON + 1)
    async function issued(inCase = true, now = NOON) {
      const to = { person: ana, account: ana, authenticator: APP.id, inCase, actor: `person/${ana}`, now }
      const { sheet, codes } = await tx((tx) => issueSheet(tx, room, to))
      assert.equal(JSON.stringify(codes).includes('-'), true)
      return { sheet, codes: codes.map((code) => code.take()) }
    }
    const begin = (now = NOON, who: Asking = asking()) => tx((tx) => beginSavedCode(tx, room, who, now))
    async function use(typed: string, now = NOON, who: Asking = asking()) {
      const begun = await begin(now, who)
      if ('refused' in begun) return begun.refused.code
      const answered = await tx((tx) => answerSavedCode(tx, room, who, { id: begun.id, typed, now }))
      return answered.passed ? answered.evidence : answered.code
    }
    return { ...place, issued, begin, use }
  }

  it('given a sheet, then each of its codes passes once, and neither the database nor the ledger tells one (SRC-4, SRC-5)', async () => {
    const { issued, use, atRest } = await newPlace()
    const { codes } = await issued()
    const [one = '', other = ''] = codes
    const evidence = await use(one.toLowerCase().replaceAll('-', ' '))
    assert.ok(typeof evidence === 'object' && evidence.check === 'saved-code' && evidence.rests.device?.length === 1)
    assert.equal(await use(one), 'ERR_CHECK_SHEET')
    assert.equal(typeof (await use(other)), 'object')
    const text = await atRest()
    for (const code of codes) assert.ok(!text.includes(code) && !text.includes(code.replaceAll('-', '')))
  })

  it('given one code in two browsers at once, then one passes', async () => {
    const { issued, begin, asking, room, tx } = await newPlace()
    const { codes } = await issued()
    const askings = ['b1', 'b2', 'b3'].map((claimant) => asking({ claimant }))
    const begun = await Promise.all(askings.map((who) => begin(NOON, who)))
    const answers = await Promise.allSettled(
      begun.map((one, index) => {
        if ('refused' in one) return assert.fail(one.refused.code)
        return tx((tx) => answerSavedCode(tx, room, askings[index]!, { id: one.id, typed: codes[0]!, now: NOON }))
      }),
    )
    assert.equal(answers.filter((each) => each.status === 'fulfilled' && each.value.passed).length, 1)
  })

  it('given a database in which a used code is made unused again, or a row is added, then it does not pass', async () => {
    const { issued, use, tx } = await newPlace()
    const { sheet, codes } = await issued()
    await use(codes[0]!)
    await tx((tx) => tx.updateTable('verification_saved_codes').set({ used: null }).execute())
    assert.equal(await use(codes[0]!), 'ERR_CHECK_SHEET')
    const salt = Buffer.alloc(16)
    await tx((tx) =>
      tx
        .insertInto('verification_saved_codes')
        .values({ sheet, salt, hash: Buffer.alloc(32) })
        .execute(),
    )
    assert.equal(await use(codes[1]!), 'ERR_CHECK_SHEET')
  })

  it('given an authenticator that is gone, then its sheet is dead (R21)', async () => {
    const { issued, use, list } = await newPlace()
    const { codes } = await issued()
    await list([{ ...LISTED, authenticators: [] }], NOON + 2)
    assert.equal(await use(codes[0]!), 'ERR_CHECK_NOT_HELD')
  })

  it('given a sheet that was ended, or another after it, then it is dead', async () => {
    const { issued, use, tx, room } = await newPlace()
    const first = await issued()
    const second = await issued()
    assert.equal(await use(first.codes[0]!), 'ERR_CHECK_SHEET')
    await tx((tx) => endSheet(tx, room, { person: ana, actor: 'staff/tom', now: NOON }))
    assert.equal(await use(second.codes[0]!), 'ERR_CHECK_NOT_HELD')
  })

  it('given a sheet that was issued outside a case, then it counts after thirty days (rule 5)', async () => {
    const { issued, use } = await newPlace()
    const { codes } = await issued(false)
    assert.equal(await use(codes[0]!, NOON + 30 * DAY_MS - 1), 'ERR_CHECK_NOT_HELD')
    assert.equal(typeof (await use(codes[0]!, NOON + 30 * DAY_MS)), 'object')
  })

  it('given three wrong codes, then this claimant tries no more', async () => {
    const { issued, use } = await newPlace()
    const { codes } = await issued()
    for (let n = 0; n < 3; n++) assert.equal(await use('0000-0000-0000-0000'), 'ERR_CHECK_SHEET')
    assert.equal(await use(codes[0]!), 'ERR_CHECK_TRIES_SPENT')
  })
})
