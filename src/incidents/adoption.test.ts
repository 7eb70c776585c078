import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Actor, decide, evolve, type Fact, type Incidents, type Sighting } from './index.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const riya: Actor = { id: 'riya', people: ['person:riya'] }
const CHANGE: Sighting = {
  finding: 'f1',
  detection: 'change-outside-case',
  severity: 'low',
  people: ['person:ana'],
  sources: [],
  actors: ['person:gus'],
  start: NOON,
  end: NOON,
  reportOnly: false,
}

function given(...sightings: readonly Sighting[]): Incidents {
  const [first, ...others] = sightings
  const facts: Fact[] = [
    { type: 'incident-opened', incident: 'one', at: NOON, sighting: first! },
    ...others.map((sighting) => ({ type: 'finding-joined', incident: 'one', at: NOON, sighting }) as const),
  ]
  return facts.reduce(evolve, new Map())
}

function adopt(incidents: Incidents, by = riya) {
  const statement = `${'A'.repeat(43)}=`
  return decide(incidents, { type: 'adopt', at: NOON, incident: 'one', by, identity: 'callback', statement })
}

function codeOf(incidents: Incidents, by = riya): string | undefined {
  const decision = adopt(incidents, by)
  return 'refusal' in decision ? decision.refusal.code : undefined
}

describe('a change made outside of Postern, answered for afterwards', () => {
  it('given a change by somebody else about somebody else, when a third adopts it, then it is closed as adopted', () => {
    const incidents = given(CHANGE)
    const decision = adopt(incidents)
    assert.ok('facts' in decision)
    const after = decision.facts.reduce(evolve, incidents).get('one')
    assert.deepEqual([after?.adoption, after?.closedAt], [{ by: 'riya', identity: 'callback' }, NOON])
  })

  it('given whoever made it, or whom it concerns, then they do not', () => {
    assert.equal(codeOf(given(CHANGE), { id: 'gus', people: ['person:gus'] }), 'ERR_INCIDENT_YOURS')
    assert.equal(codeOf(given(CHANGE), { id: 'ana', people: ['person:ana'] }), 'ERR_INCIDENT_ABOUT_YOU')
  })

  it('given our own credential, a role or somebody privileged, another finding, or nobody who made it, then nobody adopts it', () => {
    const { actors: _, ...nobodys } = CHANGE
    for (const incidents of [
      given({ ...CHANGE, severity: 'high' }),
      given({ ...CHANGE, severity: 'medium' }),
      given(CHANGE, { ...CHANGE, finding: 'f2', detection: 'takeover-pattern' }),
      given(nobodys),
    ]) {
      assert.equal(codeOf(incidents), 'ERR_INCIDENT_NOT_ADOPTABLE')
    }
  })

  it('given an adopted one, when the change is found again later, then it is open and nobody’s any more', () => {
    const incidents = given(CHANGE)
    const decision = adopt(incidents)
    assert.ok('facts' in decision)
    const adopted = decision.facts.reduce(evolve, incidents)
    const sighting = { ...CHANGE, end: NOON + 60_000 }
    const again = decide(adopted, { type: 'take-finding', at: NOON + 60_000, incident: 'two', sighting })
    assert.ok('facts' in again)
    const after = again.facts.reduce(evolve, adopted).get('one')
    assert.deepEqual([after?.adoption, after?.closedAt], [undefined, undefined])
  })
})
