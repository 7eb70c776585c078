/** A provider's people, read through a keeper: the same as without one, and nothing that it should not hand on. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { duplexPair } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { connectionOn } from '../src/keeper/connection.ts'
import { framesOn } from '../src/keeper/frames.ts'
import { createLimits } from '../src/keeper/limits.ts'
import type { ConnectedProvider, ListedPerson, PeoplePort } from '../src/providers/index.ts'
import { createRecordingProvider } from '../src/providers/recording/index.ts'
import { ACCOUNT, peopleContract } from '../src/providers/sample-contract.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { embedded } from './engines.ts'
import { type KeptLedger, newKeptLedger } from './kept-ledger.ts'
import { API_TOKEN, newSandboxPlace } from './sandbox-place.ts'
import { NOON } from './staff-office.ts'

const soon = () => AbortSignal.timeout(60_000)
const ANA: ListedPerson = {
  ...{ account: ACCOUNT, userName: 'ana', displayName: 'Ana', manager: null, employeeNumber: null },
  ...{ email: null, phone: null, mobile: null, groups: [], administrator: false, suspended: false },
}

describe('a provider’s people, read through a keeper', () => {
  let store: Store
  const toStop: (() => Promise<void>)[] = []
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'demo', clock: () => NOON })
  })
  after(async () => {
    for (const stop of toStop) await stop()
    await store.close()
  })

  async function keptWith(...providers: readonly ConnectedProvider[]): Promise<KeptLedger> {
    const kept = await newKeptLedger(store, { providers })
    toStop.push(() => kept.close())
    return kept
  }

  function peopleOf({ front, organisation }: KeptLedger): PeoplePort {
    const people = front.providerOf(organisation, 'sandbox')?.people
    assert.equal(people?.tenant, 'northwind')
    return people
  }

  /** A sandbox, what a keeper reads of it, and the keeper. */
  async function newPlace() {
    const place = await newSandboxPlace()
    toStop.push(() => place.sandbox.stop())
    const { provider } = place
    const kept = await keptWith({ ...provider, people: { ...provider, tenant: 'northwind' } })
    return { ...place, kept, provider: { ...provider, ...peopleOf(kept) } }
  }

  /** What a connector says that is not as the port has it, and what the front hears of it. */
  async function answered(listPeople: () => Promise<unknown>): Promise<PeoplePort> {
    const provider = createRecordingProvider({ provider: 'sandbox', kind: 'demo', clock: () => NOON })
    const strange = { ...provider, listPeople, tenant: 'northwind' } as ConnectedProvider['people'] & object
    return peopleOf(await keptWith({ ...provider, people: strange }))
  }

  peopleContract(newPlace)

  it('given a provider that is asked too often, then the front hears so, and when to ask again', async () => {
    const { provider, failNext } = await newPlace()
    failNext('throttled')
    await assert.rejects(provider.listPeople(undefined, soon()), {
      name: 'ProviderError',
      code: 'ERR_PROVIDER_THROTTLED',
      effect: 'none',
      retryAfterMs: 2000,
    })
  })

  it('given no connector, one that lists nobody, or a ledger that was not read, then it is refused', async () => {
    const lists = createRecordingProvider({ provider: 'okta', kind: 'demo', clock: () => NOON })
    const { ask, organisation, front } = await keptWith(lists)
    assert.equal(front.providerOf(organisation, 'okta')?.people, undefined)
    const questions = [
      { do: 'list-people' },
      { do: 'holdings', account: ACCOUNT },
      { do: 'in-the-way', question: { account: ACCOUNT } },
    ]
    for (const question of questions) {
      const at = { ...question, organisation, provider: 'okta' }
      assert.equal(await ask(at), 'ERR_KEEPER_NO_PROVIDER')
      assert.equal(await ask({ ...at, provider: 'entra' }), 'ERR_KEEPER_NO_PROVIDER')
      assert.equal(await ask({ ...at, organisation: randomUUID() }), 'ERR_KEEPER_UNREAD')
      assert.equal(await ask({ ...at, credential: true }), 'ERR_KEEPER_MESSAGE')
    }
  })

  it('given an answer with a member too many, or more than a message takes, then none of it goes on', async () => {
    const page = { people: [ANA], next: null }
    const group = 'g'.repeat(2000)
    const large = { ...ANA, groups: Array.from({ length: 5000 }, () => group) }
    for (const answer of [
      { ...page, credential: API_TOKEN },
      { ...page, people: [{ ...ANA, credential: API_TOKEN }] },
      { ...page, people: [large, large] },
      { ...page, next: '' },
      undefined,
    ]) {
      const people = await answered(async () => answer)
      await assert.rejects(people.listPeople(undefined, soon()), { code: 'ERR_PROVIDER_DOWN' })
    }
  })

  it('given a connector that fails and says its credential, then the front hears that it failed, and no more', async () => {
    const people = await answered(async () => {
      throw new Error(`Bearer ${API_TOKEN} was refused`)
    })
    await assert.rejects(
      people.listPeople(undefined, soon()),
      (error: Error & { readonly code: string }) =>
        error.code === 'ERR_KEEPER_FAILED' && !`${error.stack} ${error.cause}`.includes(API_TOKEN),
    )
  })

  it('given a keeper that answers in another form, then it is none', async () => {
    const [near, far] = duplexPair()
    const frames = framesOn(
      far,
      () => frames.send({ id: 1, answer: { people: [ANA], next: null, also: 1 } }),
      () => undefined,
    )
    const connection = connectionOn(near, () => undefined)
    const question = { do: 'list-people', organisation: randomUUID(), provider: 'sandbox' } as const
    await assert.rejects(connection.ask(question), { code: 'ERR_KEEPER_AWAY' })
  })

  it('given more questions in an hour than a directory has people, then no more are answered in it', () => {
    const limits = createLimits()
    for (let question = 0; question < 250_000; question++) limits.countReading(NOON)
    assert.throws(() => limits.countReading(NOON), { code: 'ERR_KEEPER_LIMIT' })
    limits.countReading(NOON + 3_600_000)
  })
})
