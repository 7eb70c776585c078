/** A reset at the provider that somebody answers for afterwards, from the log to the ledger, on both engines. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { erasePerson } from '../src/ledger/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { NOON, refusal } from '../src/watch/sample-organisation.ts'
import { onEachEngine } from './engines.ts'
import { type ReadingConsole, type StaffName, withConsole } from './reading-console.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of an API, looked into by their members.
type Json = any

const STATEMENT = 'Rang Ana on her desk number, +49 30 1234567; she was at the desk and named the ticket.'

/** Riya resets what Ana signs in with, in Okta's own console. */
const reset = {
  ...refusal(1, 'reset-1'),
  actor: { id: '00uriya', type: 'User', alternateId: 'riya@example.com', displayName: 'Riya' },
  eventType: 'user.mfa.factor.reset_all',
  outcome: { result: 'SUCCESS' },
  target: [{ id: '00uana', type: 'User', alternateId: 'ana@example.com', displayName: 'Ana' }],
}

onEachEngine('adopting a change', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(() => store.close())

  async function withReset(work: (parts: Parts) => Promise<void>): Promise<void> {
    await withConsole(store, async (console) => {
      const [first] = console.organisations
      await first.deliver(reset)
      const of = `/organisations/${first.db.organisation}`
      const list = (await console.as('sam', 'GET', `${of}/incidents`)).body as Json
      const card = list.find(({ detections }: Json) => detections.includes('change-outside-case'))
      const path = `${of}/incidents/${card.id}`
      const said = { identity: 'callback', statement: STATEMENT, evidence: card.evidence }
      await work({ ...console, of, path, said })
    })
  }
  interface Parts extends ReadingConsole {
    readonly of: string
    readonly path: string
    readonly said: { readonly identity: string; readonly statement: string; readonly evidence: string }
  }

  async function adopt(
    { as, path, said }: Parts,
    who: StaffName,
    more: object = {},
  ): Promise<{ status: number; body: Json }> {
    const begun = await as(who, 'POST', `${path}/adopt/begin`, said)
    if (begun.status !== 200) return begun
    const { options, salt } = begun.body as Json
    const response = { clientDataJSON: options.challenge, authenticatorData: 'AA', signature: 'AA' }
    const assertion = { id: 'key', type: 'public-key', response }
    return await as(who, 'POST', `${path}/adopt`, { ...said, salt, assertion, ...more })
  }

  it('given a second person who verified, then it is closed as adopted, and the ledger says by whom and how', async () => {
    await withReset(async (parts) => {
      const { as, of, path, organisations } = parts
      const { status, body } = await adopt(parts, 'sam')
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(body.adopted, { by: { id: 'sam', name: 'Name of sam' }, identity: 'callback' })
      assert.notEqual(body.closed, null)
      const { entries } = (await as('audit', 'GET', `${of}/ledger`)).body as Json
      const entry = entries.find(({ type }: Json) => type === 'incident-adopted')
      assert.match(entry.summary, /Name of sam answers for the change.*callback to a number that was known before/)
      assert.ok(!JSON.stringify(entries).includes('desk'), 'the ledger has the text')
      const { statement } = (await as('audit', 'GET', `${path}/adoption`)).body as Json
      assert.equal(statement, STATEMENT)
      assert.equal((await as('agent', 'GET', `${path}/adoption`)).status, 403)

      // When the person is erased, then the text goes, and that it was adopted stays.
      const keys = await organisations[0].db.transaction(async (tx) => {
        const rows = await tx.selectFrom('person_keys').select('id').execute()
        for (const { id } of rows) await erasePerson(tx, id)
        return rows
      })
      assert.equal(keys.length, 1)
      const erased = (await as('audit', 'GET', `${path}/adoption`)).body as Json
      assert.deepEqual([erased.by.id, erased.statement], ['sam', null])
    })
  })

  it('given whoever made the change or whom it concerns, then each is refused, and says why', async () => {
    await withReset(async (parts) => {
      const { as, path } = parts
      const adopting = async (who: StaffName) => ((await as(who, 'GET', path)).body as Json).adopting
      assert.equal((await adopting('riya')).refused.code, 'ERR_INCIDENT_YOURS')
      assert.equal((await adopting('ana')).refused.code, 'ERR_INCIDENT_ABOUT_YOU')
      assert.deepEqual(await adopting('sam'), { refused: null })
      assert.equal((await adopt(parts, 'riya')).body.code, 'ERR_INCIDENT_YOURS')
      assert.equal((await adopt(parts, 'ana')).body.code, 'ERR_INCIDENT_ABOUT_YOU')
      assert.equal((await adopt(parts, 'agent')).status, 403)
      assert.equal((await parts.as('sam', 'GET', `${parts.path}/adoption`)).status, 404)
    })
  })

  it('given another text or salt than was signed, then nothing is adopted', async () => {
    await withReset(async (parts) => {
      const other = { statement: `${STATEMENT} And more.` }
      assert.notEqual((await adopt(parts, 'sam', other)).status, 200)
      assert.notEqual((await adopt(parts, 'sam', { salt: `${'B'.repeat(21)}A==` })).status, 200)
      assert.equal(((await parts.as('sam', 'GET', parts.path)).body as Json).closed, null)
    })
  })
})
