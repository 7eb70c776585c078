/**
 * What is known to have happened in the real logs beside the project (../shared/data/EXPECTED.md), as verdicts of the whole
 * pipeline. Each test is one fact of that page.
 */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Finding, Lockout, Report } from '../src/diagnosis/index.ts'
import { diagnosed, missing, textOf } from './shared-data.ts'

const INVICTUS = 'm365-ual/invictus-aad-ual-2021-03_05.ndjson'
const DUO = 'duo/elastic-auth-test-auth.log'
const OKTA = 'okta/sekoia-okta-a.ndjson'

describe('a lab tenant of 2021, attacked twice', { skip: missing(INVICTUS) || missing('EXPECTED.md') }, () => {
  let report: Report
  let sprayer: string

  before(async () => {
    report = await diagnosed(INVICTUS)
    // It is somebody's address: it is read from there, and not repeated here.
    sprayer = /from (\d+\.\d+\.\d+\.\d+)/.exec(textOf('EXPECTED.md'))?.[1] ?? 'none'
  })

  const lockoutsOf = (person: string): readonly Lockout[] =>
    report.lockouts.filter(({ people }) => people.map(localPart).includes(person))
  const findingsOf = (person: string): readonly Finding[] =>
    report.findings.filter((finding) => localPart(finding.person ?? '') === person)
  /** Findings that touch a stretch of time: `MM-DDTHH:MM` to `MM-DDTHH:MM`. */
  const between = (from: string, to: string, findings = report.findings): readonly Finding[] =>
    findings.filter(({ start, end }) => end.slice(5) >= from && start.slice(5, 16) <= to)
  const sprays = (from: string, to: string): readonly Finding[] =>
    between(from, to).filter(({ detection }) => detection === 'password-spray')

  it('enrolment asked for, and then the sign-in goes on: no case for joey or A.Thulile', () => {
    assert.deepEqual([...lockoutsOf('joey'), ...lockoutsOf('A.Thulile')], [])
    assert.deepEqual(between('03-24T00:00', '03-26T08:40'), [])
  })

  it('two passwords reset by one administrator in 32 seconds: each is noted, and a ticket is asked for', () => {
    const resets = between('03-26T08:43', '03-26T08:44')
    assert.deepEqual(
      resets.map(({ detection, person = '', start }) => [detection, localPart(person), start.slice(11, 19)]),
      [
        ['change-outside-case', 'PradeepG', '08:43:14'],
        ['change-outside-case', 'PattiF', '08:43:46'],
      ],
    )
    for (const { summary, next } of resets) {
      assert.match(summary, /^A password was reset by an administrator by joey@/)
      assert.match(next, /ticket/)
    }
  })

  it('36 wrong passwords in three waves from one address: one spray, of six people', () => {
    const [spray, ...others] = sprays('03-26T00:00', '03-26T23:59')
    assert.deepEqual(others, [])
    assert.equal(spray?.address, sprayer)
    assert.equal(spray?.start.slice(5, 19), '03-26T08:50:52')
    assert.ok((spray?.end.slice(5, 19) ?? '') >= '03-26T09:01:19')
    const people = (spray?.people ?? []).map(localPart)
    for (const tried of SIX) assert.ok(people.includes(tried), tried)
    assert.match(spray?.summary ?? '', /^6 accounts tried from one source;/)
    assert.match(spray?.next ?? '', /Nobody else needs a reset/)
  })

  it('none of the six is locked out', () => {
    for (const tried of SIX) assert.deepEqual(lockoutsOf(tried), [], tried)
  })

  it('MFA switched on, and off nine seconds later without an operation of that name: the second is told', () => {
    const [off, ...others] = between('03-26T08:53', '03-26T08:53', findingsOf('HenriettaM'))
    assert.deepEqual(others, [])
    assert.equal(off?.detection, 'change-outside-case')
    assert.equal(off?.start.slice(11, 19), '08:53:12')
    assert.match(off?.summary ?? '', /^MFA was switched off by joey@/)
    assert.equal(off?.severity, 'medium')
  })

  it('the right password, stopped at enrolment, from the spraying address: no lockout, and known to the attacker', () => {
    assert.deepEqual(lockoutsOf('HenriettaM'), [])
    const [spray] = sprays('03-26T00:00', '03-26T23:59')
    assert.match(spray?.summary ?? '', /password right, but no second step: HenriettaM@[^,]*\.$/)
  })

  it('two typing errors and a success are benign, but not from the spraying address: raised', () => {
    const [spray] = sprays('03-26T09:06', '03-26T09:07')
    assert.equal(spray?.severity, 'critical')
    assert.match(spray?.summary ?? '', /signed in from it: [^;]*A\.Thulile@/)
  })

  it('the spray of April has one hit, and it is named', () => {
    const [spray, ...others] = sprays('04-14T00:00', '04-14T23:59')
    assert.deepEqual(others, [])
    assert.deepEqual([spray?.address, spray?.severity], [sprayer, 'critical'])
    assert.equal(spray?.start.slice(11, 19), '12:32:22')
    // It goes on for as long as somebody uses what it opened.
    assert.ok((spray?.end.slice(5, 19) ?? '') >= '04-14T12:42:51')
    assert.match(spray?.summary ?? '', /^4 accounts tried from one source; signed in from it: A\.Thulile@[^,;]*\.$/)
    assert.match(spray?.next ?? '', /accounts named above as taken/)
  })

  it('an application being set up fails again and again, and locks nobody out', () => {
    const set = report.lockouts.filter(({ start }) => start.startsWith('2021-04-16'))
    assert.deepEqual(set, [])
  })

  it('three typing errors, a page, and in: GradyA is benign', () => {
    assert.deepEqual(lockoutsOf('GradyA'), [])
    // What somebody else did to the account in that minute is another matter.
    const own = findingsOf('GradyA').filter(({ detection }) => detection !== 'change-outside-case')
    assert.deepEqual(own, [])
    const sprayed = sprays('04-16T00:00', '04-16T23:59').flatMap(({ people = [] }) => people.map(localPart))
    assert.ok(!sprayed.includes('GradyA'))
  })

  it('UserNotBoundError is noise', () => {
    const may = report.lockouts.filter(({ start }) => start.startsWith('2021-05'))
    assert.deepEqual(may, [])
    for (const finding of between('05-05T09:00', '05-05T10:00')) assert.equal(finding.reportOnly, true)
  })

  it('nobody in it is locked out, and no provider is in trouble', () => {
    assert.deepEqual([report.lockouts, report.outages, report.policyBlocks], [[], [], []])
  })
})

describe('Duo: one mark of fraud among mistakes', { skip: missing(DUO) }, () => {
  it('the mark is an attack by itself; a run of user_mistake is neither fatigue nor a lockout', async () => {
    const { findings, lockouts } = await diagnosed(DUO)
    const [fraud, ...others] = findings
    assert.deepEqual([others, lockouts], [[], []])
    assert.deepEqual(
      [fraud?.detection, fraud?.severity, fraud?.start],
      ['mfa-fatigue', 'critical', '2021-07-23T07:20:54.700Z'],
    )
    assert.equal(fraud?.evidence.length, 1)
    assert.match(fraud?.next ?? '', /Do not reset MFA/)
  })
})

describe('Okta: an account is locked', { skip: missing(OKTA) }, () => {
  it('there is exactly one lockout, by attempts', async () => {
    const { lockouts } = await diagnosed(OKTA)
    assert.deepEqual(
      lockouts.map(({ cause, scope, provider, ended }) => [cause, scope, provider, ended]),
      [['locked-by-attempts', 'one', 'okta', null]],
    )
  })
})

const SIX = ['A.Thulile', 'AdeleV', 'AlexW', 'DiegoS', 'GradyA', 'HenriettaM']

function localPart(name: string): string {
  return name.split('@')[0] ?? ''
}
