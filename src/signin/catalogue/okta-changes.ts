/** Okta's events about changes: accounts, passwords, authenticators, roles, policies. */
import { EVENT_TYPES, family, rows } from './okta-rows.ts'

const TICKET = 'Look for the ticket or case that explains it. If there is none, treat it as an incident.'
const BY_ADMIN = 'Who did it stands as the actor, whose account it is as the target.'

const LOCKS = [
  ...rows('account', 'success', 'locked', EVENT_TYPES, [
    [
      'user.account.lock',
      'Okta locked the account after too many failed tries',
      'Okta writes it as FAILURE with LOCKED_OUT, because the sign-in failed; the lock itself is done. It may open by itself after the time set in the password policy. The tries may have been somebody else’s.',
      'Look at where the tries came from. Their own device and place: verify the person, then unlock. Strange places: do not unlock until security has looked.',
    ],
    [
      'user.account.lock.limit',
      'The account was locked once too often, and stays locked',
      'Like a lock, and it will not open by itself. Often a forgotten phone or script keeps trying an old password.',
      'Find the client that keeps trying, before unlocking: otherwise the lock comes back. Verify the person first.',
    ],
    [
      'app.ad.api.user_import.account_locked',
      'Active Directory says that the account is locked',
      'The lock is in Active Directory, and was taken over at the last import.',
      'Unlock it there, after looking where the tries came from and verifying the person.',
    ],
  ]),
  ...family(
    {
      step: 'account',
      outcome: 'success',
      reason: 'none',
      source: EVENT_TYPES,
      meaning: `The lock is off, or with FAILURE is not. ${BY_ADMIN}`,
      next: 'Nothing to do if a case explains it. An unlock followed by a sign-in from a strange place is an incident.',
    },
    [
      ['user.account.unlock', 'The account was unlocked'],
      ['user.account.unlock_by_admin', 'An administrator unlocked the account'],
      ['user.account.unlock_failure', 'Unlocking the account failed'],
    ],
  ),
]

const PASSWORDS = family(
  {
    step: 'none',
    outcome: 'success',
    reason: 'none',
    source: EVENT_TYPES,
    meaning: `The password, or what it can be recovered with, changed or was asked to. ${BY_ADMIN} Where actor and target are one, the person did it; that alone does not prove that it was the person.`,
    next: TICKET,
  },
  [
    ['user.account.update_password', 'The password was changed'],
    ['user.account.reset_password', 'The password was reset'],
    ['user.account.expire_password', 'The password was made to expire'],
    ['user.account.use_token', 'A recovery link that is not valid was used'],
    ['user.account.update_primary_email', 'The main mail address was changed'],
    ['user.account.update_secondary_email', 'The recovery mail address was changed'],
    ['user.account.update_profile', 'The profile was changed, which may include phone numbers'],
  ],
)

const AUTHENTICATORS = family(
  {
    step: 'none',
    outcome: 'success',
    reason: 'none',
    source: EVENT_TYPES,
    meaning: `The ways in which this person can prove themselves changed. ${BY_ADMIN} A person left without any cannot pass the second step; an authenticator that somebody else added lets that somebody in.`,
    next: TICKET,
  },
  [
    ['user.mfa.factor.activate', 'An authenticator was added'],
    ['user.mfa.factor.deactivate', 'An authenticator was removed'],
    ['user.mfa.factor.reset_all', 'All authenticators of the person were removed'],
    ['user.mfa.factor.suspend', 'An authenticator was suspended'],
    ['user.mfa.factor.unsuspend', 'A suspended authenticator was allowed again'],
    ['user.mfa.factor.update', 'An authenticator was changed'],
    ['device.enrollment.create', 'A device was registered through Okta Verify'],
    ['device.user.add', 'A device was connected with the person'],
    ['user.credential.enroll', 'A device certificate was issued'],
    ['device.desktop_mfa.enrollment.create', 'Desktop MFA was set up on a computer'],
    ['device.desktop_mfa.recovery_pin.generate', 'An administrator made a recovery PIN for a computer'],
  ],
)

const ACCOUNTS = family(
  {
    step: 'none',
    outcome: 'success',
    reason: 'none',
    source: EVENT_TYPES,
    meaning: `The account’s state, sessions, groups or rights changed. ${BY_ADMIN} An account that is suspended or deactivated cannot sign in, whatever its authenticators.`,
    next: `${TICKET} Never bring back an account that HR, the directory or security switched off.`,
  },
  [
    ['user.lifecycle.create', 'An account was created'],
    ['user.lifecycle.activate', 'An account was activated'],
    ['user.lifecycle.reactivate', 'An account was activated again'],
    ['user.lifecycle.suspend', 'An account was suspended'],
    ['user.lifecycle.unsuspend', 'A suspended account was allowed again'],
    ['user.lifecycle.deactivate', 'An account was deactivated'],
    ['user.lifecycle.delete.completed', 'An account was deleted'],
    ['user.session.clear', 'All of the person’s sessions were ended'],
    ['user.account.privilege.grant', 'The person’s administrator roles were changed'],
    ['user.account.privilege.revoke', 'All administrator roles were taken from the person'],
    ['iam.resourceset.bindings.add', 'An administrator role was assigned'],
    ['iam.resourceset.bindings.delete', 'An assigned administrator role was taken away'],
    ['group.privilege.grant', 'A group got administrator roles'],
    ['group.privilege.revoke', 'A group’s administrator roles were taken away'],
    ['group.user_membership.add', 'The person was added to a group'],
    ['group.user_membership.remove', 'The person was removed from a group'],
    ['user.session.impersonation.grant', 'Okta’s support was allowed into the organisation'],
    ['user.session.impersonation.initiate', 'Somebody from Okta’s support entered the organisation'],
  ],
)

const POLICIES = family(
  {
    step: 'policy',
    outcome: 'success',
    reason: 'none',
    source: EVENT_TYPES,
    meaning:
      'A rule for many people changed. If people are turned away, or asked for more, from this moment on, this is the likely reason, and it is not their fault.',
    next: 'If people are stopped since then, have the owner of the rule look at it, or take it back. If nobody knows of the change, treat it as an incident.',
  },
  [
    ['policy.lifecycle.create', 'A policy was created'],
    ['policy.lifecycle.update', 'A policy was changed'],
    ['policy.lifecycle.overwrite', 'A policy was replaced'],
    ['policy.lifecycle.activate', 'A policy was switched on'],
    ['policy.lifecycle.deactivate', 'A policy was switched off'],
    ['policy.lifecycle.delete', 'A policy was deleted'],
    ['policy.mapping.create', 'A policy was connected with an application'],
    ['policy.rule.add', 'A rule was added to a policy'],
    ['policy.rule.update', 'A policy’s rule was changed'],
    ['policy.rule.activate', 'A policy’s rule was switched on'],
    ['policy.rule.deactivate', 'A policy’s rule was switched off'],
    ['policy.rule.delete', 'A policy’s rule was deleted'],
    ['application.policy.sign_on.update', 'An application’s sign-on policy was changed'],
    ['application.policy.sign_on.rule.create', 'A rule was added to an application’s sign-on policy'],
    ['application.policy.sign_on.rule.delete', 'A rule was deleted from an application’s sign-on policy'],
    ['security.authenticator.lifecycle.create', 'A kind of authenticator was added for the organisation'],
    ['security.authenticator.lifecycle.activate', 'A kind of authenticator was switched on for the organisation'],
    ['security.authenticator.lifecycle.deactivate', 'A kind of authenticator was switched off for the organisation'],
    ['security.authenticator.lifecycle.update', 'A kind of authenticator was changed for the organisation'],
    ['system.mfa.factor.activate', 'A factor was switched on for the organisation (Classic Engine)'],
    ['system.mfa.factor.deactivate', 'A factor was switched off for the organisation (Classic Engine)'],
    ['security.attack_protection.settings.update', 'The protection against password attacks was changed'],
    ['security.threat.configuration.update', 'ThreatInsight was changed'],
    ['security.behavior.settings.update', 'A behaviour that policies look at was changed'],
    ['security.behavior.settings.delete', 'A behaviour that policies look at was deleted'],
    ['zone.create', 'A network zone was created'],
    ['zone.update', 'A network zone was changed'],
    ['zone.delete', 'A network zone was deleted'],
    ['zone.activate', 'A network zone was switched on'],
    ['zone.deactivate', 'A network zone was switched off'],
    ['zone.make_blacklist', 'A network zone was made a blocked one'],
    ['zone.remove_blacklist', 'A network zone is blocked no longer'],
  ],
)

export const OKTA_CHANGES = [...LOCKS, ...PASSWORDS, ...AUTHENTICATORS, ...ACCOUNTS, ...POLICIES]
