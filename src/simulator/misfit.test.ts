import assert from 'node:assert/strict'
import { test } from 'node:test'
import { misfit } from './misfit.ts'
import type { Told, Truth } from './truth.ts'

const PERIOD = { start: '2026-01-05T00:00:00.000Z', end: '2026-01-12T00:00:00.000Z' }

function told(provider: 'entra' | 'okta', person: string, period: Told['period'] = PERIOD): Told {
  const lockouts = [{ provider, account: `id of ${person}`, people: [person] }]
  return { period, findings: [], lockouts } as unknown as Told
}

function truth(provider: 'entra' | 'okta', ...names: readonly string[]): Truth {
  const people = names.map((person) => ({ person, account: `id of ${person}` }))
  return { ...told(provider, names[0] ?? ''), people } as unknown as Truth
}

test('given a log and its own truth, then nothing speaks against it, whatever the capitals', () => {
  assert.equal(
    misfit(told('entra', 'Ana@example.com'), truth('entra', 'ben@example.com', 'ana@example.com')),
    undefined,
  )
})

test('given a log with no verdict, then nothing speaks against it', () => {
  const silent = { ...told('entra', ''), lockouts: [] } as Told
  assert.equal(misfit(silent, truth('okta', 'ana@example.com')), undefined)
})

test('given logs of other people, another vendor or another time, then it is said', () => {
  const ana = truth('entra', 'ana@example.com')
  const later = { start: '2026-03-01T00:00:00.000Z', end: '2026-03-02T00:00:00.000Z' }
  assert.match(misfit(told('entra', 'eve@example.org'), ana) ?? '', /nobody whom the log’s verdicts name/)
  assert.equal(misfit(told('okta', 'ana@example.com'), ana), 'the log is of okta, the truth of entra')
  assert.match(misfit(told('entra', 'ana@example.com', later), ana) ?? '', /^the log runs from 2026-03-01T00/)
})
