import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { holds } from '../../../test/property.ts'
import type { LedgerErrorCode } from '../ledger-error.ts'
import { leafHash } from '../merkle/hash.ts'
import { sampleKey } from '../sample-ledger.ts'
import { openCheckpoint, parseCheckpoint, printCheckpoint } from './checkpoint.ts'
import { cosign } from './cosignature.ts'
import { parseSignerKey, parseVerifierKey, secretText, signerFrom } from './key.ts'
import { openNote, parseNote, printNote, printSignature, signNote } from './note.ts'

/** The published example of the standard, C2SP signed-note (spec text CC BY 4.0). */
const EXAMPLE = {
  key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  note: 'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
}

const log = sampleKey('postern.example/acme', 1)
const other = sampleKey('postern.example/acme', 2)
const witness = sampleKey('witness.example/w1', 3, 'cosignature')
const checkpoint = { origin: 'postern.example/acme', size: 7, root: leafHash(Buffer.from('root')) }
const text = printCheckpoint(checkpoint)

function refuses(code: LedgerErrorCode, run: () => unknown, message?: RegExp): void {
  assert.throws(
    run,
    (error: Error & { code?: string }) => error.code === code && (message?.test(error.message) ?? true),
  )
}

describe('given a key', () => {
  test('when it is printed, then it reads back as the same key', () => {
    for (const { verifier } of [log, witness]) {
      assert.deepEqual({ ...parseVerifierKey(verifier.text), publicKey: 0 }, { ...verifier, publicKey: 0 })
    }
    assert.equal(parseSignerKey(secretText(log)).verifier.text, log.verifier.text)
    assert.equal(parseVerifierKey(EXAMPLE.key).id, '530d903a')
  })

  test('when any character of it is another, then it is refused', () => {
    const property = fc.property(fc.nat(EXAMPLE.key.length - 1), fc.constantFrom(...'aZ09+/= '), (at, character) => {
      fc.pre(EXAMPLE.key[at] !== character)
      const altered = EXAMPLE.key.slice(0, at) + character + EXAMPLE.key.slice(at + 1)
      refuses('ERR_LEDGER_KEY_INVALID', () => parseVerifierKey(altered))
    })
    holds(property, 300)
  })

  test('when it is none, then the error says what it must look like, and never holds the secret', () => {
    refuses('ERR_LEDGER_KEY_INVALID', () => parseVerifierKey('hello'), /it must be name\+id\+base64/)
    refuses('ERR_LEDGER_KEY_INVALID', () => signerFrom('two words', 'ed25519', new Uint8Array(32)), /without spaces/)
    const secret = secretText(log)
    refuses('ERR_LEDGER_KEY_INVALID', () => parseSignerKey(secret.slice(12)), /must begin with PRIVATE\+KEY\+/)
    for (const wrong of [secret.slice(0, -2), secret.replace('acme', 'else'), `${secret}A`]) {
      assert.throws(
        () => parseSignerKey(wrong),
        (error) => !inspect(error).includes(secret.slice(-30, -4)),
      )
    }
  })

  test('when it is printed for a log by mistake, then the secret is not there', () => {
    const seed = secretText(log).split('+').slice(4).join('+')
    assert.ok(!inspect(log, { depth: 9 }).includes(seed) && !JSON.stringify(log).includes(seed))
  })
})

describe('given a signed note', () => {
  test('when it is the standard’s example, then it opens', () => {
    const { text, verified } = openNote(EXAMPLE.note, [parseVerifierKey(EXAMPLE.key)])
    assert.equal(text, 'This is an example message.\n')
    assert.equal(verified[0]?.key.name, 'example.com/foo')
  })

  test('when it is parsed and printed, then it is the same', () => {
    const note = signNote(text, [log, other])
    assert.equal(printNote(parseNote(note)), note)
  })

  test('when any bit of text or signature is turned, then it does not open', () => {
    const note = Buffer.from(signNote(text, [log]))
    const property = fc.property(fc.nat(8 * note.length - 1), (bit) => {
      const altered = Buffer.from(note)
      altered[bit >> 3] = altered[bit >> 3]! ^ (1 << (bit & 7))
      assert.throws(() => openNote(altered.toString('utf8'), [log.verifier]))
    })
    holds(property, 400)
  })

  test('when somebody unknown has signed too, then that is passed over; when nobody known has, then it is refused', () => {
    const note = signNote(text, [other, log])
    assert.deepEqual(
      openNote(note, [log.verifier]).verified.map(({ key }) => key.id),
      [log.verifier.id],
    )
    refuses('ERR_LEDGER_NOTE_UNSIGNED', () => openNote(signNote(text, [other]), [log.verifier]))
    refuses('ERR_LEDGER_NOTE_UNSIGNED', () => openNote(note, []))
  })

  test('when one known signature fits and another does not, then the whole note is refused', () => {
    const good = signNote(text, [log])
    const forged = parseNote(signNote('another text\n', [other]))
      .signatures.map(printSignature)
      .join('')
    refuses('ERR_LEDGER_NOTE_FORGED', () => openNote(good + forged, [log.verifier, other.verifier]))
    assert.equal(openNote(good + forged, [log.verifier]).verified.length, 1)
  })

  test('when a key has the id of a known one but another name, then it is unknown', () => {
    const [signature] = parseNote(signNote(text, [log])).signatures
    const renamed = printNote({ text, signatures: [{ ...signature!, name: 'elsewhere.example' }] })
    refuses('ERR_LEDGER_NOTE_UNSIGNED', () => openNote(renamed, [log.verifier]))
  })

  test('when it is malformed, then it is refused before anything is believed', () => {
    const good = signNote(text, [log])
    for (const [note, why] of [
      ['', /an empty line/],
      [text, /an empty line/],
      [`${text}\n`, /no signature lines/],
      [good.slice(0, -1), /an empty line/],
      [good.replace('— ', '- '), /must be “— name base64”/],
      [good.replace('7', '7\u0000'), /control characters/],
      [good.replace('7', '7\r'), /control characters/],
      [good.replace('7', '\ud800'), /no Unicode/],
      [`${'x'.repeat(70_000)}${good}`, /longer than 64 KiB/],
      [`${good}— a.example AAAA\n`, /must be “— name base64”/],
      [`${text}\n${parseNote(good).signatures.map(printSignature).join('').repeat(65)}`, /more than 64 signatures/],
    ] as const) {
      refuses('ERR_LEDGER_NOTE_INVALID', () => openNote(note, [log.verifier]), why)
    }
    refuses('ERR_LEDGER_NOTE_INVALID', () => signNote('no newline', [log]))
    refuses('ERR_LEDGER_NOTE_INVALID', () => signNote(text, [witness]), /cosigner/)
  })

  test('when it has sixteen signatures, then all are read', () => {
    const keys = Array.from({ length: 16 }, (_, index) => sampleKey(`k${index}.example`, index))
    assert.equal(
      openNote(
        signNote(text, keys),
        keys.map(({ verifier }) => verifier),
      ).verified.length,
      16,
    )
  })
})

describe('given a checkpoint', () => {
  test('when it is printed, then it reads back', () => {
    assert.deepEqual(parseCheckpoint(text), checkpoint)
  })

  test('when its form is not exactly the standard’s, then it is refused', () => {
    const [origin, size, root] = text.split('\n') as [string, string, string]
    for (const wrong of [
      `${origin}\n07\n${root}\n`,
      `${origin}\n-1\n${root}\n`,
      `${origin}\n9007199254740993\n${root}\n`,
      `${origin}\n7\n${root.slice(0, -4)}\n`,
      `${origin}\n7\n${root}`,
      `${origin}\n7\n${root}\nextension\n`,
      `\n${size}\n${root}\n`,
      `${origin}\n${root}\n`,
    ]) {
      refuses('ERR_LEDGER_CHECKPOINT_INVALID', () => parseCheckpoint(wrong))
    }
  })

  test('when a key of another name has signed it, then it speaks not for this ledger', () => {
    const stranger = sampleKey('postern.example/other', 9)
    refuses('ERR_LEDGER_NOTE_UNSIGNED', () => openCheckpoint(signNote(text, [stranger]), [stranger.verifier]))
    assert.equal(openCheckpoint(signNote(text, [stranger, log]), [stranger.verifier, log.verifier]).size, 7)
  })

  test('when a witness adds its line, then the note says when it saw it', () => {
    const note = signNote(text, [log]) + printSignature(cosign(text, witness, 1_771_837_200))
    const { verified } = openCheckpoint(note, [log.verifier, witness.verifier])
    assert.deepEqual(
      verified.map(({ key, time }) => [key.name, time]),
      [
        ['postern.example/acme', undefined],
        ['witness.example/w1', 1_771_837_200],
      ],
    )
    refuses('ERR_LEDGER_NOTE_UNSIGNED', () => openCheckpoint(note, [witness.verifier]))
  })

  test('when the time of a cosignature is another, then it is forged', () => {
    const signature = cosign(text, witness, 1_771_837_200)
    const later = Buffer.from(signature.signature)
    later.writeBigUInt64BE(1_771_837_201n)
    const note = signNote(text, [log]) + printSignature({ ...signature, signature: later })
    refuses('ERR_LEDGER_NOTE_FORGED', () => openNote(note, [log.verifier, witness.verifier]))
  })
})
