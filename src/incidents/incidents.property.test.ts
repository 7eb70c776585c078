/** What must hold of incidents in every state that commands in any order can reach. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { DETECTIONS } from '../signin/index.ts'
import { type Command, decide, evolve, type Fact, type Incidents, isHeldBack, type Sighting } from './index.ts'
import { natureOf } from './nature.ts'
import { graver } from './severity.ts'

const NOON = Date.UTC(2026, 1, 23, 12)
const PEOPLE = ['ana', 'ben', 'cem', 'dora', 'eli', 'fay']
const SOURCES = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']
const STAFF = PEOPLE.slice(0, 3).map((person) => ({ id: `staff:${person}`, people: [person] }))

const anySighting: fc.Arbitrary<Sighting> = fc
  .record({
    number: fc.nat(30),
    detection: fc.constantFrom(...DETECTIONS),
    severity: fc.constantFrom('info' as const, 'low' as const, 'high' as const, 'critical' as const),
    people: fc.subarray(PEOPLE, { maxLength: 2 }),
    sources: fc.subarray(SOURCES, { maxLength: 1 }),
    reportOnly: fc.boolean(),
  })
  .map(({ number, ...fields }) => ({
    ...fields,
    finding: `finding ${number} ${fields.detection}`,
    start: NOON,
    end: NOON,
  }))

const anyStaff = fc.constantFrom(...STAFF)
const anyIncident = fc.nat(3).map((number) => `incident ${number}`)
const anyReason = fc.constantFrom('', 'Rang back on the known number.')

const anyCommand: fc.Arbitrary<(at: number, number: number) => Command> = fc.oneof(
  { weight: 5, arbitrary: anySighting.map((sighting) => take(sighting)) },
  fc.record({ incident: anyIncident }).map((one) => (at: number) => ({ type: 'elapse' as const, at, ...one })),
  fc
    .record({ incident: anyIncident, by: anyStaff, reason: anyReason })
    .map((one) => (at: number) => ({ type: 'close' as const, at, verdict: 'benign' as const, ...one })),
  fc
    .record({ type: fc.constantFrom('agree' as const, 'reopen' as const), incident: anyIncident, by: anyStaff })
    .map((one) => (at: number) => ({ at, ...one })),
  fc
    .record({ incident: anyIncident, by: anyStaff, reason: anyReason })
    .map((one) => (at: number) => ({ type: 'reject' as const, at, ...one })),
)

/** Detection tells a finding as soon as it goes on. */
function take(sighting: Sighting): (at: number, number: number) => Command {
  return (at, number) => ({
    type: 'take-finding',
    at,
    incident: `incident ${number}`,
    sighting: { ...sighting, end: at },
  })
}

interface Step {
  readonly command: Command
  readonly before: Incidents
  readonly facts: readonly Fact[]
  readonly after: Incidents
}

/** Commands one after another, each so many minutes after the one before. */
function play(commands: readonly [(at: number, number: number) => Command, number][]): readonly Step[] {
  let incidents: Incidents = new Map()
  let at = NOON
  let opened = 0
  return commands.map(([make, minutes]) => {
    at += minutes * 60_000
    const command = make(at, opened)
    const before = incidents
    const decision = decide(before, command)
    const facts = 'facts' in decision ? decision.facts : []
    incidents = facts.reduce(evolve, before)
    opened += facts.filter(({ type }) => type === 'incident-opened').length
    return { command, before, facts, after: incidents }
  })
}

const anyPlay = fc
  .array(fc.tuple(anyCommand, fc.oneof(fc.nat(10), fc.nat(90), fc.nat(20_000))), { maxLength: 60, size: 'max' })
  .map(play)

const oneIncidentEach = fc.property(anyPlay, (steps) => {
  for (const { after } of steps) {
    const all = [...after.values()].flatMap(({ sightings }) => [...sightings.keys()])
    assert.equal(new Set(all).size, all.length)
  }
})

const silenceEndsNobodyInside = fc.property(anyPlay, (steps) => {
  for (const { before, facts } of steps) {
    for (const fact of facts) {
      if (fact.type !== 'incident-ended') continue
      const { sightings, lastSeen } = before.get(fact.incident)!
      assert.ok([...sightings.values()].every(({ detection, severity }) => natureOf(detection, severity) !== 'inside'))
      assert.ok(fact.at - lastSeen >= 3_600_000)
    }
  }
})

const twoCloseAnIntrusion = fc.property(anyPlay, (steps) => {
  for (const { before, facts } of steps) {
    for (const fact of facts) {
      if (fact.type !== 'incident-closed') continue
      const { sightings, people } = before.get(fact.incident)!
      const inside = [...sightings.values()].some((one) => natureOf(one.detection, one.severity) === 'inside')
      if (inside) assert.ok(fact.agreedBy !== undefined && fact.agreedBy !== fact.by)
      const actors = STAFF.filter(({ id }) => id === fact.by || id === fact.agreedBy)
      assert.ok(actors.every((actor) => !actor.people.some((person) => people.has(person))))
      assert.notEqual(fact.reason.trim(), '')
    }
  }
})

/** Which findings hang together, read off all of them at once: those that share a person or source, and so on. */
function components(sightings: readonly Sighting[]): string[] {
  const groups: Sighting[][] = []
  for (const sighting of sightings) {
    const near = groups.filter((group) => group.some((one) => isLinked(one, sighting)))
    for (const group of near) groups.splice(groups.indexOf(group), 1)
    groups.push([...near.flat(), sighting])
  }
  return groups.map((group) => namesOf(group.map(({ finding }) => finding))).sort()
}

function isLinked(one: Sighting, other: Sighting): boolean {
  const trouble = [one, other].map(({ detection, severity }) => natureOf(detection, severity) === 'trouble')
  if (trouble[0] !== trouble[1]) return false
  if (one.sources.some((source) => other.sources.includes(source))) return true
  return !trouble[0] && one.people.some((person) => other.people.includes(person))
}

const namesOf = (findings: readonly string[]): string => [...findings].sort().join(', ')

const anyOrder = fc.property(
  fc.uniqueArray(anySighting, { selector: ({ finding }) => finding, maxLength: 12 }).chain((sightings) => {
    const opening = sightings.filter(
      ({ detection, severity, reportOnly }) =>
        !reportOnly && severity !== 'info' && natureOf(detection, severity) !== 'notice',
    )
    return fc.shuffledSubarray(opening, { minLength: opening.length })
  }),
  (sightings) => {
    const steps = play(sightings.map((sighting) => [take(sighting), 0]))
    const incidents: Incidents = steps.at(-1)?.after ?? new Map()
    assert.deepEqual(
      [...incidents.values()].map((incident) => namesOf([...incident.sightings.keys()])).sort(),
      components(sightings),
    )
    const again = sightings.flatMap((sighting) => {
      const decision = decide(incidents, take(sighting)(NOON, 99))
      return 'facts' in decision ? decision.facts : []
    })
    assert.deepEqual(again, [])
  },
)

/** One finding that goes on: each step so many seconds later than the one before, perhaps graver, with somebody more. */
const anyAttack = fc.array(
  fc.record({
    seconds: fc.integer({ min: 1, max: 300 }),
    severity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const, 'critical' as const),
    people: fc.subarray(PEOPLE, { maxLength: 2 }),
    sources: fc.subarray(SOURCES, { maxLength: 1 }),
  }),
  { minLength: 1, maxLength: 200, size: 'max' },
)

/** What is known of it when each step is taken whole, against when growth waits for its times. */
const nothingIsHeldBackForGood = fc.property(anyAttack, (steps) => {
  const sightings: Sighting[] = []
  let end = NOON
  for (const { seconds, ...fields } of steps) {
    end += seconds * 1000
    const rest = { finding: 'f1', detection: 'mfa-fatigue', start: NOON, end, reportOnly: false } as const
    sightings.push({ ...rest, ...fields, severity: graver(sightings.at(-1)?.severity ?? 'low', fields.severity) })
  }
  const taking = (sighting: Sighting, whole: boolean, at = sighting.end): Command => {
    return { type: 'take-finding', at, incident: 'i1', sighting, ...(whole ? { whole } : {}) }
  }
  const { growthMs } = DEFAULTS.incident
  let [exact, coarse]: [Incidents, Incidents] = [new Map(), new Map()]
  const grew: number[] = []
  const carry = (command: Command): void => {
    const decision = decide(coarse, command)
    const facts = 'facts' in decision ? decision.facts : []
    for (const fact of facts) if (fact.type === 'finding-grew') grew.push(fact.at)
    coarse = facts.reduce(evolve, coarse)
  }
  let due: { at: number; sighting: Sighting } | undefined
  for (const sighting of sightings) {
    if (due !== undefined && sighting.end >= due.at) {
      carry(taking(due.sighting, true, due.at))
      due = undefined
    }
    const decision = decide(exact, taking(sighting, true))
    exact = ('facts' in decision ? decision.facts : []).reduce(evolve, exact)
    carry(taking(sighting, false))
    if (isHeldBack(coarse, sighting)) {
      due = { at: due?.at ?? (Math.floor(sighting.end / growthMs) + 1) * growthMs, sighting }
    }
  }
  if (due !== undefined) carry(taking(due.sighting, true, due.at))

  const [all, written] = [exact.get('i1')!, coarse.get('i1')!]
  assert.deepEqual(written.sightings.get('f1')?.end, all.sightings.get('f1')?.end)
  assert.deepEqual([written.lastSeen, written.severity, written.nature], [all.lastSeen, all.severity, all.nature])
  assert.deepEqual(new Set(written.people), new Set(all.people))
  assert.deepEqual(new Set(written.sources), new Set(all.sources))
  const news = 4 + PEOPLE.length + SOURCES.length
  for (const at of grew) {
    const inHour = grew.filter((other) => other >= at && other < at + 3_600_000).length
    assert.ok(inHour <= 3_600_000 / growthMs + news, `${inHour} entries in an hour`)
  }
})

describe('incidents, whatever happens', () => {
  it('each finding belongs to one incident', () => holds(oneIncidentEach, 300))
  it('silence ends no incident in which somebody may be inside', () => holds(silenceEndsNobodyInside, 300))
  it('two close an incident in which somebody may be inside, and nobody one about themselves', () => {
    holds(twoCloseAnIntrusion, 300)
  })
  it('findings in any order make the same incidents, and telling one again changes nothing', () => holds(anyOrder, 500))

  it('an attack that goes on writes few entries, and in the end all of it', () => holds(nothingIsHeldBackForGood, 300))

  it('the plays are worth it: everything that can happen does', () => {
    const happened = fc
      .sample(anyPlay, { numRuns: 300, seed: 7 })
      .flat()
      .flatMap(({ facts }) => facts)
    assert.deepEqual([...new Set(happened.map(({ type }) => type))].sort(), [
      'closing-proposed',
      'closing-rejected',
      'finding-grew',
      'finding-joined',
      'incident-closed',
      'incident-ended',
      'incident-merged',
      'incident-opened',
      'incident-reopened',
    ])
    assert.ok(happened.some((fact) => fact.type === 'incident-closed' && fact.agreedBy !== undefined))
  })

  it('given a planted mistake, then it is caught', () => {
    whileWrong(DEFAULTS.incident, { troubleQuietMs: 60_000 }, () => mustFail(silenceEndsNobodyInside, 2000))
  })
})
