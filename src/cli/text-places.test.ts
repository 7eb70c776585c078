import assert from 'node:assert/strict'
import { test } from 'node:test'
import { places } from './text-places.ts'

test('a file is said once while it stays the same, and the rest is counted', () => {
  const list = [
    { file: 'a.json', line: 17 },
    { file: 'a.json', line: 21 },
    { file: '-', line: 3 },
    { file: 'a.json', line: 40 },
    { file: 'a.json', line: 41 },
  ]
  assert.equal(places(list, 4), 'a.json:17, 21, standard input:3, a.json:40 and 1 more')
})

test('line 0 is the file itself', () => {
  assert.equal(places([{ file: 'a.bin', line: 0 }], 3), 'a.bin')
})
