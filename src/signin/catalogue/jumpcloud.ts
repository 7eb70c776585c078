/** JumpCloud Directory Insights: event types, and what a failed one of them means. */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('jumpcloud')
const EVENTS = 'docs.jumpcloud.com/api/insights/directory/1.0'

const SIGN_INS = rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: EVENTS }, [
  {
    code: 'user_login_attempt',
    title: 'A sign-in to the user portal',
    meaning:
      'The row says whether it succeeded and whether MFA was used. A failed one without MFA is most often the password.',
    next: 'Read “mfa” and “error_message” of the row. Wrong code: check the phone’s clock first. Many accounts from one address is spraying.',
  },
  {
    code: 'admin_login_attempt',
    title: 'A sign-in to the administrators’ portal',
    meaning: 'The row says whether it succeeded and whether MFA was used.',
    next: 'A failed one that the administrator knows nothing of goes to security.',
  },
  {
    code: 'radius_auth_attempt',
    title: 'A sign-in through RADIUS',
    meaning:
      'VPN or Wi-Fi. Password and code, or a push, travel in one request, so a failed one does not always say which was wrong.',
    next: 'Have the person sign in to the user portal: what fails there is what is wrong.',
  },
  {
    code: 'ldap_bind',
    title: 'A sign-in through LDAP',
    meaning:
      'An application passed on name and password. Service accounts with old passwords fail often and regularly.',
    next: 'Find out which application it was, and whether it uses an old password.',
  },
])

const APPLICATIONS = rows({ step: 'policy', outcome: 'failure', reason: 'application', source: EVENTS }, [
  {
    code: 'sso_auth',
    title: 'A sign-in to an application through JumpCloud',
    meaning:
      'A failed one means that the application’s set-up or a policy said no; error_message says which. The person’s password was not asked here.',
    next: 'Read error_message and the policies applied. Many people at one application: look at its set-up.',
  },
])

const ACCOUNT = [
  ...rows({ step: 'account', outcome: 'success', reason: 'locked', source: EVENTS }, [
    {
      code: 'user_lockout',
      title: 'The account was locked',
      meaning:
        'Too many wrong tries, at the portal or on a device. They may have been the person’s or somebody else’s.',
      next: 'Look at the failures before it: own device and address, or not? Unlock only if they were the person’s own.',
    },
    {
      code: 'admin_lockout',
      title: 'An administrator’s account was locked',
      meaning: 'Too many wrong tries at the administrators’ portal.',
      next: 'Hand it to security before anybody unlocks it.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'success', reason: 'disabled', source: EVENTS }, [
    {
      code: 'user_suspended',
      title: 'The account was suspended',
      meaning: 'An administrator or a schedule switched it off. MFA is not the trouble.',
      next: 'Find out who suspended it and why. What HR or security closed stays closed.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'success', reason: 'password-expired', source: EVENTS }, [
    {
      code: 'user_password_expired',
      title: 'The password has run out',
      meaning: 'The person must set a new one before anything else works.',
      next: 'Have the person set a new password in the user portal, or through self-service.',
    },
  ]),
  ...rows({ step: 'none', outcome: 'success', reason: 'none', source: EVENTS }, [
    {
      code: 'user_mfa_exclusion_expired',
      title: 'The time without MFA is over',
      meaning:
        'The person was excused from MFA for a while, to enrol. If they have not, they cannot complete a sign-in now.',
      next: 'See whether the person has enrolled. If not, have them enrol with you after they have proved who they are.',
    },
    {
      code: 'totp_delete_enrollment',
      title: 'A code app was taken off an account',
      meaning: 'Codes of that app no longer count.',
      next: 'There should be a case for it. If there is none: an incident.',
    },
  ]),
]

export const JUMPCLOUD: readonly Entry[] = [...SIGN_INS, ...APPLICATIONS, ...ACCOUNT]
