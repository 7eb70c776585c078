/** The ledger in its tables, on both engines. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import { Client } from 'pg'
import Type from 'typebox'
import { onEachEngine } from '../../test/engines.ts'
import { type Place as Location, openStore, type Store } from '../store/index.ts'
import { appendEntries, type Epoch, type Opening, openEpoch, openLedger } from './append.ts'
import { firstHead, follow } from './chain.ts'
import { type Draft, localSealer, readEntry, signEntry } from './entry.ts'
import { entryType } from './entry-type.ts'
import { exportLedger } from './export-ledger.ts'
import { type Decider, type Effects, type FactOf, type Handled, handle, type Ledger } from './handle.ts'
import { appendLeaves, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import { leafHash } from './merkle/hash.ts'
import { parseVerifierKey, type SignerKey } from './note/key.ts'
import { keyAdded, keyRetired, personErased } from './own-types.ts'
import { commitValue } from './personal.ts'
import { createPersonKey, erasePerson, personalValue, rewrapPersonKeys } from './personal-values.ts'
import { recogniseLedger } from './recognise-ledger.ts'
import { entriesFrom } from './rows.ts'
import { sampleKey } from './sample-ledger.ts'
import type { SealMemory } from './seal.ts'
import { type SealMemoryPort, type SealResult, sealLedger } from './seal-ledger.ts'
import type { Memory } from './time-travel.ts'
import { verifyExport } from './verify.ts'

const TIME = '2026-02-23T09:00:00.000Z'
const NOW = Date.parse(TIME)
const DECISION = {
  staff: 's1',
  credentialId: 'Y3JlZA',
  clientDataJSON: 'e30',
  authenticatorData: 'AAAA',
  signature: 'MEUC',
}

// —— A small Decider: a door that opens with two different hands ——

const TYPES = {
  'door-knocked': entryType('door-knocked', Type.Object({ hand: Type.String() })),
  'door-opened': entryType('door-opened', Type.Object({})),
  'door-refused': entryType('door-refused', Type.Object({ hand: Type.String() })),
}
interface Door {
  readonly hands: readonly string[]
  readonly isOpen: boolean
}
type Fact = FactOf<typeof TYPES>

const door: Decider<typeof TYPES, Door, { readonly hand: string }> = {
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

onEachEngine('ledger', (engine) => {
  let store: Store
  let database: Location
  before(async () => {
    database = await engine.newPlace()
    store = await openStore({ place: database, kind: 'demo', clock: () => NOW })
  })
  after(() => store.close())

  interface Place extends Ledger {
    readonly origin: string
    entryKey: SignerKey
    checkpointKey: SignerKey
    memory: SealMemoryPort & { kept: SealMemory | undefined }
    knock(hand: string, effects?: Effects<Fact>): Promise<Handled<Door>>
    append(...drafts: Partial<Draft>[]): Promise<void>
    seal(...also: SignerKey[]): Promise<SealResult>
    /** Ends the server's knowledge of keys at what the entries say. */
    learnKeys(): Promise<void>
  }

  function opening({ origin, entryKey, checkpointKey }: Place): Opening {
    const [entries, checkpoints] = [entryKey.verifier.text, checkpointKey.verifier.text]
    return { origin, kind: 'demo', entryKey: entries, checkpointKey: checkpoints, time: TIME }
  }

  async function newLedger(): Promise<Place> {
    const db = store.in(randomUUID())
    const origin = `postern.example/${db.organisation}`
    let ring = firstHead(origin).keys
    const place: Place = {
      db,
      origin,
      get sealer() {
        return localSealer(place.entryKey)
      },
      entryKey: sampleKey(`${origin}/entries`, 1),
      checkpointKey: sampleKey(origin, 2),
      keyRing: () => ring,
      random: randomBytes,
      memory: {
        kept: undefined,
        load: async () => place.memory.kept,
        keep: async (memory) => {
          place.memory.kept = memory
        },
      },
      knock: (hand, effects) =>
        handle(place, { stream: 'door/d1', actor: `person/${hand}`, time: TIME, command: { hand } }, door, effects),
      append: async (...drafts) => {
        const full = drafts.map((draft) => ({ ...DRAFT, ...draft }))
        await db.transaction((tx) => appendEntries(tx, full, place.sealer))
      },
      seal: (...also) => sealLedger({ db, origin, keys: [place.checkpointKey, ...also], memory: place.memory }),
      learnKeys: async () => {
        let head = firstHead(origin)
        for (const { bytes } of await db.transaction((tx) => entriesFrom(tx, 0, 1000))) {
          const followed = follow(head, bytes)
          assert.ok('head' in followed)
          head = followed.head
        }
        ring = head.keys
      },
    }
    await db.transaction(async (tx) => {
      await tx.insertInto('organisations').values({ name: 'Example', created: NOW }).execute()
      await openLedger(tx, opening(place), place.sealer)
    })
    await place.learnKeys()
    return place
  }

  const DRAFT: Draft = { time: TIME, type: 'case-opened', version: 1, stream: 'case/c1', actor: 'staff/s1', data: {} }

  async function verdict(place: Place) {
    return await verifyExport(exportLedger(place.db), { key: place.checkpointKey.verifier.text })
  }

  /** As somebody who owns the database would do it: past every grant of the application. */
  async function asOwner(place: Place, statement: string): Promise<void> {
    if ('folder' in database) {
      await place.db.transaction(async (tx) => {
        await sql`reset role`.execute(tx)
        await sql.raw(statement).execute(tx)
      })
      return
    }
    const client = new Client({ connectionString: database.ownerUrl })
    await client.connect()
    await client.query(statement)
    await client.end()
  }

  it('is opened once', async () => {
    const place = await newLedger()
    const again = { ...opening(place), kind: 'real' as const }
    await assert.rejects(
      place.db.transaction((tx) => openLedger(tx, again, place.sealer)),
      { code: 'ERR_LEDGER_OPEN' },
    )
    const unopened = store.in(randomUUID())
    await assert.rejects(
      unopened.transaction((tx) => appendEntries(tx, [DRAFT], place.sealer)),
      { code: 'ERR_LEDGER_NOT_OPEN' },
    )
  })

  it('takes a command as facts, and refuses by rule; a refusal that matters is a fact', async () => {
    const place = await newLedger()
    assert.deepEqual((await place.knock('left')).state, { hands: ['left'], isOpen: false })
    const same = await place.knock('left')
    assert.equal(same.refused?.code, 'ERR_SAME_HAND')
    assert.deepEqual(
      same.entries.map(({ entry }) => entry.type),
      ['door-refused'],
    )
    const opened = await place.knock('right')
    assert.deepEqual(opened.state, { hands: ['left', 'right'], isOpen: true })
    assert.deepEqual(
      opened.entries.map(({ entry }) => [entry.seq, entry.type, entry.actor]),
      [
        [3, 'door-knocked', 'person/right'],
        [4, 'door-opened', 'person/right'],
      ],
    )
    assert.deepEqual((await place.knock('left')).entries, [])
  })

  it('commits facts, views and effects together or not at all', async () => {
    const place = await newLedger()
    const order: string[] = []
    const effects: Effects<Fact> = {
      lock: async () => void order.push('lock'),
      project: async (tx, facts) => {
        order.push(`project ${facts.length}`)
        await tx.updateTable('organisations').set({ name: 'Projected' }).execute()
      },
      enqueue: async (_, entries) => {
        order.push(`enqueue ${entries[0]?.entry.seq}`)
        throw new Error('the queue is gone')
      },
    }
    await assert.rejects(place.knock('left', effects), { message: 'the queue is gone' })
    assert.deepEqual(order, ['lock', 'project 1', 'enqueue 1'])
    const entries = await place.db.transaction((tx) => entriesFrom(tx, 0, 10))
    assert.equal(entries.length, 1)
    const { name } = await place.db.transaction((tx) =>
      tx.selectFrom('organisations').select('name').executeTakeFirstOrThrow(),
    )
    assert.equal(name, 'Example')
  })

  it('numbers without gaps and in the order of commits, however many write at once', async () => {
    const place = await newLedger()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => place.append({ data: { n } }, { data: { n, second: true } })),
    )
    await place.seal()
    const whole = await verdict(place)
    assert.ok(whole.holds && whole.entries === 41)
  })

  it('lets nobody change or delete what was said: not by mistake either', async () => {
    const place = await newLedger()
    await place.seal()
    for (const statement of [
      `update ledger_entries set stream = 'case/c2'`,
      'delete from ledger_entries',
      `update ledger_checkpoints set note = ''`,
      'delete from ledger_checkpoints',
    ]) {
      await assert.rejects(
        place.db.transaction((tx) => sql.raw(statement).execute(tx)),
        /permission denied/,
      )
    }
  })

  it('is sealed over what was added, and exports what an auditor can verify', async () => {
    const place = await newLedger()
    await place.append({}, {}, {})
    const first = await place.seal()
    assert.ok('sealed' in first && first.sealed.size === 4)
    assert.deepEqual(await place.seal(), { unchanged: 4 })
    await place.append({})
    await place.seal()
    await place.append({})
    const whole = await verdict(place)
    assert.ok(whole.holds)
    assert.deepEqual([whole.entries, whole.checkpoints], [5, 2], 'what is not sealed yet is not exported')
  })

  it('goes on after a crash between memory and database, and when tiles are lost', async () => {
    const place = await newLedger()
    await place.append({}, {})
    await place.seal()
    await place.append({}, {})
    const { keep } = place.memory
    place.memory.keep = async (memory) => {
      await keep(memory)
      throw new Error('power cut')
    }
    await assert.rejects(place.seal(), { message: 'power cut' })
    assert.equal(place.memory.kept?.head.seq, 5)
    place.memory.keep = keep
    const again = await place.seal()
    assert.ok('sealed' in again && again.sealed.size === 5)
    await asOwner(place, `delete from ledger_tiles where organisation = '${place.db.organisation}'`)
    await place.append({})
    assert.ok('sealed' in (await place.seal()))
    assert.ok((await verdict(place)).holds)
  })

  it('signs nothing after the database went back in time (R46)', async () => {
    const place = await newLedger()
    await place.append({}, {}, {})
    await place.seal()
    const mine = `organisation = '${place.db.organisation}'`
    // Yesterday's backup: two entries fewer, no checkpoint, and the head of that day.
    const [, , third] = await place.db.transaction((tx) => entriesFrom(tx, 0, 3))
    const previous = Buffer.from(readEntry(third!.bytes).entry.previous, 'base64').toString('hex')
    await asOwner(place, `delete from ledger_checkpoints where ${mine}`)
    await asOwner(place, `delete from ledger_tiles where ${mine}`)
    await asOwner(place, `delete from ledger_entries where ${mine} and seq >= 2`)
    await asOwner(place, `update ledger_heads set seq = 2, previous = decode('${previous}', 'hex') where ${mine}`)
    const behind = await place.seal()
    assert.deepEqual(behind, { refused: { code: 'ERR_SEAL_BEHIND', size: 2, remembered: 4 } })
    await place.append({ data: { after: 'the restore' } }, { data: { after: 'the restore' } }, {})
    const rewritten = await place.seal()
    assert.deepEqual(rewritten, { refused: { code: 'ERR_SEAL_REWRITTEN', remembered: 4 } })
  })

  it('recognises at its start whether it went back in time, however little is remembered', async () => {
    const place = await newLedger()
    await place.append({}, {})
    const sealed = await place.seal()
    assert.ok('sealed' in sealed)
    await place.append({}, {})
    const rows = await place.db.transaction((tx) => entriesFrom(tx, 0, 10))
    const keeper: Memory = { from: 'keeper', checkpoint: sealed.sealed }
    const siem: Memory = { from: 'siem', entry: { origin: place.origin, seq: 4, leaf: leafHash(rows[4]!.bytes) } }
    const recognise = (...memories: Memory[]) => recogniseLedger(place.db, memories)
    assert.deepEqual(await recognise(keeper, siem), { verdict: 'current' })
    // Signed, and the power went before the tiles were stored.
    const edge = appendLeaves(
      EMPTY_EDGE,
      rows.map(({ bytes }) => leafHash(bytes)),
    ).edge
    const ahead: Memory = { from: 'keeper', checkpoint: { origin: place.origin, size: 5, root: rootOf(edge) } }
    assert.deepEqual(await recognise(ahead), { verdict: 'current' })
    assert.deepEqual(await recognise(), { verdict: 'unremembered' })

    const mine = `organisation = '${place.db.organisation}'`
    await asOwner(place, `update ledger_heads set seq = 4 where ${mine}`)
    await asOwner(place, `delete from ledger_entries where ${mine} and seq = 4`)
    assert.deepEqual(await recognise(keeper, siem), { verdict: 'behind', size: 4, remembered: 5, from: 'siem' })
    await asOwner(place, `update ledger_heads set seq = 5 where ${mine}`)
    assert.deepEqual(await recognise(keeper, siem), { verdict: 'rewritten', remembered: 5, from: 'siem' })
    assert.deepEqual(await recognise(ahead), { verdict: 'rewritten', remembered: 5, from: 'keeper' })

    const unopened = store.in(randomUUID())
    assert.deepEqual(await recogniseLedger(unopened, []), { verdict: 'new' })
    const lost = { verdict: 'behind', size: 0, remembered: 3, from: 'keeper' }
    assert.deepEqual(await recogniseLedger(unopened, [keeper]), lost)
  })

  it('goes on in another name, when two people opened an epoch after a restored backup (R46)', async () => {
    const place = await newLedger()
    await place.knock('left')
    await place.seal()
    await place.append({}, {})
    await place.seal()
    const lost = place.memory.kept!
    const mine = `organisation = '${place.db.organisation}'`
    const [, , third] = await place.db.transaction((tx) => entriesFrom(tx, 0, 3))
    const previous = Buffer.from(readEntry(third!.bytes).entry.previous, 'base64').toString('hex')
    await asOwner(place, `delete from ledger_checkpoints where ${mine} and size > 2`)
    await asOwner(place, `delete from ledger_entries where ${mine} and seq >= 2`)
    await asOwner(place, `update ledger_heads set seq = 2, previous = decode('${previous}', 'hex') where ${mine}`)
    assert.deepEqual(await place.seal(), { refused: { code: 'ERR_SEAL_BEHIND', size: 2, remembered: 4 } })

    const origin = `${place.origin}/2`
    const key = sampleKey(origin, 5)
    const remembered = { origin: place.origin, size: lost.head.seq, root: lost.root }
    const epoch = { origin, checkpointKey: key.verifier.text, remembered, time: TIME }
    const decided = (...staff: string[]) => ({ ...epoch, decisions: staff.map((one) => ({ ...DECISION, staff: one })) })
    const open = (by: Epoch) => place.db.transaction((tx) => openEpoch(tx, by, place.sealer))
    await assert.rejects(open(decided('s1')), { code: 'ERR_LEDGER_FORGED', message: /the decisions of two people/ })
    await open(decided('s1', 's2'))
    await place.learnKeys()

    // The old name is signed no more, whatever is remembered; the new one begins a memory of its own.
    assert.ok('refused' in (await place.seal()))
    let kept: SealMemory | undefined
    const memory: SealMemoryPort = {
      load: async () => kept,
      keep: async (next) => {
        kept = next
      },
    }
    const seal = () => sealLedger({ db: place.db, origin, keys: [key], memory })
    const first = await seal()
    assert.ok('sealed' in first && first.sealed.origin === origin && first.sealed.size === 3)
    assert.ok((await place.knock('right')).state.isOpen, 'what was said before counts')
    assert.ok('sealed' in (await seal()))
    const whole = await verifyExport(exportLedger(place.db), { key: key.verifier.text })
    assert.ok(whole.holds)
    assert.deepEqual(whole.epochs, [{ entry: 2, remembered: 4 }])
    // Nobody signs for a name that the entries do not lead to.
    const elsewhere = {
      db: place.db,
      origin: `${origin}/3`,
      keys: [key],
      memory: { ...memory, load: async () => undefined },
    }
    assert.deepEqual(await sealLedger(elsewhere), { refused: { code: 'ERR_SEAL_ORIGIN', size: 5 } })
  })

  it('does nothing on the ground of what a database user wrote, and names the entry (R43)', async () => {
    const place = await newLedger()
    await place.knock('left')
    const mine = `organisation = '${place.db.organisation}'`
    const forger = sampleKey(`${place.origin}/entries`, 66)
    const knocked = TYPES['door-knocked'].write({ hand: 'right' })
    const draft: Draft = { ...DRAFT, ...knocked, stream: 'door/d1', actor: 'person/right' }
    const forged = signEntry(draft, { origin: place.origin, seq: 2, previous: new Uint8Array(32) }, forger)
    const hex = Buffer.from(forged.bytes).toString('hex')
    const insert = `insert into ledger_entries values ('${place.db.organisation}', 2, 'door/d1', decode('${hex}', 'hex'))`
    await asOwner(place, insert)
    // Nor do the forger's key in the head's row, or a true entry that was moved to another stream, help.
    const keys = JSON.stringify({ entries: [{ key: forger.verifier.text, from: 0 }], checkpoints: [] })
    await asOwner(place, `update ledger_heads set seq = 3, keys = '${keys}' where ${mine}`)
    await assert.rejects(place.knock('third'), {
      code: 'ERR_LEDGER_FORGED',
      message: /Entry 2 was not written by Postern/,
    })
    const refused = await place.seal()
    assert.ok('refused' in refused && 'seq' in refused.refused && refused.refused.seq === 2)

    const other = await newLedger()
    await other.append({ stream: 'door/d2', ...TYPES['door-opened'].write({}) })
    await asOwner(
      other,
      `update ledger_entries set stream = 'door/d1' where organisation = '${other.db.organisation}' and seq = 1`,
    )
    await assert.rejects(other.knock('left'), { code: 'ERR_LEDGER_FORGED', message: /Entry 1 / })
  })

  it('names the row that somebody edited, deleted or back-dated (R35)', async () => {
    const place = await newLedger()
    await place.append({}, {}, {}, {})
    await place.seal()
    const mine = `organisation = '${place.db.organisation}'`
    const text = `convert_from(bytes, 'utf8')`
    const dated = `convert_to(replace(${text}, '2026-02-23', '2020-01-01'), 'utf8')`
    await asOwner(place, `update ledger_entries set bytes = ${dated} where ${mine} and seq = 3`)
    const edited = await verdict(place)
    assert.ok(!edited.holds)
    assert.deepEqual([edited.entry, edited.code], [3, 'ERR_VERIFY_SIGNATURE'])
    await asOwner(place, `delete from ledger_entries where ${mine} and seq = 2`)
    const deleted = await verdict(place)
    assert.ok(!deleted.holds)
    assert.deepEqual([deleted.entry, deleted.code], [2, 'ERR_VERIFY_NUMBER'])
  })

  it('keeps personal values beside the entries, and forgets a person without a mark on the tree', async () => {
    const place = await newLedger()
    const master = { id: 'm1', bytes: randomBytes(32) }
    const person = await place.db.transaction((tx) => createPersonKey(tx, 'k1', master, randomBytes))
    const said: typeof door = {
      ...door,
      decide: () => ({
        facts: [{ type: 'door-knocked', data: { hand: 'p1' }, personal: { phone: '+49 30 1234567' } }],
      }),
    }
    const request = { stream: 'door/d1', actor: 'person/p1', time: TIME, command: { hand: 'p1' } }
    await assert.rejects(handle(place, request, said), { code: 'ERR_LEDGER_KEY_INVALID' })
    const { entries } = await handle(place, { ...request, person }, said)
    await place.seal()
    const { entry } = entries[0]!
    const phone = (masters = [master]) => place.db.transaction((tx) => personalValue(tx, entry, 'phone', masters))
    assert.equal(await phone(), '+49 30 1234567')

    // The master key changes; the values are not touched.
    const next = { id: 'm2', bytes: randomBytes(32) }
    const rewrap = () => place.db.transaction((tx) => rewrapPersonKeys(tx, master, next, randomBytes))
    assert.deepEqual([await rewrap(), await rewrap()], [1, 0])
    assert.equal(await phone([next]), '+49 30 1234567')
    await assert.rejects(phone([master]), { code: 'ERR_LEDGER_KEY_INVALID', message: /master key m2 is needed/ })

    // Somebody puts another number into the row, correctly encrypted.
    const mine = `organisation = '${place.db.organisation}'`
    const other = commitValue('+1 900 666', person, randomBytes).ciphertext
    await asOwner(place, `update personal_values set nonce = '${other.nonce}', data = '${other.data}' where ${mine}`)
    await assert.rejects(phone([next]), { code: 'ERR_LEDGER_VALUE_ALTERED' })

    await place.db.transaction(async (tx) => {
      assert.equal(await erasePerson(tx, 'k1'), true)
      assert.equal(await erasePerson(tx, 'k1'), false)
      const erased = { ...personErased.write({ key: 'k1' }), time: TIME, stream: 'person/p1', actor: 'staff/s1' }
      await appendEntries(tx, [erased], place.sealer)
    })
    await place.seal()
    await assert.rejects(phone([next]), { code: 'ERR_LEDGER_VALUE_ERASED' })
    const left = await place.db.transaction((tx) => tx.selectFrom('personal_values').select('name').execute())
    assert.deepEqual(left, [])
    assert.ok((await verdict(place)).holds)
  })

  it('changes its keys while it runs', async () => {
    const place = await newLedger()
    await place.knock('left')
    const oldEntries = place.entryKey
    const oldCheckpoints = place.checkpointKey
    const [entries, checkpoints] = [sampleKey(`${place.origin}/entries-2`, 11), sampleKey(place.origin, 12)]
    const own = { stream: 'ledger/self', actor: 'staff/s1' }
    await place.append(
      { ...own, ...keyAdded.write({ use: 'entries', key: entries.verifier.text }) },
      { ...own, ...keyAdded.write({ use: 'checkpoints', key: checkpoints.verifier.text }) },
    )
    await place.seal(checkpoints)
    place.entryKey = entries
    await place.append(
      { ...own, ...keyRetired.write({ use: 'entries', id: oldEntries.verifier.id }) },
      { ...own, ...keyRetired.write({ use: 'checkpoints', id: oldCheckpoints.verifier.id }) },
    )
    place.checkpointKey = checkpoints
    await place.learnKeys()
    assert.ok((await place.knock('right')).state.isOpen, 'what the old key signed still counts')
    await place.seal()
    const first = await verifyExport(exportLedger(place.db), { key: oldCheckpoints.verifier.text })
    assert.ok(first.holds)
    assert.deepEqual(
      first.keys.map((key) => parseVerifierKey(key).id),
      [checkpoints.verifier.id],
    )
    place.entryKey = oldEntries
    await assert.rejects(place.append({}), {
      code: 'ERR_LEDGER_FORGED',
      message: /does not count here\. Nothing was written/,
    })
  })
})
