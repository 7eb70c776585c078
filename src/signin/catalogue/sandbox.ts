/** The sandbox identity provider: every code of its sign-in log. Its audit log's actions are the decoder's. */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('sandbox')
const source = 'sandbox/sign-in'

const FIRST = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source }, [
    {
      code: 'password.wrong',
      title: 'The password was wrong',
      meaning: 'Somebody typed this person’s name and a wrong password. It says nothing about MFA.',
      next: 'From their own device it is a typing mistake. Many accounts from one address is spraying.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'unknown-user', source }, [
    {
      code: 'user.unknown',
      title: 'Nobody has this user name',
      meaning: 'The name is mistyped, or somebody tries names. The page does not say so to them.',
      next: 'Compare the name with the directory. Many such names from one address is spraying.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source }, [
    {
      code: 'second_step.asked',
      title: 'The password was right and the second step was asked for',
      meaning: 'This is a step on the way. If nothing comes after it, the person did not get on.',
      next: 'Look at what came after it in the same attempt.',
    },
  ]),
]

const CODES = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source }, [
    {
      code: 'totp.wrong',
      title: 'The code of the app was wrong',
      meaning: 'It belongs to no time near now: mistyped, or of another account in the app.',
      next: 'Have the person compare the account’s name in the app, and wait for the next code.',
    },
    {
      code: 'totp.drifted',
      title: 'The code of the app belongs to another time',
      meaning: 'App and secret are right, the clock of the phone is not. Typing more codes will not help.',
      next: 'Have the person set the phone’s clock to automatic, then try the next code. The app needs no change.',
    },
    {
      code: 'inbox.wrong',
      title: 'The code from the inbox was wrong',
      meaning: 'Mistyped, or an older code: each new one makes the last one worthless.',
      next: 'Have the person type the newest code.',
    },
    {
      code: 'recovery_code.wrong',
      title: 'The recovery code was wrong',
      meaning: 'It stands on no sheet that is valid now. A newer sheet makes an old one worthless.',
      next: 'Have the person look for the newest sheet, or use another way.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'code-reused', source }, [
    {
      code: 'totp.reused',
      title: 'The code of the app was used before',
      meaning: 'A code counts once. The person was quicker than the next one, or somebody copied it.',
      next: 'Have the person wait for the next code.',
    },
    {
      code: 'recovery_code.used',
      title: 'The recovery code was used before',
      meaning: 'Each code of the sheet works once. Whoever has the sheet may not be its owner.',
      next: 'Ask whether the person used it. If not, treat the sheet as stolen and tell security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'code-expired', source }, [
    {
      code: 'inbox.expired',
      title: 'The code from the inbox had run out',
      meaning: 'It lives ten minutes and three tries.',
      next: 'Have the person ask for a new code and type it at once.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'pass-wrong', source }, [
    {
      code: 'pass.wrong',
      title: 'The temporary pass was wrong',
      meaning: 'Mistyped, or no pass was issued to this account.',
      next: 'Compare the user name, and whether a pass was issued.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'pass-used', source }, [
    {
      code: 'pass.used',
      title: 'The temporary pass was used before',
      meaning: 'A pass works once. If the person did not use it, somebody else did.',
      next: 'Ask whether the first use was theirs. If not: an incident, end all sessions.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'pass-expired', source }, [
    {
      code: 'pass.expired',
      title: 'The temporary pass had run out',
      meaning: 'It was right, and too late.',
      next: 'Begin the recovery’s last step again; the person proves again who they are.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'too-many-codes', source }, [
    {
      code: 'attempts.slowed',
      title: 'Slowed down after several failures',
      meaning: 'This way in is closed for a minute, for this device or address alone.',
      next: 'Have the person wait, and check what they type. Another way in is open all the time.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'authenticator-invalid', source }, [
    {
      code: 'passkey.unknown',
      title: 'A passkey that the provider does not know',
      meaning: 'It was removed here and still lies on the device, or the page had waited too long.',
      next: 'Have the person try once more. If it stays so, use another way and look who removed it.',
    },
    {
      code: 'passkey.wrong',
      title: 'A passkey’s answer did not hold',
      meaning: 'The signature, the page’s name or the counter is not right. People cannot cause this by mistake.',
      next: 'Ask what page the person was on. If it was not the usual one, tell security.',
    },
  ]),
]

const PROMPTS = [
  ...rows({ step: 'second', outcome: 'pending', reason: 'none', source }, [
    {
      code: 'push.sent',
      title: 'A prompt was sent to the phone',
      meaning: 'The person has a minute to answer it. The answer is a row of its own.',
      next: 'Look for the answer in the same attempt.',
    },
    {
      code: 'inbox.sent',
      title: 'A code was sent to the inbox',
      meaning: 'It counts for ten minutes. If nothing follows, it may not have been read.',
      next: 'Have the person look into the inbox.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source }, [
    {
      code: 'push.held',
      title: 'A prompt was approved after several refusals, and held',
      meaning:
        'The person refused three or more within the hour. The approval is suspect, so another way is asked for.',
      next: 'Ask the person on another channel whether the sign-in is theirs. If not, end all sessions.',
    },
    {
      code: 'push.stopped',
      title: 'No more prompts are sent',
      meaning: 'The person refused five within the hour, or said “not me”. Their own devices are not concerned.',
      next: 'Treat as an attack: somebody knows the password. Have it changed.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'refused', source }, [
    {
      code: 'push.refused',
      title: 'The person refused the prompt',
      meaning: 'By mistake, or because they had not begun a sign-in: then somebody else knows the password.',
      next: 'Ask whether they had just signed in. If not, treat it as an attack and tell security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'reported', source }, [
    {
      code: 'push.reported',
      title: 'The person said: this was not me',
      meaning: 'Somebody else knows the password and tried to get in.',
      next: 'Treat as an attack: end all sessions, and have the password changed. Leave the authenticators as they are.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'no-answer', source }, [
    {
      code: 'push.no_answer',
      title: 'Nobody answered the prompt',
      meaning: 'The phone was not at hand, was lost, or the person had not begun the sign-in.',
      next: 'Ask whether the phone is there, and whether the sign-in was theirs.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-number', source }, [
    {
      code: 'push.wrong_number',
      title: 'The number typed on the phone was not the page’s',
      meaning: 'Mistyped, or the page with the number is in front of somebody else.',
      next: 'Ask which page shows the number. If they see none, treat it as an attack.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'prompt-undeliverable', source }, [
    {
      code: 'push.undeliverable',
      title: 'The prompt could not be sent to the phone',
      meaning: 'The phone is off, offline, or the app is gone from it.',
      next: 'Have the person check that the phone is online, or use another way.',
    },
  ]),
]

const ACCOUNT = [
  ...rows({ step: 'account', outcome: 'failure', reason: 'locked', source }, [
    {
      code: 'account.locked',
      title: 'Locked after ten failures',
      meaning: 'This way in is locked for a quarter of an hour for this device or address. It opens by itself.',
      next: 'Look at the failures before it: own device or not? Unlock only if they were the person’s own.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'disabled', source }, [
    {
      code: 'account.suspended',
      title: 'The account is switched off',
      meaning: 'Somebody switched it off. MFA is not the trouble.',
      next: 'Find out who did it and why. What HR or security closed stays closed.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'password-expired', source }, [
    {
      code: 'password.expired',
      title: 'The password counts no more',
      meaning: 'It was right; somebody asked for a new one to be set.',
      next: 'Find out who asked for it. After the person has proved who they are, a new one is given.',
    },
  ]),
]

const POLICY = [
  ...rows({ step: 'policy', outcome: 'failure', reason: 'policy-block', source }, [
    {
      code: 'rule.blocked',
      title: 'A rule blocked the sign-in',
      meaning: 'The person proved the first step; network, application or group are not allowed by the rule named.',
      next: 'Read the rule’s name, and who changed it last.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'failure', reason: 'device-not-compliant', source }, [
    {
      code: 'rule.device',
      title: 'A rule asks for a managed device',
      meaning: 'The browser is not one that the organisation manages, or its cookies were cleared.',
      next: 'Have the person use their work computer.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'failure', reason: 'address-blocked', source }, [
    {
      code: 'source.refused',
      title: 'Sign-ins from this address are refused for now',
      meaning: 'Somebody, or a playbook, refused the address. The person is not concerned.',
      next: 'Look which incident the refusal belongs to. From another network the person gets in.',
    },
  ]),
]

const SERVICE = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'service-error', source }, [
    {
      code: 'service.error',
      title: 'The provider itself was in trouble',
      meaning: 'Nobody’s account or phone is the cause. It ends when the provider is well again.',
      next: 'Tell people to wait. Nothing about their accounts needs a change.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'success', reason: 'none', source }, [
    {
      code: 'signed_in',
      title: 'Signed in with everything that was demanded',
      meaning: 'The person is in. The row says with what.',
      next: 'If the person says that it was not them: an incident, end all sessions.',
    },
  ]),
]

export const SANDBOX: readonly Entry[] = [...FIRST, ...CODES, ...PROMPTS, ...ACCOUNT, ...POLICY, ...SERVICE]
