/** Sealing what was written, and knowing when it is not what was sealed, on both engines. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { it } from 'node:test'
import { onEachEngine } from '../../test/engines.ts'
import { storedLedgers, TIME } from '../../test/stored-ledger.ts'
import { type Epoch, openEpoch } from './append.ts'
import { readEntry } from './entry.ts'
import { exportLedger } from './export-ledger.ts'
import { areSealedEntriesThere } from './look-through.ts'
import { appendLeaves, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import { leafHash } from './merkle/hash.ts'
import { parseVerifierKey } from './note/key.ts'
import { keyAdded, keyRetired } from './own-types.ts'
import { recogniseLedger } from './recognise-ledger.ts'
import { entriesFrom } from './rows.ts'
import { sampleKey } from './sample-ledger.ts'
import type { SealMemory } from './seal.ts'
import { type SealMemoryPort, sealLedger } from './seal-ledger.ts'
import { checkpointSigner } from './sign-checkpoint.ts'
import type { Memory } from './time-travel.ts'
import { verifyExport } from './verify.ts'

const DECISION = {
  staff: 's1',
  credentialId: 'Y3JlZA',
  clientDataJSON: 'e30',
  authenticatorData: 'AAAA',
  signature: 'MEUC',
}

onEachEngine('seals', (engine) => {
  const ledgers = storedLedgers(engine)

  it('is sealed over what was added, and exports what an auditor can verify', async () => {
    const place = await ledgers.newLedger()
    await place.append({}, {}, {})
    const first = await place.seal()
    assert.ok('sealed' in first && first.sealed.size === 4)
    assert.deepEqual(await place.seal(), { unchanged: 4 })
    await place.append({})
    await place.seal()
    await place.append({})
    const whole = await place.verdict()
    assert.ok(whole.holds)
    assert.deepEqual([whole.entries, whole.checkpoints], [5, 2], 'what is not sealed yet is not exported')
  })

  it('given an entry that the database’s owner takes out or rewrites in the sealed record, then looking through misses it', async () => {
    const place = await ledgers.newLedger()
    await place.append({}, {}, {})
    await place.seal()
    await place.append({})
    const { head, root } = place.memory.kept!
    const sealed = { size: head.seq, root }
    const mine = `organisation = '${place.db.organisation}'`
    assert.ok(await areSealedEntriesThere(place.db, sealed), 'what came after the seal does not matter')
    await place.asOwner(`update ledger_entries set bytes = bytes || '\\x20'::bytea where ${mine} and seq = 1`)
    assert.ok(!(await areSealedEntriesThere(place.db, sealed)))
    await place.asOwner(`delete from ledger_entries where ${mine} and seq = 1`)
    assert.ok('sealed' in (await place.seal()), 'the next seal reads only what is new')
    assert.ok(!(await areSealedEntriesThere(place.db, sealed)))
  })

  it('goes on after a crash between memory and database, and when tiles are lost', async () => {
    const place = await ledgers.newLedger()
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
    await place.asOwner(`delete from ledger_tiles where organisation = '${place.db.organisation}'`)
    await place.append({})
    assert.ok('sealed' in (await place.seal()))
    assert.ok((await place.verdict()).holds)
  })

  it('signs nothing after the database went back in time (R46)', async () => {
    const place = await ledgers.newLedger()
    await place.append({}, {}, {})
    await place.seal()
    const mine = `organisation = '${place.db.organisation}'`
    // Yesterday's backup: two entries fewer, no checkpoint, and the head of that day.
    const [, , third] = await place.db.transaction((tx) => entriesFrom(tx, 0, 3))
    const previous = Buffer.from(readEntry(third!.bytes).entry.previous, 'base64').toString('hex')
    await place.asOwner(`delete from ledger_checkpoints where ${mine}`)
    await place.asOwner(`delete from ledger_tiles where ${mine}`)
    await place.asOwner(`delete from ledger_entries where ${mine} and seq >= 2`)
    await place.asOwner(`update ledger_heads set seq = 2, previous = decode('${previous}', 'hex') where ${mine}`)
    const behind = await place.seal()
    assert.deepEqual(behind, { refused: { code: 'ERR_SEAL_BEHIND', size: 2, remembered: 4 } })
    await place.append({ data: { after: 'the restore' } }, { data: { after: 'the restore' } }, {})
    const rewritten = await place.seal()
    assert.deepEqual(rewritten, { refused: { code: 'ERR_SEAL_REWRITTEN', remembered: 4 } })
  })

  it('recognises at its start whether it went back in time, however little is remembered', async () => {
    const place = await ledgers.newLedger()
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
    await place.asOwner(`update ledger_heads set seq = 4 where ${mine}`)
    await place.asOwner(`delete from ledger_entries where ${mine} and seq = 4`)
    assert.deepEqual(await recognise(keeper, siem), { verdict: 'behind', size: 4, remembered: 5, from: 'siem' })
    await place.asOwner(`update ledger_heads set seq = 5 where ${mine}`)
    assert.deepEqual(await recognise(keeper, siem), { verdict: 'rewritten', remembered: 5, from: 'siem' })
    assert.deepEqual(await recognise(ahead), { verdict: 'rewritten', remembered: 5, from: 'keeper' })

    const unopened = ledgers.store.in(randomUUID())
    assert.deepEqual(await recogniseLedger(unopened, []), { verdict: 'new' })
    const lost = { verdict: 'behind', size: 0, remembered: 3, from: 'keeper' }
    assert.deepEqual(await recogniseLedger(unopened, [keeper]), lost)
  })

  it('goes on in another name, when two people opened an epoch after a restored backup (R46)', async () => {
    const place = await ledgers.newLedger()
    await place.knock('left')
    await place.seal()
    await place.append({}, {})
    await place.seal()
    const lost = place.memory.kept!
    const mine = `organisation = '${place.db.organisation}'`
    const [, , third] = await place.db.transaction((tx) => entriesFrom(tx, 0, 3))
    const previous = Buffer.from(readEntry(third!.bytes).entry.previous, 'base64').toString('hex')
    await place.asOwner(`delete from ledger_checkpoints where ${mine} and size > 2`)
    await place.asOwner(`delete from ledger_entries where ${mine} and seq >= 2`)
    await place.asOwner(`update ledger_heads set seq = 2, previous = decode('${previous}', 'hex') where ${mine}`)
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
    const seal = () => sealLedger({ db: place.db, signer: checkpointSigner({ origin, checkpoints: [key], memory }) })
    const first = await seal()
    assert.ok('sealed' in first && first.sealed.origin === origin && first.sealed.size === 3)
    assert.ok((await place.knock('right')).state.isOpen, 'what was said before counts')
    assert.ok('sealed' in (await seal()))
    const whole = await verifyExport(exportLedger(place.db), { key: key.verifier.text })
    assert.ok(whole.holds)
    assert.deepEqual(whole.epochs, [{ entry: 2, remembered: 4 }])
    // Nobody signs for a name that the entries do not lead to.
    const elsewhere = checkpointSigner({
      origin: `${origin}/3`,
      checkpoints: [key],
      memory: { ...memory, load: async () => undefined },
    })
    assert.deepEqual(await sealLedger({ db: place.db, signer: elsewhere }), {
      refused: { code: 'ERR_SEAL_ORIGIN', size: 5 },
    })
  })

  it('names the row that somebody edited, deleted or back-dated (R35)', async () => {
    const place = await ledgers.newLedger()
    await place.append({}, {}, {}, {})
    await place.seal()
    const mine = `organisation = '${place.db.organisation}'`
    const text = `convert_from(bytes, 'utf8')`
    const dated = `convert_to(replace(${text}, '2026-02-23', '2020-01-01'), 'utf8')`
    await place.asOwner(`update ledger_entries set bytes = ${dated} where ${mine} and seq = 3`)
    const edited = await place.verdict()
    assert.ok(!edited.holds)
    assert.deepEqual([edited.entry, edited.code], [3, 'ERR_VERIFY_SIGNATURE'])
    await place.asOwner(`delete from ledger_entries where ${mine} and seq = 2`)
    const deleted = await place.verdict()
    assert.ok(!deleted.holds)
    assert.deepEqual([deleted.entry, deleted.code], [2, 'ERR_VERIFY_NUMBER'])
  })

  it('changes its keys while it runs', async () => {
    const place = await ledgers.newLedger()
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
