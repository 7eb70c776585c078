/** Keys of organisations at a keeper: made once, given again after a crash, and for nobody but who was founded. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { connectBeside, type Front, openFront, openKeeper } from '../src/keeper/index.ts'
import { exportLedger, type LedgerSigner, openWorkingLedger, verifyExport } from '../src/ledger/index.ts'
import { foundOrganisation } from '../src/organisation/index.ts'
import { openStore, type Store } from '../src/store/index.ts'
import { embedded, temporaryFolder } from './engines.ts'
import { NOON } from './staff-office.ts'

let store: Store
before(async () => {
  store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => NOON })
})
after(() => store.close())

function keeperOf(folder: string) {
  return openKeeper({ folder, providersOf: () => [], console: undefined, clock: () => NOON, random: randomBytes })
}

/** One process's life: a keeper on the folder, and a front. */
async function live<T>(folder: string, work: (front: Front) => Promise<T>): Promise<T> {
  const keeper = keeperOf(folder)
  const front = await openFront({ connect: async () => connectBeside(keeper) })
  try {
    return await work(front)
  } finally {
    await front.close()
    keeper.close()
  }
}

const origin = (organisation: string) => `postern.example/${organisation}`
const made = (front: Front, organisation: string) => front.make(store.in(organisation), origin(organisation))
const found = (organisation: string, keys: () => Promise<LedgerSigner>) =>
  foundOrganisation(store, { organisation, name: 'Northwind', isHome: false, keys, now: NOON })

/** Entry 0 is signed, and never committed. */
async function dying(front: Front, organisation: string): Promise<LedgerSigner> {
  const signer = await made(front, organisation)
  return {
    ...signer,
    async seal(...asked) {
      await signer.seal(...asked)
      throw new Error('The server died.')
    },
  }
}

async function assertHolds(front: Front, organisation: string): Promise<void> {
  const ledger = await openWorkingLedger({ db: store.in(organisation), keys: front, random: randomBytes })
  assert.equal(ledger.held(), undefined)
  const key = ledger.keys.checkpoints[0].verifier.text
  assert.ok((await verifyExport(exportLedger(ledger.db), { key })).holds)
}

for (const [when, sameLife] of [
  ['the same keeper', true],
  ['the next keeper', false],
] as const) {
  it(`given a founding that came to nothing once entry 0 was signed, then ${when} gives the same keys again`, async () => {
    const [folder, organisation] = [join(temporaryFolder(), 'keys'), randomUUID()]
    let first = ''
    async function dies(front: Front): Promise<void> {
      await assert.rejects(
        found(organisation, () => dying(front, organisation)),
        /The server died/,
      )
      first = (await made(front, organisation)).entries.verifier.text
    }
    async function goesOn(front: Front): Promise<void> {
      assert.ok(await found(organisation, () => made(front, organisation)))
      await assertHolds(front, organisation)
      assert.equal((await front.signerOf(store.in(organisation))).entries.verifier.text, first)
    }
    if (sameLife) {
      await live(folder, async (front) => {
        await dies(front)
        await goesOn(front)
      })
    } else {
      await live(folder, dies)
      await live(folder, goesOn)
    }
  })
}

it('given a home that came to nothing, when another id is tried, then that one is the home', async () => {
  const folder = join(temporaryFolder(), 'keys')
  const [lost, home] = [randomUUID(), randomUUID()]
  await live(folder, (front) =>
    assert.rejects(
      found(lost, () => dying(front, lost)),
      /The server died/,
    ),
  )
  await live(folder, async (front) => {
    assert.ok(await found(home, () => made(front, home)))
    await assertHolds(front, home)
    await assert.rejects(made(front, lost), { code: 'ERR_KEEPER_RULE' })
  })
})

it('given a ledger that is there, when keys are asked for again, then that is refused, and the ledger goes on', async () => {
  const [folder, home] = [join(temporaryFolder(), 'keys'), randomUUID()]
  await live(folder, async (front) => {
    await found(home, () => made(front, home))
    await assertHolds(front, home)
    await assert.rejects(made(front, home), { code: 'ERR_KEEPER_RULE' })
    await assertHolds(front, home)
  })
})

it('given a founding that never was committed, when the keeper comes back, then the front goes on', {
  timeout: 20_000,
}, async () => {
  const [folder, home] = [join(temporaryFolder(), 'keys'), randomUUID()]
  const keeper = keeperOf(folder)
  const streams: ReturnType<typeof connectBeside>[] = []
  const back = Promise.withResolvers<void>()
  const front = await openFront({
    async connect() {
      const stream = connectBeside(keeper)
      streams.push(stream)
      return stream
    },
    onBack: back.resolve,
  })
  await made(front, home)
  streams[0]?.destroy()
  await back.promise
  assert.ok(await found(home, () => made(front, home)))
  await assertHolds(front, home)
  await front.close()
  keeper.close()
})
