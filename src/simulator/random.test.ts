import assert from 'node:assert/strict'
import { test } from 'node:test'
import { random } from './random.ts'

test('given the same keys, when two streams are read, then they give the same numbers', () => {
  const [one, two] = [random(7, 3, 1), random(7, 3, 1)]
  const read = (rng: ReturnType<typeof random>): number[] => Array.from({ length: 50 }, () => rng.next())
  assert.deepEqual(read(one), read(two))
})

test('given keys that differ in one place, when streams are read, then they differ', () => {
  const first = [random(1, 2), random(2, 1), random(1, 2, 0), random(1), random(1, 3)].map((rng) => rng.hex(16))
  assert.equal(new Set(first).size, first.length)
})

test('given a stream, when many numbers are read, then they fill their range evenly', () => {
  const rng = random(11)
  const buckets = new Array<number>(10).fill(0)
  for (let count = 0; count < 100_000; count++) buckets[rng.int(0, 9)]! += 1
  for (const bucket of buckets) assert.ok(bucket > 9500 && bucket < 10_500, `${bucket} of about 10,000`)
})

test('given weights, when values are drawn, then they come in proportion', () => {
  const rng = random(12)
  let heavy = 0
  for (let count = 0; count < 20_000; count++)
    if (
      rng.weighted([
        ['a', 3],
        ['b', 1],
      ] as const) === 'a'
    )
      heavy++
  assert.ok(heavy > 14_700 && heavy < 15_300, `${heavy} of about 15,000`)
})

test('given a stream, when a UUID is made, then it is one of version 4', () => {
  assert.match(random(5).uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
