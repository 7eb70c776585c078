import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { CAUSES, DETECTIONS } from '../signin/index.ts'
import { CANNOT } from './cannot.ts'
import { IMPOSSIBLE } from './judge/baseline.ts'
import { type SimulationSettings, simulate } from './simulate.ts'
import type { Truth } from './truth.ts'
import { isTruth } from './truth.ts'
import { VENDORS } from './vendors.ts'

const SMALL = { people: 120, days: 18, seed: 5, incidents: 5, as: 'entra' } as const satisfies SimulationSettings

function digest(settings: SimulationSettings): string {
  const run = simulate(settings)
  const hash = createHash('sha256')
  for (const row of run.rows()) hash.update(row)
  return hash.update(JSON.stringify(run.truth())).digest('hex')
}

test('given the same settings, when the simulation runs twice, then log and truth are the same bytes', () => {
  for (const as of ['entra', 'okta', 'duo'] as const) assert.equal(digest({ ...SMALL, as }), digest({ ...SMALL, as }))
})

test('given another seed, when the simulation runs, then it is another organisation', () => {
  assert.notEqual(digest(SMALL), digest({ ...SMALL, seed: 6 }))
})

for (const as of VENDORS) {
  test(`given ${as}, when it is simulated, then rows are JSON objects, and truth is well formed and within what the log can say`, () => {
    const run = simulate({ ...SMALL, as })
    const rows = [...run.rows()]
    assert.ok(rows.length > 1000, `${rows.length} rows`)
    for (const row of rows) assert.equal(typeof JSON.parse(row), 'object')
    const truth = run.truth()
    wellFormed(truth)
    for (const id of Object.keys(CANNOT[as])) {
      assert.ok(!truth.lockouts.some((one) => one.cause === id), id)
      assert.ok(!truth.findings.some((one) => one.detection === id), id)
    }
  })

  test(`given ${as}, when truth names a person, then the log contains that name or account`, () => {
    const run = simulate({ ...SMALL, as })
    const log = [...run.rows()].join('\n')
    const truth = run.truth()
    for (const lockout of truth.lockouts) {
      const [name] = lockout.people
      assert.ok(log.includes(`"${name}"`) || log.includes(lockout.account), `${lockout.cause} of ${name}`)
    }
    for (const finding of truth.findings) {
      if (finding.address) assert.ok(log.includes(finding.address), finding.address)
      if (finding.person) assert.ok(log.includes(finding.person) || log.includes(finding.account!), finding.person)
    }
  })
}

function wellFormed(truth: Truth): void {
  assert.ok(isTruth(JSON.parse(JSON.stringify(truth))))
  const known = new Set(truth.people.map((one) => one.person))
  assert.equal(known.size, truth.people.length, 'names are unique')
  const period = truth.period!
  for (const one of [...truth.findings, ...truth.lockouts, ...truth.outages, ...truth.policyBlocks]) {
    assert.ok(Date.parse(one.start) <= Date.parse(one.end), JSON.stringify(one))
    assert.ok(one.start >= period.start && one.start < period.end, JSON.stringify(one))
  }
  for (const { detection, person, address, people } of truth.findings) {
    assert.ok(DETECTIONS.includes(detection))
    assert.ok(person !== undefined || address !== undefined || (people?.length ?? 0) > 0, 'a finding names somebody')
    if (person) assert.ok(known.has(person))
  }
  for (const { cause, people, verdictAt, start, scope } of truth.lockouts) {
    assert.ok(CAUSES.includes(cause))
    assert.ok(people.length > 0 && people.every((one) => known.has(one)))
    assert.ok(verdictAt >= start)
    assert.equal(scope === 'one', people.length === 1)
  }
  for (const { detection, cause } of truth.allowed) assert.ok((detection === undefined) !== (cause === undefined))
  const days = Object.values(truth.lookAlikePersonDays).reduce((sum, one) => sum + one, 0)
  assert.ok(days > 0 && days <= truth.benignPersonDays)
}

test('given many runs, when everybody goes about their ways, then no benign journey is faster than an aeroplane', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const run = simulate({ people: 250, days: 28, seed, as: 'ocsf', incidents: 2 })
    for (const one of run.truth().allowed) assert.notEqual(one.why, IMPOSSIBLE, `seed ${seed}: ${JSON.stringify(one)}`)
  }
})

test('given no incidents, when the simulation runs, then truth holds no attack but what is new, odd or an administrator’s work', () => {
  const run = simulate({ ...SMALL, people: 300, days: 25, incidents: 0 })
  const benign = new Set(['new-device', 'new-network', 'unusual-hour', 'change-outside-case', 'second-step-throttle'])
  for (const { detection } of run.truth().findings) assert.ok(benign.has(detection), detection)
  for (const { cause } of run.truth().lockouts) assert.equal(cause, 'wrong-code', 'only fumblers lock themselves out')
})

test('given the order newest first, when the log is read, then it is the same log turned round', () => {
  const forward = [...simulate(SMALL).rows()]
  const backward = [...simulate({ ...SMALL, order: 'newest-first' }).rows()]
  assert.deepEqual(backward.reverse(), forward)
})

test('given the order of arrival, when the log is read, then rows come late and twice, and none is lost', () => {
  const forward = [...simulate(SMALL).rows()]
  const arrived = [...simulate({ ...SMALL, order: 'arrival' }).rows()]
  assert.ok(arrived.length > forward.length)
  assert.deepEqual(new Set(arrived), new Set(forward))
  assert.notDeepEqual(arrived.slice(0, 500), forward.slice(0, 500))
})

test('given rows in the order of time, when Entra writes them, then no row is much older than one before', () => {
  let latest = 0
  for (const row of simulate(SMALL).rows()) {
    const event = JSON.parse(row) as { createdDateTime?: string; activityDateTime?: string }
    const time = Date.parse((event.createdDateTime ?? event.activityDateTime)!)
    assert.ok(time > latest - 6 * 60_000, row.slice(0, 200))
    latest = Math.max(latest, time)
  }
})

test('given a run whose rows were read, when they are asked for again, then it says so', () => {
  const run = simulate({ ...SMALL, people: 20, days: 2 })
  for (const _ of run.rows());
  assert.throws(() => [...run.rows()], /once/)
})
