/** Authenticators at the provider, documents, and visits, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { NOON } from '../../test/organisation.ts'
import { openStore, type Store } from '../store/index.ts'
import type { ShownStep } from './at-provider.ts'
import { attestation } from './attested.ts'
import { ana, ben, verificationOf } from './sample-room.ts'
import { answerAtProvider, answerPassword, beginAtProvider } from './verify-at-provider.ts'
import { answerDocument, beginDocument } from './verify-document.ts'
import { answerPresence, beginPresence } from './verify-presence.ts'

const DAY_MS = 86_400_000
const LISTED = { provider: 'entra', tenant: 't1', id: 'a-1', userName: 'ana@example.com', employeeNumber: '7' }
const codeOf = (answered: {
  readonly passed?: boolean
  readonly code?: string
  readonly refused?: { readonly code: string }
}) => (answered.passed === true ? 'passed' : (answered.code ?? answered.refused?.code))

onEachEngine('checks that others make', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  /** Ana has an app on a phone, and another that nobody knows the device of. */
  async function newPlace(now = NOON + 40 * DAY_MS) {
    const place = await verificationOf(store)
    const app = { kind: 'totp', phishingResistant: false } as const
    const authenticators = [
      { id: 'app-1', device: 'Pixel 8', ...app },
      { id: 'app-2', ...app },
    ]
    await place.list([{ ...LISTED, authenticators }], NOON + 1)
    const { room, tx, asking } = place
    const step: ShownStep = { time: now, method: 'totp', accepted: true, source: 'address-1', authenticator: 'app-1' }
    const begin = (account = ana, at = now) =>
      tx((tx) => beginAtProvider(tx, room, asking(), { check: 'totp', account, now: at }))
    async function show(steps: readonly ShownStep[], nonce?: string) {
      const one = await begin()
      if ('refused' in one) return assert.fail(one.refused.code)
      const shown = { account: ana, authenticatedAt: now, nonce: nonce ?? one.nonce }
      const given = { id: one.begun.id, check: 'totp', account: ana, shown, steps, now } as const
      return await tx((tx) => answerAtProvider(tx, room, asking(), given))
    }
    return { ...place, now, step, begin, show }
  }

  it('given a sign-in that the provider’s log confirms, then it passes, and rests on the device as the provider names it', async () => {
    const { show, step } = await newPlace()
    const named = await show([step])
    assert.ok(named.passed && named.evidence.rests.device?.length === 1)
    const unnamed = await show([{ ...step, authenticator: null }])
    assert.ok(unnamed.passed && unnamed.evidence.rests.device === null)
  })

  it('given an app that is new, that is unknown, or an account of somebody else, then it proves nothing (rule 5)', async () => {
    const { show, step, begin, list, now } = await newPlace()
    assert.equal(codeOf(await show([{ ...step, authenticator: 'app-9' }])), 'ERR_CHECK_NOT_HELD')
    const stolen = await begin(ben)
    assert.equal('refused' in stolen && stolen.refused.code, 'ERR_CHECK_NOT_HELD')
    await list([{ ...LISTED, authenticators: [{ id: 'app-3', kind: 'totp', phishingResistant: false }] }], now - DAY_MS)
    assert.equal(codeOf(await show([{ ...step, authenticator: 'app-3' }])), 'ERR_CHECK_NOT_HELD')
  })

  it('given a token for another check, then it is stale; given a log that is late, then it costs no try', async () => {
    const { show, step } = await newPlace()
    const early = await show([])
    assert.deepEqual(early.passed ? early : [early.code, early.triesLeft], ['ERR_CHECK_UNCONFIRMED', 3])
    assert.equal(codeOf(await show([step], 'another')), 'ERR_CHECK_STALE')
  })

  it('given a password that the log shows accepted, then it is a companion; given none, or somebody else’s account, then not', async () => {
    const { tx, room, asking, step, now } = await newPlace()
    const steps = [{ ...step, method: 'password' as const }]
    const ask = (account: string, given: readonly ShownStep[]) =>
      tx((tx) => answerPassword(tx, room, asking(), { account, steps: given, now }))
    assert.equal(codeOf(await ask(ana, [])), 'ERR_CHECK_UNCONFIRMED')
    assert.equal(codeOf(await ask(ben, steps)), 'ERR_CHECK_NOT_HELD')
    assert.equal(codeOf(await ask(ana, steps)), 'passed')
  })

  it('given a result that was read from the vendor for this check, then it passes; another’s, a failed or an old one does not', async () => {
    const { tx, room, asking, now } = await newPlace()
    const begun = async (claimant: string) => {
      const one = await tx((tx) => beginDocument(tx, room, asking({ claimant }), now))
      return 'refused' in one ? assert.fail(one.refused.code) : one.id
    }
    const judge = async (claimant: string, reference: string, outcome: 'passed' | 'failed' | 'pending', at = now) => {
      const result = { reference, outcome, at }
      return await tx((tx) => answerDocument(tx, room, asking({ claimant }), { vendor: 'scanner', result, now }))
    }
    const [one, other] = [await begun('b1'), await begun('b2')]
    assert.deepEqual(await judge('b1', one, 'pending'), { pending: true })
    for (const [reference, outcome, at, code] of [
      [one, 'failed', now, 'ERR_CHECK_WRONG'],
      [one, 'passed', now - DAY_MS, 'ERR_CHECK_STALE'],
      [other, 'passed', now, 'ERR_CHECK_UNKNOWN'],
    ] as const) {
      const answered = await judge('b1', reference, outcome, at)
      assert.equal('pending' in answered ? 'pending' : codeOf(answered), code)
    }
    const passed = await judge('b1', one, 'passed')
    assert.ok('passed' in passed && passed.passed && passed.evidence.rests.person?.length === 1)
  })

  it('given a visit before two agents, then it passes with both as givers; one alone, twice one human, or no agent does not', async () => {
    const { tx, room, asking, wordFor, now } = await newPlace()
    const begun = await tx((tx) => beginPresence(tx, room, asking(), { check: 'in-person', verifier: 'tom', now }))
    if ('refused' in begun) return assert.fail(begun.refused.code)
    const intent = attestation(room, asking(), begun)
    const tom = wordFor(intent)
    const judge = (other: typeof tom, first = tom) =>
      tx((tx) => {
        const given = { id: begun.id, check: 'in-person', words: [first, other], now } as const
        return answerPresence(tx, room, asking(), given)
      })
    for (const other of [tom, wordFor(intent, 'tim', 'agent', tom.human), wordFor(intent, 'riya', 'analyst')])
      assert.equal(codeOf(await judge(other)), 'ERR_CHECK_NOT_ATTESTED')
    assert.equal(codeOf(await judge(wordFor(intent, 'riya'), wordFor(intent, 'bo'))), 'ERR_CHECK_NOT_ATTESTED')
    const passed = await judge(wordFor(intent, 'riya'))
    assert.ok(passed.passed && passed.evidence.rests.person?.length === 2)
  })
})
