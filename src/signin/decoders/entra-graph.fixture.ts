/** Rows as Graph gives them, made up for tests, and how tests read them. */
import assert from 'node:assert/strict'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { entraGraphDecoders } from './entra-graph.ts'

export const ANA = '0a1b2c3d-0000-4000-8000-000000000001'

/** A plain success with a password, as beta gives it. */
export function signIn(more: object = {}): object {
  return {
    id: 'r-1',
    createdDateTime: '2026-03-02T08:00:00Z',
    userId: ANA,
    userPrincipalName: 'ana@example.com',
    appDisplayName: 'Mail',
    ipAddress: '192.0.2.7',
    clientAppUsed: 'Browser',
    userAgent: 'Mozilla/5.0',
    correlationId: 'c-1',
    isInteractive: true,
    riskLevelDuringSignIn: 'none',
    riskEventTypes_v2: [],
    status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
    deviceDetail: { deviceId: '', displayName: '', operatingSystem: 'Windows10', browser: 'Edge 140', isManaged: null },
    location: { city: 'Graz', countryOrRegion: 'AT', geoCoordinates: { latitude: 47.07, longitude: 15.44 } },
    mfaDetail: null,
    authenticationDetails: [],
    appliedConditionalAccessPolicies: [],
    ...more,
  }
}

export function failed(errorCode: number, more: object = {}): object {
  return signIn({ status: { errorCode, failureReason: 'Words.', additionalDetails: null }, ...more })
}

/** One of `authenticationDetails`. */
export function step(method: string | null, succeeded: boolean, result: string | null = null): object {
  return { authenticationMethod: method, succeeded, authenticationStepResultDetail: result }
}

export const PASSWORD = step('Password', true, 'Correct password')
export const DENIED = step('Mobile app notification', false, 'MFA denied; user declined the authentication')

/** The events of one row, of which nothing may be lost. */
export function decodedAll(value: object): Draft[] {
  const read = readRows(entraGraphDecoders, JSON.stringify(value))
  assert.deepEqual([read.problems, read.other], [[], []])
  return read.events
}

export function decoded(value: object): Draft {
  const [event, ...more] = decodedAll(value)
  assert.ok(event)
  assert.equal(more.length, 0)
  return event
}

/** Asserts the named members only. */
export function assertPart(event: Draft, expected: Partial<Draft>): void {
  const part = Object.fromEntries(Object.keys(expected).map((name) => [name, event[name as keyof Draft]]))
  assert.deepEqual(part, expected)
}
