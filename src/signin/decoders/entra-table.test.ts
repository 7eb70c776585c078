import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { entraTableDecoders } from './entra-table.ts'

const STATUS = { errorCode: 500121, failureReason: 'Words.' }
const STEPS = [
  { authenticationMethod: 'Password', succeeded: true },
  {
    authenticationMethod: 'Mobile app notification',
    succeeded: false,
    authenticationStepResultDetail: 'MFA denied; user declined the authentication',
  },
]
const POLICIES = [{ displayName: 'MFA for all', result: 'failure' }]
const PLACE = { city: 'Graz', countryOrRegion: 'AT', geoCoordinates: { latitude: 47.07, longitude: 15.44 } }

function signIn(more: object = {}): object {
  return {
    TimeGenerated: '2026-03-02T08:04:00Z',
    CreatedDateTime: '2026-03-02T08:00:00Z',
    Type: 'SigninLogs',
    AADTenantId: 't-1',
    TenantId: 'workspace-1',
    Id: 'r-1',
    UserId: 'u-1',
    UserPrincipalName: 'ana@example.com',
    CorrelationId: 'c-1',
    ResultType: '500121',
    ResultDescription: 'Words.',
    IsInteractive: true,
    IPAddress: '192.0.2.7',
    Location: 'AT',
    AutonomousSystemNumber: '64500',
    UserAgent: 'Mozilla/5.0',
    ClientAppUsed: 'Browser',
    AppDisplayName: 'Mail',
    RiskLevelDuringSignIn: 'low',
    Status: STATUS,
    LocationDetails: PLACE,
    DeviceDetail: { deviceId: 'd-1', isManaged: true },
    MfaDetail: {},
    RiskEventTypes_V2: '["anonymizedIPAddress"]',
    AuthenticationDetails: JSON.stringify(STEPS),
    ConditionalAccessPolicies: POLICIES,
    ...more,
  }
}

/** As AADNonInteractiveUserSignInLogs and a CSV hold them. */
const WRITTEN_OUT = {
  Status: JSON.stringify(STATUS),
  LocationDetails: JSON.stringify(PLACE),
  DeviceDetail: '{"deviceId":"d-1","isManaged":true}',
  MfaDetail: '',
  ConditionalAccessPolicies: JSON.stringify(POLICIES),
}

function decoded(input: string): Draft {
  const read = readRows(entraTableDecoders, input)
  assert.deepEqual([read.problems, read.other], [[], []])
  const [event, ...more] = read.events
  assert.ok(event)
  assert.equal(more.length, 0)
  return event
}

function csv(row: object): string {
  const cells = Object.values(row).map((value) => `"${String(value).replaceAll('"', '""')}"`)
  return `${Object.keys(row).join(',')}\n${cells.join(',')}\n`
}

describe('SigninLogs', () => {
  const event = decoded(JSON.stringify(signIn()))

  test('given a refused prompt, when decoded, then frame, step, place and policies are there', () => {
    const { time, tenant, id, account, name, attempt, ip, country, city, asn } = event
    assert.deepEqual([time, tenant, id], [Date.UTC(2026, 2, 2, 8), 't-1', 'r-1'])
    assert.deepEqual([account, name, attempt], ['u-1', 'ana@example.com', 'c-1'])
    assert.deepEqual([ip, country, city, asn], ['192.0.2.7', 'AT', 'Graz', 64500])
    assert.deepEqual([event.activity, event.reason, event.method], ['sign-in', 'refused', 'push'])
    assert.deepEqual([event.policies, event.device, event.managed], [['MFA for all'], 'd-1', true])
    assert.deepEqual([event.risk, event.anonymous], ['low', true])
  })

  test('given the columns written out as text, when decoded, then it is the same event', () => {
    assert.deepEqual(decoded(JSON.stringify(signIn(WRITTEN_OUT))), event)
  })

  test('given the portal’s CSV with its own times, when decoded, then it is the same event', () => {
    const { TimeGenerated, CreatedDateTime, ...rest } = signIn(WRITTEN_OUT) as Record<string, unknown>
    assert.ok(TimeGenerated && CreatedDateTime)
    const times = {
      'TimeGenerated [UTC]': '3/2/2026, 8:04:00.000 AM',
      'CreatedDateTime [UTC]': '3/2/2026, 8:00:00.000 AM',
    }
    assert.deepEqual(decoded(csv({ ...times, ...rest })), { ...event, line: 2 })
  })

  test('given no Status column, when decoded, then ResultType is the code', () => {
    const bare = decoded(JSON.stringify(signIn({ Status: '', ResultType: '50126', LocationDetails: '' })))
    assert.deepEqual([bare.code, bare.reason, bare.country, bare.detail], ['50126', 'wrong-password', 'AT', 'Words.'])
  })

  test('given the table of non-interactive sign-ins, when decoded, then it is a renewal', () => {
    const row = signIn({
      Type: 'AADNonInteractiveUserSignInLogs',
      Status: '{"errorCode":0}',
      AuthenticationDetails: '[]',
    })
    assert.equal(decoded(JSON.stringify(row)).activity, 'refresh')
  })

  test('given the table of service principals, when read, then rows are named by it', () => {
    const row = {
      TimeGenerated: '2026-03-02T08:04:00Z',
      Type: 'AADServicePrincipalSignInLogs',
      ResultType: '0',
      ServicePrincipalName: 'backup',
    }
    assert.deepEqual(readRows(entraTableDecoders, JSON.stringify(row)).other, ['AADServicePrincipalSignInLogs'])
  })
})

describe('AuditLogs and AADUserRiskEvents', () => {
  const targets = [{ id: 'u-2', type: 'User', userPrincipalName: 'boris@example.com', modifiedProperties: [] }]
  const audit = {
    TimeGenerated: '2026-03-02T08:04:00Z',
    ActivityDateTime: '2026-03-02T08:00:00Z',
    AADTenantId: 't-1',
    Id: 'Directory_1',
    OperationName: 'Reset user password',
    Result: 'success',
    ResultReason: '',
    InitiatedBy: { user: { id: 'u-1', userPrincipalName: 'ana@example.com', ipAddress: '198.51.100.2' } },
    TargetResources: targets,
  }

  test('given an audit, when decoded, then it is a change; and the same from text', () => {
    const event = decoded(JSON.stringify(audit))
    assert.deepEqual([event.change, event.account, event.actor], ['password-reset', 'u-2', 'ana@example.com'])
    assert.deepEqual([event.time, event.tenant, event.ip], [Date.UTC(2026, 2, 2, 8), 't-1', '198.51.100.2'])
    const written = {
      ...audit,
      InitiatedBy: JSON.stringify(audit.InitiatedBy),
      TargetResources: JSON.stringify(targets),
    }
    assert.deepEqual(decoded(JSON.stringify(written)), event)
    assert.deepEqual(decoded(csv(written)), { ...event, line: 2 })
  })

  test('given a risk event, when decoded, then it is a risk with its place', () => {
    const event = decoded(
      JSON.stringify({
        TimeGenerated: '2026-03-02T08:04:00Z',
        ActivityDateTime: '2026-03-02T08:00:00Z',
        Id: 'k-1',
        UserId: 'u-1',
        UserPrincipalName: 'ana@example.com',
        RiskEventType: 'anonymizedIPAddress',
        RiskLevel: 'medium',
        RiskState: 'atRisk',
        IpAddress: '203.0.113.9',
        Location: '{"city":"Graz","countryOrRegion":"AT"}',
      }),
    )
    assert.deepEqual([event.activity, event.risk, event.anonymous], ['risk', 'medium', true])
    assert.deepEqual([event.ip, event.country, event.city], ['203.0.113.9', 'AT', 'Graz'])
  })
})
