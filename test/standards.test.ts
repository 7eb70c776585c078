/** The standards' own vectors, which lie beside the project (../shared/standards/vectors): read there, never copied. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { canonicalBytes } from '../src/ledger/canonical.ts'
import { consistencyHolds, inclusionHolds } from '../src/ledger/merkle/check.ts'
import { parseVerifierKey } from '../src/ledger/note/key.ts'
import { openNote } from '../src/ledger/note/note.ts'

const FOLDER = fileURLToPath(new URL('../../shared/standards/vectors/', import.meta.url))

/** Why a test cannot run here, or false if it can. */
function missing(file: string): string | false {
  return existsSync(FOLDER + file) ? false : `../shared/standards/vectors/${file} is not beside the project`
}

function read<Vectors>(file: string): Vectors {
  return JSON.parse(readFileSync(FOLDER + file, 'utf8')) as Vectors
}

function bytes(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64')
}

describe('RFC 8785, canonical JSON', () => {
  const file = 'jcs-rfc8785.json'
  test('all cases', { skip: missing(file) }, () => {
    const { cases } = read<{ cases: { name: string; input: string; outhex: string }[] }>(file)
    assert.ok(cases.length >= 6)
    for (const { name, input, outhex } of cases) {
      assert.equal(Buffer.from(canonicalBytes(JSON.parse(input))).toString('hex'), outhex.replaceAll(' ', ''), name)
    }
  })
})

interface Inclusion {
  leafIdx: number
  treeSize: number
  root: string
  leafHash: string
  proof: string[] | null
  wantErr: boolean
  file: string
}

interface Consistency {
  size1: number
  size2: number
  root1: string
  root2: string
  proof: string[] | null
  wantErr: boolean
  file: string
}

describe('RFC 6962, Merkle proofs', () => {
  const file = 'merkle-rfc6962.json'

  test('all inclusion proofs', { skip: missing(file) }, () => {
    const { inclusion } = read<{ inclusion: Inclusion[] }>(file)
    assert.equal(inclusion.length, 98)
    for (const { leafIdx, treeSize, root, leafHash, proof, wantErr, file: name } of inclusion) {
      const tree = { size: treeSize, root: bytes(root) }
      assert.equal(inclusionHolds(bytes(leafHash), leafIdx, tree, (proof ?? []).map(bytes)), !wantErr, name)
    }
  })

  test('all consistency proofs', { skip: missing(file) }, () => {
    const { consistency } = read<{ consistency: Consistency[] }>(file)
    assert.equal(consistency.length, 98)
    for (const { size1, size2, root1, root2, proof, wantErr, file: name } of consistency) {
      const older = { size: size1, root: bytes(root1) }
      const newer = { size: size2, root: bytes(root2) }
      assert.equal(consistencyHolds(older, newer, (proof ?? []).map(bytes)), !wantErr, name)
    }
  })
})

describe('C2SP signed-note', () => {
  const file = 'c2sp-signed-note.json'
  test('the example opens with its key', { skip: missing(file) }, () => {
    const { vkey, note } = read<{ vkey: string; note: string }>(file)
    assert.equal(openNote(note, [parseVerifierKey(vkey)]).text, 'This is an example message.\n')
  })
})
