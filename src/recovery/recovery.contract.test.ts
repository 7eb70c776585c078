/** Cases on both engines: one open case a person, and nothing given but what the ledger says at the moment of acting. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { ledgerOf, NOON, newLedger } from '../../test/organisation.ts'
import { loadFreeze } from '../directory/index.ts'
import type { Decision, Ledger } from '../ledger/index.ts'
import { policyInForce } from '../policy/index.ts'
import { challengeFor, type Intent, isIntentOf } from '../staff/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { type CheckId, type Rests, restsOf } from '../verification/index.ts'
import { approvalIntent } from './approvals.ts'
import type { Rules } from './authority.ts'
import { commandCase } from './command.ts'
import { caseOrderer } from './executor.ts'
import { openCase } from './open.ts'
import { endDueCases, holdCases } from './passing-time.ts'
import type { RecoveryRoom } from './room.ts'
import { rulesFromPolicies } from './rules.ts'
import { ANA, BO, HOUR_MS, MINUTE_MS, POLICY, RIYA, recipe, ruled } from './sample-case.ts'

const CODES = ruled([recipe('code-and-password', [['saved-code'], ['password']])])
const BY = { actor: 'person/ana' }
const newId = () => randomBytes(12).toString('hex')

onEachEngine('cases', (engine) => {
  let store: Store
  let other: Store | undefined
  before(async () => {
    const place = await engine.newPlace()
    store = await openStore({ place, kind: 'demo', clock: () => NOON })
    // A second server at the same database.
    if (engine.name === 'postgres') other = await openStore({ place, kind: 'demo', clock: () => NOON })
  })
  after(async () => {
    await other?.close()
    await store.close()
  })

  async function newPlace(given?: Ledger) {
    const ledger = given ?? (await newLedger(store))
    const place = { now: NOON, rules: CODES as Rules }
    const room: RecoveryRoom = {
      ledger,
      rulesOf: async () => place.rules,
      clock: () => place.now,
      // Stands in for the staff's ledger: what is looked at is the challenge that was signed.
      approverBehind: async (_, decision, intent) => (isIntentOf(decision, intent) ? decision.staff : undefined),
    }
    const later = () => {
      place.now += MINUTE_MS
      return place.now
    }
    const asks = (claimant: string, person = ANA, policy = POLICY) => {
      const at = later()
      return openCase(
        room,
        {
          id: newId(),
          opened: { at, person, subject: 'ana', via: 'portal', by: null, deadline: null },
          assessed: { at, tier: 'standard', threat: 'normal', policy, cautions: [] },
          joined: { at, claimant, kind: 'session', source: `at-${claimant}`, by: null },
        },
        BY,
      )
    }
    const passes = (id: string, claimant: string, check: CheckId, known: Rests = {}) => {
      const at = later()
      const rests = restsOf(check, known)
      return commandCase(room, id, BY, () => {
        return { do: 'give-evidence', at, evidence: newId(), claimant, check, rests, by: null }
      })
    }
    /** A standard person with both codes, to whom a pass may be given. */
    const ready = async (person = ANA) => {
      const { case: id } = await asks('a', person)
      await passes(id, 'a', 'saved-code', { device: ['sheet'] })
      await passes(id, 'a', 'password')
      const at = later()
      await commandCase(room, id, BY, (_, rules) => ({ do: 'begin-wait', at, claimant: 'a', rules }))
      await commandCase(room, id, BY, () => ({ do: 'note-notices', at, channels: ['mail'] }))
      return id
    }
    const gives = (id: string, remedy: string) =>
      commandCase(room, id, BY, (_, rules) => {
        return { do: 'give', at: place.now, remedy, verb: 'issue-pass', claimant: 'a', rules }
      })
    const authorised = (id: string, remedy: string, person = ANA) =>
      ledger.db.transaction(async (tx) => {
        const orderer = caseOrderer(room, { case: id, person, remedy })
        await orderer.lock(tx)
        return await orderer.authorise(tx)
      })
    return { ledger, room, place, asks, passes, ready, gives, authorised }
  }

  it('given somebody who asks again, then it is the same case, and they start at nothing in it (R3)', async () => {
    const { asks, passes } = await newPlace()
    const first = await asks('a')
    await passes(first.case, 'a', 'saved-code', { device: ['sheet'] })
    const second = await asks('b')
    assert.deepEqual([second.case, first.isNew, second.isNew], [first.case, true, false])
    const { state } = await passes(first.case, 'b', 'recent-activity')
    assert.equal(state?.evidence.filter(({ claimant }) => claimant === 'b').length, 1)
    assert.equal(state?.is, 'verifying')
  })

  it('given ten who ask for one person at once, then there is one case', async () => {
    const { asks } = await newPlace()
    const asked = await Promise.all(Array.from({ length: 10 }, (_, n) => asks(`c${n}`)))
    assert.equal(new Set(asked.map((one) => one.case)).size, 1)
    assert.equal(asked.filter(({ isNew }) => isNew).length, 1)
  })

  it('given a case that nobody went on with, then whoever asks later has a new one, and the old one is over', async () => {
    const { asks, place, ledger } = await newPlace()
    const old = await asks('a')
    place.now += 4 * 24 * HOUR_MS
    const another = await asks('a')
    assert.equal(another.isNew, true)
    const rows = await ledger.db.transaction((tx) =>
      tx.selectFrom('cases').select(['id', 'state', 'ended', 'due']).execute(),
    )
    assert.deepEqual(
      rows.find(({ id }) => id === old.case),
      { id: old.case, state: 'over', ended: 'abandoned', due: null },
    )
  })

  it('given two sessions that race for the same pass, then it is ordered once', async () => {
    const { ready, gives, room } = await newPlace()
    const id = await ready()
    const both = await Promise.all([gives(id, 'pass'), gives(id, 'pass')])
    assert.deepEqual(both.map(({ entries }) => entries.length).toSorted(), [0, 1])
    const { state } = await commandCase(room, id, BY, () => ({ do: 'elapse', at: NOON }))
    assert.equal(state?.remedies.size, 1)
  })

  it('given two servers that race for one person, one pass and one stop, then one wins each', async (t) => {
    if (other === undefined) return t.skip('one process has an embedded database')
    const here = await newPlace()
    const there = await newPlace(ledgerOf(other, here.ledger.db.organisation))
    const asked = await Promise.all([here.asks('a'), there.asks('b'), here.asks('c'), there.asks('d')])
    assert.equal(asked.filter(({ isNew }) => isNew).length, 1)

    const id = await here.ready(BO)
    there.place.now = here.place.now
    const given = await Promise.all([here.gives(id, 'pass'), there.gives(id, 'pass')])
    assert.equal(given.flatMap(({ entries }) => entries).length, 1)
    const stopped = await Promise.all(
      [here, there].map(({ room, place }) =>
        commandCase(room, id, BY, () => ({ do: 'stop', at: place.now, channel: 'mail', by: null })),
      ),
    )
    assert.deepEqual(stopped.map(({ refused }) => refused?.code).toSorted(), ['ERR_CASE_OVER', undefined])
  })

  it('given an order, then the executor derives it again: after a freeze, a stop or a stricter policy it acts no more', async () => {
    for (const trouble of ['none', 'freeze', 'stop', 'policy', 'clock'] as const) {
      const { ready, gives, authorised, place, room } = await newPlace()
      const id = await ready()
      await gives(id, 'pass')
      if (trouble === 'freeze') place.rules = { ...CODES, isFrozen: true }
      if (trouble === 'clock') place.rules = { ...CODES, isClockInDoubt: true }
      if (trouble === 'policy') place.rules = { ...CODES, inForce: [recipe('more', [['manager'], ['totp']])] }
      if (trouble === 'stop')
        await commandCase(room, id, BY, () => ({ do: 'stop', at: place.now, channel: 'mail', by: null }))
      assert.equal(await authorised(id, 'pass'), trouble === 'none', trouble)
    }
  })

  it('given a case that was stopped, then what takes access is carried out all the same (rule 13)', async () => {
    const { ready, authorised, place, room } = await newPlace()
    const id = await ready()
    await commandCase(room, id, BY, () => ({ do: 'stop', at: place.now, channel: 'mail', by: null }))
    await commandCase(room, id, BY, () => ({ do: 'take', at: place.now, remedy: 'sessions', verb: 'end-sessions' }))
    assert.equal(await authorised(id, 'sessions'), true)
  })

  it('given notices that reached no channel, then no wait counts from there (rule 15)', async () => {
    const { ready, place, room } = await newPlace()
    const id = await ready()
    const nowhere = commandCase(room, id, BY, () => ({ do: 'note-notices', at: place.now, channels: [] }))
    await assert.rejects(nowhere, { code: 'ERR_LEDGER_DATA_INVALID' })
  })

  it('given an order that nobody made, or of another person, then the executor does not act', async () => {
    const { ready, gives, authorised } = await newPlace()
    const id = await ready()
    assert.equal(await authorised(id, 'never'), false)
    await gives(id, 'pass')
    assert.equal(await authorised(id, 'pass', BO), false)
    assert.equal(await authorised('none', 'pass'), false)
  })

  it('given evidence that a database user wrote into the case, then the executor names the entry (R43)', async () => {
    const { ready, gives, authorised, asks, ledger } = await newPlace()
    const id = await ready()
    await gives(id, 'pass')
    const other = await asks('z', BO)
    await ledger.db.transaction(async (tx) => {
      await sql`
        insert into ledger_entries (organisation, seq, stream, bytes)
        select organisation, (select max(seq) + 1 from ledger_entries), ${`case/${id}`}, bytes
        from ledger_entries where stream = ${`case/${other.case}`} order by seq desc limit 1
      `.execute(tx)
    })
    await assert.rejects(authorised(id, 'pass'), { code: 'ERR_LEDGER_FORGED' })
  })

  it('given a stop, or two who both passed a check, then the person is frozen in the same transaction (rule 13)', async () => {
    for (const how of ['stop', 'contest'] as const) {
      const { ready, asks, passes, room, place, ledger } = await newPlace()
      const id = await ready()
      assert.equal(await ledger.db.transaction((tx) => loadFreeze(tx, { ledger }, ANA)), undefined)
      if (how === 'stop') {
        await commandCase(room, id, BY, () => ({ do: 'stop', at: place.now, channel: 'mail', by: null }))
      } else {
        await asks('b')
        await passes(id, 'b', 'totp', { device: ['other'] })
      }
      const freeze = await ledger.db.transaction((tx) => loadFreeze(tx, { ledger }, ANA))
      assert.equal(freeze?.because, 'stop', how)
    }
  })

  it('given an approval without a passkey, or signed for something else, then the executor does not count it (rule 20)', async () => {
    for (const signed of ['this', 'other case', 'other evidence', 'nothing', 'by another'] as const) {
      const { ready, gives, authorised, place, room } = await newPlace()
      place.rules = ruled([recipe('agreed', [['saved-code'], ['password']], 0, 1)])
      const id = await ready()
      const { state } = await commandCase(room, id, BY, () => ({ do: 'elapse', at: place.now }))
      const intent = approvalIntent(room.ledger.db.organisation, id, state!)
      assert.ok(intent)
      const wrong = {
        'other case': { ...intent, about: { ...intent.about, case: 'other' } },
        'other evidence': { ...intent, evidence: 'f'.repeat(64) },
      }
      const decision = signedBy(
        signed === 'by another' ? 'max' : 'riya',
        signed in wrong ? wrong[signed as keyof typeof wrong] : intent,
      )
      const by = { actor: 'staff/riya', ...(signed === 'nothing' ? {} : { decisions: [decision] }) }
      const { refused } = await commandCase(room, id, by, () => ({ do: 'approve', at: place.now, by: RIYA }))
      assert.equal(refused, undefined)
      await gives(id, 'pass')
      assert.equal(await authorised(id, 'pass'), signed === 'this', signed)
    }
  })

  it('given cases that nobody goes on with, then they end by themselves, and others do not', async () => {
    const { asks, place, room, ready } = await newPlace()
    const idle = await asks('a')
    place.now += 2 * 24 * HOUR_MS
    const fresh = await ready(BO)
    place.now += 30 * HOUR_MS
    assert.equal(await endDueCases(room), 1)
    assert.equal(await endDueCases(room), 0)
    const { state } = await commandCase(room, fresh, BY, () => ({ do: 'elapse', at: place.now }))
    assert.equal(state?.is, 'waiting')
    const { refused } = await commandCase(room, idle.case, BY, () => ({ do: 'elapse', at: place.now }))
    assert.equal(refused?.code, 'ERR_CASE_OVER')
  })

  it('given two of three days in which Postern was down, then a wait of a day has not elapsed (R52)', async () => {
    const { ready, gives, room, place, passes } = await newPlace()
    const DAY_MS = 24 * HOUR_MS
    place.rules = ruled([recipe('slow', [['saved-code'], ['password']], DAY_MS)])
    const id = await ready()
    await commandCase(room, id, BY, () => ({
      do: 'answer-notice',
      at: place.now,
      channel: 'own',
      rests: { mailbox: ['own'] },
    }))
    const from = place.now + 12 * HOUR_MS
    place.now = from + 2 * DAY_MS
    await holdCases(room, { from, at: place.now })
    await passes(id, 'a', 'saved-code', { device: ['sheet'] })
    assert.equal((await gives(id, 'pass')).refused?.code, 'ERR_CASE_WAIT')
  })

  it('given the policy that is in force from the first day, then a code and the password are enough for standard, and not above', async () => {
    for (const [tier, isGiven] of [
      ['standard', true],
      ['privileged', false],
    ] as const) {
      const { ledger, asks, passes, place, room } = await newPlace()
      const { version } = await ledger.db.transaction((tx) => policyInForce(tx, { ledger }))
      const real = {
        ...room,
        rulesOf: (tx, state) => rulesFromPolicies(tx, { ledger }, state, { isClockInDoubt: false }),
      } satisfies RecoveryRoom
      const { case: id } = await asks('a', ANA, version)
      await commandCase(real, id, BY, () => ({
        do: 'assess',
        at: place.now,
        tier,
        threat: 'normal',
        policy: version,
        cautions: [],
      }))
      await passes(id, 'a', 'saved-code', { device: ['sheet'] })
      await passes(id, 'a', 'password')
      const { refused } = await commandCase(real, id, BY, (_, rules) => ({
        do: 'begin-wait',
        at: place.now,
        claimant: 'a',
        rules,
      }))
      assert.equal(refused?.code, isGiven ? undefined : 'ERR_CASE_EVIDENCE', tier)
    }
  })

  it('given one organisation, then another sees none of its cases (rule 25)', async () => {
    const { asks } = await newPlace()
    const { case: id } = await asks('a')
    const other = await newPlace()
    const { refused } = await commandCase(other.room, id, BY, () => ({ do: 'elapse', at: NOON }))
    assert.equal(refused?.code, 'ERR_CASE_UNKNOWN')
  })
})

/** An assertion whose signature nobody looks at here. */
function signedBy(staff: string, intent: Intent): Decision {
  const challenge = Buffer.from(challengeFor(intent, randomBytes(32))).toString('base64url')
  const client = { type: 'webauthn.get', challenge, origin: 'http://localhost', crossOrigin: false }
  const clientDataJSON = Buffer.from(JSON.stringify(client)).toString('base64url')
  return { staff, credentialId: 'key', clientDataJSON, authenticatorData: 'AA', signature: 'AA' }
}
