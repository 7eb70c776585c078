import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { CAUSES, DETECTIONS, PROVIDERS } from '../signin/index.ts'
import { emptyReport, sampleReport } from './sample-report.ts'

interface Schema {
  readonly $defs: Readonly<Record<string, { readonly enum?: readonly string[] }>>
}

const schema = JSON.parse(
  readFileSync(new URL('../../docs/postern.diagnosis-1.schema.json', import.meta.url), 'utf8'),
) as Schema
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)

function assertValid(report: unknown): void {
  assert.ok(validate(report), JSON.stringify(validate.errors, null, 2))
}

test('reports validate, full and empty', () => {
  assertValid(sampleReport())
  assertValid(emptyReport(4000))
  assertValid(emptyReport(0))
})

test('the closed lists are those of the code', () => {
  assert.deepEqual(schema.$defs.provider?.enum, PROVIDERS)
  assert.deepEqual(schema.$defs.detection?.enum, DETECTIONS)
  assert.deepEqual(schema.$defs.cause?.enum, CAUSES)
})

test('a report without a member that it must have, or with one more, does not validate', () => {
  const report = structuredClone(sampleReport()) as unknown
  let tried = 0
  for (const holder of objectsIn(report)) {
    if (holder === namesOf(report)) continue
    for (const key of Object.keys(holder)) {
      const { [key]: value } = holder
      delete holder[key]
      assert.equal(validate(report), isOptional(holder, key), `without ${key}`)
      holder[key] = value
      tried++
    }
    holder.surplus = 1
    assert.equal(validate(report), false, `surplus beside ${Object.keys(holder).join()}`)
    delete holder.surplus
  }
  assert.ok(tried > 300)
  assertValid(report)
})

test('times, ids and numbers of another form do not validate', () => {
  const report = sampleReport()
  for (const wrong of [
    { ...report, format: 'postern.diagnosis/2' },
    { ...report, period: { start: '2026-02-23T14:03:59Z', end: report.period?.end } },
    { ...report, lockouts: [{ ...report.lockouts[0], confidence: 1.2 }] },
    { ...report, lockouts: [{ ...report.lockouts[0], cause: 'bad-luck' }] },
    { ...report, findings: [{ ...report.findings[0], detection: 'hunch' }] },
    { ...report, input: { ...report.input, rows: -1 } },
  ]) {
    assert.equal(validate(wrong), false)
  }
})

type Holder = Record<string, unknown>

const OPTIONAL_IN_FINDING = new Set(['person', 'account', 'address', 'people', 'peopleCount', 'reportOnly'])

function isOptional(holder: Holder, key: string): boolean {
  return 'technique' in holder ? OPTIONAL_IN_FINDING.has(key) : key === 'changedBy'
}

function objectsIn(value: unknown): readonly Holder[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inside : [value as Holder, ...inside]
}

function namesOf(report: unknown): unknown {
  return (report as { readonly input: { readonly otherNames: unknown } }).input.otherNames
}
