/** RED TEAM R25, R26, R28, R29 and R49, from a provider's rows to what was done: sources are refused, and nobody is locked out. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { embedded } from '../../test/engines.ts'
import { type OrganisationTransaction, openStore, type Store } from '../store/index.ts'
import { addSource, createDeliveryReader, createIntakeOf, createWatch, type DeliveryReader } from '../watch/index.ts'
import { approval, entry, lines, MINUTE_MS, NOON, refusal, wrongCode } from '../watch/sample-organisation.ts'
import { createResponding } from './respond.ts'
import { newSampleRoom, type SampleRoom } from './sample-room.ts'
import { shippedPlaybooks } from './shipped.ts'

const ATTACKER = '203.0.113.9'
const OFFICE = '198.51.100.7'
const DAY_MINUTES = 24 * 60

/** A row as it would be of another person, from another address. */
function as(account: string, ip: string, row: object): object {
  const { uuid, transaction, authenticationContext } = row as {
    uuid: string
    transaction: { id: string }
    authenticationContext: { rootSessionId: string }
  }
  return {
    ...row,
    uuid: `${account}-${uuid}`,
    actor: { id: account, type: 'User', alternateId: `${account}@example.com`, displayName: account },
    client: { userAgent: { rawUserAgent: 'Firefox' }, ipAddress: ip },
    transaction: { type: 'WEB', id: `${account}-${transaction.id}` },
    authenticationContext: { rootSessionId: `${account}-${authenticationContext.rootSessionId}` },
  }
}

function wrongPassword(minute: number): object {
  const event = {
    eventType: 'user.session.start',
    outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
    debugContext: { debugData: {} },
  }
  return { ...refusal(minute, `wrong-password-${minute}`), ...event }
}

const reported = (minute: number): object => ({
  ...refusal(minute, `reported-${minute}`),
  eventType: 'user.account.report_suspicious_activity_by_enduser',
  outcome: { result: 'SUCCESS' },
})

describe('attacks on real people, and what playbooks do about them', () => {
  let store: Store
  let reader: DeliveryReader
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
    reader = createDeliveryReader()
  })
  after(() => store.close())

  interface Attacked extends SampleRoom {
    /** Delivers rows, judges them, and lets what is owed be done. */
    happen(minute: number, ...rows: readonly object[]): Promise<void>
  }

  /** With the playbooks that come with Postern, past their two weeks. */
  async function attacked(): Promise<Attacked> {
    const sample = await newSampleRoom(store)
    const { room } = sample
    for (const { id, yaml } of shippedPlaybooks()) {
      await sample.set(id, yaml.replace('report-only for 14 days', 'active'))
    }
    const source = { id: 'okta', name: 'Okta', tenant: 'northwind' }
    await addSource(room.ledger, source, randomBytes(32), { actor: 'system/test', now: NOON })
    const intake = createIntakeOf(room.ledger)
    const responding = createResponding(room)
    const watch = createWatch({
      db: room.ledger.db,
      owe: (tx: OrganisationTransaction, changes) => responding.owe(tx, changes),
    })
    return Object.assign(sample, {
      async happen(minute: number, ...rows: readonly object[]) {
        sample.now = NOON + minute * MINUTE_MS
        await intake.take(
          'okta',
          reader.read(Buffer.from(lines(...rows)), { tenant: 'northwind', came: 'pushed' }),
          sample.now,
        )
        await watch.follow(sample.now)
        assert.deepEqual(await sample.work(), [])
      },
    })
  }

  const done = ({ provider }: SampleRoom): readonly string[] =>
    provider.made.map((change) => `${change.verb} ${'account' in change ? change.account : change.address}`)
  const minutes = (count: number, every: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => index * every)
  const LOCKING_OUT = /suspend|require-password-reset/

  it('R25: given five refused pushes within an hour, then it is answered; given four, or five over 61 minutes, it is not', async () => {
    const five = await attacked()
    await five.happen(61, ...minutes(5, 15).map((minute) => as('ana', ATTACKER, refusal(minute))))
    assert.deepEqual(done(five), [`refuse-source ${ATTACKER}`, 'add-to-high-risk-group ana'])
    const four = await attacked()
    await four.happen(61, ...minutes(4, 15).map((minute) => as('ana', ATTACKER, refusal(minute))))
    const slow = await attacked()
    await slow.happen(62, ...[0, 15, 30, 45, 61].map((minute) => as('ana', ATTACKER, refusal(minute))))
    assert.deepEqual([done(four), done(slow)], [[], []])
  })

  it('R25: given one “not me”, then it is answered at once', async () => {
    const sample = await attacked()
    await sample.happen(1, as('ana', ATTACKER, reported(0)))
    assert.ok(done(sample).includes('add-to-high-risk-group ana'))
  })

  it('R26: given refuse, refuse, refuse, approve, then the session is ended, the password counts no more, and people are told', async () => {
    const sample = await attacked()
    const row = (minute: number, event: object): object => as('ana', ATTACKER, { ...event, uuid: `r26-${minute}` })
    await sample.happen(
      5,
      ...[0, 1, 2].map((minute) => row(minute, refusal(minute))),
      row(3, approval(3)),
      row(4, entry(3)),
    )
    assert.deepEqual(done(sample), [
      `refuse-source ${ATTACKER}`,
      'end-sessions ana',
      'add-to-high-risk-group ana',
      'require-password-reset ana',
    ])
    assert.ok(sample.notices.some((notice) => notice.about === 'response' && notice.what === 'opened'))
    assert.ok(sample.notices.some((notice) => notice.about === 'approval' && notice.why === 'step'))
  })

  it('R28: given one try each on 200 people from one address, then the address is refused, and none of them is touched', async () => {
    const sample = await attacked()
    const tries = Array.from({ length: 200 }, (_, person) => as(`p${person}`, ATTACKER, wrongPassword(person / 10)))
    await sample.happen(30, ...tries)
    assert.deepEqual(done(sample), [`refuse-source ${ATTACKER}`])
  })

  it('R29: given wrong passwords and codes against the whole helpdesk, then nobody is locked out, and the source comes back by itself', async () => {
    const sample = await attacked()
    const desk = minutes(8, 1).map((one) => `desk${one}`)
    const rows = desk.flatMap((account, index) => [
      ...minutes(4, 1).map((minute) => as(account, ATTACKER, wrongPassword(minute * 8 + index))),
      ...minutes(6, 1).map((minute) => as(account, ATTACKER, wrongCode(40 + minute))),
    ])
    await sample.happen(60, ...rows)
    assert.ok(done(sample).length > 0)
    assert.ok(
      done(sample).every((one) => one === `refuse-source ${ATTACKER}`),
      done(sample).join(', '),
    )
    sample.now += 25 * 60 * MINUTE_MS
    const state = await sample.provider.read({ kind: 'source', address: ATTACKER }, AbortSignal.timeout(1000))
    assert.deepEqual(state, { kind: 'source', refusedUntil: null })
  })

  it('R49: given five pushes at every executive whose password is known, then sources are refused and nobody is locked out', async () => {
    const sample = await attacked()
    const executives = minutes(6, 1).map((one) => `chief${one}`)
    const rows = executives.flatMap((account, index) =>
      minutes(5, 5).map((minute) => as(account, `203.0.113.${10 + index}`, refusal(minute))),
    )
    await sample.happen(30, ...rows)
    for (const [index, account] of executives.entries()) {
      assert.ok(done(sample).includes(`refuse-source 203.0.113.${10 + index}`))
      assert.ok(done(sample).includes(`add-to-high-risk-group ${account}`))
    }
    assert.ok(
      done(sample).every((one) => !LOCKING_OUT.test(one)),
      done(sample).join(', '),
    )
  })

  it('given prompts from where the person is at home, then that address is not refused', async () => {
    const sample = await attacked()
    await sample.happen(-DAY_MINUTES + 1, as('ana', OFFICE, entry(-DAY_MINUTES)))
    await sample.happen(1, as('ana', OFFICE, reported(0)))
    assert.ok(done(sample).every((one) => !one.startsWith('refuse-source')))
  })

  it('given an attack from an address where others get in, then it is left alone, and people are told so', async () => {
    const sample = await attacked()
    await sample.happen(
      -DAY_MINUTES + 1,
      ...['ben', 'cem', 'dan'].map((account) => as(account, OFFICE, entry(-DAY_MINUTES))),
    )
    await sample.happen(61, ...minutes(5, 10).map((minute) => as('ana', OFFICE, refusal(minute))))
    assert.deepEqual(done(sample), ['add-to-high-risk-group ana'])
    const [response] = await sample.responses()
    assert.equal(response?.steps.find((step) => step.do === 'refuse-source')?.code, 'ERR_RESPONSE_SOURCE_SHARED')
    assert.ok(sample.notices.some((notice) => notice.about === 'response' && notice.what === 'failed'))
  })

  it('given an attack from an address where an emergency account gets in, then it is left alone', async () => {
    const sample = await attacked()
    sample.emergency.push({ provider: 'okta', account: 'em001' })
    await sample.happen(-DAY_MINUTES + 1, as('em001', OFFICE, entry(-DAY_MINUTES)))
    await sample.happen(61, ...minutes(5, 10).map((minute) => as('ana', OFFICE, refusal(minute))))
    assert.ok(done(sample).every((one) => !one.startsWith('refuse-source')))
  })
})
