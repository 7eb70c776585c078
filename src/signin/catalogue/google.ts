/** Google Workspace: failure types of the login log, and the events that concern getting in. */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('google')
const LOGIN = 'developers.google.com/workspace/admin/reports/v1/appendix/activity/login'
const ADMIN = 'developers.google.com/workspace/admin/reports/v1/appendix/activity/admin-user-settings'
const OLDER = 'login_failure_type of older logs; observed in public collectors'

const FIRST_STEP = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: LOGIN }, [
    {
      code: 'login_failure_invalid_password',
      title: 'The password was wrong',
      meaning: 'Google refused the password. The second step was never reached.',
      next: 'Ask for spelling, keyboard and old saved passwords. Many accounts from one address is spraying: look at the address.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: LOGIN }, [
    {
      code: 'login_failure',
      title: 'A sign-in failed',
      meaning:
        'Google no longer says why in every row. The challenges listed beside it tell how far it came: only the password, or a second step too.',
      next: 'Look at login_challenge_method of the row and at the rows around it before deciding what failed.',
    },
    {
      code: 'login_failure_unknown',
      title: 'A sign-in failed for a reason that Google does not tell',
      meaning: 'No reason was recorded. The challenges beside it tell how far it came.',
      next: 'Look at the challenge methods of the row and at what came just before.',
    },
  ]),
]

const SECOND_STEP = [
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source: LOGIN }, [
    {
      code: 'login_challenge',
      title: 'Google asked for one more proof',
      meaning:
        'Because the sign-in looked unusual, Google asked something extra: a prompt on the phone, a code, the recovery address. Being asked is no failure; a row may say that it was passed or failed.',
      next: 'If the person cannot answer, see which kind of proof was asked. Verify who is asking, then help with another proof that they have registered.',
    },
    {
      code: 'login_verification',
      title: 'A verification during sign-in',
      meaning:
        'One step of the sign-in was asked and perhaps answered; is_second_factor says whether it was 2-Step Verification.',
      next: 'Read the status of the row: passed, failed, or not said.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: OLDER }, [
    {
      code: 'login_failure_invalid_second_factor',
      title: 'The second step was answered wrongly',
      meaning: 'The password was right; the code, prompt or key was not accepted.',
      next: 'Ask which second step was on the screen. For codes check the phone’s clock first; backup codes work once each.',
    },
  ]),
]

const ACCOUNT = [
  ...rows({ step: 'account', outcome: 'failure', reason: 'disabled', source: LOGIN }, [
    {
      code: 'login_failure_account_disabled',
      title: 'The account is suspended',
      meaning: 'Name and password may be right, but the account is switched off. MFA is not the trouble.',
      next: 'Find out who or what suspended it: an administrator, or Google after suspicious activity. What security closed stays closed.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'success', reason: 'disabled', source: LOGIN }, [
    {
      code: 'account_disabled_password_leak',
      title: 'Google suspended the account: its password is known to others',
      meaning: 'The password was found in a leak. Until it is changed, nobody gets in with it, the owner included.',
      next: 'Treat it as a possible takeover: end sessions, new password, look through recent sign-ins; then restore the account.',
    },
    {
      code: 'account_disabled_hijacked',
      title: 'Google suspended the account: it looks taken over',
      meaning: 'Google saw signs that somebody else uses the account.',
      next: 'Hand it to security. End sessions, new password, check recovery address and second steps; only then restore it.',
    },
    {
      code: 'account_disabled_generic',
      title: 'Google suspended the account',
      meaning: 'Google switched the account off and gives no particular reason.',
      next: 'Open the account in the admin console: it may say more. Look through recent sign-ins before restoring it.',
    },
    {
      code: 'account_disabled_spamming',
      title: 'Google suspended the account for sending spam',
      meaning: 'Spam went out from the account; often somebody else has its password.',
      next: 'Check for a takeover first: sessions, password, filters and forwarding; then restore it.',
    },
    {
      code: 'account_disabled_spamming_through_relay',
      title: 'Google suspended the account for spam through the mail relay',
      meaning: 'Spam was relayed with this account; a device or program may use its password.',
      next: 'Find what sends through the relay, change the password, then restore the account.',
    },
  ]),
]

const POLICY = rows({ step: 'policy', outcome: 'failure', reason: 'policy-block', source: LOGIN }, [
  {
    code: 'login_failure_access_code_disallowed',
    title: 'Not allowed to sign in to this service',
    meaning: 'The account is in order, but a setting of the organisation does not let this person use the service.',
    next: 'Look at the service’s on/off setting for the person’s organisational unit and groups, and what changed there.',
  },
])

const WARNINGS = [
  ...rows({ step: 'none', outcome: 'unknown', reason: 'none', source: LOGIN }, [
    {
      code: 'suspicious_login',
      title: 'Google found a sign-in suspicious',
      meaning:
        'A sign-in was unlike the person’s others, for example from an unknown address. Google warns; it may have let it through.',
      next: 'Ask the person over a known number whether it was them. If not: an incident, end sessions and change the password.',
    },
    {
      code: 'suspicious_login_less_secure_app',
      title: 'Google found a sign-in by an old kind of app suspicious',
      meaning: 'An app that uses the bare password, and so cannot do MFA, signed in unusually.',
      next: 'Ask the person. If it was not them: an incident. In any case move the app to a current sign-in.',
    },
    {
      code: 'suspicious_programmatic_login',
      title: 'Google found a sign-in by a program suspicious',
      meaning: 'A program signed in in an unusual way.',
      next: 'Ask the person which program they use. If none: an incident.',
    },
    {
      code: 'gov_attack_warning',
      title: 'Google believes that a state tries to get into this account',
      meaning: 'Google warns when it sees government-backed attackers at work. It does not say that they succeeded.',
      next: 'Hand it to security at once; passkeys or security keys and Advanced Protection for this person. Reset nothing on request.',
    },
    {
      code: 'user_signed_out_due_to_suspicious_session_cookie',
      title: 'Google ended a session whose cookie looked stolen',
      meaning: 'A session was used as if its cookie had been copied. The person is asked to sign in again.',
      next: 'An incident: check the person’s computer for malware before new sign-ins are trusted.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'failure', reason: 'risk-block', source: LOGIN }, [
    {
      code: 'risky_sensitive_action_blocked',
      title: 'Google stopped a sensitive change in a risky session',
      meaning:
        'Somebody, perhaps the person on a new device, tried to change password, second step or recovery, and Google refused because the session looked risky.',
      next: 'Have the person try from a device and place that they use often; changes open up after some days. If it was not them: an incident.',
    },
  ]),
]

const CHANGES = rows({ step: 'none', outcome: 'success', reason: 'none', source: ADMIN }, [
  {
    code: 'TURN_OFF_2_STEP_VERIFICATION',
    title: 'An administrator turned 2-Step Verification off for somebody',
    meaning: 'The person signs in with the password alone until they enrol again.',
    next: 'There should be a case for it. If there is none: an incident; end sessions and enrol again.',
  },
  {
    code: 'UNENROLL_USER_FROM_STRONG_AUTH',
    title: 'An administrator removed somebody’s second steps',
    meaning: 'All second steps of the person are gone.',
    next: 'There should be a case for it. If there is none: an incident.',
  },
  {
    code: 'GENERATE_2SV_SCRATCH_CODES',
    title: 'Backup codes were made for somebody',
    meaning: 'Each code signs in once in place of the second step; older codes are dead.',
    next: 'There should be a case for it. Have the person use one and then enrol a new second step.',
  },
  {
    code: '2sv_disable',
    title: 'The person turned 2-Step Verification off',
    meaning: 'It was done in the person’s own session: by them, or by somebody who has it.',
    next: 'Ask the person over a known number. Where 2-Step Verification is demanded, they are locked out at the next sign-in until they enrol.',
  },
])

export const GOOGLE: readonly Entry[] = [...FIRST_STEP, ...SECOND_STEP, ...ACCOUNT, ...POLICY, ...WARNINGS, ...CHANGES]
