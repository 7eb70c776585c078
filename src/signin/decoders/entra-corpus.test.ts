/** Every row of Microsoft's sample files becomes an event, a named row of no meaning, or a problem; and their known facts. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type RowsRead, readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { entraCsvDecoders } from './entra-csv.ts'
import { entraDiagnosticDecoders } from './entra-diagnostic.ts'
import { entraGraphDecoders } from './entra-graph.ts'
import { entraTableDecoders } from './entra-table.ts'
import { microsoft365Decoders } from './microsoft-365.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

const DECODERS = [
  ...entraGraphDecoders,
  ...entraDiagnosticDecoders,
  ...entraTableDecoders,
  ...entraCsvDecoders,
  ...microsoft365Decoders,
]

/** File: rows, events, named rows of no meaning, problems. */
const FILES: Readonly<Record<string, readonly [number, number, number, number]>> = {
  'entra/elastic-auditlogs-test-audit-logs-sample.log': [3, 0, 3, 0],
  'entra/elastic-auditlogs-test-auditlogs-raw.log': [3, 0, 3, 0],
  'entra/elastic-identity_protection-test-userriskevents-raw.log': [2, 2, 0, 0],
  'entra/elastic-signinlogs-test-non-interactive-user-sample.log': [15, 15, 0, 0],
  'entra/elastic-signinlogs-test-signinlogs-raw.log': [2, 2, 0, 0],
  'entra/elastic-signinlogs-test-signinlogs-sample.log': [2, 2, 0, 0],
  'entra/msgraph-docs-signin.ndjson': [6, 6, 0, 0],
  'entra/msticpy-aad-signinlogs-table.ndjson': [86, 86, 0, 0],
  'entra/panther-labelled-entra.ndjson': [29, 19, 10, 0],
  'entra/sekoia-azure-ad-audit-a.ndjson': [4, 4, 0, 0],
  'entra/sekoia-azure-ad-signins-a.ndjson': [4, 4, 0, 0],
  'entra/sekoia-entra-graph-a.ndjson': [47, 3, 44, 0],
  'entra/splunk-entra-a.ndjson': [4, 4, 0, 0],
  'm365-ual/elastic-audit-test-azuread-sts-logon-events.json': [69, 69, 0, 0],
  'm365-ual/invictus-aad-ual-2021-03_05.ndjson': [440, 319, 121, 0],
  // One row's time has 65 seconds.
  'm365-ual/splunk-o365-a.ndjson': [2, 1, 0, 1],
}

/** A file's text, Panther's rows taken out of their wrapper. */
function textOf(file: string): string {
  const text = readFileSync(new URL(file, SHARED), 'utf8')
  if (!file.includes('/panther-')) return text
  const logs = text.trim().split('\n')
  return logs.map((line) => JSON.stringify((JSON.parse(line) as { log: unknown }).log)).join('\n')
}

function read(file: string): RowsRead {
  return readRows(DECODERS, textOf(file))
}

for (const [file, counts] of Object.entries(FILES)) {
  test(`${file}: every row is accounted for`, { skip: SKIP }, () => {
    const { events, other, problems } = read(file)
    const rows = events.length + other.length + problems.length
    assert.deepEqual([rows, events.length, other.length, problems.length], counts)
    assert.ok(other.every((name) => name !== ''))
    assert.ok(events.every((event) => Number.isFinite(event.time) && event.provider === 'entra'))
  })
}

test('every JSON row is recognised by one decoder alone, so that their order does not matter', { skip: SKIP }, () => {
  const json = DECODERS.filter((decoder) => decoder.form === 'json')
  let rows = 0
  for (const file of Object.keys(FILES).filter((name) => !name.endsWith('.json'))) {
    for (const line of textOf(file).trim().split('\n')) {
      const sample = JSON.parse(line) as Record<string, unknown>
      const names = json.filter((decoder) => decoder.recognise(sample)).map((decoder) => decoder.name)
      assert.equal(names.length, 1, `${file}: ${names.join(', ')}`)
      rows++
    }
  }
  assert.equal(rows, 649)
})

const INVICTUS = 'm365-ual/invictus-aad-ual-2021-03_05.ndjson'
/** The spraying address, read from the facts beside the log: real addresses stay out of this repository. */
const SPRAYER = SKIP
  ? ''
  : (/(?:wave|waves?)[^|]* from ([\d.]+\d)/.exec(readFileSync(new URL('EXPECTED.md', SHARED), 'utf8'))?.[1] ?? '')

function invictus(from: string, to: string): Draft[] {
  const { events } = read(INVICTUS)
  return events.filter((event) => event.time >= Date.parse(`${from}Z`) && event.time <= Date.parse(`${to}Z`))
}

function nameOf(event: Draft): string {
  return event.name.split('@')[0] ?? ''
}

test('invictus: enrolment asked for is an interrupt, thirteen times', { skip: SKIP }, () => {
  const asked = read(INVICTUS).events.filter((event) => event.code === '50072')
  assert.equal(asked.length, 13)
  assert.ok(asked.every((event) => event.outcome === 'interrupt' && event.reason === 'enrolment-required'))
})

test('invictus: two resets by one administrator in 32 seconds', { skip: SKIP }, () => {
  const resets = read(INVICTUS).events.filter((event) => event.change === 'password-reset')
  assert.deepEqual(
    resets.map((event) => [new Date(event.time).toISOString(), nameOf(event), event.actor.split('@')[0]]),
    [
      ['2021-03-26T08:43:14.000Z', 'PradeepG', 'joey'],
      ['2021-03-26T08:43:46.000Z', 'PattiF', 'joey'],
    ],
  )
})

test('invictus: the spray of March is 36 wrong passwords of six people in three waves', { skip: SKIP }, () => {
  const spray = invictus('2021-03-26T08:50:00', '2021-03-26T09:01:30').filter((event) => event.ip === SPRAYER)
  const wrong = spray.filter((event) => event.reason === 'wrong-password')
  assert.equal(wrong.length, 36)
  assert.equal(new Set(wrong.map((event) => event.account)).size, 6)
  assert.ok(wrong.every((event) => event.outcome === 'failure' && event.step === 'first'))
})

test('invictus: MFA switched on, and off again by "Update user" alone nine seconds later', { skip: SKIP }, () => {
  const switched = read(INVICTUS).events.filter((event) => event.change.startsWith('mfa-'))
  assert.deepEqual(
    switched.map((event) => [
      new Date(event.time).toISOString().slice(11, 19),
      event.change,
      event.code,
      nameOf(event),
    ]),
    [
      ['08:53:03', 'mfa-enabled', 'Update user', 'HenriettaM'],
      ['08:53:03', 'mfa-enabled', 'Enable Strong Authentication', 'HenriettaM'],
      ['08:53:12', 'mfa-disabled', 'Update user', 'HenriettaM'],
    ],
  )
})

test('invictus: the spray of April has one hit, in the same second as its failures', { skip: SKIP }, () => {
  const wave = invictus('2021-04-14T12:32:00', '2021-04-14T12:43:00').filter((event) => event.ip === SPRAYER)
  assert.equal(wave.filter((event) => event.reason === 'wrong-password').length, 19)
  const last = wave.filter((event) => event.time === Date.parse('2021-04-14T12:42:51Z'))
  assert.equal(last.filter((event) => event.outcome === 'failure').length, 3)
  const hits = last.filter((event) => event.complete)
  assert.deepEqual(
    hits.map((event) => [nameOf(event), event.activity, event.method]),
    [['A.Thulile', 'sign-in', 'password']],
  )
})

test('invictus: a person who mistypes, sees the page of 50140, and is in', { skip: SKIP }, () => {
  const grady = invictus('2021-04-16T08:20:40', '2021-04-16T08:21:40').filter((event) => nameOf(event) === 'GradyA')
  const told = grady.filter((event) => event.activity === 'sign-in').map((event) => [event.reason, event.complete])
  assert.deepEqual(told.slice(0, 5), [
    ['wrong-password', false],
    ['wrong-password', false],
    ['wrong-password', false],
    ['page-shown', false],
    ['none', true],
  ])
})

test('invictus: the set-up of applications never stops a person', { skip: SKIP }, () => {
  const codes = new Set(['50011', '50058', '65001', '1000000'])
  const noise = read(INVICTUS).events.filter((event) => codes.has(event.code))
  assert.equal(noise.length, 25)
  const stopped = noise.filter((event) => ['second', 'account', 'policy'].includes(event.step))
  assert.deepEqual(stopped, [])
})

test('elastic: four interrupts are told from their names alone, and five sign-outs are no sign-ins', {
  skip: SKIP,
}, () => {
  const { events } = read('m365-ual/elastic-audit-test-azuread-sts-logon-events.json')
  assert.equal(events.filter((event) => event.code === '50074' && event.outcome === 'interrupt').length, 4)
  assert.equal(events.filter((event) => event.activity === 'sign-out').length, 5)
})

test('msticpy: 46 claims prove nothing, and what was typed stands apart from what was renewed', { skip: SKIP }, () => {
  const { events } = read('entra/msticpy-aad-signinlogs-table.ndjson')
  assert.equal(events.filter((event) => event.method === 'claim').length, 46)
  assert.ok(events.every((event) => !event.proved))
  assert.equal(events.filter((event) => event.activity === 'sign-in').length, 8)
  assert.equal(new Set(events.map((event) => event.tenant)).size, 1)
})

test('sekoia: a hand-over to another provider is an interrupt with its policy, and MFA is proved twice', {
  skip: SKIP,
}, () => {
  const { events } = read('entra/sekoia-azure-ad-signins-a.ndjson')
  assert.deepEqual(
    [events[0]?.code, events[0]?.outcome, events[0]?.policies],
    ['50158', 'interrupt', ['Check Point Harmony MFA']],
  )
  assert.equal(events.filter((event) => event.proved && event.method === 'push').length, 2)
})

test('panther: labelled rows of sign-ins carry what the labels rest on', { skip: SKIP }, () => {
  const { events } = read('entra/panther-labelled-entra.ndjson')
  assert.equal(events.filter((event) => event.reason === 'locked').length, 2)
  assert.equal(events.filter((event) => event.change === 'policy-changed' && event.target === 'MFA').length, 2)
  assert.equal(events.filter((event) => event.change === 'role-granted').length, 2)
  assert.equal(events.filter((event) => event.risk === 'high').length, 1)
  assert.equal(events.filter((event) => event.legacy && event.activity === 'sign-in').length, 2)
})
