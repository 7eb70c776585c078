import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { anyDraft } from '../../test/any-draft.ts'
import { blank, copySignIn, type Draft, type SignIn } from '../signin/index.ts'
import { type CollectorOptions, createCollector, type Merged } from './collector.ts'
import { SpillError } from './spill.ts'

const folder = mkdtempSync(join(tmpdir(), 'collector-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** So little that a few rows fill it: nearly everything is spilled. */
const TINY: CollectorOptions = { directory: folder, memoryBytes: 2048 }
const NOON = Date.UTC(2026, 1, 23, 12)

function row(fields: Partial<Draft>): Draft {
  return { ...blank(), time: NOON, id: 'event-1', activity: 'sign-in', account: 'id-1', name: 'ana', ...fields }
}

function collect(drafts: Iterable<Draft>, options: CollectorOptions = {}): Merged {
  const collector = createCollector(options)
  for (const draft of drafts) collector.add(draft)
  return collector.finish()
}

function read(merged: Merged): readonly SignIn[] {
  const rows: SignIn[] = []
  merged.forEach((signIn) => {
    rows.push(copySignIn(signIn))
  })
  return rows
}

function collected(drafts: Iterable<Draft>, options: CollectorOptions = {}): readonly SignIn[] {
  const merged = collect(drafts, options)
  try {
    return read(merged)
  } finally {
    merged.close()
  }
}

/** Drafts of which some are one event: few ids, few seconds, few words. */
const clashingDraft: fc.Arbitrary<Draft> = fc
  .record({
    seconds: fc.integer({ min: 0, max: 2 }),
    ms: fc.constantFrom(0, 1, 999),
    id: fc.constantFrom(
      'a',
      'b',
      'ä',
      '東',
      '0f8fad5b-d9cb-469f-a165-70867728950e',
      '1f8fad5b-d9cb-469f-a165-70867728950e',
    ),
    tenant: fc.constantFrom('', 't', 'u'),
    family: fc.constantFrom('sign-in' as const, 'audit' as const),
    account: fc.constantFrom('', 'id-1'),
    known: fc.boolean(),
    ip: fc.constantFrom('', '192.0.2.1', '192.0.2.2'),
    outcome: fc.constantFrom('success' as const, 'failure' as const, 'interrupt' as const),
    line: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ seconds, ms, ...fields }) => row({ ...fields, time: NOON + seconds * 1000 + ms }))

describe('collector', () => {
  it('given rows newest first, when they are visited, then they come by time, then id, the same a second time', () => {
    const drafts = [
      row({ id: 'b', time: NOON + 5000 }),
      row({ id: 'a', time: NOON + 5000 }),
      row({ id: 'd', time: NOON + 10 }),
      row({ id: 'c', time: NOON + 20 }),
    ]
    const merged = collect(drafts)
    assert.deepEqual(
      read(merged).map(({ id }) => id),
      ['d', 'c', 'a', 'b'],
    )
    assert.deepEqual(
      read(merged).map(({ id }) => id),
      ['d', 'c', 'a', 'b'],
    )
    assert.equal(merged.first, NOON + 10)
    assert.equal(merged.last, NOON + 5000)
    assert.equal(merged.people, 1)
  })

  it('given no rows, when finished, then there is nothing, and no time', () => {
    const merged = collect([])
    assert.deepEqual(read(merged), [])
    assert.deepEqual([merged.rows, merged.events, merged.duplicates, merged.people], [0, 0, 0, 0])
    assert.ok(Number.isNaN(merged.first) && Number.isNaN(merged.last))
  })

  it('given a row without a time, when it is added, then it throws RangeError', () => {
    assert.throws(() => collect([row({ time: Number.NaN })]), RangeError)
  })

  it('given the same row from two files, when merged, then it is one event, at the earlier place', () => {
    const merged = collect([row({ file: 1, line: 7 }), row({ file: 0, line: 9 }), row({ file: 1, line: 2 })])
    assert.deepEqual([merged.events, merged.duplicates], [1, 2])
    assert.deepEqual(
      read(merged).map(({ file, line }) => [file, line]),
      [[0, 9]],
    )
  })

  it('given an event with and without decimals of its second, when merged, then the exact one counts', () => {
    const rows = collected([row({}), row({ id: 'between', time: NOON + 50 }), row({ time: NOON + 123 })])
    assert.deepEqual(
      rows.map(({ id, time }) => [id, time - NOON]),
      [
        ['between', 50],
        ['event-1', 123],
      ],
    )
  })

  it('given a corrected row, when merged, then the fuller one counts, wherever it stands', () => {
    const full = row({ ip: '192.0.2.1', country: 'DE' })
    for (const rows of [
      [full, row({})],
      [row({}), full],
    ])
      assert.equal(collected(rows)[0]?.country, 'DE')
  })

  it('given one id in two tenants, families or providers, when merged, then these are several events', () => {
    const drafts = [
      row({ tenant: 't' }),
      row({ tenant: 'u' }),
      row({ family: 'audit', tenant: 't' }),
      row({ provider: 'okta' }),
    ]
    assert.equal(collected([...drafts, ...drafts]).length, 4)
  })

  it('given an export with and one without the tenant, when merged, then the event is one, in that tenant', () => {
    const rows = collected([row({ tenant: '' }), row({ tenant: 't' })])
    assert.deepEqual(
      rows.map(({ tenant, person }) => [tenant, person]),
      [['t', 'entra:t:id-1']],
    )
  })

  it('given rows in any order, split and repetition, when merged in memory or by disk, then the result is the same', () => {
    const drafts = fc.array(clashingDraft, { maxLength: 40 })
    fc.assert(
      fc.property(
        drafts.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some.keys(), ...some.keys()]))),
        ([some, order]) => {
          const expected = collected(some)
          const again = [...order.map((index) => some[index]!), ...some.toReversed()]
          assert.deepEqual(collected(again), expected)
          assert.deepEqual(collected(again, TINY), expected)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('given rows of one id, when merged, then no two of one event are left, and no event is lost', () => {
    const key = (draft: SignIn): string =>
      JSON.stringify([draft.provider, draft.tenant, draft.family, draft.id, Math.floor(draft.time / 1000)])
    fc.assert(
      // With a tenant in each row none is adopted, so that the model stays simple.
      fc.property(
        fc.array(
          clashingDraft.filter(({ tenant }) => tenant !== ''),
          { maxLength: 40 },
        ),
        (drafts) => {
          const rows = collected(drafts, TINY)
          assert.deepEqual(rows.map(key).sort(), [...new Set(drafts.map(key))].sort())
          const order = rows.map(({ time }) => time)
          assert.deepEqual(
            order,
            order.toSorted((a, b) => a - b),
          )
        },
      ),
    )
  })

  it('given any drafts, hostile and larger than the memory, when spilled, then every field comes back', () => {
    const distinct = fc
      .array(anyDraft, { maxLength: 6 })
      .map((drafts) =>
        drafts.map((draft, index) => ({ ...draft, provider: 'okta' as const, tenant: 't', time: NOON + 1000 * index })),
      )
    fc.assert(
      fc.property(distinct, (drafts) => {
        const rows = collected(drafts.toReversed(), TINY)
        assert.deepEqual(
          rows.map((signIn) => ({ ...signIn, person: '' })),
          drafts,
        )
      }),
      { numRuns: 50 },
    )
  })

  it('given 20,000 rows of one second, when merged by disk, then all are there in order', () => {
    const drafts = Array.from({ length: 20_000 }, (_, index) =>
      row({ id: `event ${(index * 7919) % 20_000}`, time: NOON + (index % 1000) }),
    )
    const rows = collected(drafts, { directory: folder, memoryBytes: 256 * 1024 })
    const sorted = drafts.toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
    assert.deepEqual(
      rows.map(({ id }) => id),
      sorted.map(({ id }) => id),
    )
  })

  it('given more rows of one second than are held back, when merged, then none is lost or left twice', () => {
    const drafts = Array.from({ length: 50_000 }, (_, index) =>
      row({ id: `event ${(index * 7919) % 50_000}`, time: NOON + (index % 1000), detail: `detail ${index}` }),
    )
    const ids = (some: readonly Draft[], options: CollectorOptions): string =>
      collected(some, options)
        .map(({ id }) => id)
        .join()
    const read = ids([...drafts, ...drafts.toReversed()], { directory: folder, memoryBytes: 4 * 1024 * 1024 })
    assert.deepEqual(new Set(read.split(',')), new Set(drafts.map(({ id }) => id)))
    assert.equal(read.split(',').length, 50_000)
    assert.ok(ids(drafts.toReversed(), {}) === read, 'the order does not depend on the order of reading')
  })

  it('given times millions of years apart, when sorted, then they come in order', () => {
    const drafts = [8.64e15, -8.64e15, 0, 1e15].map((time, index) => row({ id: `${index}`, time }))
    assert.deepEqual(
      collected(drafts).map(({ time }) => time),
      [-8.64e15, 0, 1e15, 8.64e15],
    )
  })

  it('given a visitor that throws, when visiting, then its error comes out and the rows can be visited again', () => {
    const merged = collect([row({})], TINY)
    const visit = (): void => {
      throw new Error('enough')
    }
    assert.throws(() => merged.forEach(visit), /enough/)
    assert.equal(read(merged).length, 1)
    merged.close()
  })

  it('given a small input, when collected, then the disk is not touched; a large one leaves nothing behind', () => {
    const nowhere = join(folder, 'missing')
    assert.equal(collected([row({})], { directory: nowhere }).length, 1)
    const drafts = Array.from({ length: 200 }, (_, index) => row({ id: `${index}` }))
    assert.throws(() => collected(drafts, { directory: nowhere, memoryBytes: 2048 }), SpillError)
    assert.equal(collected(drafts, TINY).length, 200)
    assert.deepEqual(readdirSync(folder), [])
  })
})
