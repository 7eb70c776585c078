import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { readEntry } from './entry.ts'
import type { LedgerErrorCode } from './ledger-error.ts'
import { personErased } from './own-types.ts'
import { commitmentHolds, commitmentTo, commitValue, openValue, unwrapKey, wrapKey } from './personal.ts'
import { openSample } from './sample-ledger.ts'
import { verifyExport } from './verify.ts'

function refuses(code: LedgerErrorCode, run: () => unknown): void {
  assert.throws(run, { name: 'LedgerError', code })
}

const person = { id: 'k-p1', bytes: randomBytes(32) }
const PHONE = '+49 30 1234567'

describe('given a personal value', () => {
  test('when it is committed to and opened with the person’s key, then it is the same value', () => {
    const property = fc.property(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.record({ street: fc.string() }, { noNullPrototype: true })),
      (value) => {
        const committed = commitValue(value, person, randomBytes)
        assert.deepEqual(openValue(committed, person), value)
      },
    )
    holds(property, 100)
  })

  test('when it is committed to twice, then nothing shows that it is one value', () => {
    const [one, other] = [commitValue(PHONE, person, randomBytes), commitValue(PHONE, person, randomBytes)]
    assert.notEqual(one.commitment, other.commitment)
    assert.notEqual(one.ciphertext.data, other.ciphertext.data)
    assert.equal(one.ciphertext.key, 'k-p1')
  })

  test('when somebody puts another value in its place in the database, then nobody acts on it', () => {
    const mine = commitValue(PHONE, person, randomBytes)
    const other = commitValue('+1 900 666', person, randomBytes)
    refuses('ERR_LEDGER_VALUE_ALTERED', () => openValue({ ...mine, ciphertext: other.ciphertext }, person))
    refuses('ERR_LEDGER_VALUE_ALTERED', () => openValue({ ...mine, commitment: other.commitment }, person))
  })

  test('when any bit of the ciphertext is turned, then it does not open', () => {
    const mine = commitValue(PHONE, person, randomBytes)
    const data = Buffer.from(mine.ciphertext.data, 'base64')
    const property = fc.property(fc.nat(8 * data.length - 1), (bit) => {
      const altered = Buffer.from(data)
      altered[bit >> 3] = altered[bit >> 3]! ^ (1 << (bit & 7))
      const ciphertext = { ...mine.ciphertext, data: altered.toString('base64') }
      refuses('ERR_LEDGER_VALUE_ALTERED', () => openValue({ ...mine, ciphertext }, person))
    })
    holds(property, 100)
    for (const ciphertext of [
      { ...mine.ciphertext, key: 'k-p2' },
      { ...mine.ciphertext, nonce: 'AAAA' },
      { ...mine.ciphertext, data: '' },
      { ...mine.ciphertext, data: '!' },
    ]) {
      refuses('ERR_LEDGER_VALUE_ALTERED', () => openValue({ ...mine, ciphertext }, person))
    }
    refuses('ERR_LEDGER_VALUE_ALTERED', () => openValue(mine, { id: 'k-p1', bytes: randomBytes(32) }))
  })

  test('when it is disclosed with its salt, then anybody can compare it with the commitment', () => {
    const salt = Buffer.alloc(16, 9)
    const commitment = commitmentTo(PHONE, salt)
    assert.ok(commitmentHolds(commitment, PHONE, salt.toString('base64')))
    assert.ok(!commitmentHolds(commitment, `${PHONE} `, salt.toString('base64')))
    assert.ok(!commitmentHolds(commitment, PHONE, Buffer.alloc(16).toString('base64')))
    assert.ok(!commitmentHolds(commitment, PHONE, 'AAAA'))
    refuses('ERR_LEDGER_RANGE', () => commitmentTo(PHONE, Buffer.alloc(8)))
  })
})

describe('given a person’s key', () => {
  const master = { id: 'm-2026', bytes: randomBytes(32) }

  test('when it is wrapped by the master key, then it comes back, and names its master', () => {
    const wrapped = wrapKey(person, master, randomBytes)
    assert.equal(wrapped.key, 'm-2026')
    assert.deepEqual(Buffer.from(unwrapKey('k-p1', wrapped, master).bytes), person.bytes)
  })

  test('when it is taken for another person’s, or another master is tried, then it stays shut', () => {
    const wrapped = wrapKey(person, master, randomBytes)
    refuses('ERR_LEDGER_VALUE_ALTERED', () => unwrapKey('k-p2', wrapped, master))
    refuses('ERR_LEDGER_VALUE_ALTERED', () => unwrapKey('k-p1', wrapped, { ...master, bytes: randomBytes(32) }))
    refuses('ERR_LEDGER_KEY_INVALID', () => wrapKey(person, { id: 'm', bytes: randomBytes(16) }, randomBytes))
  })
})

test('given a person in the ledger, when key and salts are destroyed, then the value is gone and the ledger whole', async () => {
  const sample = openSample()
  const phone = commitValue(PHONE, person, randomBytes)
  const { bytes } = sample.append({ commitments: { phone: phone.commitment } })
  await sample.seal()
  const beside: { key: typeof person | undefined } = { key: person }
  assert.equal(openValue(phone, beside.key), PHONE)

  beside.key = undefined
  sample.append(personErased.write({ key: person.id }))
  await sample.seal()

  refuses('ERR_LEDGER_VALUE_ERASED', () => openValue(phone, beside.key))
  // Trying out every number does not help whoever has the entry: without the salt, any value is as likely as any other.
  assert.ok(!Buffer.from(bytes).includes(PHONE))
  assert.ok(!commitmentHolds(readEntry(bytes).entry.commitments!.phone!, PHONE, Buffer.alloc(16).toString('base64')))
  const verdict = await verifyExport([await sample.export()], { key: sample.checkpointKey.verifier.text })
  assert.ok(verdict.holds && verdict.entries === 3)
})
