/** Values of wrong types, at every place that a row has: none breaks a decoder, and none leaves the vocabulary. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Decoder, RowProblem } from '../decoder.ts'
import { parsedRow, type Values } from '../parsed-row.ts'
import { readRows } from '../read-rows.ts'
import { ACTIVITIES, blank, CHANGES, type Draft, METHODS, OUTCOMES, REASONS, STEPS } from '../sign-in.ts'
import { entraCsvDecoders } from './entra-csv.ts'
import { entraDiagnosticDecoders } from './entra-diagnostic.ts'
import { ANA, DENIED, failed, PASSWORD } from './entra-graph.fixture.ts'
import { entraGraphDecoders } from './entra-graph.ts'
import { entraTableDecoders } from './entra-table.ts'
import { microsoft365Decoders } from './microsoft-365.ts'

const DECODERS = [...entraGraphDecoders, ...entraDiagnosticDecoders, ...entraTableDecoders, ...microsoft365Decoders]

const SIGN_IN = failed(500121, {
  authenticationDetails: [PASSWORD, DENIED, DENIED],
  appliedConditionalAccessPolicies: [{ displayName: 'MFA', result: 'failure' }],
  riskLevelDuringSignIn: 'high',
})
const AUDIT = {
  id: 'a-1',
  activityDateTime: '2026-03-02T08:00:00Z',
  activityDisplayName: 'Update user',
  result: 'success',
  initiatedBy: { user: { id: ANA, userPrincipalName: 'ana@example.com', ipAddress: '192.0.2.7' } },
  targetResources: [
    {
      id: 'u-2',
      type: 'User',
      userPrincipalName: 'boris@example.com',
      modifiedProperties: [
        { displayName: 'StrongAuthenticationRequirement', oldValue: '[{"State":1}]', newValue: '[{"State":0}]' },
      ],
    },
  ],
}
test('given a row without its time, when read, then that is what is wrong with it, not its format', () => {
  const untimed: readonly Values[] = [
    without(SIGN_IN as Values, 'createdDateTime'),
    without(AUDIT, 'activityDateTime'),
    { ...(SIGN_IN as Values), createdDateTime: null },
    { category: 'SignInLogs', tenantId: 't', properties: without(SIGN_IN as Values, 'createdDateTime') },
    { CorrelationId: 'c', UserPrincipalName: 'ana@example.com', ResultType: '500121', AppDisplayName: 'Mail' },
    { CorrelationId: 'c', OperationName: 'Update user', InitiatedBy: '{}', TargetResources: '[]' },
  ]
  const tables = [
    'Request ID,Correlation ID,User,Username,Application,IP address,Status\nr,c,Ana,ana@example.com,Mail,192.0.2.7,Failure\n',
    'CorrelationId,Activity,ActorType,ActorObjectId\nc,Update user,User,u-1\n',
    'CorrelationId,UserPrincipalName,ResultType\nc,ana@example.com,500121\n',
  ]
  const texts = [...untimed.map((row) => JSON.stringify([row])), ...tables]
  for (const text of texts) {
    const { problems } = readRows([...DECODERS, ...entraCsvDecoders], text)
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['ERR_ROW_NO_TIME'],
      text,
    )
  }
})

function without(values: Values, name: string): Values {
  return Object.fromEntries(Object.entries(values).filter(([each]) => each !== name))
}

const ROWS: Readonly<Record<string, Values>> = {
  'entra.graph': SIGN_IN as Values,
  'entra.graph-audit': AUDIT,
  'entra.diagnostic': { time: '2026-03-02T08:00:00Z', category: 'SignInLogs', tenantId: 't', properties: SIGN_IN },
  'entra.diagnostic-text': { time: '2026-03-02T08:00:00Z', category: 'AuditLogs', properties: JSON.stringify(AUDIT) },
  'entra.table-sign-in': {
    TimeGenerated: '2026-03-02T08:00:00Z',
    UserPrincipalName: 'ana@example.com',
    ResultType: '500121',
    Status: '{"errorCode":500121}',
    AuthenticationDetails: [PASSWORD, DENIED],
    LocationDetails: {},
  },
  'm365.unified-audit': {
    CreationTime: '2026-03-02T08:00:00',
    Operation: 'Update user.',
    Workload: 'AzureActiveDirectory',
    UserId: 'ana@example.com',
    Actor: [{ ID: `User_${ANA}`, Type: 2 }],
    Target: [{ ID: `User_${ANA}`, Type: 2 }],
    ExtendedProperties: [{ Name: 'UserAgent', Value: 'x' }],
    ModifiedProperties: [{ Name: 'StrongAuthenticationRequirement', OldValue: '[{"State":1}]', NewValue: '[]' }],
  },
}
const JUNK: readonly unknown[] = [
  null,
  0,
  -1.5,
  true,
  '',
  'x',
  '{',
  '[{}]',
  [],
  [null],
  [[]],
  {},
  '__proto__',
  undefined,
]

/** Every copy of a value in which one place, at any depth, holds something else. */
function* spoiled(value: unknown): Generator<unknown> {
  for (const junk of JUNK) yield junk
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    for (const other of spoiled(member)) {
      yield Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other }
    }
  }
}

function decodeAll(decoder: Decoder, row: Values): Draft[] {
  const parsed = parsedRow(decoder.paths, row)
  return Array.from({ length: decoder.parts?.(parsed) ?? 1 }, (_, part) => {
    const draft = { ...blank(), provider: decoder.provider }
    decoder.decode(parsed, draft, part)
    return draft
  })
}

function assertInVocabulary(draft: Draft): void {
  assert.ok(Number.isFinite(draft.time))
  assert.ok(ACTIVITIES.includes(draft.activity) && OUTCOMES.includes(draft.outcome) && STEPS.includes(draft.step))
  assert.ok(REASONS.includes(draft.reason) && METHODS.includes(draft.method) && CHANGES.includes(draft.change))
  for (const [name, value] of Object.entries(blank()))
    assert.equal(typeof draft[name as keyof Draft], typeof value, name)
  assert.ok(draft.policies.every((policy) => typeof policy === 'string'))
  assert.ok(draft.activity !== 'other' || draft.code !== '')
  assert.ok(!draft.complete || draft.outcome === 'success')
}

for (const [name, row] of Object.entries(ROWS)) {
  test(`${name}: given anything at any place, when decoded, then an event, a name or a problem`, () => {
    const decoder = DECODERS.find((each) => each.recognise(row))
    assert.equal(decoder?.name, name)
    let decodedRows = 0
    for (const other of spoiled(row)) {
      if (typeof other !== 'object' || other === null || Array.isArray(other)) continue
      for (const each of DECODERS) each.recognise(other as Values)
      try {
        decodeAll(decoder, other as Values).forEach(assertInVocabulary)
        decodedRows++
      } catch (error) {
        if (!(error instanceof RowProblem)) throw error
      }
    }
    assert.ok(decodedRows > 10)
  })
}
