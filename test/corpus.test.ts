/**
 * Every real and vendor-published log goes through the whole pipeline: no crash, and no row lost without a word.
 *
 * A row has one part in most logs, and several where a vendor packs events (Google's activities, Entra's failed steps, Okta's
 * hooks). What becomes of rows, exactly:
 *
 *   each row     is answered for: by an event or a named other for each of its parts, or by one problem that ends it
 *   whole input  events + other + problems = rows + the further parts of rows
 *
 * and so `rows = events + other + problems` wherever no row has several parts. Problems of a whole file (line 0) are no rows.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createIntake, DECODERS } from '../src/signin/index.ts'
import { diagnosed, isLabelled, labelled, missing, sharedLogs, textOf } from './shared-data.ts'

/** Rows, events, named others, problems. */
type Counts = readonly [rows: number, events: number, other: number, problems: number]

const FILES: Readonly<Record<string, Counts>> = {
  'auth0/elastic-auth0-ndjson.log': [22, 22, 0, 0],
  'auth0/elastic-logs-test-login-failure.json': [5, 5, 0, 0],
  'auth0/elastic-logs-test-login-success.json': [22, 22, 0, 0],
  'auth0/elastic-logs-test-mgmt-api-success.json': [42, 7, 35, 0],
  'auth0/elastic-logs-test-user-behaviour-success.json': [1, 0, 1, 0],
  'auth0/panther-labelled-auth0.ndjson': [33, 27, 6, 0],
  'aws/elastic-cloudtrail-test-console-login-json.log': [3, 3, 0, 0],
  'aws/elastic-cloudtrail-test-create-virtual-mfa-device-json.log': [1, 1, 0, 0],
  'aws/elastic-cloudtrail-test-enable-mfa-device-json.log': [1, 1, 0, 0],
  'aws/panther-labelled-aws.ndjson': [22, 17, 4, 1],
  'aws/splunk-aws-a.ndjson': [2, 2, 0, 0],
  'aws/stratus-console-login-without-mfa.json': [1, 1, 0, 0],
  'duo/elastic-admin-test-admin.log': [20, 9, 11, 0],
  'duo/elastic-auth-test-auth.log': [17, 17, 0, 0],
  'duo/elastic-telephony-test-telephony.log': [3, 3, 0, 0],
  'duo/panther-labelled-duo.ndjson': [23, 11, 5, 7],
  'duo/sekoia-duo-a.ndjson': [3, 3, 0, 0],
  'duo/sentinel-CiscoDuo_CL.json': [12, 11, 1, 0],
  'duo/sentinel-DuoSecurityTelephony_CL.json': [5, 5, 0, 0],
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
  'google/elastic-admin-test-admin-security.log': [24, 13, 11, 0],
  'google/elastic-login-test-login.log': [14, 14, 0, 0],
  'google/panther-labelled-google.ndjson': [19, 5, 5, 9],
  'google/sentinel-GWorkspace_ReportsAPI_user_accounts_CL.json': [2, 2, 0, 0],
  'google/splunk-gws-a.ndjson': [1, 1, 0, 0],
  'jumpcloud/elastic-events-test-events.json': [1, 1, 0, 0],
  'jumpcloud/sekoia-jumpcloud-a.ndjson': [5, 4, 1, 0],
  'keycloak/elastic-log-test-log.log': [30, 10, 20, 0],
  'm365-ual/elastic-audit-test-azuread-sts-logon-events.json': [69, 69, 0, 0],
  'm365-ual/invictus-aad-ual-2021-03_05.ndjson': [440, 319, 121, 0],
  'm365-ual/splunk-o365-a.ndjson': [2, 1, 0, 1],
  'multi/panther-labelled-multi.ndjson': [22, 13, 0, 9],
  'ocsf/aws-authentication.ocsf.json': [1, 1, 0, 0],
  'ocsf/aws-authentication.raw.json': [1, 1, 0, 0],
  'ocsf/okta-account_change.ocsf.json': [1, 1, 0, 0],
  'ocsf/okta-account_change.raw.json': [1, 1, 0, 0],
  'ocsf/okta-authentication.ocsf.json': [1, 1, 0, 0],
  'ocsf/okta-authentication.raw.json': [1, 1, 0, 0],
  'ocsf/okta-group_management.ocsf.json': [1, 1, 0, 0],
  'ocsf/okta-group_management.raw.json': [1, 1, 0, 0],
  'okta/elastic-system-test-okta-system-events.log': [24, 23, 1, 0],
  'okta/panther-labelled-okta.ndjson': [54, 23, 11, 20],
  'okta/sekoia-okta-a.ndjson': [5, 5, 0, 0],
  'onelogin/panther-labelled-onelogin.ndjson': [16, 0, 2, 14],
  'ping/elastic-audit-test-pipeline-audit.log': [98, 25, 73, 0],
  'ping/sekoia-pingfederate-a.log': [4, 4, 0, 0],
  'ping/splunk-pingid.ndjson': [1, 1, 0, 0],
  'rba/rba-first2000-lossy.csv': [2000, 0, 0, 2000],
  'rsa/sekoia-rsa.log': [5, 0, 0, 5],
}

/** Logs of vendors that Postern does not read: all of it is reported, nothing guessed. */
const UNREAD = ['rba/rba-first2000-lossy.csv', 'rsa/sekoia-rsa.log']

/** Where the data's own README counts otherwise: it counts this array of two activities as one. */
const MISCOUNTED: Readonly<Record<string, number>> = {
  'google/sentinel-GWorkspace_ReportsAPI_user_accounts_CL.json': 1,
}

const PROBLEMS_KEPT = 1000

test('every log beside the project stands in the table', { skip: missing('') }, () => {
  assert.deepEqual(sharedLogs(), Object.keys(FILES).sort())
})

test('as many rows are found as the README beside the logs counted', { skip: missing('README.md') }, () => {
  const counted = Object.fromEntries(Object.entries(FILES).map(([file, [rows]]) => [file, MISCOUNTED[file] ?? rows]))
  assert.deepEqual(countsOfReadme(), counted)
})

/** The column "Events" of its table: the last but one, as a path may hold escaped bars. */
function countsOfReadme(): Record<string, number> {
  const lines = textOf('README.md').split('\n')
  const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))
  const files = cells.filter(([, file = '', ...rest]) => file in FILES && rest.length > 5)
  return Object.fromEntries(files.map((row) => [row[1], Number(row.at(-3))]))
}

for (const [file, counts] of Object.entries(FILES)) {
  describe(file, { skip: missing(file) }, () => {
    test('is read as the table says, and each problem can be found and understood', async () => {
      const { input } = await diagnosed(file)
      const { rows, events, other, problems, problemCount } = input
      assert.deepEqual([rows, events, other, problemCount], counts)
      assert.equal(rows, events + other + problemCount)
      assert.equal(problems.length, Math.min(problemCount, PROBLEMS_KEPT))
      for (const { file: name, line, code, message } of problems) {
        assert.equal(name, input.files[0]?.file)
        assert.ok(line >= 1 && Number.isInteger(line))
        assert.match(code, /^ERR_(ROW|FILE)_[A-Z_]+$/)
        assert.match(message, /^[A-Z].*\.$/)
      }
    })

    test('has no row that nobody answers for', () => {
      const rows = outcomes(file)
      const [all, events, other] = counts
      assert.equal(rows.size, all)
      let parts = 0
      for (const row of rows.values()) {
        parts += row.parts
        assert.ok(row.problems === 1 || (row.problems === 0 && row.parts >= 1))
      }
      assert.equal(parts, events + other)
    })
  })
}

interface Outcome {
  /** Its parts that became events or named others. */
  parts: number
  problems: number
}

/** What the intake said of each row, by the row's place. */
function outcomes(file: string): ReadonlyMap<number, Outcome> {
  const rows = new Map<number, Outcome>()
  const at = (line: number) => {
    const row = rows.get(line) ?? { parts: 0, problems: 0 }
    rows.set(line, row)
    return row
  }
  const intake = createIntake(DECODERS, {
    event: ({ line }) => void at(line).parts++,
    other: (_, line) => void at(line).parts++,
    problem: (_code, _message, line) => void at(line).problems++,
  })
  intake.begin(0)
  intake.push(Buffer.from(isLabelled(file) ? unwrapped(file) : textOf(file)))
  intake.end()
  return rows
}

function unwrapped(file: string): string {
  return labelled(file)
    .map(({ log }) => JSON.stringify(log))
    .join('\n')
}

for (const file of UNREAD) {
  test(`${file} ends as reported problems, and nothing in it is taken for a sign-in`, {
    skip: missing(file),
  }, async () => {
    const { input, findings, lockouts } = await diagnosed(file)
    assert.equal(input.problemCount, input.rows)
    assert.deepEqual(input.files[0]?.shapes, [])
    assert.deepEqual([...findings, ...lockouts], [])
    assert.deepEqual(
      [...new Set(input.problems.map(({ code }) => code))],
      [file.endsWith('.csv') ? 'ERR_ROW_UNKNOWN_COLUMNS' : 'ERR_ROW_UNKNOWN_FORMAT'],
    )
  })
}

/** One Google row of two events, of which the second is none of sign-in, beside one that cannot be read. */
const PACKED = [
  {
    kind: 'admin#reports#activity',
    id: { time: '2026-06-01T09:00:00.000Z', uniqueQualifier: '1', applicationName: 'login', customerId: 'C1' },
    actor: { email: 'ana@example.com', profileId: '1' },
    events: [
      { type: 'login', name: 'login_success' },
      { type: 'login', name: 'something_new' },
    ],
  },
  {
    kind: 'admin#reports#activity',
    id: { uniqueQualifier: '2', applicationName: 'login', customerId: 'C1' },
    actor: { email: 'ana@example.com', profileId: '1' },
    events: [{ type: 'login', name: 'login_success' }],
  },
]

test('a row of several parts counts once as a row and once a part', () => {
  const counts = { events: 0, other: 0, problems: 0 }
  const intake = createIntake(DECODERS, {
    event: () => void counts.events++,
    other: () => void counts.other++,
    problem: () => void counts.problems++,
  })
  intake.begin(0)
  intake.push(Buffer.from(PACKED.map((row) => JSON.stringify(row)).join('\n')))
  const { rows } = intake.end()
  assert.deepEqual({ rows, ...counts }, { rows: 2, events: 1, other: 1, problems: 1 })
})
