/** AWS CloudTrail: sign-in events, their error messages, and changes of MFA devices. */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('aws')
const CONSOLE =
  'docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html'
const CENTER = 'docs.aws.amazon.com/singlesignon/latest/userguide/sign-in-events.html'
const IAM = 'docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html'
const OBSERVED = 'observed'

const FIRST_STEP = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: CONSOLE }, [
    {
      code: 'Failed authentication',
      title: 'The console did not let the person in',
      meaning:
        'AWS writes the same words for a wrong password and for a wrong MFA code. If the row says MFAUsed Yes, the password was right and the second step failed; else it was the password.',
      next: 'Read MFAUsed in the row. Wrong code: check the device’s clock, then resynchronise the device. Many accounts from one address: look at the address.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'unknown-user', source: OBSERVED }, [
    {
      code: 'No username found in supplied account',
      title: 'No IAM user of that name in this account',
      meaning:
        'The name does not exist there: a slip, the wrong account number, or somebody trying names. AWS hides what was typed.',
      next: 'Compare account number or alias and name. Many of these from one address is somebody guessing.',
    },
  ]),
]

const SECOND_STEP = [
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source: CONSOLE }, [
    {
      code: 'CheckMfa',
      title: 'The console asked for MFA',
      meaning:
        'The sign-in went on to the MFA page. Whether it was answered stands in the ConsoleLogin row that follows.',
      next: 'Look for the ConsoleLogin of the same person right after it. If none follows, the person could not answer: which device is registered, and do they have it?',
    },
    {
      code: 'CredentialChallenge',
      title: 'IAM Identity Center asked for a credential',
      meaning: 'One step of a sign-in was put to the person: password, code, security key. Asking is no failure.',
      next: 'Look for the CredentialVerification of the same AuthWorkflowID.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source: OBSERVED }, [
    {
      code: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      title: 'A wrong MFA code on the command line',
      meaning:
        'A temporary session was asked for with a code that did not fit: mistyped, already used, or the device’s clock is off.',
      next: 'Wait for the next code. If it goes on, check the phone’s clock and resynchronise the device (ResyncMFADevice).',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'authenticator-invalid', source: OBSERVED }, [
    {
      code: 'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      title: 'The MFA device named is not this user’s',
      meaning:
        'The serial number in the request belongs to no device of the user: removed, renamed, or another account’s.',
      next: 'Compare the serial number in the person’s settings with the device listed in IAM.',
    },
  ]),
]

const SIGN_INS = [
  ...rows({ step: 'session', outcome: 'success', reason: 'none', source: CONSOLE }, [
    {
      code: 'ConsoleLogin',
      title: 'A sign-in to the AWS console',
      meaning:
        'Its result stands in responseElements, and MFAUsed says whether IAM asked a second step. MFAUsed is No for people who come from another provider, whatever that one asked.',
      next: 'For root: find out who, at once. For others without MFA and without another provider: have MFA set up.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'success', reason: 'none', source: CENTER }, [
    {
      code: 'UserAuthentication',
      title: 'A sign-in through IAM Identity Center was completed',
      meaning: 'All that was asked has been answered; CredentialType lists it.',
      next: 'Nothing to do.',
    },
    {
      code: 'CredentialVerification',
      title: 'A credential was tried at IAM Identity Center',
      meaning: 'One step was answered, rightly or wrongly; CredentialType says which.',
      next: 'For wrong codes check the phone’s clock first. Users of Identity Center can be given a new device only by an administrator there.',
    },
  ]),
]

const CHANGES = rows({ step: 'none', outcome: 'success', reason: 'none', source: IAM }, [
  {
    code: 'EnableMFADevice',
    title: 'An MFA device was bound to a user',
    meaning: 'From now on that device answers the second step. Up to eight can be bound to one user, root included.',
    next: 'If the person did not do it and no case explains it: an incident.',
  },
  {
    code: 'DeactivateMFADevice',
    title: 'An MFA device was taken off a user',
    meaning:
      'If it was the only one, the user signs in with the password alone, or not at all where a policy demands MFA.',
    next: 'There should be a case for it. If there is none: an incident.',
  },
  {
    code: 'CreateVirtualMFADevice',
    title: 'A virtual MFA device was made',
    meaning:
      'It is bound to nobody yet: EnableMFADevice does that. Many that are never bound tell of an enrolment that does not work.',
    next: 'Look for EnableMFADevice right after it.',
  },
  {
    code: 'DeleteVirtualMFADevice',
    title: 'A virtual MFA device was deleted',
    meaning: 'It was unbound before. Deleting it clears the way for a new one of the same name.',
    next: 'Nothing to do if a case explains the removal before it.',
  },
  {
    code: 'ResyncMFADevice',
    title: 'An MFA device was brought back into step',
    meaning:
      'Two codes in a row tell AWS how far the device’s clock is off. It is the usual repair for codes that are always refused.',
    next: 'If codes are still refused, set the phone’s time to automatic and repeat it.',
  },
])

export const AWS: readonly Entry[] = [...FIRST_STEP, ...SECOND_STEP, ...SIGN_INS, ...CHANGES]
