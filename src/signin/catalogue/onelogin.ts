/** OneLogin: event types by their number (`event_type_id`). */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('onelogin')
const TYPES = 'developers.onelogin.com/api-docs/1/events/event-resource'
const RULE = 'chronicle/detection-rules rules/community/onelogin (Google), not checked against OneLogin’s list'

const SIGN_INS = [
  ...rows({ step: 'session', outcome: 'success', reason: 'none', source: TYPES }, [
    {
      code: '5',
      title: 'Signed in to OneLogin',
      meaning:
        'The person is in. Whether a second step was answered stands in a row of its own (1400), not in this one.',
      next: 'Nothing to do.',
    },
    {
      code: '8',
      title: 'Opened an application through OneLogin',
      meaning: 'A running session was used; nothing was typed.',
      next: 'Nothing to do.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: TYPES }, [
    {
      code: '6',
      title: 'A sign-in to OneLogin failed',
      meaning: 'Most often the password. The row does not say more; a wrong code has a row of its own (1002).',
      next: 'Look for 1002 and 19 next to it. Many accounts from one address is spraying: look at the address.',
    },
    {
      code: '123',
      title: 'A sign-in through the API failed',
      meaning: 'An application passed on a name and password, and they were refused.',
      next: 'Find out which application it was, and whether it uses an old password.',
    },
    {
      code: '154',
      title: 'A sign-in on a Mac failed',
      meaning: 'The password was refused at the login window.',
      next: 'Ask for keyboard layout and whether the Mac was online.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: TYPES }, [
    {
      code: '69',
      title: 'RADIUS refused the person',
      meaning:
        'A VPN or Wi-Fi sign-in failed; RADIUS passes on password and code together, so the row does not say which.',
      next: 'Have the person sign in to the portal: what fails there is what is wrong.',
    },
    {
      code: '86',
      title: 'Another identity provider refused the person',
      meaning: 'OneLogin handed the sign-in on, and the other side said no. The reason stands there.',
      next: 'Read the other provider’s log for the same minute.',
    },
    {
      code: '141',
      title: 'A social sign-in failed',
      meaning: 'The provider that the person chose did not sign them in.',
      next: 'Have the person sign in at that provider first.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'failure', reason: 'policy-block', source: TYPES }, [
    {
      code: '90',
      title: 'Refused access to an application',
      meaning: 'The person is signed in, but is not allowed this application. MFA is not the trouble.',
      next: 'Compare the person’s roles with what the application needs.',
    },
  ]),
]

const SECOND_STEP = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source: RULE }, [
    {
      code: '1002',
      title: 'A second step was failed',
      meaning: 'A one-time code or a prompt was not accepted. The device stands in the row.',
      next: 'Check the phone’s clock and which device was used. Several after another for one person from elsewhere: an attack.',
    },
    {
      code: '527',
      title: 'A second step through the API failed',
      meaning: 'An application asked for a code, and it was refused.',
      next: 'Check the phone’s clock, and which application asked.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'success', reason: 'none', source: RULE }, [
    {
      code: '1400',
      title: 'A second step was answered',
      meaning: 'The device named in the row was used and accepted.',
      next: 'Nothing to do.',
    },
    {
      code: '528',
      title: 'A second step through the API was answered',
      meaning: 'An application asked for a code, and it was right.',
      next: 'Nothing to do.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'message-undeliverable', source: TYPES }, [
    {
      code: '105',
      title: 'A text message could not be sent',
      meaning: 'The message with the code did not leave. Many people at once means the delivery route, not the people.',
      next: 'Check the number on file. Have the person use another registered device meanwhile.',
    },
  ]),
]

const ACCOUNT = [
  ...rows({ step: 'account', outcome: 'success', reason: 'locked', source: TYPES }, [
    {
      code: '19',
      title: 'The account was locked',
      meaning: 'Too many wrong tries. They may have been the person’s or somebody else’s.',
      next: 'Look at the failures before it: own device and address, or not? Unlock only if they were the person’s own.',
    },
    {
      code: '531',
      title: 'The account was locked through the API',
      meaning: 'A program with an API credential locked it: a playbook, or an administrator’s script.',
      next: 'Find out which program and why before unlocking.',
    },
    {
      code: '553',
      title: 'The account was locked through the API',
      meaning: 'A program with an API credential locked it: a playbook, or an administrator’s script.',
      next: 'Find out which program and why before unlocking.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'success', reason: 'disabled', source: TYPES }, [
    {
      code: '21',
      title: 'The account was suspended',
      meaning: 'An administrator or a rule switched the account off. MFA is not the trouble.',
      next: 'Find out who suspended it and why. What HR or security closed stays closed.',
    },
    {
      code: '551',
      title: 'The account was suspended through the API',
      meaning: 'A program with an API credential switched the account off.',
      next: 'Find out which program and why before activating it.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'success', reason: 'authenticator-invalid', source: TYPES }, [
    {
      code: '36',
      title: 'A second-step device was reported lost',
      meaning: 'The device no longer counts. If it was the only one, the person cannot complete a sign-in.',
      next: 'Prove who is asking, by a way that the lost device plays no part in; then register a new one.',
    },
  ]),
]

const CHANGES = rows({ step: 'none', outcome: 'success', reason: 'none', source: TYPES }, [
  {
    code: '24',
    title: 'A second-step device was taken off',
    meaning: 'It no longer answers for the person.',
    next: 'There should be a case for it. If there is none: an incident.',
  },
  {
    code: '172',
    title: 'An authentication factor was deleted',
    meaning: 'Somebody deleted a factor; a person who had no other cannot complete a sign-in.',
    next: 'Find out whose it was and whether a case explains it. If none does: an incident.',
  },
])

export const ONELOGIN: readonly Entry[] = [...SIGN_INS, ...SECOND_STEP, ...ACCOUNT, ...CHANGES]
