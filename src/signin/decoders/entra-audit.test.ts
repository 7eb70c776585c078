import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { ANA, assertPart, decoded } from './entra-graph.fixture.ts'
import { entraGraphDecoders } from './entra-graph.ts'

describe('entra.graph-audit', () => {
  const BORIS = '0a1b2c3d-0000-4000-8000-000000000002'

  function audit(operation: string, more: object = {}): object {
    return {
      id: 'Directory_1',
      category: 'UserManagement',
      correlationId: 'c-9',
      result: 'success',
      resultReason: '',
      activityDisplayName: operation,
      activityDateTime: '2026-03-02T09:00:00.1234567Z',
      loggedByService: 'Core Directory',
      initiatedBy: { app: null, user: { id: ANA, userPrincipalName: 'ana@example.com', ipAddress: '198.51.100.2' } },
      targetResources: [user()],
      ...more,
    }
  }

  function user(modified: readonly object[] = [], more: object = {}): object {
    return {
      id: BORIS,
      displayName: null,
      type: 'User',
      userPrincipalName: 'boris@example.com',
      modifiedProperties: modified,
      ...more,
    }
  }

  function property(displayName: string, oldValue: string | null, newValue: string | null): object {
    return { displayName, oldValue, newValue }
  }

  test('given an administrator’s reset, when decoded, then account, actor and address are apart', () => {
    assertPart(decoded(audit('Reset user password')), {
      time: Date.UTC(2026, 2, 2, 9, 0, 0, 123),
      id: 'Directory_1',
      family: 'audit',
      activity: 'change',
      change: 'password-reset',
      outcome: 'success',
      account: BORIS,
      name: 'boris@example.com',
      actor: 'ana@example.com',
      ip: '198.51.100.2',
      code: 'Reset user password',
      attempt: '',
    })
  })

  const CHANGES: readonly (readonly [string, object, Partial<Draft>])[] = [
    ['Change user password', {}, { change: 'password-changed' }],
    ['Reset password (self-service)', {}, { change: 'password-self-reset' }],
    ['Unlock user account (self-service)', {}, { change: 'account-unlocked' }],
    ['Disable Strong Authentication', {}, { change: 'mfa-disabled' }],
    ['Enable Strong Authentication', {}, { change: 'mfa-enabled' }],
    ['Disable account', {}, { change: 'account-disabled' }],
    ['Enable account', {}, { change: 'account-enabled' }],
    ['Delete user', {}, { change: 'account-deleted' }],
    ['Restore user', {}, { change: 'account-enabled' }],
    ['Update StsRefreshTokenValidFrom Timestamp', {}, { change: 'sessions-revoked' }],
    ['Add FIDO2 security key', {}, { change: 'authenticator-added', target: 'FIDO2 security key', method: 'passkey' }],
    [
      'User registered security info',
      { resultReason: 'User registered Authenticator App with Notification and Code' },
      { change: 'authenticator-added', target: 'Authenticator App with Notification and Code', method: 'push' },
    ],
    [
      'User deleted security info',
      { resultReason: 'User deleted Mobile Phone SMS' },
      { change: 'authenticator-removed', target: 'Mobile Phone SMS', method: 'sms' },
    ],
    [
      'Admin registered security info',
      { resultReason: 'Admin registered temporary access pass method for user' },
      { change: 'pass-issued', target: 'temporary access pass', method: 'pass' },
    ],
    [
      'Admin deleted security info',
      { resultReason: 'Admin deleted temporary access pass method for user' },
      { change: 'authenticator-removed', target: 'temporary access pass' },
    ],
    [
      'Admin updated security info',
      { resultReason: 'Admin required re-registration of MFA authentication methods.' },
      { change: 'authenticators-reset' },
    ],
    [
      'Admin updated security info',
      { resultReason: 'Admin changed phone method for user' },
      { change: 'contact-changed', target: 'phone' },
    ],
  ]
  for (const [operation, more, expected] of CHANGES) {
    test(`given "${operation}" ${JSON.stringify(more)}, when decoded, then ${expected.change}`, () => {
      const common = { activity: 'change', outcome: 'success', account: BORIS, actor: 'ana@example.com' } as const
      assertPart(decoded(audit(operation, more)), { ...common, ...expected })
    })
  }

  test('given a change to oneself, when decoded, then there is no actor', () => {
    const own = { targetResources: [user([], { id: ANA, userPrincipalName: 'Ana@example.com' })] }
    assertPart(decoded(audit('User registered security info', own)), { account: ANA, actor: '' })
  })

  test('given a reset by the account of self-service recovery, when decoded, then the person did it', () => {
    const service = { user: { id: 's-1', userPrincipalName: 'fim_password_service@support.onmicrosoft.com' } }
    assertPart(decoded(audit('Reset user password', { initiatedBy: service })), {
      change: 'password-self-reset',
      account: BORIS,
      actor: '',
    })
  })

  test('given a recovery that was blocked or failed, when decoded, then it is a failure', () => {
    assert.equal(decoded(audit('Blocked from self-service password reset')).outcome, 'failure')
    assertPart(decoded(audit('Reset password (self-service)', { result: 'failure', resultReason: 'Words.' })), {
      outcome: 'failure',
      reason: 'other',
      detail: 'Words.',
    })
  })

  test('given "not me" pressed on a prompt, when decoded, then it is the person’s report', () => {
    const own = { targetResources: [user([], { id: ANA })] }
    for (const operation of ['Suspicious activity reported', 'Fraud reported - user is blocked for MFA']) {
      assertPart(decoded(audit(operation, own)), {
        activity: 'report',
        reason: 'reported',
        change: 'none',
        account: ANA,
      })
    }
  })

  test('given MFA switched from State 1 to State 0 by "Update user" alone, when decoded, then MFA is off', () => {
    const state = (value: number): string => JSON.stringify([{ RelyingParty: '*', State: value }])
    const target = user([property('StrongAuthenticationRequirement', state(1), state(0))])
    assertPart(decoded(audit('Update user', { targetResources: [target] })), {
      activity: 'change',
      change: 'mfa-disabled',
    })
  })

  test('given "Update user" of other properties, when decoded, then it is named and no event', () => {
    const row = audit('Update user', { targetResources: [user([property('Department', '["A"]', '["B"]')])] })
    assert.deepEqual(readRows(entraGraphDecoders, JSON.stringify(row)).other, ['Update user'])
  })

  test('given a role granted, when decoded, then the role is the target', () => {
    const target = user([property('Role.DisplayName', null, '"Helpdesk Administrator"')])
    const role = { id: 'g-1', displayName: 'Helpdesk Administrator', type: 'Role', modifiedProperties: [] }
    assertPart(decoded(audit('Add member to role', { targetResources: [target, role] })), {
      change: 'role-granted',
      account: BORIS,
      target: 'Helpdesk Administrator',
    })
  })

  test('given a role granted through PIM, when decoded, then only the completed row counts', () => {
    const role = { id: 'g-1', displayName: 'Application Administrator', type: 'Role', modifiedProperties: [] }
    const targets = { targetResources: [role, user()] }
    assertPart(decoded(audit('Add member to role completed (PIM activation)', targets)), {
      change: 'role-granted',
      account: BORIS,
      target: 'Application Administrator',
    })
    const requested = JSON.stringify(audit('Add member to role requested (PIM activation)', targets))
    assert.deepEqual(readRows(entraGraphDecoders, requested).events, [])
  })

  test('given a group left, when decoded, then the old value names it', () => {
    const target = user([property('Group.DisplayName', '"VPN users"', null)])
    assertPart(decoded(audit('Remove member from group', { targetResources: [target] })), {
      change: 'group-left',
      target: 'VPN users',
    })
  })

  test('given a role for an application, when decoded, then it is named and no event', () => {
    const app = { id: 's-1', displayName: 'Backup', type: 'ServicePrincipal', modifiedProperties: [] }
    const row = JSON.stringify(audit('Add member to role', { targetResources: [app] }))
    assert.deepEqual(readRows(entraGraphDecoders, row).other, ['Add member to role'])
  })

  const POLICIES: readonly (readonly [string, Draft['change']])[] = [
    ['Add conditional access policy', 'policy-created'],
    ['Update conditional access policy', 'policy-changed'],
    ['Delete conditional access policy', 'policy-deleted'],
    ['Authentication Methods Policy Update', 'policy-changed'],
  ]
  for (const [operation, change] of POLICIES) {
    test(`given "${operation}", when decoded, then it concerns nobody and names the policy`, () => {
      const policy = { id: 'p-1', displayName: 'MFA for all', type: 'Policy', modifiedProperties: [] }
      assertPart(decoded(audit(operation, { targetResources: [policy] })), {
        change,
        account: '',
        name: '',
        actor: 'ana@example.com',
        target: 'MFA for all',
      })
    })
  }

  test('given a device registered by the service, when decoded, then it is the owner’s', () => {
    const device = property('Device.DisplayName', null, '"LAPTOP-7"')
    const service = { app: { displayName: 'Device Registration Service' }, user: null }
    const row = audit('Add registered owner to device', { initiatedBy: service, targetResources: [user([device])] })
    assertPart(decoded(row), {
      change: 'device-registered',
      account: BORIS,
      actor: 'Device Registration Service',
      target: 'LAPTOP-7',
    })
  })
})
