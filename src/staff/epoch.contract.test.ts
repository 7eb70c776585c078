/** Two people go on after an older backup was put back, with software passkeys, on both engines (RED TEAM R46). */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { join as joinPath } from 'node:path'
import { after, before, it } from 'node:test'
import { type Authenticator, createAuthenticator } from '../../test/authenticator.ts'
import { onEachEngine, temporaryFolder } from '../../test/engines.ts'
import {
  exportLedger,
  holdsFolder,
  type KeyFolder,
  LedgerError,
  openKeyFolder,
  openWorkingLedger,
  signerWith,
  verifyExport,
  type WorkingLedger,
} from '../ledger/index.ts'
import { foundOrganisation } from '../organisation/index.ts'
import { openStore, type Store } from '../store/index.ts'
import {
  act,
  authenticate,
  beginAct,
  beginJoining,
  beginSignIn,
  createEpochCeremony,
  type EpochCeremony,
  holdWaits,
  join,
  openSetUp,
  type Refused,
  relyingPartyOf,
  type StaffRoom,
  signIn,
  type Ticket,
} from './index.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const MINUTE_MS = 60_000
const ORIGIN = 'http://localhost:7070'

interface Human {
  readonly id: string
  readonly key: Authenticator
}

onEachEngine('an epoch', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  interface Place {
    readonly organisation: string
    readonly folder: KeyFolder
    readonly ada: Human
    readonly bo: Human
  }

  const open = (organisation: string, folder: KeyFolder): Promise<WorkingLedger> =>
    openWorkingLedger({ db: store.in(organisation), keys: holdsFolder(folder), random: randomBytes })

  function roomOf(ledger: WorkingLedger, folder: KeyFolder): StaffRoom {
    const { tokenKey } = ledger.keys
    return { ledger, relyingParty: relyingPartyOf(ORIGIN), tokenKey, masters: folder.masters, owe: async () => {} }
  }

  /** Two founders; and the signer remembers one entry more than there is. */
  async function putBack(): Promise<Place> {
    const organisation = randomUUID()
    const folder = openKeyFolder(joinPath(temporaryFolder(), 'keys'), randomBytes)
    const keys = folder.make(organisation, `postern.example/${organisation}`)
    await foundOrganisation(store, {
      organisation,
      name: 'Northwind',
      isHome: false,
      keys: async () => signerWith(keys),
      now: NOON,
    })
    const ledger = await open(organisation, folder)
    const room = roomOf(ledger, folder)
    const ada = await comeIn(room, 'Ada')
    const bo = await comeInSecond(room, ada)
    await ledger.seal()
    const signed = (await keys.memory.load())!
    await keys.memory.keep({ head: { ...signed.head, seq: signed.head.seq + 1 }, root: randomBytes(32) })
    return { organisation, folder, ada, bo }
  }

  async function comeIn(room: StaffRoom, name: string): Promise<Human> {
    const { code } = good(await openSetUp(room, NOON))
    return await joinWith(room, code, name)
  }

  async function comeInSecond(room: StaffRoom, ada: Human): Promise<Human> {
    const moment = { by: ada.id, now: NOON }
    const options = await beginAct(room, { type: 'invite-founder' }, moment)
    const { code } = good(await act(room, { type: 'invite-founder' }, ada.key.assert(options), moment))
    return await joinWith(room, code!, 'Bo')
  }

  async function joinWith(room: StaffRoom, code: string, name: string): Promise<Human> {
    const ticket: Ticket = {
      kind: 'founder',
      code,
      profile: { name, email: `${name.toLowerCase()}@northwind.example` },
    }
    const keys = [createAuthenticator(ORIGIN), createAuthenticator(ORIGIN)] as const
    const { options } = good(await beginJoining(room, ticket, NOON))
    const made = [keys[0].register(options[0]), keys[1].register(options[1])] as const
    return { id: good(await join(room, ticket, made, NOON)).member, key: keys[0] }
  }

  async function says(ceremony: EpochCeremony, { id: by, key }: Human, now: number) {
    const options = good(await ceremony.begin({ by, now }))
    return await ceremony.decide(key.assert(options), { by, now })
  }

  it('given an older backup, when two administrators say so, then it goes on under a new name, and verifies', async () => {
    const { organisation, folder, ada, bo } = await putBack()
    const held = await open(organisation, folder)
    const room = roomOf(held, folder)
    const ceremony = createEpochCeremony(room, held)
    const session = good(await signIn(room, ada.key.assert(await beginSignIn(room, NOON)), { now: NOON }))
    assert.match(held.held() ?? '', /went back in time: it holds 5 entries, and the signer remembers 6/)

    assert.deepEqual(await says(ceremony, ada, NOON), { opened: false })
    assert.deepEqual(await says(ceremony, bo, NOON + MINUTE_MS), { opened: true })

    const ledger = await open(organisation, folder)
    assert.equal(ledger.held(), undefined)
    const verdict = await verifyExport(exportLedger(ledger.db), { key: ledger.keys.checkpoints[0].verifier.text })
    assert.ok(verdict.holds)
    assert.equal(verdict.origin, `postern.example/${organisation}/epoch-2`)
    assert.deepEqual(verdict.epochs, [{ entry: 5, remembered: 6 }])
    const presented = { credential: session.token, now: NOON + 2 * MINUTE_MS, isActivity: true }
    assert.equal(await authenticate(store, presented), undefined)
    await holdWaits(roomOf(ledger, folder), { from: NOON, at: NOON + MINUTE_MS })
  })

  it('given one person, however often, or too late a second, then nothing is opened', async () => {
    const { organisation, folder, ada, bo } = await putBack()
    const held = await open(organisation, folder)
    const ceremony = createEpochCeremony(roomOf(held, folder), held)
    assert.deepEqual(await says(ceremony, ada, NOON), { opened: false })
    assert.deepEqual(await says(ceremony, ada, NOON + MINUTE_MS), { opened: false })
    assert.deepEqual(await says(ceremony, bo, NOON + 32 * MINUTE_MS), { opened: false })
    assert.match((await open(organisation, folder)).held() ?? '', /went back in time/)
  })

  it('given a held ledger, when anything else is decided, then nothing is written', async () => {
    const { organisation, folder } = await putBack()
    const held = await open(organisation, folder)
    await assert.rejects(
      holdWaits(roomOf(held, folder), { from: NOON, at: NOON + MINUTE_MS }),
      (error) => error instanceof LedgerError && error.code === 'ERR_LEDGER_HELD',
    )
  })

  it('given a ledger that is whole, when somebody asks for an epoch, then it is refused', async () => {
    const organisation = randomUUID()
    const folder = openKeyFolder(joinPath(temporaryFolder(), 'keys'), randomBytes)
    const keys = folder.make(organisation, `postern.example/${organisation}`)
    await foundOrganisation(store, {
      organisation,
      name: 'Northwind',
      isHome: false,
      keys: async () => signerWith(keys),
      now: NOON,
    })
    const ledger = await open(organisation, folder)
    const refused = await createEpochCeremony(roomOf(ledger, folder), ledger).begin({ by: 'ada', now: NOON })
    assert.ok('refused' in refused && refused.refused.code === 'ERR_STAFF_NOTHING_LOST')
  })

  function good<T extends object>(result: Refused | T): T {
    assert.ok(!('refused' in result), JSON.stringify(result))
    return result
  }
})
