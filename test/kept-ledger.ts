/** For tests: a ledger whose keys a keeper alone holds, two founders, and a way to ask the keeper for anything. */
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { formatInstant } from '../src/base/time.ts'
import { connectBeside, type Front, openFront, openKeeper } from '../src/keeper/index.ts'
import {
  appendEntries,
  type Decision,
  type Draft,
  openWorkingLedger,
  storedPlace,
  type WorkingLedger,
} from '../src/ledger/index.ts'
import { foundOrganisation } from '../src/organisation/index.ts'
import type { ConnectedProvider } from '../src/providers/index.ts'
import { challengeFor, decisionOf, type Intent } from '../src/staff/decision.ts'
import { relyingPartyOf, type StaffRoom } from '../src/staff/index.ts'
import type { Store } from '../src/store/index.ts'
import { temporaryFolder } from './engines.ts'
import { foundersOf, type Human, NOON } from './staff-office.ts'

export interface KeptLedger {
  readonly organisation: string
  readonly keyFolder: string
  readonly front: Front
  readonly ledger: WorkingLedger
  readonly staff: StaffRoom
  ada: Human
  bo: Human
  now: number
  /** Asks the keeper as a front that was taken over would: gives the code of its refusal, or its answer. */
  ask(message: object): Promise<unknown>
  /** Has drafts signed for the place that is next, by a transaction of its own unless named. */
  sign(
    drafts: readonly Partial<Draft>[],
    at?: { readonly transaction?: string; readonly place?: object },
  ): Promise<unknown>
  append(...drafts: readonly Partial<Draft>[]): Promise<void>
  /** Somebody's passkey over an intent. */
  decides(human: Human, intent: Intent): Decision
  close(): Promise<void>
}

export interface KeptOptions {
  readonly providers?: readonly ConnectedProvider[]
}

export async function newKeptLedger(store: Store, { providers = [] }: KeptOptions = {}): Promise<KeptLedger> {
  const keyFolder = join(temporaryFolder(), 'keys')
  const db = store.in(randomUUID())
  const { organisation } = db
  const clock = () => now
  let now = NOON
  const keeper = openKeeper({
    folder: keyFolder,
    providersOf: () => providers,
    console: undefined,
    clock,
    random: randomBytes,
  })
  const front = await openFront({ connect: async () => connectBeside(keeper) })
  const keys = () => front.make(db, `postern.example/${organisation}`)
  await foundOrganisation(store, { organisation, name: 'Northwind', isHome: false, keys, now: NOON })
  const ledger = await openWorkingLedger({ db, keys: front, random: randomBytes })
  const staff: StaffRoom = {
    ledger,
    relyingParty: relyingPartyOf('http://localhost:7070'),
    tokenKey: ledger.keys.tokenKey,
    masters: front.masters,
    owe: async () => undefined,
  }
  const draft = (part: Partial<Draft>): Draft => ({
    type: 'sign-ins-sealed',
    version: 1,
    stream: 'sign-ins/2026-02-23',
    actor: 'system/intake',
    time: formatInstant(kept.now),
    data: { day: '2026-02-23', rows: 1, root: randomBytes(32).toString('base64') },
    ...part,
  })
  const kept: KeptLedger = {
    organisation,
    keyFolder,
    front,
    ledger,
    staff,
    ada: undefined as never,
    bo: undefined as never,
    get now() {
      return now
    },
    set now(later) {
      now = later
    },
    async ask(message) {
      const reply = await keeper.answer({ id: 1, ...message })
      return 'refused' in reply ? reply.refused.code : reply.answer
    },
    async sign(drafts, { transaction = randomUUID(), place } = {}) {
      const { origin, seq, previous } = (await storedPlace(db))!
      const here = { origin, seq, previous: Buffer.from(previous).toString('base64') }
      const asked = { do: 'sign', organisation, transaction, drafts: drafts.map(draft), shown: {} }
      return await kept.ask({ ...asked, place: place ?? here })
    },
    append: (...drafts) =>
      db.transaction(async (tx) => void (await appendEntries(tx, drafts.map(draft), ledger.sealer))),
    decides(human, intent) {
      const challenge = Buffer.from(challengeFor(intent, randomBytes(32))).toString('base64url')
      return decisionOf(human.id, human.keys[0].assert({ challenge, rpId: 'localhost' }))
    },
    async close() {
      await front.close()
      keeper.close()
    },
  }
  const { ada, bo } = await foundersOf(staff, NOON)
  kept.ada = ada
  kept.bo = bo
  return kept
}
