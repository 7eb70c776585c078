/** Writes one operation of Entra's directory, as the audit log and the unified audit log both tell it. */
import type { Draft } from '../sign-in.ts'
import { wayOf } from './entra-methods.ts'
import { type Operation, operationOf, plainOperation } from './entra-operations.ts'
import { type Modified, plainUpdate, readUpdate, type Update } from './entra-user-update.ts'

/** What an operation was done to. `kind` is user, role, group, policy, device, … in lower case. */
export interface Target {
  readonly kind: string
  readonly id: string
  /** The user name; empty for anything but a user. */
  readonly name: string
  readonly title: string
}

export interface DirectoryOperation {
  readonly operation: string
  /** The vendor's words on the result. */
  readonly words: string
  readonly failed: boolean
  /** Who did it; `user` is false for an application. */
  readonly actor: { readonly id: string; readonly name: string; readonly user: boolean }
  readonly targets: readonly Target[]
  readonly modified: readonly Modified[]
}

/** The accounts with which self-service (password reset, security info) writes to the directory (Microsoft's list of audit actors). */
const SELF_SERVICE =
  /^fim_password_service@|^microsoft password reset|^azure mfa strongauthenticationservice|^azure credential configuration endpoint/i

/**
 * Writes what the operation changed, whose account it was and who did it. An operation that is nobody's way in stays
 * `other` under its name. Time, id, address and tenant are the caller's.
 */
export function writeOperation(done: DirectoryOperation, draft: Draft): void {
  draft.code = plainOperation(done.operation) || 'Operation without a name'
  draft.detail = done.words
  const operation = operationOf(done.operation)
  const update = operation && updateOf(operation, done)
  if (!operation || !update || !writePeople(done, update.change, draft)) return
  draft.activity = operation === 'report' ? 'report' : 'change'
  draft.outcome = done.failed || /^blocked from/i.test(draft.code) ? 'failure' : 'success'
  draft.reason = operation === 'report' ? 'reported' : draft.outcome === 'failure' ? 'other' : 'none'
  draft.change = update.change
  draft.target = update.target
  draft.method = update.method
}

function updateOf(operation: Operation, done: DirectoryOperation): Update | undefined {
  switch (operation) {
    case 'update':
      return readUpdate(done.modified)
    case 'info':
      return infoUpdate(done)
    case 'report':
      return plainUpdate('none')
    case 'password-reset': {
      const own = SELF_SERVICE.test(done.actor.name)
      return plainUpdate(own ? 'password-self-reset' : 'password-reset')
    }
    default: {
      const target = targetOf(operation, done)
      return /^(authenticator|pass)-/.test(operation) ? withMethod(operation, target) : plainUpdate(operation, target)
    }
  }
}

/**
 * "… security info": which authenticator stands only in the words, such as "User registered Authenticator App with
 * Notification and Code" or "Admin registered temporary access pass method for user".
 */
function infoUpdate(done: DirectoryOperation): Update {
  const operation = done.operation.toLowerCase()
  const target = authenticatorIn(done.words)
  if (operation.includes('deleted')) return withMethod('authenticator-removed', target)
  if (operation.includes('updated')) {
    if (/re-?regist/i.test(done.words)) return plainUpdate('authenticators-reset')
    return plainUpdate(/phone|mail/i.test(done.words) ? 'contact-changed' : 'other', target)
  }
  return withMethod(/temporary access pass/i.test(done.words) ? 'pass-issued' : 'authenticator-added', target)
}

function withMethod(change: Update['change'], target: string): Update {
  return { change, target, method: wayOf(target).method }
}

function authenticatorIn(words: string): string {
  const match =
    /^(?:user|admin) (?:failed to )?(?:register|delete|change|update)(?:ed|d)? (.+?)(?: method)?(?: for user)?\.?$/i
  return match.exec(words)?.[1] ?? ''
}

function targetOf(operation: Operation, done: DirectoryOperation): string {
  switch (operation) {
    case 'role-granted':
    case 'role-revoked':
      return property(done, 'Role.DisplayName') || titleOf(done, 'role')
    case 'group-joined':
    case 'group-left':
      return property(done, 'Group.DisplayName') || titleOf(done, 'group') || property(done, 'Group.ObjectID')
    case 'device-registered':
      return property(done, 'Device.DisplayName') || titleOf(done, 'device')
    case 'policy-created':
    case 'policy-changed':
    case 'policy-deleted':
      return titleOf(done, '') || plainOperation(done.operation)
    case 'authenticator-added':
    case 'authenticator-removed':
      return plainOperation(done.operation).replace(/^(?:add|delete|create|assign|register|remove)(?: users)? /i, '')
    default:
      return ''
  }
}

/**
 * A policy concerns nobody in particular; everything else its user, or whoever did it to themselves. False if nobody can
 * be named: the role or group was given to an application or a device.
 */
function writePeople(done: DirectoryOperation, change: Draft['change'], draft: Draft): boolean {
  const actor = done.actor.name || done.actor.id
  if (change.startsWith('policy-')) {
    draft.actor = actor
    return true
  }
  const user = done.targets.find((target) => target.kind === 'user')
  if (!user && (!done.actor.user || /^(?:account|role|group)-/.test(change))) return false
  draft.account = user ? user.id : done.actor.id
  draft.name = user ? user.name || user.title : done.actor.name
  const own = done.actor.id === draft.account || (draft.name !== '' && done.actor.name === draft.name)
  draft.actor = own || SELF_SERVICE.test(done.actor.name) ? '' : actor
  return true
}

function titleOf(done: DirectoryOperation, kind: string): string {
  const target = done.targets.find((each) => (kind === '' || each.kind === kind) && each.title !== '')
  return target?.title ?? ''
}

/** A property's new value, or the old one of something that was taken away. */
function property(done: DirectoryOperation, name: string): string {
  const found = done.modified.find((each) => each.name === name)
  return plainText(found?.after ?? '') || plainText(found?.before ?? '')
}

/** `"Helpdesk"` in quotes, as Graph writes values, or Helpdesk, as the unified audit log does. */
function plainText(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'string' ? parsed : ''
  } catch {
    return value
  }
}
