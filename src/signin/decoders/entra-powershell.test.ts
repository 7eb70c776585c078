import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import { DENIED, decodedAll, PASSWORD, signIn } from './entra-graph.fixture.ts'
import { DECODERS } from './index.ts'

/** All members with a capital, as PowerShell has them; `IPAddress` as its Graph module has it. */
function capitals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitals)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      name === 'ipAddress' ? 'IPAddress' : name.charAt(0).toUpperCase() + name.slice(1),
      capitals(inside),
    ]),
  )
}

const ROW = signIn({
  status: { errorCode: 500121, failureReason: 'Words.', additionalDetails: null },
  authenticationDetails: [PASSWORD, DENIED, DENIED],
  appliedConditionalAccessPolicies: [{ displayName: 'Require MFA', result: 'failure' }],
})

test('given a sign-in as PowerShell saves it, when decoded, then the events of Graph’s row', () => {
  const read = readRows(DECODERS, JSON.stringify(capitals(ROW), null, 2))
  assert.deepEqual(read.events, decodedAll(ROW))
  assert.equal(read.events.length, 2)
  assert.deepEqual(read.summary.shapes, ['entra.powershell'])
})

test('given Windows PowerShell’s way to write a time, when decoded, then it is that time', () => {
  const row = capitals({ ...ROW, createdDateTime: `/Date(${Date.UTC(2026, 2, 2, 8)})/` })
  assert.deepEqual(readRows(DECODERS, JSON.stringify(row)).events, decodedAll(ROW))
})

test('given an audit as PowerShell saves it, when decoded, then the change', () => {
  const audit = {
    id: 'a-1',
    activityDateTime: '2026-03-02T08:00:00Z',
    activityDisplayName: 'Admin registered security info',
    result: 'success',
    initiatedBy: { user: { id: 'u-2', userPrincipalName: 'tom@example.com', ipAddress: '192.0.2.9' } },
    targetResources: [{ id: 'u-1', type: 'User', userPrincipalName: 'ana@example.com', modifiedProperties: [] }],
  }
  const read = readRows(DECODERS, JSON.stringify(capitals(audit)))
  assert.deepEqual(read.events, decodedAll(audit))
  assert.deepEqual(
    read.events.map(({ account, actor, change }) => [account, actor, change]),
    [['u-1', 'tom@example.com', 'authenticator-added']],
  )
})
