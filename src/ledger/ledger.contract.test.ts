/** Writing to the ledger, on both engines. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { it } from 'node:test'
import { sql } from 'kysely'
import { onEachEngine } from '../../test/engines.ts'
import { door, FACT, type Fact, storedLedgers, TIME, TYPES } from '../../test/stored-ledger.ts'
import { appendEntries, openLedger } from './append.ts'
import { type Draft, signEntry } from './entry.ts'
import { type Effects, handle } from './handle.ts'
import { personErased } from './own-types.ts'
import { commitValue } from './personal.ts'
import { createPersonKey, erasePerson, personalValue, rewrapPersonKeys } from './personal-values.ts'
import { entriesFrom } from './rows.ts'
import { sampleKey } from './sample-ledger.ts'

onEachEngine('ledger', (engine) => {
  const ledgers = storedLedgers(engine)

  it('is opened once', async () => {
    const place = await ledgers.newLedger()
    const again = { ...place.opening, kind: 'real' as const }
    await assert.rejects(
      place.db.transaction((tx) => openLedger(tx, again, place.sealer)),
      { code: 'ERR_LEDGER_OPEN' },
    )
    const unopened = ledgers.store.in(randomUUID())
    await assert.rejects(
      unopened.transaction((tx) => appendEntries(tx, [FACT], place.sealer)),
      { code: 'ERR_LEDGER_NOT_OPEN' },
    )
  })

  it('takes a command as facts, and refuses by rule; a refusal that matters is a fact', async () => {
    const place = await ledgers.newLedger()
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
    const place = await ledgers.newLedger()
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
    const place = await ledgers.newLedger()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => place.append({ data: { n } }, { data: { n, second: true } })),
    )
    await place.seal()
    const whole = await place.verdict()
    assert.ok(whole.holds && whole.entries === 41)
  })

  it('lets nobody change or delete what was said: not by mistake either', async () => {
    const place = await ledgers.newLedger()
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

  it('does nothing on the ground of what a database user wrote, and names the entry (R43)', async () => {
    const place = await ledgers.newLedger()
    await place.knock('left')
    const mine = `organisation = '${place.db.organisation}'`
    const forger = sampleKey(`${place.origin}/entries`, 66)
    const knocked = TYPES['door-knocked'].write({ hand: 'right' })
    const draft: Draft = { ...FACT, ...knocked, stream: 'door/d1', actor: 'person/right' }
    const forged = signEntry(draft, { origin: place.origin, seq: 2, previous: new Uint8Array(32) }, forger)
    const hex = Buffer.from(forged.bytes).toString('hex')
    const insert = `insert into ledger_entries values ('${place.db.organisation}', 2, 'door/d1', decode('${hex}', 'hex'))`
    await place.asOwner(insert)
    // Nor do the forger's key in the head's row, or a true entry that was moved to another stream, help.
    const keys = JSON.stringify({ entries: [{ key: forger.verifier.text, from: 0 }], checkpoints: [] })
    await place.asOwner(`update ledger_heads set seq = 3, keys = '${keys}' where ${mine}`)
    await assert.rejects(place.knock('third'), {
      code: 'ERR_LEDGER_FORGED',
      message: /Entry 2 was not written by Postern/,
    })
    const refused = await place.seal()
    assert.ok('refused' in refused && 'seq' in refused.refused && refused.refused.seq === 2)

    const other = await ledgers.newLedger()
    await other.append({ stream: 'door/d2', ...TYPES['door-opened'].write({}) })
    await other.asOwner(
      `update ledger_entries set stream = 'door/d1' where organisation = '${other.db.organisation}' and seq = 1`,
    )
    await assert.rejects(other.knock('left'), { code: 'ERR_LEDGER_FORGED', message: /Entry 1 / })
  })

  it('keeps personal values beside the entries, and forgets a person without a mark on the tree', async () => {
    const place = await ledgers.newLedger()
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
    await place.asOwner(`update personal_values set nonce = '${other.nonce}', data = '${other.data}' where ${mine}`)
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
    assert.ok((await place.verdict()).holds)
  })
})
