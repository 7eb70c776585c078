/** CloudTrail's changes of users, MFA devices, administrators' rights and password rules (IAM, Identity Center, root). */
import type { Row } from '../decoder.ts'
import type { Change, Draft } from '../sign-in.ts'
import { memberOf, type Places } from './aws-row.ts'

const IAM: ReadonlyMap<string, Change> = new Map([
  ['EnableMFADevice', 'authenticator-added'],
  ['DeactivateMFADevice', 'authenticator-removed'],
  // Made but bound to nobody, unbound already, or only set right: no authenticator came or went.
  ['CreateVirtualMFADevice', 'other'],
  ['DeleteVirtualMFADevice', 'other'],
  ['ResyncMFADevice', 'other'],
  ['CreateLoginProfile', 'password-reset'],
  ['UpdateLoginProfile', 'password-reset'],
  ['DeleteLoginProfile', 'account-disabled'],
  ['ChangePassword', 'password-changed'],
  ['CreateUser', 'account-created'],
  ['DeleteUser', 'account-deleted'],
  ['AddUserToGroup', 'group-joined'],
  ['RemoveUserFromGroup', 'group-left'],
  ['UpdateAccountPasswordPolicy', 'policy-changed'],
  ['DeleteAccountPasswordPolicy', 'policy-deleted'],
  ['AttachUserPolicy', 'role-granted'],
  ['DetachUserPolicy', 'role-revoked'],
])

/** Policies of AWS that make an administrator; attaching another one is everyday work. */
const ADMINISTRATOR = new Set(['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess', 'SystemAdministrator'])

const CENTER: ReadonlyMap<string, Change> = new Map([
  ['CompleteVirtualMfaDeviceRegistration', 'authenticator-added'],
  ['CompleteWebAuthnDeviceRegistration', 'authenticator-added'],
  ['DeleteMfaDeviceForUser', 'authenticator-removed'],
  ['UpdatePassword', 'password-reset'],
  ['CreateUser', 'account-created'],
  ['DeleteUser', 'account-deleted'],
  ['EnableUser', 'account-enabled'],
  ['DisableUser', 'account-disabled'],
  ['AddMemberToGroup', 'group-joined'],
  ['RemoveMemberFromGroup', 'group-left'],
  ['PutMfaDeviceManagementForDirectory', 'policy-changed'],
])

/** Root's own changes, which the sign-in pages log. */
const ROOT: ReadonlyMap<string, Change> = new Map([
  ['PasswordUpdated', 'password-changed'],
  ['PasswordRecoveryCompleted', 'password-self-reset'],
  ['EmailUpdated', 'contact-changed'],
])

/** Writes a change made through IAM. */
export function writeIamChange(row: Row, at: Places, draft: Draft): void {
  const event = row.text(at.event)
  const change = IAM.get(event)
  if (change === undefined) return
  const request = row.json(at.request)
  const policy = memberOf(request, 'policyArn')
  if (policy !== '' && !ADMINISTRATOR.has(policy.slice(policy.lastIndexOf('/') + 1))) return
  write(row, at, draft, change)
  writeSubject(draft, memberOf(request, 'userName'))
  draft.target = policy || memberOf(request, 'serialNumber') || memberOf(request, 'groupName') || madeDevice(row, at)
  if (change.startsWith('policy-')) writeNobody(draft, 'AccountPasswordPolicy')
}

/** Writes a change made through IAM Identity Center's directory. */
export function writeCenterChange(row: Row, at: Places, draft: Draft): void {
  const change = CENTER.get(row.text(at.event))
  if (change === undefined) return
  const request = row.json(at.request)
  write(row, at, draft, change)
  const user = memberOf(request, 'userId') || memberOf(request, 'memberId')
  const name = memberOf(request, 'userName')
  if ((user !== '' || name !== '') && user !== draft.account) {
    draft.actor = draft.name || draft.account
    draft.account = user
    draft.name = name
  }
  draft.target = memberOf(request, 'deviceId') || memberOf(request, 'mfaDeviceId') || memberOf(request, 'groupId')
  if (change === 'policy-changed') writeNobody(draft, row.text(at.event))
}

/** Writes what root did to its own password or address on the sign-in pages; a mail asked for is a message. */
export function writeRootChange(row: Row, at: Places, draft: Draft): void {
  const event = row.text(at.event)
  if (event === 'PasswordRecoveryRequested') {
    draft.activity = 'message'
    draft.method = 'email'
    draft.outcome = memberOf(row.json(at.response), event) === 'Failure' ? 'failure' : 'pending'
    return
  }
  const change = ROOT.get(event)
  if (change === undefined) return
  write(row, at, draft, change)
  if (memberOf(row.json(at.response), event) === 'Failure') draft.outcome = 'failure'
}

function write(row: Row, at: Places, draft: Draft, change: Change): void {
  draft.activity = 'change'
  draft.change = change
  draft.outcome = row.has(at.errorCode) ? 'failure' : 'success'
}

/** IAM names the user changed only if it is another than the one who acts; ids of users are not in the request. */
function writeSubject(draft: Draft, user: string): void {
  if (user === '' || user === draft.name) return
  draft.actor = draft.name || draft.account
  draft.account = ''
  draft.name = user
}

function writeNobody(draft: Draft, policy: string): void {
  draft.actor = draft.name || draft.account
  draft.account = ''
  draft.name = ''
  draft.target = policy
}

function madeDevice(row: Row, at: Places): string {
  const response = row.json(at.response)
  const device = typeof response === 'object' && response !== null ? (response as { virtualMFADevice?: unknown }) : {}
  return memberOf(device.virtualMFADevice, 'serialNumber')
}
