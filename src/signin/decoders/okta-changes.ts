/** Reads Okta's events about accounts, authenticators, roles, groups and policies being changed. */
import type { Row } from '../decoder.ts'
import type { Change, Draft } from '../sign-in.ts'
import { methodOf, methodOfEnrolment } from './okta-methods.ts'
import { AT, readCircumstances, said, type Target, targetsOf } from './okta-row.ts'
import { isPolicy, labelOf, outcomeOf, type Reading } from './okta-sign-in.ts'

/** A change to a person's account. `targetType` names the target whose label the change is about, if it has one. */
export function readChange(change: Change, targetType = ''): Reading {
  return (row, draft) => {
    const targets = begin(row, draft, change)
    readPerson(row, draft, targets)
    draft.target = labelOf(targets, targetType)
  }
}

/** A profile was changed; it concerns recovery only if a phone or mail address is among what changed. */
export function readProfileChange(row: Row, draft: Draft): void {
  const contact = /phone|mail/i.test(row.text(AT.changed))
  readPerson(row, draft, begin(row, draft, contact ? 'contact-changed' : 'other'))
  draft.target = contact ? row.text(AT.changed) : ''
}

/** A person's authenticator came or went. Okta says which in a target (Identity Engine) or in the reason (Classic). */
export function readAuthenticatorChange(change: Change): Reading {
  return (row, draft) => {
    const targets = begin(row, draft, change)
    readPerson(row, draft, targets)
    const enrolment = targets.find((target) => target.type.startsWith('Authenticator'))
    const factor = /([A-Z][A-Z0-9_]+) factor/.exec(draft.detail)?.[1] ?? ''
    draft.target = enrolment?.label || factor
    draft.method = factor === '' ? methodOfEnrolment(enrolment?.label ?? '', enrolment?.method ?? '') : methodOf(factor)
  }
}

/** A password was set: whose hand it was decides what kind of change it is. */
export function readPasswordChange(own: Change, others: Change): Reading {
  return (row, draft) => {
    readPerson(row, draft, begin(row, draft, own))
    if (draft.actor !== '') draft.change = others
  }
}

/** An administrator's role, given to or taken from a person or a group; Okta lists the roles that it now has. */
export function readRoleChange(change: Change): Reading {
  return (row, draft) => {
    const targets = begin(row, draft, change)
    if (labelOf(targets, 'User') === '') readNobody(row, draft)
    else readPerson(row, draft, targets)
    draft.target = row.text(AT.privilege) || labelOf(targets, 'ROLE') || labelOf(targets, 'Role')
  }
}

/** A policy, rule, network zone or authenticator of the whole organisation. */
export function readPolicyChange(change: Change): Reading {
  return (row, draft) => {
    const targets = begin(row, draft, change)
    readNobody(row, draft)
    const policy = targets.find((target) => target.type === 'PolicyEntity') ?? targets.find(isPolicy) ?? targets[0]
    draft.target = policy?.label ?? ''
  }
}

/**
 * The provider locked the account. Okta writes this event as FAILURE (of the sign-in that was one too many); the change
 * itself took place, and that is what the draft says.
 */
export function readLock(row: Row, draft: Draft): void {
  readPerson(row, draft, begin(row, draft, 'account-locked'))
  draft.actor = ''
  draft.outcome = 'success'
  draft.step = 'account'
  draft.reason = 'locked'
}

function begin(row: Row, draft: Draft, change: Change): readonly Target[] {
  readCircumstances(row, draft)
  draft.activity = 'change'
  draft.change = change
  draft.outcome = outcomeOf(row.text(AT.result))
  return targetsOf(row)
}

/**
 * Whose account it is: the user among the targets; the actor, if there is none or it is the same person. One person's ids
 * may differ in form (a row passed on by another system, an id of an application's user), so the login name, which no
 * two accounts of an organisation share, says it too.
 */
function readPerson(row: Row, draft: Draft, targets: readonly Target[]): void {
  const user = targets.find((target) => target.type === 'User')
  if (user === undefined) return
  const actor = actorOf(row, draft)
  const isSelf = (user.id !== '' && user.id === draft.account) || (user.name !== '' && isSameLogin(user.name, actor))
  draft.actor = isSelf ? '' : actor
  draft.account = user.id
  draft.name = user.name || user.label
}

/** The change is to something that is no account; only who made it is known. */
function readNobody(row: Row, draft: Draft): void {
  draft.actor = actorOf(row, draft)
  draft.account = ''
  draft.name = ''
}

/** Okta's logins do not differ by capitals alone. */
function isSameLogin(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function actorOf(row: Row, draft: Draft): string {
  return draft.name || said(row.text(AT.actorName)) || said(row.text(AT.actorId))
}
