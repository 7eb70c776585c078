import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DetectionId } from '../signin/index.ts'
import {
  type Actor,
  type Command,
  decide,
  evolve,
  type Fact,
  type Incidents,
  isHeldBack,
  overAt,
  type Sighting,
} from './index.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const riya: Actor = { id: 'staff:riya', people: ['person:riya'] }
const sam: Actor = { id: 'staff:sam', people: ['person:sam', 'person:sam-okta'] }

function seen(detection: DetectionId, fields: Partial<Sighting> = {}): Sighting {
  const told = { severity: 'high', people: ['ana'], sources: [], start: NOON, end: NOON, reportOnly: false } as const
  return { finding: `${detection}:${fields.people ?? 'ana'}`, detection, ...told, ...fields }
}

function given(...facts: readonly Fact[]): Incidents {
  return facts.reduce(evolve, new Map())
}

/** An incident about Ana with one finding. */
function opened(sighting: Sighting, incident = 'one', at = NOON): Fact {
  return { type: 'incident-opened', incident, at, sighting }
}

function take(sighting: Sighting, at = NOON): Command {
  return { type: 'take-finding', at, sighting, incident: 'new' }
}

function facts(incidents: Incidents, command: Command): readonly Fact[] {
  const decision = decide(incidents, command)
  assert.ok('facts' in decision, JSON.stringify(decision))
  return decision.facts
}

function code(incidents: Incidents, command: Command): string {
  const decision = decide(incidents, command)
  assert.ok('refusal' in decision, JSON.stringify(decision))
  assert.match(decision.refusal.message, /\.$/)
  return decision.refusal.code
}

const types = (incidents: Incidents, command: Command): string[] => facts(incidents, command).map(({ type }) => type)

describe('findings gather', () => {
  it('given nothing, when a finding comes, then it opens an incident', () => {
    const sighting = seen('mfa-fatigue')
    assert.deepEqual(facts(given(), take(sighting)), [opened(sighting, 'new')])
  })

  it('given nothing, when a finding only informs, then nothing happens', () => {
    assert.deepEqual(facts(given(), take(seen('new-device', { severity: 'info' }))), [])
    assert.deepEqual(facts(given(), take(seen('mfa-fatigue', { reportOnly: true }))), [])
  })

  it('given an incident, when a finding that only informs concerns the same person, then it joins', () => {
    const incidents = given(opened(seen('mfa-fatigue')))
    assert.deepEqual(types(incidents, take(seen('new-device', { severity: 'info' }))), ['finding-joined'])
  })

  it('given an incident, when its finding is told again, then nothing happens; when it has grown, then that is a fact', () => {
    const incidents = given(opened(seen('mfa-fatigue')))
    assert.deepEqual(facts(incidents, take(seen('mfa-fatigue'))), [])
    assert.deepEqual(types(incidents, take(seen('mfa-fatigue', { sources: ['203.0.113.77'] }))), ['finding-grew'])
    assert.deepEqual(types(incidents, take(seen('mfa-fatigue', { severity: 'critical' }))), ['finding-grew'])
    assert.deepEqual(types(incidents, take(seen('mfa-fatigue', { severity: 'low' }))), [])
  })

  it('given an open incident, when its finding merely lasts longer, then that waits; where staff are done with it, it does not', () => {
    const open = [opened(seen('fatigue-approved'))]
    const longer = take(seen('fatigue-approved', { end: NOON + 1 }))
    assert.deepEqual(types(given(...open), longer), [])
    assert.ok(isHeldBack(given(...open), seen('fatigue-approved', { end: NOON + 1 })))
    assert.deepEqual(types(given(...open), { ...longer, whole: true } as Command), ['finding-grew'])
    const said = { by: 'ada', verdict: 'benign', reason: 'It was Ana.', incident: 'one', at: NOON } as const
    const conclusion = { ...said, evidence: 'of-then' }
    const proposed: Fact = { type: 'closing-proposed', ...conclusion }
    assert.deepEqual(types(given(...open, proposed), longer), ['finding-grew'])
    const closed: Fact = { type: 'incident-closed', ...conclusion, agreedBy: 'bea' }
    assert.deepEqual(types(given(...open, closed), longer), ['incident-reopened', 'finding-grew'])
  })

  it('given two incidents, when a finding belongs to both, then the older takes the younger over', () => {
    const incidents = given(
      opened(seen('mfa-fatigue', { people: ['ana'] }), 'older'),
      opened(seen('mfa-fatigue', { people: ['ben'] }), 'younger', NOON + 1),
    )
    const command = take(seen('password-spray', { people: ['ana', 'ben'], sources: ['203.0.113.9'] }))
    const made = facts(incidents, command)
    assert.deepEqual(
      made.map(({ type, incident }) => [type, incident]),
      [
        ['incident-merged', 'younger'],
        ['finding-joined', 'older'],
      ],
    )
    const after = made.reduce(evolve, incidents)
    assert.deepEqual([...after.keys()], ['older'])
    assert.deepEqual([...after.get('older')!.people], ['ana', 'ben'])
    assert.equal(after.get('older')!.sightings.size, 3)
  })

  it('given trouble that concerns everybody, when somebody is attacked meanwhile, then these are two incidents', () => {
    const trouble = seen('mass-lockout', { people: ['ana', 'ben'], sources: ['entra'] })
    assert.deepEqual(types(given(opened(trouble)), take(seen('mfa-fatigue'))), ['incident-opened'])
    const again = seen('mass-lockout', { finding: 'again', people: ['cem'], sources: ['entra'] })
    assert.deepEqual(types(given(opened(trouble)), take(again)), ['finding-joined'])
  })
})

describe('the end', () => {
  const elapse = (at: number): Command => ({ type: 'elapse', at, incident: 'one' })

  it('given an attempt, when nobody has repeated it for two days, then it is over; a millisecond sooner it is not', () => {
    const incidents = given(opened(seen('mfa-fatigue')))
    assert.equal(overAt(incidents.get('one')!), NOON + 2 * DAY_MS)
    assert.deepEqual(facts(incidents, elapse(NOON + 2 * DAY_MS - 1)), [])
    assert.deepEqual(types(incidents, elapse(NOON + 2 * DAY_MS)), ['incident-ended'])
  })

  it('given trouble, when nobody new has failed for an hour, then it is over', () => {
    const incidents = given(opened(seen('mass-lockout', { sources: ['entra'] })))
    assert.equal(overAt(incidents.get('one')!), NOON + HOUR_MS)
  })

  it('given somebody who may be inside, then no silence ends it', () => {
    for (const sighting of [seen('fatigue-approved'), seen('password-spray', { severity: 'critical' })]) {
      const incidents = given(opened(sighting))
      assert.equal(overAt(incidents.get('one')!), undefined)
      assert.deepEqual(facts(incidents, elapse(NOON + 1000 * DAY_MS)), [])
    }
  })

  it('given an incident that ended, when a finding comes within a week, then it is open again; later, it is another', () => {
    const end: Fact = { type: 'incident-ended', incident: 'one', at: NOON + 2 * DAY_MS }
    const incidents = given(opened(seen('mfa-fatigue')), end)
    const back = seen('mfa-fatigue', { finding: 'back' })
    assert.deepEqual(types(incidents, take(back, end.at + 7 * DAY_MS)), ['incident-reopened', 'finding-joined'])
    const later = [opened(seen('mfa-fatigue', { people: ['zoe'] }), 'other', end.at + 7 * DAY_MS + 1)]
    assert.deepEqual(types(later.reduce(evolve, incidents), take(back, end.at + 7 * DAY_MS + 1)), ['incident-opened'])
  })

  it('given an incident that ended, when a finding only informs, then it stays closed', () => {
    const incidents = given(opened(seen('mfa-fatigue')), { type: 'incident-ended', incident: 'one', at: NOON })
    assert.deepEqual(facts(incidents, take(seen('new-device', { severity: 'info' }))), [])
  })
})

describe('closing by staff', () => {
  const close = (by: Actor, reason = 'Ana was fumbling; I rang her.'): Command => ({
    type: 'close',
    at: NOON,
    incident: 'one',
    by,
    verdict: 'benign',
    reason,
  })
  const agree = (by: Actor): Command => ({ type: 'agree', at: NOON, incident: 'one', by })

  it('given an attempt, when one closes it with a reason, then it is closed; without one, it is not', () => {
    const incidents = given(opened(seen('mfa-fatigue')))
    assert.deepEqual(types(incidents, close(sam)), ['incident-closed'])
    assert.equal(code(incidents, close(sam, '  ')), 'ERR_INCIDENT_REASON_MISSING')
  })

  it('given somebody who may be inside, when one wants to close it, then a second has to agree', () => {
    const incidents = given(opened(seen('fatigue-approved')))
    const proposed = facts(incidents, close(sam)).reduce(evolve, incidents)
    assert.equal(proposed.get('one')!.closedAt, undefined)
    assert.equal(code(proposed, agree(sam)), 'ERR_INCIDENT_SECOND_PERSON')
    const [closed] = facts(proposed, agree(riya))
    assert.ok(closed?.type === 'incident-closed')
    assert.deepEqual([closed.by, closed.agreedBy, closed.verdict], [sam.id, riya.id, 'benign'])
  })

  it('given a proposal, when another finding comes, then it is void', () => {
    const incidents = given(opened(seen('fatigue-approved')))
    const proposed = facts(incidents, close(sam)).reduce(evolve, incidents)
    const joined = facts(proposed, take(seen('takeover-pattern'))).reduce(evolve, proposed)
    assert.equal(code(joined, agree(riya)), 'ERR_INCIDENT_NO_PROPOSAL')
  })

  it('given a member of staff whom it concerns, then they neither close it nor agree', () => {
    const incidents = given(opened(seen('fatigue-approved', { people: ['person:sam'] })))
    assert.equal(code(incidents, close(sam)), 'ERR_INCIDENT_ABOUT_YOU')
    const proposed = facts(incidents, close(riya)).reduce(evolve, incidents)
    assert.equal(code(proposed, agree(sam)), 'ERR_INCIDENT_ABOUT_YOU')
  })

  it('given an unknown, a closed or an open incident, then what cannot be is refused by name', () => {
    assert.equal(code(given(), close(sam)), 'ERR_INCIDENT_UNKNOWN')
    const incidents = given(opened(seen('mfa-fatigue')))
    assert.equal(code(incidents, { type: 'reopen', at: NOON, incident: 'one', by: sam }), 'ERR_INCIDENT_OPEN')
    assert.equal(code(incidents, agree(sam)), 'ERR_INCIDENT_NO_PROPOSAL')
    const closed = facts(incidents, close(sam)).reduce(evolve, incidents)
    assert.equal(code(closed, close(riya)), 'ERR_INCIDENT_CLOSED')
    assert.deepEqual(types(closed, { type: 'reopen', at: NOON, incident: 'one', by: riya }), ['incident-reopened'])
  })

  it('given an incident that staff opened again, then silence ends it as long after that as after a finding', () => {
    const end: Fact = { type: 'incident-ended', incident: 'one', at: NOON + 2 * DAY_MS }
    const ended = given(opened(seen('mfa-fatigue')), end)
    const at = NOON + 5 * DAY_MS
    const again = facts(ended, { type: 'reopen', at, incident: 'one', by: riya }).reduce(evolve, ended)
    assert.deepEqual(facts(again, { type: 'elapse', at, incident: 'one' }), [])
    assert.equal(overAt(again.get('one')!), at + 2 * DAY_MS)
    assert.deepEqual(types(again, { type: 'elapse', at: at + 2 * DAY_MS, incident: 'one' }), ['incident-ended'])
  })

  it('given an owner, when it is handed over, then the other has it, and whoever rejects a closing says why', () => {
    const incidents = given(opened(seen('fatigue-approved')))
    const assigned = facts(incidents, { type: 'assign', at: NOON, incident: 'one', to: riya.id, by: sam })
    assert.equal(assigned.reduce(evolve, incidents).get('one')!.owner, riya.id)
    const proposed = facts(incidents, close(sam)).reduce(evolve, incidents)
    const rejected = facts(proposed, { type: 'reject', at: NOON, incident: 'one', by: riya, reason: 'Not rung back.' })
    assert.equal(rejected.reduce(evolve, proposed).get('one')!.proposal, undefined)
  })
})
