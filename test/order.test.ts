/**
 * Order (CONTRACTS.md, "Sign-ins"): any order of arrival, any split into files, any repetition gives the same report. Exports
 * come newest first, folders overlap, some logs are hours late.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { type CollectorOptions, createCollector } from '../src/cli/collector.ts'
import { assemble, createDiagnosis, type Report } from '../src/diagnosis/index.ts'
import type { Draft } from '../src/signin/index.ts'
import { anyStory } from './any-story.ts'
import { holds, mustFail } from './property.ts'

const folder = mkdtempSync(join(tmpdir(), 'order-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Room for a story; as much as the CLI takes would only be slow to get, hundreds of times. */
const ROOMY: CollectorOptions = { directory: join(folder, 'missing'), memoryBytes: 1024 * 1024 }
/** A block so small that a story fills it several times: runs are spilled and merged. */
const TINY: CollectorOptions = { directory: folder, memoryBytes: 8192 }
const FILES = ['monday.json', 'tuesday.json', 'a folder/again.ndjson']

type Diagnosed = (arrived: readonly Draft[]) => Report

/** The way of the CLI: collector, diagnosis, report. What was read is the same for all, as only the rest is compared. */
function byCollector(options = ROOMY): Diagnosed {
  return (arrived) => {
    const collector = createCollector(options)
    for (const draft of arrived) collector.add(draft)
    const merged = collector.finish()
    try {
      const diagnosis = createDiagnosis()
      merged.forEach(diagnosis.see)
      return reported(diagnosis.finish(merged.last), merged.first, merged.last)
    } finally {
      merged.close()
    }
  }
}

/** Wrong ways: the diagnosis alone, after `prepare`. */
function byDiagnosisAlone(prepare: (arrived: readonly Draft[]) => readonly Draft[]): Diagnosed {
  return (arrived) => {
    const diagnosis = createDiagnosis()
    for (const draft of prepare(arrived)) diagnosis.see(draft)
    const times = arrived.map(({ time }) => time)
    return reported(diagnosis.finish(Math.max(...times)), Math.min(...times), Math.max(...times))
  }
}

function reported(verdicts: Parameters<typeof assemble>[0], start: number, end: number): Report {
  const files = FILES.map((file) => ({ file, shapes: [], rows: 0, events: 0 }))
  const counts = { rows: 0, events: 0, duplicates: 0, other: 0, otherNames: {}, problems: [], problemCount: 0 }
  return assemble(verdicts, {
    input: { files, ...counts, people: verdicts.surroundings.people },
    period: { start, end },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  })
}

/** The same event from an export that says less and cuts decimals; the fuller row counts. */
function thinner(row: Draft): Draft {
  return { ...row, time: Math.floor(row.time / 1000) * 1000, client: '', city: '', app: '' }
}

/** A story's rows, half of them with decimals: within a second some have an order by time, others only by id. */
const anyRows = anyStory.map((rows) =>
  rows.map((row, index) => ({ ...row, app: 'Mail', time: row.time + (index % 2 === 0 ? 0 : (index * 137) % 1000) })),
)

const anyArrival = anyRows.chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    first: fc.shuffledSubarray([...rows], { minLength: rows.length }),
    again: fc.subarray([...rows]),
    less: fc.subarray([...rows]).map((some) => some.map(thinner)),
  }),
)

function sameInAnyOrder(diagnosed: Diagnosed): fc.IProperty<unknown> {
  return fc.property(anyArrival, ({ rows, first, again, less }) => {
    const expected = JSON.stringify(diagnosed(rows))
    assert.equal(JSON.stringify(diagnosed(rows.toReversed())), expected, 'newest first')
    assert.equal(JSON.stringify(diagnosed([...less, ...first, ...again])), expected, 'shuffled, repeated, thinned')
  })
}

/** Cuts the arrival into files at random: rows stand where they stand in theirs. Repeated rows stand in several. */
const anySplit = anyArrival.chain(({ rows, first, again }) =>
  fc.record({
    rows: fc.constant(rows),
    split: fc
      .array(fc.nat(FILES.length - 1), {
        minLength: first.length + again.length,
        maxLength: first.length + again.length,
      })
      .map((files) => inFiles([...first, ...again], files)),
  }),
)

function inFiles(rows: readonly Draft[], files: readonly number[]): readonly Draft[] {
  const lines = FILES.map(() => 0)
  return rows.map((row, index) => {
    const file = files[index] ?? 0
    lines[file] = (lines[file] ?? 0) + 1
    return { ...row, file, line: lines[file] ?? 0 }
  })
}

/** The report without the places of its evidence, which a split moves. */
function withoutPlaces(report: Report): string {
  return JSON.stringify(report, (key, value: unknown) => (key === 'file' || key === 'line' ? undefined : value))
}

describe('any order of arrival, any split, any repetition', () => {
  it('given any story, when its rows arrive shuffled, repeated and with thinner copies, then the report is the same, byte for byte', () => {
    holds(sameInAnyOrder(byCollector()), 150)
  })

  it('given a memory of a few rows, then it is still the same, by way of the disk', () => {
    const inMemory = byCollector()
    const byDisk = byCollector(TINY)
    holds(
      fc.property(anyArrival, ({ rows, first, again }) => {
        assert.equal(JSON.stringify(byDisk([...first, ...again])), JSON.stringify(inMemory(rows)))
      }),
      50,
    )
  })

  it('given any split into files, then only the places of the evidence differ', () => {
    const diagnosed = byCollector()
    holds(
      fc.property(anySplit, ({ rows, split }) => {
        assert.equal(withoutPlaces(diagnosed(split)), withoutPlaces(diagnosed(rows)))
      }),
      80,
    )
  })

  it('the stories are worth it: most detections and causes, outages and policy blocks come up in them', () => {
    const seen = { detections: new Set<string>(), causes: new Set<string>(), endings: new Set<string>() }
    let outages = 0
    let policyBlocks = 0
    const diagnosed = byCollector()
    holds(
      fc.property(anyRows, (rows) => {
        const report = diagnosed(rows)
        for (const { detection } of report.findings) seen.detections.add(detection)
        for (const { cause, ended } of report.lockouts) {
          seen.causes.add(cause)
          if (ended !== null) seen.endings.add(ended.by)
        }
        outages += report.outages.length
        policyBlocks += report.policyBlocks.length
      }),
      300,
    )
    console.log(
      `stories: ${seen.detections.size} detections, ${seen.causes.size} causes, ${seen.endings.size} endings, ${outages} outages, ${policyBlocks} policy blocks`,
    )
    assert.ok(seen.detections.size >= 14, [...seen.detections].join(' '))
    assert.ok(seen.causes.size >= 14, [...seen.causes].join(' '))
    assert.ok(seen.endings.size >= 5, [...seen.endings].join(' '))
    assert.ok(outages > 0 && policyBlocks > 0)
  })
})

describe('planted mistakes are caught', () => {
  const byTimeAndId = (rows: readonly Draft[]) => rows.toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))

  it('given a diagnosis that takes rows as they arrive, then the property fails', () => {
    mustFail(sameInAnyOrder(byDiagnosisAlone((arrived) => arrived)), 150)
  })

  it('given rows in order, but nobody who leaves out duplicates, then the property fails', () => {
    mustFail(sameInAnyOrder(byDiagnosisAlone(byTimeAndId)), 150)
  })

  it('given the first copy to arrive, and not the fuller one, then the property fails', () => {
    const firstToArrive = (arrived: readonly Draft[]) => {
      const events = new Map<string, Draft>()
      for (const row of arrived) if (!events.has(row.id)) events.set(row.id, row)
      return byTimeAndId([...events.values()])
    }
    mustFail(sameInAnyOrder(byDiagnosisAlone(firstToArrive)), 150)
  })

  it('given what happened at one instant in the order in which it arrived, then the property fails', () => {
    const byTime = (arrived: readonly Draft[]) => {
      const events = new Map<string, Draft>()
      for (const row of arrived) if (row.app !== '' || !events.has(row.id)) events.set(row.id, row)
      return [...events.values()].sort((a, b) => a.time - b.time)
    }
    mustFail(sameInAnyOrder(byDiagnosisAlone(byTime)), 150)
  })
})
