import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { evolve, type Fact, type Incidents, type Sighting } from './incident.ts'
import { changesOf } from './notices.ts'

const sighting: Sighting = {
  finding: 'f1',
  detection: 'mfa-fatigue',
  severity: 'medium',
  people: ['ana'],
  sources: [],
  start: 0,
  end: 0,
  reportOnly: false,
}
const opened: Fact = { type: 'incident-opened', incident: 'i1', at: 0, sighting }
const other: Fact = { ...opened, incident: 'i2', at: 1, sighting: { ...sighting, finding: 'f2', people: ['ben'] } }

function given(...before: readonly Fact[]) {
  const state = before.reduce(evolve, new Map() as Incidents)
  return (...facts: readonly Fact[]) => changesOf(state, facts, facts.reduce(evolve, state))
}

describe('what is told of an incident', () => {
  it('that it opened, was assigned, closed and opened again is worth a message', () => {
    const [first] = given()(opened)
    assert.deepEqual(first, {
      subject: 'incident:i1',
      kind: 'incident',
      weight: 'milestone',
      severity: 'medium',
      about: { incident: 'i1' },
    })
    const facts: readonly Fact[] = [
      { type: 'incident-assigned', incident: 'i1', at: 2, to: 'ada', by: 'ada' },
      { type: 'incident-ended', incident: 'i1', at: 2 },
      { type: 'incident-reopened', incident: 'i1', at: 2, by: undefined },
    ]
    for (const fact of facts) assert.equal(given(opened)(fact)[0]?.weight, 'milestone', fact.type)
  })

  it('that it grows is a detail, and worse when it is', () => {
    const grew: Fact = { type: 'finding-grew', incident: 'i1', at: 2, sighting: { ...sighting, end: 2 } }
    assert.deepEqual(
      given(opened)(grew).map(({ weight }) => weight),
      ['detail'],
    )
    const worse: Fact = { ...grew, sighting: { ...sighting, severity: 'critical' } }
    assert.deepEqual(
      given(opened)(worse).map(({ weight, severity }) => [weight, severity]),
      [['milestone', 'critical']],
    )
  })

  it('that somebody may be inside now is a message of its own, also where it was as severe before (R26)', () => {
    const fatigue: Fact = { ...opened, sighting: { ...sighting, severity: 'high' } }
    const approved: Sighting = { ...sighting, finding: 'f2', detection: 'fatigue-approved', severity: 'high' }
    const [change] = given(fatigue)({ type: 'finding-joined', incident: 'i1', at: 2, sighting: approved })
    assert.equal(change?.weight, 'milestone')
    const again: Sighting = { ...approved, finding: 'f3' }
    const joined: Fact = { type: 'finding-joined', incident: 'i1', at: 2, sighting: approved }
    assert.equal(given(fatigue, joined)({ ...joined, sighting: again })[0]?.weight, 'detail')
  })

  it('trouble that many have is left to the switchboard to tell, with what explains it', () => {
    const many: Fact = { ...opened, sighting: { ...sighting, detection: 'mass-lockout', people: [] } }
    assert.equal(given()(many)[0]?.kind, 'lockout')
  })

  it('many facts in one transaction are one change an incident', () => {
    const joined: Fact = { type: 'finding-joined', incident: 'i1', at: 2, sighting: { ...sighting, finding: 'f9' } }
    assert.equal(given()(opened, joined, joined).length, 1)
  })

  it('one that is merged into another says into which, and the other speaks up', () => {
    const changes = given(opened, other)({ type: 'incident-merged', incident: 'i2', at: 3, into: 'i1' })
    assert.deepEqual(
      changes.map(({ subject, weight, about }) => [subject, weight, about]),
      [
        ['incident:i2', 'milestone', { incident: 'i2', into: 'i1' }],
        ['incident:i1', 'milestone', { incident: 'i1' }],
      ],
    )
  })

  it('an emergency account is told of as one, from the moment it is part of it', () => {
    const use: Sighting = { ...sighting, finding: 'f3', detection: 'emergency-account', severity: 'critical' }
    const [change] = given(opened)({ type: 'finding-joined', incident: 'i1', at: 2, sighting: use })
    assert.deepEqual([change?.kind, change?.weight, change?.severity], ['emergency', 'milestone', 'critical'])
  })
})
