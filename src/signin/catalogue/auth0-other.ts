/** Auth0's codes of changes, and of what has no bearing on anybody's sign-in. */
import { CODES, family, rows } from './auth0-rows.ts'

const TICKET = 'Look for the ticket or case that explains it. If there is none, treat it as an incident.'

const CHANGED = [
  ...family(
    {
      step: 'none',
      outcome: 'success',
      reason: 'none',
      source: CODES,
      meaning:
        'What the account is recovered or reached with changed, or was asked to. That the person’s mailbox or session was used does not prove that it was the person.',
      next: TICKET,
    },
    [
      ['scpr', 'A new password was asked for, and a mail sent'],
      ['scp', 'The password was changed'],
      ['sce', 'The mail address was changed'],
      ['scpn', 'The phone number was changed'],
      ['scu', 'The user name was changed'],
    ],
  ),
  ...family(
    {
      step: 'none',
      outcome: 'failure',
      reason: 'other',
      source: CODES,
      meaning:
        'A change to the account was asked for and not made; the old value still holds. The description says why.',
      next: 'Read the description. Several of these in a short time deserve a look: somebody may be trying.',
    },
    [
      ['fcpr', 'Asking for a new password failed'],
      ['fcp', 'Changing the password failed'],
      ['fce', 'Changing the mail address failed'],
      ['fcpn', 'Changing the phone number failed'],
      ['fcu', 'Changing the user name failed'],
      ['fdu', 'Deleting an account failed'],
      ['fs', 'Signing up failed'],
    ],
  ),
  ...family(
    {
      step: 'account',
      outcome: 'success',
      reason: 'none',
      source: CODES,
      meaning: 'The account itself, its block or its memberships changed.',
      next: TICKET,
    },
    [
      ['ss', 'Somebody signed up'],
      ['sdu', 'An account was deleted'],
      ['si', 'An invitation was accepted'],
      ['ublkdu', 'The block on the account was lifted'],
      ['organization_member_added', 'A member was added to an organisation'],
    ],
  ),
  ...rows('none', 'unknown', 'none', CODES, [
    [
      'sapi',
      'Something was changed through the Management API',
      'An administrator or program changed something: the description and the request’s path say what. Of weight are users, their authenticators, roles and blocks, and the policies of MFA and attack protection.',
      TICKET,
    ],
    [
      'gd_tenant_update',
      'The tenant’s MFA settings were changed',
      'A rule for many people changed. If people are asked for more, or stopped, from this moment on, this is the likely reason.',
      'If people are stopped since then, have the owner of the settings look at it. If nobody knows of the change, treat it as an incident.',
    ],
  ]),
]

const APPLICATION = family(
  {
    step: 'none',
    outcome: 'failure',
    reason: 'application',
    source: CODES,
    meaning:
      'An application, or something that the tenant runs beside the sign-in, is not set up right. The person is not at fault.',
    next: 'For the application’s developers; the description says what is wrong.',
  },
  [
    ['fco', 'A page of an origin that is not allowed asked for a sign-in'],
    ['fpar', 'A pushed authorization request was refused'],
    ['fdeaz', 'A device’s request for a sign-in was refused'],
    ['fdeac', 'A device could not be activated'],
    ['fdecc', 'The person did not confirm a device'],
    ['actions_execution_failed', 'An Action of the tenant failed'],
    ['flows_execution_failed', 'A flow of the tenant failed'],
    ['forms_submission_failed', 'A form of the tenant was not taken'],
    ['rich_consents_access_error', 'The record of a consent could not be read'],
    ['fcph', 'A hook after a password change failed'],
    ['fpurh', 'A hook after a registration failed'],
  ],
)

const NO_MEANING = family(
  {
    step: 'none',
    outcome: 'unknown',
    reason: 'none',
    source: CODES,
    meaning: 'A row about the tenant’s own workings. It has no bearing on whether anybody can sign in.',
    next: 'Nothing to do for a person who is locked out.',
  },
  [
    ['acls_summary', 'A summary of the network access lists'],
    ['acul_sdk_notice', 'A notice of the sign-in page’s SDK'],
    ['api_limit', 'A program called the API too often'],
    ['api_limit_warning', 'A program is about to call the API too often'],
    ['appi', 'Higher API limits began'],
    ['connected_accounts_connection_failed', 'Another account could not be connected'],
    ['connected_accounts_connection_succeeded', 'Another account was connected'],
    ['connected_accounts_delete_failed', 'A connected account could not be removed'],
    ['connected_accounts_delete_succeeded', 'A connected account was removed'],
    ['custom_domain_verification_failed', 'A custom domain could not be verified'],
    ['depnote', 'A notice that something will be withdrawn'],
    ['directory_sync_completed', 'A directory synchronisation ended'],
    ['directory_sync_failed', 'A directory synchronisation failed'],
    ['directory_sync_started', 'A directory synchronisation began'],
    ['fcpro', 'A directory connector could not be set up'],
    ['fi', 'An invitation could not be accepted'],
    ['flows_execution_completed', 'A flow ended'],
    ['forms_submission_succeeded', 'A form was sent'],
    ['fscim', 'A SCIM operation failed'],
    ['fui', 'Importing users failed'],
    ['fv', 'Verifying a mail address failed'],
    ['fvr', 'Asking for a verification mail failed'],
    ['kms_key_management_failure', 'A key operation failed'],
    ['kms_key_management_success', 'A key operation was done'],
    ['kms_key_state_changed', 'A key’s state changed'],
    ['mgmt_api_read', 'A secret was read through the Management API'],
    ['pla', 'A sign-in page was looked at for signs of a bot'],
    ['resource_cleanup', 'Old tokens or grants were cleared away'],
    ['srrt', 'A refresh token was revoked'],
    ['ss_sso_failure', 'A step of self-service SSO failed'],
    ['ss_sso_info', 'A notice of self-service SSO'],
    ['ss_sso_success', 'A step of self-service SSO was done'],
    ['sscim', 'A SCIM operation was done'],
    ['sui', 'Users were imported'],
    ['sv', 'A mail address was verified'],
    ['svr', 'A verification mail was asked for'],
    ['w', 'A warning during a sign-in'],
    ['wn', 'A warning about a notice'],
    ['wum', 'A warning about user management'],
  ],
)

export const AUTH0_OTHER = [...CHANGED, ...APPLICATION, ...NO_MEANING]
