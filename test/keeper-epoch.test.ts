/** A database that went back in time, as a keeper sees it: nothing is signed but an epoch that two administrators open. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'node:test'
import { connectBeside, openFront, openKeeper } from '../src/keeper/index.ts'
import { exportLedger, openKeyFolder, openWorkingLedger, verifyExport } from '../src/ledger/index.ts'
import { createEpochCeremony, type EpochCeremony, holdWaits } from '../src/staff/index.ts'
import { openStore } from '../src/store/index.ts'
import { embedded } from './engines.ts'
import { newKeptLedger } from './kept-ledger.ts'
import { good, type Human, MINUTE_MS, NOON } from './staff-office.ts'

it('given entries that are missing, then two administrators open an epoch, and one cannot', async () => {
  const store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => NOON })
  const kept = await newKeptLedger(store)
  const { organisation, keyFolder, ada, bo } = kept
  const { db } = kept.ledger
  await kept.ledger.seal()
  await kept.close()
  // The signer remembers one entry more than there is.
  const { memory } = openKeyFolder(keyFolder, randomBytes).of(organisation)
  const signed = (await memory.load())!
  await memory.keep({ head: { ...signed.head, seq: signed.head.seq + 1 }, root: randomBytes(32) })

  const keeper = openKeeper({
    folder: keyFolder,
    providersOf: () => [],
    console: undefined,
    clock: () => NOON,
    random: randomBytes,
  })
  const front = await openFront({ connect: async () => connectBeside(keeper) })
  const open = () => openWorkingLedger({ db, keys: front, random: randomBytes })
  const lost = await open()
  assert.match(lost.held() ?? '', /went back in time/)
  assert.equal(lost.lost?.missing, 1)
  const room = { ...kept.staff, ledger: lost }
  const ceremony = createEpochCeremony(room, lost)
  async function says(of: EpochCeremony, { id: by, keys }: Human) {
    return await of.decide(keys[0].assert(good(await of.begin({ by, now: NOON }))), { by, now: NOON })
  }
  assert.deepEqual(await says(ceremony, ada), { opened: false })
  assert.deepEqual(await says(ceremony, ada), { opened: false })
  assert.deepEqual(await says(ceremony, bo), { opened: true })

  const ledger = await open()
  assert.equal(ledger.held(), undefined)
  await holdWaits({ ...room, ledger }, { from: NOON - MINUTE_MS, at: NOON + MINUTE_MS })
  await ledger.seal()
  const verdict = await verifyExport(exportLedger(db), { key: ledger.keys.checkpoints[0].verifier.text })
  assert.ok(verdict.holds)
  assert.equal(verdict.origin, `postern.example/${organisation}/epoch-2`)
  await front.close()
  keeper.close()
  await store.close()
})
