/** Ping Identity: PingOne's action types, PingID's results, PingFederate's audit events. */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('ping')
const PINGONE = 'docs.pingidentity.com/pingone/monitoring/p1_event_types.html'
const FEDERATE =
  'docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/pf_security_audit_loggin.html'
const PINGID = 'docs.pingidentity.com/pingid/pingid_service_management/pid_report_fields.html'

const FIRST_STEP = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: PINGONE }, [
    {
      code: 'PASSWORD.CHECK_FAILED',
      title: 'The password was wrong',
      meaning:
        'PingOne checked the password, and it did not fit. The row’s own result says SUCCESS, because the check itself worked.',
      next: 'Ask for spelling and old saved passwords. Many accounts from one address is spraying: look at the address.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'success', reason: 'none', source: PINGONE }, [
    {
      code: 'PASSWORD.CHECK_SUCCEEDED',
      title: 'The password was right',
      meaning: 'The first step is done. A second one may still be asked.',
      next: 'If the person is not in, look at what came after it.',
    },
    {
      code: 'USER.KERBEROS_SUCCEEDED',
      title: 'Signed in by the Windows session',
      meaning: 'The ticket of the person’s computer was accepted in place of the password.',
      next: 'Nothing to do.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: PINGONE }, [
    {
      code: 'USER.KERBEROS_FAILED',
      title: 'The Windows session was not accepted',
      meaning: 'Kerberos failed; the person is asked for the password instead.',
      next: 'Many people at once: look at the gateway and its service account.',
    },
  ]),
]

const SECOND_STEP = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source: PINGONE }, [
    {
      code: 'OTP.CHECK_FAILED',
      title: 'The one-time code was refused',
      meaning: 'The code did not fit: mistyped, old, or the phone’s clock is off.',
      next: 'Have the person use the newest code. For app codes set the phone’s time to automatic.',
    },
    {
      code: 'OTP.CHECK_INVALID',
      title: 'The one-time code was wrong',
      meaning: 'The code did not fit: mistyped, old, or from another device.',
      next: 'Have the person use the newest code. For app codes set the phone’s time to automatic.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'success', reason: 'none', source: PINGONE }, [
    {
      code: 'OTP.CHECK_SUCCESS',
      title: 'The one-time code was right',
      meaning: 'The second step is answered.',
      next: 'Nothing to do.',
    },
    {
      code: 'DEVICE_PAYLOAD.CHECK_SUCCESS',
      title: 'The app answered the second step',
      meaning: 'The prompt on the phone was answered, and the answer accepted.',
      next: 'Nothing to do.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: PINGONE }, [
    {
      code: 'DEVICE_PAYLOAD.CHECK_INVALID',
      title: 'The app’s answer was not accepted',
      meaning:
        'The phone answered with something that PingOne could not use: an old installation, another key, a wrong phone.',
      next: 'Ask whether the phone or the app is new. If so, pair it again after the person has proved who they are.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'too-many-codes', source: PINGONE }, [
    {
      code: 'DEVICE.LOCKED',
      title: 'A second-step device was locked after too many wrong codes',
      meaning: 'This device is refused for a while; another registered device still works.',
      next: 'Find out whose tries they were. If the person’s own, let them use another device or wait.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'reported', source: PINGONE }, [
    {
      code: 'DEVICE.FRAUD_REPORTED',
      title: 'The person said: this was not me',
      meaning: 'A prompt came that the person had not asked for. Somebody has the password.',
      next: 'An incident at once: end sessions, new password. Never a reset of the second step.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'message-undeliverable', source: PINGONE }, [
    {
      code: 'NOTIFICATION.REJECTED',
      title: 'A message was not sent',
      meaning: 'PingOne did not send a text, call, mail or push: limit reached, number refused, or no route.',
      next: 'Check the number and the notification policy’s limits. Have the person use another registered device meanwhile.',
    },
  ]),
]

const ACCESS = [
  ...rows({ step: 'policy', outcome: 'failure', reason: 'policy-block', source: PINGONE }, [
    {
      code: 'USER.ACCESS_DENIED',
      title: 'The person is not allowed this application',
      meaning: 'They signed in, and the application’s access control said no: a group or role is missing.',
      next: 'Compare the person’s groups and roles with what the application asks for.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'success', reason: 'none', source: PINGONE }, [
    {
      code: 'USER.ACCESS_ALLOWED',
      title: 'The person is allowed this application',
      meaning: 'The application’s access control was passed.',
      next: 'Nothing to do.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'success', reason: 'none', source: PINGONE }, [
    {
      code: 'SESSION.CREATED',
      title: 'Signed in',
      meaning: 'PingOne opened a session: everything that was asked has been answered.',
      next: 'Nothing to do.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'success', reason: 'locked', source: PINGONE }, [
    {
      code: 'USER.LOCKED',
      title: 'The account was locked',
      meaning: 'Too many wrong passwords. They may have been the person’s or somebody else’s.',
      next: 'Look at the failures before it: own device and address, or not? Unlock only if they were the person’s own.',
    },
  ]),
]

const OTHERS = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: FEDERATE }, [
    {
      code: 'AUTHN_ATTEMPT',
      title: 'PingFederate asked one of its adapters',
      meaning:
        'Each adapter (password form, MFA, certificate) writes a row: in progress, success or failure. authenticationsourceid names the adapter that it was.',
      next: 'Look at the adapter’s name and at the SSO row with the same tracking id.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'failure', reason: 'other', source: FEDERATE }, [
    {
      code: 'SSO',
      title: 'A sign-in to an application through PingFederate',
      meaning:
        'The row ends the sign-in: success or failure. A failure without a word may be the policy, the application’s set-up, or the person.',
      next: 'Take the tracking id to server.log: the reason stands there.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: PINGID }, [
    {
      code: 'PINGID FAILURE',
      title: 'PingID could not confirm the person',
      meaning:
        'The second step failed. The message tells the method, and often whether it was refused, not answered or wrong.',
      next: 'Read the message of the row. Prompts that the person had not asked for are an attack: never a reset.',
    },
  ]),
]

export const PING: readonly Entry[] = [...FIRST_STEP, ...SECOND_STEP, ...ACCESS, ...OTHERS]
