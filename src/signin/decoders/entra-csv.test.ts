import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PROBLEMS } from '../problems.ts'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { entraCsvDecoders } from './entra-csv.ts'

/** The header of the portal's download of 2025, as public code quotes it (blanks and doubled names included). */
const HEADER =
  'Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Cross tenant access type,Incoming token type,Authentication Protocol,Unique token identifier,Original transfer method,Client credential type,Application,Application ID ,Resource,Resource ID ,Resource tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,Multifactor authentication result,Multifactor authentication auth method,Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,Autonomous system  number,Flagged for review,Token issuer type,Latency,Conditional Access'

const CELLS = {
  'Date (UTC)': '2026-03-02T08:00:00Z',
  'Request ID': 'r-1',
  'User agent': 'Mozilla/5.0',
  'Correlation ID': 'c-1',
  'User ID': 'u-1',
  User: 'Ana Example',
  Username: 'ana@example.com',
  'Incoming token type': 'none',
  Application: 'Mail',
  'IP address': '192.0.2.7',
  Location: 'Graz, Styria, AT',
  Status: 'Failure',
  'Sign-in error code': '500121',
  'Failure reason': 'Words.',
  'Client app': 'Browser',
  'Device ID': 'd-1',
  Managed: 'Yes',
  'Multifactor authentication result': 'MFA denied; user declined the authentication',
  'Multifactor authentication auth method': 'Mobile app notification',
  'Autonomous system  number': '64500',
  'Conditional Access': 'Success',
}

function csv(header: string, cells: Readonly<Record<string, string>>): string {
  const row = header.split(',').map((name) => `"${(cells[name] ?? '').replaceAll('"', '""')}"`)
  return `\uFEFF${header}\n${row.join(',')}\n`
}

function decoded(text: string): Draft {
  const read = readRows(entraCsvDecoders, text)
  assert.deepEqual([read.problems, read.other], [[], []])
  const [event, ...more] = read.events
  assert.ok(event)
  assert.equal(more.length, 0)
  return event
}

function signIn(more: Readonly<Record<string, string>> = {}): Draft {
  return decoded(csv(HEADER, { ...CELLS, ...more }))
}

test('given the portal’s CSV in another language, then every row is a problem that says how to get it in English', () => {
  const german = 'Datum (UTC);Anforderungs-ID;Benutzer;Benutzername;Anwendung;IP-Adresse;Status'
  const french = 'Date (UTC),ID de la demande,Utilisateur,Nom d’utilisateur,Application,Adresse IP,État'
  const japanese = '日付 (UTC),要求 ID,ユーザー,ユーザー名,アプリケーション,IP アドレス,状態'
  for (const header of [german, french, japanese]) {
    const row = ['2026-03-02T08:00:00Z', 'r-1', 'Ana', 'ana@example.com', 'Mail', '192.0.2.7', 'x']
    const text = `\uFEFF${header}\n${`${row.join(header.includes(';') ? ';' : ',')}\n`.repeat(2)}`
    const { events, other, problems } = readRows(entraCsvDecoders, text)
    assert.deepEqual([events.length, other.length], [0, 0], header)
    assert.deepEqual(
      problems.map(({ code, line }) => [code, line]),
      [
        ['ERR_ROW_UNKNOWN_COLUMNS', 2],
        ['ERR_ROW_UNKNOWN_COLUMNS', 3],
      ],
      header,
    )
  }
})

test('the problem with unknown columns says what to do', () => {
  assert.match(PROBLEMS.ERR_ROW_UNKNOWN_COLUMNS, /set the portal’s language to English and download anew, or take JSON/)
})

describe('the portal’s CSV of sign-ins', () => {
  test('given a refused prompt, when decoded, then frame, place and step are there', () => {
    const event = signIn()
    assert.deepEqual([event.time, event.id, event.attempt], [Date.UTC(2026, 2, 2, 8), 'r-1', 'c-1'])
    assert.deepEqual([event.account, event.name, event.app], ['u-1', 'ana@example.com', 'Mail'])
    assert.deepEqual([event.ip, event.country, event.city, event.asn], ['192.0.2.7', 'AT', 'Graz', 64500])
    assert.deepEqual([event.device, event.managed, event.client], ['d-1', true, 'Mozilla/5.0'])
    assert.deepEqual([event.code, event.outcome, event.reason, event.method], ['500121', 'failure', 'refused', 'push'])
  })

  test('given a success with a code from the app, when decoded, then the second step is proved', () => {
    const event = signIn({
      Status: 'Success',
      'Sign-in error code': '0',
      'Multifactor authentication result': 'MFA completed in Azure AD',
      'Multifactor authentication auth method': 'OATH verification code',
    })
    assert.deepEqual([event.outcome, event.complete, event.proved, event.method], ['success', true, true, 'totp'])
  })

  test('given the headers of older exports and American times, when decoded, then they are read alike', () => {
    const header =
      'Date,Request ID,Correlation ID,User,Username,User ID,Application,IP address,Location,Status,Sign-in error code,Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,MFA result,MFA auth method,MFA auth detail,Conditional Access'
    const event = decoded(
      csv(header, {
        ...CELLS,
        Date: '3/2/2026, 8:00:00 AM',
        'MFA result': 'MFA denied; user declined the authentication',
        'MFA auth method': 'Mobile app notification',
        Browser: 'Edge 80',
        'Operating System': 'Windows 10',
      }),
    )
    assert.deepEqual([event.time, event.reason, event.method], [Date.UTC(2026, 2, 2, 8), 'refused', 'push'])
    assert.equal(event.client, 'Edge 80 Windows 10')
  })

  test('given a row with a refresh token and no factor, when decoded, then it is a renewal', () => {
    const row = { Status: 'Success', 'Sign-in error code': '0', 'Incoming token type': 'primaryRefreshToken' }
    const silent = signIn({
      ...row,
      'Multifactor authentication result': 'MFA requirement satisfied by claim in the token',
      'Multifactor authentication auth method': '',
    })
    assert.deepEqual([silent.activity, silent.complete], ['refresh', false])
    const proved = signIn({ ...row, 'Multifactor authentication result': 'MFA completed in Azure AD' })
    assert.deepEqual([proved.activity, proved.complete], ['sign-in', true])
  })

  test('given no error code, when decoded, then the status is all that is known', () => {
    const outcome = (Status: string): string => signIn({ Status, 'Sign-in error code': '' }).outcome
    assert.deepEqual(['Success', 'Failure', 'Interrupted'].map(outcome), ['success', 'failure', 'interrupt'])
  })

  test('given the file of authentication details, when read, then its steps are named and are no events', () => {
    const header =
      'Date (UTC),Request ID,Authentication method,Authentication method detail,Succeeded,Result detail,Requirement'
    const row = { 'Date (UTC)': '2026-03-02T08:00:00Z', 'Request ID': 'r-1', 'Authentication method': 'Text message' }
    const read = readRows(entraCsvDecoders, csv(header, { ...row, Succeeded: 'false' }))
    assert.deepEqual([read.other, read.events, read.problems], [['Authentication details'], [], []])
  })
})

describe('the portal’s other CSV files', () => {
  const AUDIT =
    'Date (UTC),CorrelationId,Service,Category,Activity,Result,ResultReason,UserAgent,ActorType,ActorDisplayName,ActorObjectId,ActorUserPrincipalName,IPAddress,Target1Type,Target1DisplayName,Target1ObjectId,Target1UserPrincipalName,Target1ModifiedProperty1Name,Target1ModifiedProperty1OldValue,Target1ModifiedProperty1NewValue,AdditionalDetail1Key,AdditionalDetail1Value'
  const cells = {
    'Date (UTC)': '2026-03-02T08:00:00.1234567+00:00',
    Activity: 'Update user',
    Result: 'success',
    ActorType: 'User',
    ActorObjectId: 'u-1',
    ActorUserPrincipalName: 'ana@example.com',
    IPAddress: '198.51.100.2',
    Target1Type: 'User',
    Target1ObjectId: 'u-2',
    Target1UserPrincipalName: 'boris@example.com',
    Target1ModifiedProperty1Name: 'StrongAuthenticationRequirement',
    Target1ModifiedProperty1OldValue: '[{"RelyingParty":"*","State":1}]',
    Target1ModifiedProperty1NewValue: '[]',
  }

  test('given an audit, when decoded, then its target and changed property are read', () => {
    const event = decoded(csv(AUDIT, cells))
    assert.deepEqual([event.change, event.account, event.actor], ['mfa-disabled', 'u-2', 'ana@example.com'])
    assert.deepEqual([event.ip, event.name], ['198.51.100.2', 'boris@example.com'])
  })

  test('given an audit by an application, when decoded, then the application is the actor', () => {
    const app = {
      ActorType: 'Application',
      ActorDisplayName: 'Provisioning',
      ActorObjectId: '',
      ActorUserPrincipalName: '',
    }
    assert.equal(decoded(csv(AUDIT, { ...cells, ...app })).actor, 'Provisioning')
  })

  test('given a risk detection, when decoded, then level and place are read', () => {
    const header = 'Detection time (UTC),Detection type,Risk state,Risk level,User,Username,IP address,Location'
    const event = decoded(
      csv(header, {
        'Detection time (UTC)': '2026-03-02T08:00:00Z',
        'Detection type': 'Atypical travel',
        'Risk state': 'At risk',
        'Risk level': 'High',
        Username: 'ana@example.com',
        'IP address': '203.0.113.9',
        Location: 'Graz, Styria, AT',
      }),
    )
    assert.deepEqual([event.activity, event.risk, event.country], ['risk', 'high', 'AT'])
  })
})
