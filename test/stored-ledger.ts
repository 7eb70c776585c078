/**
 * Ledgers in a real database, for suites that run on both engines: each an organisation of its own with keys, a signer's
 * memory, and a small Decider to knock at.
 */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before } from 'node:test'
import { sql } from 'kysely'
import { Client } from 'pg'
import Type from 'typebox'
import { appendEntries, type Opening, openLedger } from '../src/ledger/append.ts'
import { firstHead, follow } from '../src/ledger/chain.ts'
import { type Draft, localSealer } from '../src/ledger/entry.ts'
import { entryType } from '../src/ledger/entry-type.ts'
import { exportLedger } from '../src/ledger/export-ledger.ts'
import { type Decider, type Effects, type FactOf, type Handled, handle, type Ledger } from '../src/ledger/handle.ts'
import type { SignerKey } from '../src/ledger/note/key.ts'
import { entriesFrom } from '../src/ledger/rows.ts'
import { sampleKey } from '../src/ledger/sample-ledger.ts'
import type { SealMemory } from '../src/ledger/seal.ts'
import { type SealMemoryPort, type SealResult, sealLedger } from '../src/ledger/seal-ledger.ts'
import { checkpointSigner } from '../src/ledger/sign-checkpoint.ts'
import { type Verdict, verifyExport } from '../src/ledger/verify.ts'
import { openStore, type Place, type Store } from '../src/store/index.ts'
import type { TestEngine } from './engines.ts'

export const TIME = '2026-02-23T09:00:00.000Z'
const NOW = Date.parse(TIME)

/** Any fact will do. */
export const FACT: Draft = {
  time: TIME,
  type: 'case-opened',
  version: 1,
  stream: 'case/c1',
  actor: 'staff/s1',
  data: {},
}

// —— A small Decider: a door that opens to two different hands ——

export const TYPES = {
  'door-knocked': entryType('door-knocked', Type.Object({ hand: Type.String() })),
  'door-opened': entryType('door-opened', Type.Object({})),
  'door-refused': entryType('door-refused', Type.Object({ hand: Type.String() })),
}
export interface Door {
  readonly hands: readonly string[]
  readonly isOpen: boolean
}
export type Fact = FactOf<typeof TYPES>

export const door: Decider<typeof TYPES, Door, { readonly hand: string }> = {
  types: TYPES,
  initial: { hands: [], isOpen: false },
  evolve(state, fact) {
    if (fact.type === 'door-knocked') return { ...state, hands: [...state.hands, fact.data.hand] }
    return { ...state, isOpen: state.isOpen || fact.type === 'door-opened' }
  },
  decide({ hands, isOpen }, { hand }) {
    if (isOpen) return { facts: [], refused: { code: 'ERR_DOOR_OPEN', message: 'It is open.' } }
    if (hands.includes(hand)) {
      const facts = [{ type: 'door-refused', data: { hand } } as const]
      return { facts, refused: { code: 'ERR_SAME_HAND', message: 'Two knocks by one hand are one.' } }
    }
    const knocked = { type: 'door-knocked', data: { hand } } as const
    return { facts: hands.length === 0 ? [knocked] : [knocked, { type: 'door-opened', data: {} }] }
  },
}

export interface StoredLedger extends Ledger {
  readonly origin: string
  readonly opening: Opening
  entryKey: SignerKey
  checkpointKey: SignerKey
  readonly memory: SealMemoryPort & { kept: SealMemory | undefined }
  knock(hand: string, effects?: Effects<Fact>): Promise<Handled<Door>>
  append(...drafts: Partial<Draft>[]): Promise<void>
  seal(...also: SignerKey[]): Promise<SealResult>
  /** The process learns which keys count by following the entries. */
  learnKeys(): Promise<void>
  /** The verdict on an export, with the key that signs now. */
  verdict(): Promise<Verdict>
  /** What somebody who owns the database does, past every grant of the application. */
  asOwner(statement: string): Promise<void>
}

export interface StoredLedgers {
  readonly store: Store
  newLedger(): Promise<StoredLedger>
}

/** Opens the engine's store before the suite and closes it after. */
export function storedLedgers(engine: TestEngine): StoredLedgers {
  let place: Place
  let store: Store
  before(async () => {
    place = await engine.newPlace()
    store = await openStore({ place, kind: 'demo', clock: () => NOW })
  })
  after(() => store.close())
  return {
    get store() {
      return store
    },
    newLedger: () => newLedger(store, place),
  }
}

async function newLedger(store: Store, place: Place): Promise<StoredLedger> {
  const db = store.in(randomUUID())
  const origin = `postern.example/${db.organisation}`
  const [entryKey, checkpointKey] = [sampleKey(`${origin}/entries`, 1), sampleKey(origin, 2)]
  let ring = firstHead(origin).keys
  const ledger: StoredLedger = {
    db,
    origin,
    entryKey,
    checkpointKey,
    opening: {
      origin,
      kind: 'demo',
      entryKey: entryKey.verifier.text,
      checkpointKey: checkpointKey.verifier.text,
      time: TIME,
    },
    get sealer() {
      return localSealer(ledger.entryKey)
    },
    keyRing: () => ring,
    random: randomBytes,
    memory: {
      kept: undefined,
      load: async () => ledger.memory.kept,
      keep: async (memory) => {
        ledger.memory.kept = memory
      },
    },
    knock: (hand, effects) =>
      handle(ledger, { stream: 'door/d1', actor: `person/${hand}`, time: TIME, command: { hand } }, door, effects),
    append: async (...drafts) => {
      const full = drafts.map((draft) => ({ ...FACT, ...draft }))
      await db.transaction((tx) => appendEntries(tx, full, ledger.sealer))
    },
    seal: (...also) =>
      sealLedger({
        db,
        signer: checkpointSigner({ origin, checkpoints: [ledger.checkpointKey, ...also], memory: ledger.memory }),
      }),
    learnKeys: async () => {
      let head = firstHead(origin)
      for (const { bytes } of await db.transaction((tx) => entriesFrom(tx, 0, 1000))) {
        const followed = follow(head, bytes)
        assert.ok('head' in followed)
        head = followed.head
      }
      ring = head.keys
    },
    verdict: () => verifyExport(exportLedger(db), { key: ledger.checkpointKey.verifier.text }),
    asOwner: (statement) => asOwner(ledger, place, statement),
  }
  await db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name: 'Example', created: NOW }).execute()
    await openLedger(tx, ledger.opening, ledger.sealer)
  })
  await ledger.learnKeys()
  return ledger
}

async function asOwner({ db }: StoredLedger, place: Place, statement: string): Promise<void> {
  if ('folder' in place) {
    await db.transaction(async (tx) => {
      await sql`reset role`.execute(tx)
      await sql.raw(statement).execute(tx)
    })
    return
  }
  const client = new Client({ connectionString: place.ownerUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}
