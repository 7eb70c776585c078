import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding, Report } from '../diagnosis/index.ts'
import { digest } from './report-digest.ts'
import { emptyReport, sampleReport } from './sample-report.ts'

test('attacks are worst first; slight and report-only findings are signals', () => {
  const facts = digest(sampleReport())
  assert.deepEqual(
    facts.attacks.map(({ severity }) => severity),
    ['critical', 'high', 'medium'],
  )
  assert.deepEqual(
    facts.signals.map(({ detection, reportOnly, count }) => [detection, reportOnly, count]),
    [
      ['new-device', false, 3],
      ['unusual-hour', false, 1],
      ['new-network', true, 1],
    ],
  )
})

test('a change that a ticket may explain is to be checked, and is no attack; nor is all calm', () => {
  const report = emptyReport(10)
  const change: Finding = {
    ...(sampleReport().findings[0] as Finding),
    detection: 'change-outside-case',
    severity: 'medium',
  }
  const facts = digest({ ...report, findings: [change, { ...change, severity: 'low' }] })
  assert.deepEqual([facts.changes, facts.attacks, facts.calm], [[change], [], false])
  assert.equal(facts.signals[0]?.count, 1)
})

test('a mass lockout is no attack, and needs no place of its own beside the outage that explains it', () => {
  const report = emptyReport(10)
  const crowd: Finding = { ...(sampleReport().findings[0] as Finding), detection: 'mass-lockout', severity: 'high' }
  const facts = digest({ ...report, findings: [crowd] })
  assert.deepEqual(facts.crowds, [crowd])
  assert.deepEqual(facts.attacks, [])
  assert.equal(facts.calm, false)
  const [outage] = sampleReport().outages
  const during = { ...crowd, start: outage?.start ?? '', end: outage?.end ?? '' }
  const explained = digest({ ...report, findings: [during], outages: sampleReport().outages })
  assert.deepEqual(explained.crowds, [])
  assert.equal(explained.signals[0]?.count, 1)
})

test('people are counted once, and quiet ones are not back in', () => {
  const facts = digest(sampleReport())
  assert.equal(facts.open.length, 6)
  assert.equal(facts.peopleOpen, 14 + 5)
  assert.equal(facts.over.length, 6)
  assert.equal(facts.peopleBack, 5)
  const report = sampleReport()
  const twice: Report = {
    ...report,
    lockouts: [...report.lockouts, ...report.lockouts.filter((one) => one.scope === 'one')],
  }
  assert.equal(digest(twice).peopleOpen, 14 + 5)
})

test('the providers are those whose logs were read; Microsoft 365’s log is Entra’s', () => {
  const { input, ...report } = emptyReport(10)
  const read = (...shapes: readonly string[]) =>
    digest({ ...report, input: { ...input, files: input.files.map((file) => ({ ...file, shapes })) } }).providers
  assert.deepEqual(read('okta.system-log', 'm365.unified-audit'), ['entra', 'okta'])
  assert.deepEqual(read(), [])
})

test('the report is left as it is', () => {
  const report = sampleReport()
  const before = JSON.stringify(report)
  digest(report)
  assert.equal(JSON.stringify(report), before)
})

test('rows that could not be read are gathered by reason; unknown files come first', () => {
  const { problems, files } = digest(sampleReport())
  assert.deepEqual(
    problems.map(({ code, problems: rows }) => [code, rows.length]),
    [
      ['ERR_ROW_NO_TIME', 2],
      ['ERR_ROW_NOT_JSON', 1],
      ['ERR_ROW_TRUNCATED', 1],
      ['ERR_ROW_UNKNOWN_FORMAT', 1],
    ],
  )
  assert.deepEqual(
    files.map(({ rows }) => rows),
    [2, 39_120, 2_840],
  )
})
