/** What holds for the report of any log: its form, and that nobody under attack is helped past MFA. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { anyDraft } from '../../test/any-draft.ts'
import { anyAttackedStory, anyStory } from '../../test/any-story.ts'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { isAttack } from '../detection/index.ts'
import { CAUSES, type Draft, type SignIn } from '../signin/index.ts'
import { elsewhere, tell } from '../signin/story.ts'
import { assemble, createDiagnosis, type Finding, type Lockout, type Report, type Verdicts } from './index.ts'
import { nextStep } from './next-steps.ts'

const FILES = ['a.json', 'b.json', 'c.json']
const EVIDENCE_MAX = 12

function verdictsOf(rows: readonly SignIn[]): Verdicts {
  const diagnosis = createDiagnosis()
  for (const row of rows) diagnosis.see(row)
  return diagnosis.finish(rows.at(-1)?.time ?? 0)
}

function reportOf(rows: readonly SignIn[], verdicts = verdictsOf(rows)): Report {
  const files = FILES.map((file) => ({ file, shapes: [], rows: 0, events: 0 }))
  const counts = {
    rows: 0,
    events: rows.length,
    duplicates: 0,
    other: 0,
    otherNames: {},
    problems: [],
    problemCount: 0,
  }
  return assemble(verdicts, {
    input: { files, ...counts, people: verdicts.surroundings.people },
    period: rows.length === 0 ? undefined : { start: rows[0]!.time, end: rows.at(-1)!.time },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  })
}

/** Clauses of an advice that tell somebody to do what `what` names; a clause that says not to is none. */
function advises(next: string, what: RegExp): readonly string[] {
  const isDenied = (clause: string) => /\b(not|no|never|nothing|nobody|none|without)\b/i.test(clause)
  return next.split(/[.;:,]\s/).filter((clause) => what.test(clause) && !isDenied(clause))
}

const WEAKENS_MFA = /\b(reset|remove|switch off|disable|ease) (the |their |all )?(mfa|authenticators?|second step)/i
const GIVES_ACCESS = /\b(unlock|re-?enable|re-?enrol|enrol|one-time pass|temporary pass|reset (?!the password))/i

function overlaps(finding: Finding, lockout: Lockout): boolean {
  return finding.start <= lockout.end && finding.end >= lockout.start
}

/** No attack's next step is a reset, and nobody is let in whom a finding calls attacked meanwhile. */
function assertSafe(report: Report): { readonly attacked: number } {
  for (const { next } of report.findings) {
    assert.notEqual(next, '')
    assert.deepEqual(advises(next, WEAKENS_MFA), [])
    assert.deepEqual(advises(next, GIVES_ACCESS), [])
  }
  let attacked = 0
  for (const lockout of report.lockouts) {
    assert.notEqual(lockout.next, '')
    assert.deepEqual(advises(lockout.next, WEAKENS_MFA), [])
    const isAttacked = report.findings.some(
      (finding) => isAttack(finding) && finding.person === lockout.people[0] && overlaps(finding, lockout),
    )
    if (lockout.scope !== 'one' || !isAttacked) continue
    attacked++
    assert.deepEqual(advises(lockout.next, GIVES_ACCESS), [])
  }
  return { attacked }
}

function safe(report: (rows: readonly SignIn[]) => Report): fc.IProperty<unknown> {
  return fc.property(fc.oneof(anyStory, anyAttackedStory), (rows) => void assertSafe(report(rows)))
}

describe('attack and lockout exclude each other in the advice', () => {
  it('given any story, then no next step weakens MFA, and none lets in somebody who is attacked', () => {
    holds(safe(reportOf), 300)
  })

  it('such stories are told: lockouts of attacked people come up, and are the provider’s own word', () => {
    let attacked = 0
    holds(
      fc.property(anyAttackedStory, (rows) => {
        attacked += assertSafe(reportOf(rows)).attacked
      }),
      100,
    )
    assert.ok(attacked >= 20, `${attacked}`)
  })

  it('given any cause, scope and surroundings, then there is a next step, and under attack the same for all', () => {
    const underAttack = new Set<string>()
    for (const cause of CAUSES) {
      for (const scope of ['one', 'group', 'organisation', 'provider'] as const) {
        assert.match(nextStep(cause, scope, false), /\.$/)
        assert.deepEqual(advises(nextStep(cause, scope, false), WEAKENS_MFA), [], cause)
        underAttack.add(nextStep(cause, scope, true))
      }
    }
    assert.equal(underAttack.size, 1)
    for (const next of underAttack) assert.deepEqual(advises(next, GIVES_ACCESS), [])
  })

  it('given a spray that found one person’s password, when both that one and another are locked, then only the other is helped', () => {
    const story = tell()
    const people = ['ana', 'ben', 'cem', 'dora', 'eli', 'fay'].map((name) => story.person(name))
    for (const [n, person] of people.entries()) person.mistypesPassword({ at: `10:0${n}`, from: elsewhere })
    const [ana, ben] = people
    ana?.isAskedForSecondStep({ at: '10:10', from: elsewhere })
    for (const person of [ana, ben]) person?.isLocked({ at: '10:20' })
    const { lockouts } = reportOf(story.rows())
    const nextOf = (name: string) => lockouts.find((one) => one.people[0] === `${name}@example.com`)?.next ?? ''
    assert.match(nextOf('ana'), /Reset and unlock nothing/)
    assert.match(nextOf('ben'), /or unlock/)
  })

  it('the reader of advice knows a reset when it reads one', () => {
    assert.deepEqual(advises('Verify. Reset MFA, then wait.', WEAKENS_MFA), ['Reset MFA'])
    assert.deepEqual(advises('Wait for the lock to end, or unlock.', GIVES_ACCESS), ['or unlock.'])
    assert.deepEqual(advises('Do not reset MFA. Reset and unlock nothing.', WEAKENS_MFA), [])
  })

  it('given planted mistakes, then each is caught', () => {
    const blind = (rows: readonly SignIn[]) => reportOf(rows, { ...verdictsOf(rows), underAttack: () => false })
    mustFail(safe(blind), 300)
    const careless = (rows: readonly SignIn[]) => {
      const report = reportOf(rows)
      return { ...report, findings: report.findings.map((one) => ({ ...one, next: `Reset MFA. ${one.next}` })) }
    }
    mustFail(safe(careless), 300)
  })
})

const YEAR_0 = Date.UTC(2000, 0, 1) - 2000 * 365.2425 * 86_400_000
const YEAR_9999 = Date.UTC(9999, 11, 31)
const anyTime = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 7200 }).map((seconds) => Date.UTC(2026, 5, 1) + seconds * 1000) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20 }).map((days) => Date.UTC(2026, 5, 1 + days)) },
  { weight: 1, arbitrary: fc.double({ min: YEAR_0, max: YEAR_9999, noNaN: true }) },
)

/** Any rows at all, but few people, places and attempts, so that they have to do with each other. */
const anyRows: fc.Arbitrary<readonly Draft[]> = fc
  .array(
    fc
      .tuple(
        anyDraft,
        fc.record({
          time: anyTime,
          tenant: fc.constantFrom('', 't'),
          account: fc.constantFrom('', 'a', 'b', 'c', 'd'),
          name: fc.constantFrom('', 'ana', 'ben', 'breakglass', '__proto__'),
          actor: fc.constantFrom('', 'ana', 'gus'),
          attempt: fc.constantFrom('', 'x', 'y'),
          ip: fc.constantFrom('', '192.0.2.1', '198.51.100.2', '2001:db8::1', 'nonsense'),
          device: fc.constantFrom('', 'laptop'),
          client: fc.constantFrom('', 'Firefox 140', 'curl/8'),
          target: fc.constantFrom('', 'phone', 'Global Administrator'),
          file: fc.nat(FILES.length - 1),
        }),
        fc.boolean(),
      )
      .map(([draft, fields, whole]) => (whole ? { ...draft, time: fields.time, file: 0 } : { ...draft, ...fields })),
    { maxLength: 40, size: 'max' },
  )
  .map((drafts) =>
    drafts
      .map((draft, index) => ({
        ...draft,
        id: `${index} ${draft.id}`,
        person: draft.known && draft.account !== '' ? `${draft.provider}:${draft.tenant}:${draft.account}` : '',
      }))
      .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)),
  )

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('../../docs/postern.diagnosis-1.schema.json', import.meta.url), 'utf8')),
)

function assertWellFormed(report: Report): void {
  assert.ok(validate(report), JSON.stringify(validate.errors))
  const all = [...report.findings, ...report.lockouts, ...report.outages, ...report.policyBlocks]
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'ids are unique')
  const { start: from, end: now } = report.period ?? { start: '', end: '' }
  for (const { start, end, evidence } of all) {
    assert.ok(from <= start && start <= end && end <= now, 'it lies within the log')
    assert.ok(evidence.length > 0 && evidence.length <= EVIDENCE_MAX, `${evidence.length} rows of evidence`)
    for (const { file, event, time } of evidence) {
      assert.ok(FILES.includes(file) && event !== '' && from <= time && time <= now, 'evidence can be found again')
    }
  }
  for (const { start, end, ended, verdictAt, cause, alternatives, confidence } of report.lockouts) {
    assert.ok(
      start <= verdictAt && verdictAt <= (ended === null || ended.by === 'quiet' ? now : end),
      'a verdict in time',
    )
    assert.ok(ended === null || ended.at === end)
    const ranked = [confidence, ...alternatives.map((one) => one.confidence)]
    assert.deepEqual(
      ranked,
      ranked.toSorted((a, b) => b - a),
      'the likeliest cause comes first',
    )
    assert.ok(alternatives.every((one) => one.cause !== cause))
  }
}

describe('any rows', () => {
  it('given any rows, then there is a report, and it is well formed', () => {
    holds(
      fc.property(anyRows, (rows) => assertWellFormed(reportOf(rows))),
      150,
    )
  })

  it('given any story, then its report is well formed too', () => {
    holds(
      fc.property(anyStory, (rows) => assertWellFormed(reportOf(rows))),
      150,
    )
  })

  it('given planted mistakes, then each is caught', () => {
    const mistaken = (wrong: (report: Report) => Report) =>
      fc.property(anyStory, (rows) => assertWellFormed(wrong(reportOf(rows))))
    mustFail(
      mistaken((report) => ({ ...report, findings: [...report.findings, ...report.findings.slice(0, 1)] })),
      150,
    )
    mustFail(
      mistaken((report) => ({
        ...report,
        lockouts: report.lockouts.map((one) => ({ ...one, verdictAt: one.start.replace('T', 'S') })),
      })),
      150,
    )
    const wellFormed = fc.property(anyStory, (rows) => assertWellFormed(reportOf(rows)))
    whileWrong(DEFAULTS.evidence, { rowsMax: 14 }, () => mustFail(wellFormed, 150))
  })

  it('given the sole administrator, whose cause is told over that of the rows, then the alternatives are still ranked', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.changes('role-granted', { at: '08:00', by: 'gus@example.com', target: 'Global Administrator' })
    for (const at of ['09:00', '09:20', '09:40']) ana.entersWrongCode({ at })
    for (const at of ['10:00', '10:20', '10:40']) ana.ignoresPush({ at })
    const [lockout] = reportOf(story.rows()).lockouts
    assert.equal(lockout?.cause, 'sole-administrator')
    const ranked = lockout?.alternatives.map(({ confidence }) => confidence) ?? []
    assert.ok(ranked.length > 1)
    assert.deepEqual(
      ranked,
      ranked.toSorted((a, b) => b - a),
    )
  })

  it('given two journeys from one place that nobody could have made, then each has an id of its own', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    ana.signsIn({ at: '8 09:00' })
    ana.signsIn({ at: '8 09:30', from: elsewhere })
    ana.signsIn({ at: '8 09:45', from: { ...elsewhere, ip: '203.0.112.9', latitude: -33, country: 'AU' } })
    const { findings } = reportOf(story.rows())
    const journeys = findings.filter(({ detection }) => detection === 'impossible-travel')
    assert.equal(journeys.length, 2)
    assert.equal(new Set(journeys.map(({ id }) => id)).size, 2)
  })
})
