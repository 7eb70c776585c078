import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding, Lockout } from '../diagnosis/index.ts'
import { evaluate } from './evaluate.ts'
import { printEvaluation } from './evaluation-table.ts'
import type { Told, Truth } from './truth.ts'

const NOON = Date.UTC(2026, 1, 2, 12)
const at = (minutes: number): string => new Date(NOON + minutes * 60_000).toISOString()

function lockout(cause: Lockout['cause'], people: readonly string[], from: number, to: number): Lockout {
  return {
    id: `${cause} ${people.join()} ${from}`,
    cause,
    alternatives: [],
    confidence: 1,
    scope: people.length === 1 ? 'one' : 'group',
    people,
    peopleCount: people.length,
    account: '',
    provider: 'entra',
    start: at(from),
    end: at(to),
    ended: null,
    verdictAt: at(from + 5),
    attempts: 3,
    summary: '',
    evidence: [],
    next: '',
  }
}

function finding(detection: Finding['detection'], who: Partial<Finding>, from = 0, to = 10): Finding {
  return {
    id: `${detection} ${from}`,
    detection,
    technique: 'T1621',
    severity: 'high',
    confidence: 1,
    provider: 'entra',
    start: at(from),
    end: at(to),
    summary: '',
    evidence: [],
    next: '',
    ...who,
  }
}

const EMPTY: Told = {
  format: 'postern.diagnosis/1',
  period: null,
  input: {
    files: [],
    rows: 0,
    events: 0,
    duplicates: 0,
    other: 0,
    otherNames: {},
    problems: [],
    problemCount: 0,
    people: 0,
  },
  findings: [],
  lockouts: [],
  outages: [],
  policyBlocks: [],
}

function truth(parts: Partial<Truth>): Truth {
  return { ...EMPTY, people: [], allowed: [], benignPersonDays: 100, lookAlikePersonDays: {}, ...parts }
}

test('given the truth itself as report, when it is evaluated, then everything is right', () => {
  const whole = truth({
    lockouts: [lockout('device-lost', ['ana@example.com'], 0, 30)],
    findings: [finding('mfa-fatigue', { person: 'tom@example.com' })],
  })
  const { causes, detections, misses } = evaluate(whole, whole)
  assert.deepEqual(
    [causes['device-lost']?.truePositives, causes['device-lost']?.precision, causes['device-lost']?.recall],
    [1, 1, 1],
  )
  assert.deepEqual([detections['mfa-fatigue']?.truePositives, detections['mfa-fatigue']?.falsePositives], [1, 0])
  assert.deepEqual(misses, [])
})

test('given another cause for the right person and time, when it is evaluated, then one is false, one missed, and the pair is named', () => {
  const report = { ...EMPTY, lockouts: [lockout('push-not-answered', ['ana@example.com'], 0, 30)] }
  const { causes, confusions } = evaluate(
    report,
    truth({ lockouts: [lockout('device-lost', ['ana@example.com'], 0, 30)] }),
  )
  assert.equal(causes['push-not-answered']?.falsePositives, 1)
  assert.equal(causes['push-not-answered']?.precision, 0)
  assert.equal(causes['device-lost']?.falseNegatives, 1)
  assert.equal(causes['device-lost']?.recall, 0)
  assert.deepEqual(confusions, { 'device-lost → push-not-answered': 1 })
})

test('given names in other letters, or the account’s id, when they are compared, then they are the same person', () => {
  const people = [{ person: 'Ana@Example.com', account: '00U-ANA' }]
  const truths = truth({
    people,
    findings: [finding('mfa-fatigue', { person: 'Ana@Example.com', account: '00U-ANA' })],
  })
  for (const who of [{ person: 'ana@example.com' }, { person: 'Ana M.', account: '00u-ana' }]) {
    const report = { ...EMPTY, findings: [finding('mfa-fatigue', who)] }
    assert.equal(evaluate(report, truths).detections['mfa-fatigue']?.truePositives, 1)
  }
})

test('given a verdict beside the truth, when the gap is fifteen minutes, then it meets it; with a second more it does not', () => {
  const truths = truth({ lockouts: [lockout('wrong-code', ['ana@example.com'], 0, 10)] })
  const met = (from: number): number | undefined =>
    evaluate({ ...EMPTY, lockouts: [lockout('wrong-code', ['ana@example.com'], from, from + 5)] }, truths).causes[
      'wrong-code'
    ]?.truePositives
  assert.equal(met(25), 1)
  assert.equal(met(25 + 1 / 60), 0)
})

test('given one truth in three fragments, when it is evaluated, then one is right and two are duplicates', () => {
  const report = {
    ...EMPTY,
    lockouts: [0, 20, 40].map((from) => lockout('device-lost', ['ana@example.com'], from, from + 5)),
  }
  const { causes } = evaluate(report, truth({ lockouts: [lockout('device-lost', ['ana@example.com'], 0, 60)] }))
  const { truePositives, duplicates, falsePositives } = causes['device-lost']!
  assert.deepEqual([truePositives, duplicates, falsePositives], [1, 2, 0])
})

test('given a finding that is allowed for the person, for everybody or for the address, then it is neither right nor wrong', () => {
  const allowed = [
    { person: 'ana@example.com', detection: 'new-device' as const, start: at(-5), end: at(5), why: '' },
    { detection: 'unusual-hour' as const, start: at(-100), end: at(100), why: '' },
    { address: '198.51.100.7', detection: 'untrusted-address' as const, start: at(0), end: at(0), why: '' },
  ]
  const report = {
    ...EMPTY,
    findings: [
      finding('new-device', { person: 'ANA@example.com' }),
      finding('unusual-hour', { person: 'tom@example.com' }),
      finding('untrusted-address', { address: '198.51.100.9' }),
      finding('new-device', { person: 'tom@example.com' }),
    ],
  }
  const { detections } = evaluate(report, truth({ allowed }))
  assert.deepEqual([detections['new-device']?.allowed, detections['new-device']?.falsePositives], [1, 1])
  assert.equal(detections['unusual-hour']?.allowed, 1)
  assert.equal(detections['untrusted-address']?.allowed, 1)
})

test('given a spray, when the report names another address of the block, or some of the people, then it meets it', () => {
  const people = ['ana@example.com', 'tom@example.com', 'eva@example.com']
  const truths = truth({ findings: [finding('password-spray', { address: '198.51.100.7', people })] })
  const met = (who: Partial<Finding>): number | undefined =>
    evaluate({ ...EMPTY, findings: [finding('password-spray', who)] }, truths).detections['password-spray']
      ?.truePositives
  assert.equal(met({ address: '198.51.100.200' }), 1)
  assert.equal(met({ address: '203.0.113.1', people: ['tom@example.com'] }), 1)
  assert.equal(met({ address: '203.0.113.1', people: ['max@example.com'] }), 0)
})

test('given a provider outage in truth, when the report holds an outage or a lockout of that cause, then either meets it', () => {
  const truths = truth({ lockouts: [lockout('provider-outage', ['ana@example.com', 'tom@example.com'], 0, 60)] })
  const outage = {
    id: 'x',
    provider: 'entra' as const,
    what: 'sign-in' as const,
    start: at(10),
    end: at(50),
    ended: true,
    peopleCount: 2,
    people: [],
    summary: '',
    evidence: [],
    next: '',
  }
  assert.equal(evaluate({ ...EMPTY, outages: [outage] }, truths).causes['provider-outage']?.recall, 1)
  const single = { ...EMPTY, lockouts: [lockout('provider-outage', ['tom@example.com'], 5, 20)] }
  assert.equal(evaluate(single, truths).causes['provider-outage']?.recall, 1)
  assert.equal(evaluate(EMPTY, truths).causes['provider-outage']?.recall, 0)
})

test('given a look-alike, when a finding about them is wrong and no mere note, then they were called an attack', () => {
  const truths = truth({
    people: [{ person: 'ana@example.com', account: 'a', look: 'vpn-traveller' }],
    lookAlikePersonDays: { 'vpn-traveller': 30 },
  })
  const report = {
    ...EMPTY,
    findings: [
      finding('impossible-travel', { person: 'ana@example.com', severity: 'medium' }),
      finding('new-network', { person: 'ana@example.com', severity: 'info' }),
    ],
  }
  const { lookAlikes, benignCalledAttack } = evaluate(report, truths)
  assert.deepEqual(lookAlikes, { 'vpn-traveller': { personDays: 30, calledAttack: 1 } })
  assert.equal(benignCalledAttack, 1)
})

test('given lockouts that were met, when they are timed, then from the first failure in truth to the report’s verdict', () => {
  const truths = truth({ lockouts: [lockout('wrong-code', ['ana@example.com'], 0, 10)] })
  const { secondsToVerdict } = evaluate(
    { ...EMPTY, lockouts: [lockout('wrong-code', ['ana@example.com'], 2, 10)] },
    truths,
  )
  assert.deepEqual(secondsToVerdict['wrong-code'], { median: 420, p95: 420, count: 1 })
})

test('given an evaluation, when it is printed, then each line fits a hundred columns and names its label', () => {
  const whole = truth({
    lockouts: [lockout('device-lost', ['ana@example.com'], 0, 30)],
    lookAlikePersonDays: { fumbler: 9 },
  })
  const text = printEvaluation(evaluate(EMPTY, whole))
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line)
  assert.match(text, /device-lost +0 +0 +1/)
  assert.match(text, /fumbler +9 +0/)
})
