import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { holds } from '../../test/property.ts'
import { canonicalText, parseCanonical } from './canonical.ts'
import { type Break, firstHead, follow } from './chain.ts'
import { type Draft, ENTRY_BYTES_MAX, readEntry, signEntry } from './entry.ts'
import { entryType } from './entry-type.ts'
import type { LedgerErrorCode } from './ledger-error.ts'
import { keyAdded, keyRetired, ledgerOpened } from './own-types.ts'
import { openSample, sampleKey, sampleOf } from './sample-ledger.ts'

function refuses(code: LedgerErrorCode, run: () => unknown): void {
  assert.throws(run, { name: 'LedgerError', code })
}

const draft: Draft = {
  time: '2026-02-23T09:00:00.000Z',
  type: 'case-opened',
  version: 1,
  stream: 'case/c1',
  actor: 'staff/s1',
  data: { person: 'p1' },
}
const key = sampleKey('postern.example/acme/entries', 1)
const place = firstHead('postern.example/acme')

describe('given a draft', () => {
  test('when it is signed, then its bytes are canonical JSON and read back as the entry', () => {
    const { bytes, entry, leaf } = signEntry(draft, place, key)
    assert.deepEqual(parseCanonical(bytes), entry)
    assert.deepEqual(readEntry(bytes).leaf, leaf)
    assert.equal(entry.key, key.verifier.id)
    assert.equal(entry.previous, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
  })

  test('when it would be refused later, then it is refused now', () => {
    const wrong = (part: Partial<Draft>) => () => signEntry({ ...draft, ...part }, place, key)
    refuses('ERR_LEDGER_ENTRY_INVALID', wrong({ time: '2026-02-23' }))
    refuses('ERR_LEDGER_ENTRY_INVALID', wrong({ type: 'Case opened' }))
    refuses('ERR_LEDGER_ENTRY_INVALID', wrong({ commitments: { phone: '+49 30 1234567' } }))
    refuses('ERR_LEDGER_ENTRY_INVALID', wrong({ surprise: 1 } as Partial<Draft>))
    refuses('ERR_LEDGER_ENTRY_TOO_LARGE', wrong({ data: { text: 'x'.repeat(ENTRY_BYTES_MAX) } }))
    refuses('ERR_LEDGER_NOT_CANONICAL', wrong({ data: { text: '\ud800' } }))
    refuses('ERR_LEDGER_NOT_CANONICAL', wrong({ data: { amount: 2 ** 53 } }))
    refuses('ERR_LEDGER_NOT_CANONICAL', wrong({ data: { amount: Number.NaN } }))
  })

  test('when it names a person by an address or a name instead of an id, then it is refused', () => {
    for (const id of ['ana@example.com', 'Ana Lovric', '']) {
      refuses('ERR_LEDGER_ENTRY_INVALID', () => signEntry({ ...draft, actor: `person/${id}` }, place, key))
      refuses('ERR_LEDGER_ENTRY_INVALID', () => signEntry({ ...draft, stream: `person/${id}` }, place, key))
    }
  })

  test('when a human decided, then the passkey’s assertion goes with it', () => {
    const decision = {
      staff: 's1',
      credentialId: 'Y3JlZA',
      clientDataJSON: 'e30',
      authenticatorData: 'AAAA',
      signature: 'MEUC',
    }
    assert.deepEqual(signEntry({ ...draft, decisions: [decision, decision] }, place, key).entry.decisions?.length, 2)
    const wrong = { ...decision, signature: 'not base64url!' }
    refuses('ERR_LEDGER_ENTRY_INVALID', () => signEntry({ ...draft, decisions: [wrong] }, place, key))
  })

  test('when the same JSON is spelled in another way, then it is no entry', () => {
    const { bytes } = signEntry(draft, place, key)
    const text = Buffer.from(bytes).toString()
    for (const other of [` ${text}`, text.replace('":"', '": "'), text.replace('case-', 'case\\u002d'), `${text}\n`]) {
      refuses('ERR_LEDGER_NOT_CANONICAL', () => readEntry(Buffer.from(other)))
    }
    refuses('ERR_LEDGER_NOT_CANONICAL', () => readEntry(Buffer.from('\ufeff{}')))
    refuses('ERR_LEDGER_NOT_CANONICAL', () => readEntry(Buffer.from([0x22, 0xff, 0x22])))
    refuses('ERR_LEDGER_ENTRY_INVALID', () => readEntry(Buffer.from('['.repeat(30_000) + ']'.repeat(30_000))))
    refuses('ERR_LEDGER_ENTRY_INVALID', () => readEntry(Buffer.from('{}')))
  })
})

test('given any JSON value, when its canonical text is read and written again, then nothing changes', () => {
  const property = fc.property(fc.jsonValue(), (value) => {
    let text: string
    try {
      text = canonicalText(value)
    } catch {
      // A lone surrogate has none.
      return
    }
    assert.equal(canonicalText(JSON.parse(text)), text)
    if (!/\d{16}|e\+/.test(text)) assert.equal(canonicalText(parseCanonical(Buffer.from(text))), text)
  })
  holds(property, 300)
})

describe('given a type with versions', () => {
  const first = entryType('tier-changed', Type.Object({ person: Type.String(), tier: Type.String() }))
  const second = first.next(
    Type.Object({ person: Type.String(), from: Type.String(), to: Type.String() }),
    ({ person, tier }) => ({ person, from: 'unknown', to: tier }),
  )
  const third = second.next(
    Type.Object({ account: Type.String(), from: Type.String(), to: Type.String() }),
    ({ person, from, to }) => ({ account: person, from, to }),
  )
  const written = first.write({ person: 'p1', tier: 'privileged' })

  test('when an old entry is read, then it comes through every converter', () => {
    assert.deepEqual(third.read(written), { account: 'p1', from: 'unknown', to: 'privileged' })
    assert.deepEqual(second.read(written), { person: 'p1', from: 'unknown', to: 'privileged' })
    assert.equal(third.write({ account: 'p1', from: 'standard', to: 'privileged' }).version, 3)
  })

  test('when data, version or type is not what it says, then it is refused', () => {
    refuses('ERR_LEDGER_DATA_INVALID', () => third.read({ ...written, data: { person: 1 } }))
    refuses('ERR_LEDGER_DATA_INVALID', () => first.write({ person: 'p1' } as never))
    refuses('ERR_LEDGER_TYPE_UNKNOWN', () => first.read({ ...written, version: 2 }))
    refuses('ERR_LEDGER_TYPE_UNKNOWN', () => first.read({ ...written, type: 'tier-lowered' }))
  })

  test('when a converter gives what the next version is not, then that is refused too', () => {
    const wrong = first.next(Type.Object({ to: Type.Number() }), () => ({ to: 'x' }) as never)
    refuses('ERR_LEDGER_DATA_INVALID', () => wrong.read(written))
  })
})

describe('given a chain of entries', () => {
  const sample = openSample()
  sample.append()
  const before = sample.head
  const next = sample.append()

  function breakOf(bytes: Uint8Array): Break {
    const followed = follow(before, bytes)
    assert.ok('code' in followed, 'the entry was taken')
    return followed
  }

  test('when the next entry is the next, then it is taken', () => {
    const followed = follow(before, next.bytes)
    assert.ok('head' in followed)
    assert.equal(followed.head.seq, 3)
  })

  test('when any bit of it is turned, then it is not, and the break names it', () => {
    const property = fc.property(fc.nat(8 * next.bytes.length - 1), (bit) => {
      const altered = Buffer.from(next.bytes)
      altered[bit >> 3] = altered[bit >> 3]! ^ (1 << (bit & 7))
      assert.equal(breakOf(altered).seq, 2)
    })
    holds(property, 500)
  })

  test('when it is signed by a key that the database’s owner made, then it is refused (R43)', () => {
    const forger = sampleKey('postern.example/acme/entries', 66)
    const forged = signEntry({ ...draft, type: 'approval-given' }, before, forger)
    assert.equal(breakOf(forged.bytes).code, 'ERR_CHAIN_KEY')
    // The forger claims the id of the right key.
    const claimed = JSON.parse(Buffer.from(forged.bytes).toString()) as Record<string, unknown>
    const renamed = Buffer.from(canonicalText({ ...claimed, key: sample.entryKey.verifier.id }))
    assert.equal(breakOf(renamed).code, 'ERR_CHAIN_SIGNATURE')
  })

  test('when it is a true entry from elsewhere, then the break says how', async () => {
    const elsewhere = openSample('postern.example/other')
    elsewhere.append()
    assert.equal(breakOf(elsewhere.append().bytes).code, 'ERR_CHAIN_ORIGIN')
    assert.equal(breakOf(sample.entries[1]!).code, 'ERR_CHAIN_NUMBER')
    // The same place in another history of the same ledger, as after a restored backup.
    const history = openSample()
    history.append({ data: { person: 'p9' } })
    assert.equal(breakOf(history.append().bytes).code, 'ERR_CHAIN_PREVIOUS')
    assert.equal(breakOf(sample.entries[0]!).code, 'ERR_CHAIN_NUMBER')
    assert.equal(breakOf(Buffer.from('[]')).code, 'ERR_CHAIN_MALFORMED')
  })

  test('when the ledger is opened again in its middle, then that is refused', () => {
    const again = {
      entryKey: key.verifier.text,
      checkpointKey: sample.checkpointKey.verifier.text,
      kind: 'real' as const,
    }
    const { bytes } = signEntry({ ...draft, ...ledgerOpened.write(again) }, before, sample.entryKey)
    assert.equal(breakOf(bytes).code, 'ERR_CHAIN_MALFORMED')
    assert.ok('code' in follow(firstHead(sample.origin), signEntry(draft, firstHead(sample.origin), key).bytes))
  })
})

describe('given a ledger whose keys change while it runs', () => {
  test('when the entry key is rotated, then entries of the new key count and of the old one no more', async () => {
    const sample = await sampleOf(5)
    const old = sample.entryKey
    await sample.rotate('entries', sampleKey('postern.example/acme/entries-2', 7))
    sample.append()
    const late = signEntry(draft, sample.head, old)
    const followed = follow(sample.head, late.bytes)
    assert.ok('code' in followed && followed.code === 'ERR_CHAIN_KEY')
  })

  test('when the change makes no sense, then it is refused', async () => {
    const sample = await sampleOf(2)
    const change = (data: ReturnType<typeof keyAdded.write>) => {
      const followed = follow(sample.head, signEntry({ ...draft, ...data }, sample.head, sample.entryKey).bytes)
      return 'code' in followed ? followed.message : 'taken'
    }
    const { id, text } = sample.entryKey.verifier
    assert.match(change(keyRetired.write({ use: 'entries', id })), /the last key cannot be retired/)
    assert.match(change(keyRetired.write({ use: 'entries', id: '00000000' })), /no key of this id counts/)
    assert.match(change(keyAdded.write({ use: 'entries', key: text })), /was there already/)
    assert.match(change(keyAdded.write({ use: 'checkpoints', key: text })), /bears the name of its ledger/)
    const witness = sampleKey(sample.origin, 5, 'cosignature').verifier.text
    assert.match(change(keyAdded.write({ use: 'entries', key: witness })), /keys of type 1/)
  })
})
