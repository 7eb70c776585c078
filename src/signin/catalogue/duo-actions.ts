/** What administrators and people did in Duo (administrator and activity logs), and Duo's other logs. */
import { ACTIONS, family, OBSERVED, OTHER_LOGS, rows } from './duo-rows.ts'

const ADMINISTRATORS = [
  ...rows('session', 'success', 'none', ACTIONS, [
    [
      'admin_login',
      'An administrator signed in to the Admin Panel',
      'The row names the administrator, the address and the factor. People’s own sign-ins are in another log.',
      'Nothing to do, unless address or hour are strange for this administrator.',
    ],
  ]),
  ...rows('first', 'failure', 'other', ACTIONS, [
    [
      'admin_login_error',
      'An administrator could not sign in to the Admin Panel',
      'The first step failed; the description says how.',
      'Ask the administrator whether it was them.',
    ],
  ]),
  ...rows('second', 'failure', 'second-step-failed', ACTIONS, [
    [
      'admin_2fa_error',
      'An administrator’s second step failed',
      'The password was right and the second step was not; the description says how. A report of fraud stands here too.',
      'Ask the administrator, over a way on record, whether it was them. If not, treat it as an incident.',
    ],
  ]),
  ...rows('account', 'success', 'locked', ACTIONS, [
    [
      'admin_lockout',
      'An administrator was locked out',
      'Too many wrong passcodes came in for the Admin Panel. Somebody who tries administrators’ passcodes has the password already.',
      'Ask the administrator whether it was them. If not, treat it as an incident, and do not unlock.',
    ],
    [
      'user_adminapi_lockout',
      'A user was locked through the Admin API',
      'A program or administrator set the user’s status to Locked Out.',
      'Find out which program did it and why, before you unlock anybody.',
    ],
    [
      'user_not_enrolled_lockout',
      'A user was locked for not enrolling in time',
      'They were given a time to enrol in Duo and did not.',
      'Verify who they are, unlock, and see that they enrol at once.',
    ],
  ]),
]

const BYPASSES = rows('none', 'success', 'none', ACTIONS, [
  [
    'bypass_create',
    'Bypass codes were made for a user',
    'Whoever has such a code passes the second step with it. Helpdesks make them for people who have lost a phone; attackers ask for them.',
    'Find out who asked, and how they were verified. If that is not written down, have the code deleted.',
  ],
  [
    'bypass_view',
    'A user’s bypass code was looked at',
    'An administrator saw a code that passes the second step.',
    'Find out why.',
  ],
  [
    'bypass_delete',
    'A user’s bypass codes were deleted',
    'They can no longer be used.',
    'Nothing to do, unless the person still relies on one.',
  ],
])

const USERS = [
  ...rows('none', 'success', 'none', ACTIONS, [
    [
      'user_update',
      'A user was changed',
      'The description says what: status (Active, Bypass, Disabled, Locked Out), devices, name or mail. Status Bypass means that no second step is asked at all.',
      'See the description. A user who is asked for no second step at all needs a reason on record, and an end to it.',
    ],
    [
      'user_pending_delete',
      'A user was put into the trash',
      'They cannot sign in, and will be deleted after some days. Directory syncs do this to people who left a group.',
      'If the person is still with you, look at the directory group that Duo syncs.',
    ],
    [
      'user_lockout_cleared',
      'A user was unlocked',
      'The user may try again. The count of failures starts anew.',
      'Nothing to do, if it is known why they had been locked.',
    ],
    [
      'o2fa_user_provisioned',
      'A user enrolled for offline sign-in on a computer',
      'The computer now lets this user in with a code of their app when it cannot reach Duo.',
      'Nothing to do, if the computer is theirs.',
    ],
  ]),
  ...family(
    {
      step: 'none',
      outcome: 'success',
      reason: 'none',
      source: ACTIONS,
      meaning: 'Somebody in the list of Duo’s users came, went, or came back. It is no sign-in.',
      next: 'Look at it only if the person’s trouble began at that time.',
    },
    [
      ['user_create', 'A user was created'],
      ['user_delete', 'A user was deleted'],
      ['user_restore', 'A user was taken back from the trash'],
      ['user_import', 'Users were imported'],
      ['user_bulk_enroll', 'Users were asked to enrol'],
      ['user_bulk_activate', 'Users were sent activations for Duo Mobile'],
      ['send_enroll_code', 'An enrolment mail was sent'],
      ['resend_enroll_codes', 'Enrolment mails were sent again'],
    ],
  ),
]

const AUTHENTICATORS = [
  ...family(
    {
      step: 'none',
      outcome: 'success',
      reason: 'none',
      source: ACTIONS,
      meaning:
        'The phones, tokens or keys that can answer for people changed. The old authenticator may have stopped working with it.',
      next: 'Ask the person whether they know of it. If not, treat it as an incident.',
    },
    [
      ['phone_create', 'A phone was added'],
      ['phone_delete', 'A phone was deleted'],
      ['phone_update', 'A phone’s entry was changed'],
      ['phone_associate', 'A phone was given to a user'],
      ['phone_disassociate', 'A phone was taken from a user'],
      ['phone_activation_code_regenerated', 'A new activation for Duo Mobile was made'],
      ['phone_new_sms_passcode', 'New passcodes were sent by text message'],
      ['regen_mobile', 'A phone’s Duo Mobile was made to be activated anew'],
      ['regen_sms', 'New passcodes were sent to a phone'],
      ['hardtoken_create', 'A hardware token was added'],
      ['hardtoken_delete', 'A hardware token was deleted'],
      ['hardtoken_update', 'A hardware token’s entry was changed'],
      ['hardtoken_resync', 'A hardware token was resynchronised'],
      ['u2ftoken_create', 'A U2F key was added'],
      ['u2ftoken_delete', 'A U2F key was deleted'],
      ['webauthncredential_create', 'A passkey or security key was added'],
      ['webauthncredential_delete', 'A passkey or security key was deleted'],
      ['webauthncredential_rename', 'A passkey or security key was renamed'],
      ['deregister_devices', 'Devices were deregistered'],
      ['admin_activate_duo_push', 'An administrator activated Duo Push'],
      ['admin_self_activate', 'An administrator activated their own account'],
    ],
  ),
  ...rows('none', 'success', 'reported', OBSERVED, [
    [
      'device_change_notification_answered_notify_admin',
      'Somebody said that a change of their devices was not theirs',
      'Duo told the person of a new or removed device, and they answered that it was not them.',
      'Treat it as an incident. Reach the person over a way on record, and have security look at who made the change.',
    ],
  ]),
]

const RULES = family(
  {
    step: 'none',
    outcome: 'success',
    reason: 'none',
    source: ACTIONS,
    meaning: 'A rule for many people changed. If several people’s trouble began then, this may be why.',
    next: 'Compare the time with the first failures. If they fit, tell whoever changed it.',
  },
  [
    ['policy_create', 'A policy was created'],
    ['policy_update', 'A policy was changed'],
    ['policy_delete', 'A policy was deleted'],
    ['integration_policy_assign', 'A policy was put on an application'],
    ['integration_policy_unassign', 'A policy was taken off an application'],
    ['integration_group_policy_add', 'A group’s policy was put on an application'],
    ['integration_group_policy_remove', 'A group’s policy was taken off an application'],
    ['admin_factor_restrictions', 'The factors that administrators may use were changed'],
    ['admin_factor_restrictions_update', 'The factors that administrators may use were set anew'],
    ['update_admin_factor_restrictions', 'The factors that administrators may use were changed'],
    ['admin_single_sign_on_update', 'Administrators’ single sign-on was changed'],
    ['updated_risk_profile', 'The Trust Monitor’s risk profile was changed'],
  ],
)

const ADMIN_ACCOUNTS = family(
  {
    step: 'none',
    outcome: 'success',
    reason: 'none',
    source: ACTIONS,
    meaning: 'Who may administer Duo changed, or how they get in. Whoever controls Duo can let anybody in.',
    next: 'Confirm with the administrator who did it, over a way on record.',
  },
  [
    ['admin_create', 'An administrator was created'],
    ['admin_delete', 'An administrator was deleted'],
    ['admin_update', 'An administrator’s account was changed'],
    ['admin_reset_password', 'An administrator’s password was reset'],
    ['admin_send_reset_password_email', 'An administrator was mailed a link to reset the password'],
    ['admin_reactivates_duo_push', 'An administrator activated Duo Push anew'],
    ['admin_rectivates_duo_push', 'An administrator activated Duo Push again'],
    ['admin_activation_create', 'An administrator was invited'],
    ['admin_activation_delete', 'An administrator’s invitation was withdrawn'],
    ['admin_account_switch', 'An administrator switched to another account'],
    ['integration_skey_view', 'An application’s secret key was looked at'],
    ['integration_skey_bulk_view', 'Several applications’ secret keys were looked at'],
  ],
)

const OTHER = [
  ...rows('second', 'pending', 'none', OTHER_LOGS, [
    [
      'sms',
      'A text message was sent',
      'Duo sent a text message, and it cost credits. The row does not tell whose number it is, nor whether it arrived.',
      'If there are many to strange numbers, tell whoever owns the Duo account: it may be fraud at your cost.',
    ],
    [
      'phone',
      'A phone call was made',
      'Duo called a phone, and it cost credits. The row does not tell whose number it is, nor whether it was taken.',
      'If there are many to strange numbers, tell whoever owns the Duo account: it may be fraud at your cost.',
    ],
  ]),
  ...rows('none', 'unknown', 'none', OTHER_LOGS, [
    [
      'auth',
      'Trust Monitor found a sign-in unusual',
      'The sign-in differs from what this person does: a new country, network, device, application or hour. It is a hint and no proof.',
      'Ask the person, over a way on record, whether it was them.',
    ],
    [
      'bypass_status',
      'Trust Monitor points to a status set to Bypass',
      'A user or group needs no second step at present.',
      'Find out who set it and why, and have it ended if it is no longer needed.',
    ],
    [
      'device_registration',
      'Trust Monitor found a device enrolment unusual',
      'An authenticator was enrolled in a way that differs from what people here do.',
      'Ask the person, over a way on record, whether it was them. If not, treat it as an incident.',
    ],
  ]),
]

export const DUO_ACTIONS = [
  ...ADMINISTRATORS,
  ...BYPASSES,
  ...USERS,
  ...AUTHENTICATORS,
  ...RULES,
  ...ADMIN_ACCOUNTS,
  ...OTHER,
]
