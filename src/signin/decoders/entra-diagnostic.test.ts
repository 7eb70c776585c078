import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { entraDiagnosticDecoders } from './entra-diagnostic.ts'

const TENANT = '0a1b2c3d-0000-4000-8000-00000000000f'

const PROPERTIES = {
  id: 'r-1',
  createdDateTime: '2026-03-02T08:00:00.5+00:00',
  userId: 'u-1',
  userPrincipalName: 'ana@example.com',
  appDisplayName: 'Mail',
  ipAddress: '192.0.2.7',
  clientAppUsed: 'Browser',
  correlationId: 'c-1',
  isInteractive: true,
  status: { errorCode: 0 },
  authenticationDetails: [],
}

function record(category: string, properties: unknown, more: object = {}): object {
  return {
    time: '2026-03-02T08:04:00Z',
    operationName: 'Sign-in activity',
    category,
    tenantId: TENANT,
    resultType: '0',
    callerIpAddress: '192.0.2.7',
    correlationId: 'c-1',
    properties,
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(entraDiagnosticDecoders, JSON.stringify(value))
  assert.deepEqual(read.problems, [])
  const [event, ...more] = read.events
  assert.ok(event)
  assert.equal(more.length, 0)
  return event
}

function pick(event: Draft, ...names: (keyof Draft)[]): unknown[] {
  return names.map((name) => event[name])
}

describe('diagnostic records of sign-ins', () => {
  test('given a record, when decoded, then the time is the sign-in’s, not the record’s', () => {
    const event = decoded(record('SignInLogs', PROPERTIES))
    assert.deepEqual(pick(event, 'time', 'tenant', 'id'), [Date.UTC(2026, 2, 2, 8, 0, 0, 500), TENANT, 'r-1'])
    assert.deepEqual(pick(event, 'activity', 'complete', 'attempt'), ['sign-in', true, 'c-1'])
  })

  test('given the category of non-interactive sign-ins, when decoded, then it is a renewal', () => {
    assert.equal(decoded(record('NonInteractiveUserSignInLogs', PROPERTIES)).activity, 'refresh')
  })

  test('given `properties` as a text of JSON, when decoded, then it is the same event', () => {
    const asText = decoded(record('SignInLogs', JSON.stringify(PROPERTIES)))
    assert.deepEqual(asText, decoded(record('SignInLogs', PROPERTIES)))
  })

  test('given a record without what Graph always has, when decoded, then the envelope completes it', () => {
    const bare = { userId: 'u-1', userPrincipalName: 'ana@example.com', appDisplayName: 'Mail' }
    const more = { resultType: '50126', resultDescription: 'Words.', callerIpAddress: '192.0.2.7:50122' }
    const event = decoded(record('SignInLogs', bare, more))
    assert.deepEqual(pick(event, 'time', 'ip', 'attempt', 'detail'), [
      Date.UTC(2026, 2, 2, 8, 4),
      '192.0.2.7',
      'c-1',
      'Words.',
    ])
    assert.deepEqual(pick(event, 'code', 'reason'), ['50126', 'wrong-password'])
  })

  test('given resultType in words, when decoded, then success is code 0', () => {
    const event = decoded(record('SignInLogs', { ...PROPERTIES, status: undefined }, { resultType: 'Success' }))
    assert.deepEqual(pick(event, 'code', 'outcome'), ['0', 'success'])
  })

  test('given risk events under their old name, when decoded, then the anonymiser is seen', () => {
    const risky = { ...PROPERTIES, riskLevelDuringSignIn: 'low', riskEventTypes: ['anonymizedIPAddress'] }
    assert.equal(decoded(record('SignInLogs', risky)).anonymous, true)
  })
})

describe('other diagnostic records', () => {
  test('given a directory audit, when decoded, then it is a change with its tenant', () => {
    const audit = {
      id: 'Directory_1',
      activityDisplayName: 'Disable account',
      activityDateTime: '2026-03-02T08:00:00Z',
      result: 'success',
      initiatedBy: { user: { id: 'u-1', userPrincipalName: 'ana@example.com', ipAddress: '' } },
      targetResources: [{ id: 'u-2', type: 'User', userPrincipalName: 'boris@example.com', modifiedProperties: [] }],
    }
    const event = decoded(record('AuditLogs', audit, { resultDescription: 'Words.' }))
    assert.deepEqual(pick(event, 'change', 'account', 'actor'), ['account-disabled', 'u-2', 'ana@example.com'])
    assert.deepEqual(pick(event, 'tenant', 'ip', 'detail'), [TENANT, '192.0.2.7', 'Words.'])
  })

  test('given a user risk event, when decoded, then it is a risk', () => {
    const risk = {
      id: 'k-1',
      riskEventType: 'passwordSpray',
      riskLevel: 'high',
      riskState: 'atRisk',
      activityDateTime: '2026-03-02T07:00:00Z',
      userId: 'u-1',
      userPrincipalName: 'ana@example.com',
    }
    const event = decoded(record('UserRiskEvents', risk, { time: '3/2/2026 8:07:16 AM' }))
    assert.deepEqual(pick(event, 'activity', 'risk', 'code'), ['risk', 'high', 'passwordSpray'])
    assert.equal(event.time, Date.UTC(2026, 2, 2, 7))
  })

  test('given categories without a person, when read, then each is named by its category', () => {
    const service = { id: 'r-2', servicePrincipalName: 'backup', status: { errorCode: 7000215 } }
    for (const category of ['ServicePrincipalSignInLogs', 'ManagedIdentitySignInLogs']) {
      const read = readRows(entraDiagnosticDecoders, JSON.stringify(record(category, service)))
      assert.deepEqual([read.other, read.events, read.problems], [[category], [], []])
    }
  })

  test('given a category that nobody knows, when read, then it is a problem and not silence', () => {
    const read = readRows(entraDiagnosticDecoders, JSON.stringify(record('NewLogs', { id: 'x' })))
    assert.equal(read.problems[0]?.code, 'ERR_ROW_UNKNOWN_FORMAT')
  })
})
