/**
 * What Entra writes about a single step: `authenticationDetails[].authenticationStepResultDetail`, and the same words in
 * `status.additionalDetails`. They say what code 500121 does not.
 *
 * Microsoft's list leaves out the prefix “MFA denied; ”, which logs carry. Where its words leave two readings open, the
 * row takes the one that accuses nobody: a call that was hung up counts as unanswered, because people hang up on
 * recorded voices, and an unanswered prompt still counts against a stranger's address (CONTRACTS.md, Fatigue).
 */
import { MFA_REPORT, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const SENTINEL = 'github.com/Azure/Azure-Sentinel (rules on Entra sign-ins)'
const OBSERVED = 'observed in published sign-in logs and rules'
const GRAPH = 'learn.microsoft.com/graph/api/resources/authenticationdetail'

const NOT_ME =
  'Treat it as an attack: end the sessions, have the password changed on a known device, and hand it to security now.'

const REFUSED = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'refused', source: SENTINEL }, [
    {
      code: 'MFA denied; user declined the authentication',
      title: 'The person pressed “Deny” on the prompt',
      meaning:
        'The prompt arrived and was refused. The phone works. Either the person pressed the wrong button, or they refused a sign-in that was not theirs, and then somebody else has the password.',
      next: 'Ask whether they were signing in at that minute. If not, or if there were several, hand it to security and leave the authenticators as they are; if so, have them try again and approve.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'reported', source: SENTINEL }, [
    {
      code: 'MFA denied; Phone App Reported Fraud',
      title: 'The person reported the prompt as fraud',
      meaning:
        'The person said on the phone that this sign-in was not theirs. Somebody else has the password. This is an incident, not a lockout.',
      next: NOT_ME,
    },
    {
      code: 'SuspiciousActivityReported',
      title: 'The person reported the prompt as suspicious',
      meaning:
        'The person said in the app that this sign-in was not theirs. Somebody else has the password. This is an incident, not a lockout.',
      next: NOT_ME,
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'reported', source: GRAPH }, [
    {
      code: 'fraud code entered',
      title: 'The person entered the fraud code during the call',
      meaning:
        'The person said on the phone that this sign-in was not theirs. Somebody else has the password. This is an incident, not a lockout.',
      next: NOT_ME,
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-number', source: OBSERVED }, [
    {
      code: 'MFA denied; user did not select the correct number',
      title: 'The number chosen in the app was not the one on the screen',
      meaning:
        'Number matching stopped the sign-in. A slip is possible; but who answers a prompt that somebody else started cannot see the right number, so this often is an attack.',
      next: 'Ask whether they saw the sign-in page with a number at that minute. If not, hand it to security and leave the authenticators as they are; if so, have them try again and type the number shown.',
    },
  ]),
]

const UNANSWERED = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'no-answer', source: MFA_REPORT }, [
    {
      code: 'MFA denied; user did not respond to mobile app notification',
      title: 'Nobody answered the prompt in the app in time',
      meaning:
        'Entra sent the prompt and no answer came. Either it was not seen (battery saving, no network, notifications off), or the person was not at the phone, or did not start this sign-in. It does not show that the app is broken.',
      next: 'Ask whether they started it. If so, have them open the app by hand and try again, check network, notifications and battery saving, or use the code in the app.',
    },
    {
      code: 'MFA denied; user never entered the verification code',
      title: 'The code was sent, and nobody entered it',
      meaning:
        'A code was asked for and the page was left. It may not have arrived (delay, roaming, blocked numbers), or the person gave up. Nothing wrong was typed.',
      next: 'Ask whether the code arrived. If not, it is a delivery problem: check the last digits of the number and use another method that they have registered.',
    },
    {
      code: 'MFA denied; user hung up the phone call without succeeding the authentication',
      title: 'The call was picked up and ended without approval',
      meaning:
        'Somebody picked up and hung up. Many people do that with a recorded voice; it is also what one does with a call that one did not ask for. It is no clear refusal.',
      next: 'Ask whether they were signing in. If so, have them take the call and press the key that the voice names; if not, hand it to security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'no-answer', source: GRAPH }, [
    {
      code: 'no phone input - timed out',
      title: 'The call was picked up, and no key was pressed in time',
      meaning: 'The call reached somebody and ran out. Some phones or switchboards do not pass key tones on.',
      next: 'Have the person try again on another phone or use the app. If a whole office is hit, look at the switchboard.',
    },
  ]),
]

const CODES = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source: MFA_REPORT }, [
    {
      code: 'MFA denied; invalid mobile app verification code',
      title: 'The code from the app was wrong',
      meaning:
        'The six digits did not fit. Mostly they were mistyped or read from another account’s entry; again and again, the phone’s clock is wrong or the app holds an old registration.',
      next: 'Have the person set the phone’s time to automatic, pick the entry of this account, and type a fresh code.',
    },
    {
      code: 'MFA denied; user entered incorrect code',
      title: 'The code typed was wrong',
      meaning: 'The code did not fit. A mistyped code, one from an older message, or a phone whose clock is wrong.',
      next: 'Have the person type the newest code only. With an app, set the phone’s time to automatic.',
    },
    {
      code: 'MFA denied; user entered incorrect PIN',
      title: 'The PIN typed during the call was wrong',
      meaning: 'The call was taken and the PIN did not fit. The phone is the right one, as far as one can tell.',
      next: 'Have the person try again or use another method that they have registered.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source: OBSERVED }, [
    {
      code: 'MFA denied; invalid verification code',
      title: 'The code typed was wrong',
      meaning: 'The code did not fit. A mistyped code, one from an older message, or a phone whose clock is wrong.',
      next: 'Have the person type the newest code only. With an app, set the phone’s time to automatic.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'code-reused', source: MFA_REPORT }, [
    {
      code: 'MFA denied; verification code already used once',
      title: 'The code had been used already',
      meaning: 'The code was right and works once only. Mostly the person signed in twice within half a minute.',
      next: 'Have the person wait until the app shows the next code. If they did not use it the first time, hand it to security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'too-many-codes', source: MFA_REPORT }, [
    {
      code: 'MFA denied; entered incorrect code too many times',
      title: 'Too many wrong codes',
      meaning:
        'Several codes in a row did not fit, and Entra stopped the attempt. For the person themselves that points to a wrong clock or an old registration in the app; it may also be somebody guessing.',
      next: 'Ask whether it was them. If so, set the phone’s time to automatic, wait some minutes and try once; if not, hand it to security.',
    },
  ]),
]

const UNREACHABLE = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'message-undeliverable', source: MFA_REPORT }, [
    {
      code: 'MFA denied; phone call went to voicemail',
      title: 'The call went to voicemail',
      meaning: 'The phone was off, busy, without network, or set not to ring. Nobody refused anything.',
      next: 'Have the person switch on the phone and let unknown numbers ring, or use another method that they have registered.',
    },
    {
      code: 'MFA denied; unable to reach the user’s phone',
      title: 'The phone could not be reached',
      meaning:
        'The call or message did not get through: no network, a barred or changed number, or trouble at the carrier. The account is in order.',
      next: 'Compare the last digits of the number with the person’s, and have them use another method. If many numbers of one carrier fail, it is an outage.',
    },
    {
      code: 'MFA denied; phone number has an invalid format',
      title: 'The registered phone number cannot be dialled',
      meaning:
        'The number on the account is written wrongly, often without the country’s code. Nobody can be reached there.',
      next: 'Have the person use another method. Verify who is asking before the number is corrected.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'message-undeliverable', source: GRAPH }, [
    {
      code: 'phone unreachable',
      title: 'The phone could not be reached',
      meaning:
        'The call or message did not get through: no network, a barred or changed number, or trouble at the carrier. The account is in order.',
      next: 'Compare the last digits of the number with the person’s, and have them use another method. If many numbers of one carrier fail, it is an outage.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'prompt-undeliverable', source: MFA_REPORT }, [
    {
      code: 'MFA denied; unable to send the mobile app notification to the device',
      title: 'The prompt could not be sent to the phone',
      meaning:
        'The push service did not take the prompt for this device: the app was removed, the phone replaced or reset, or notifications are off. If it happens to many people at once, it is the push service.',
      next: 'Ask whether the phone or the app is new. Have them open the app and use its code. If many people report it, check the provider’s status page and reset nobody.',
    },
    {
      code: 'MFA denied; unable to send the mobile app notification',
      title: 'The prompt could not be sent',
      meaning:
        'The prompt did not leave for the phone. From one person it points to a removed app or a replaced phone; from many at once, to trouble at the provider.',
      next: 'Ask whether the phone or the app is new. Have them open the app and use its code. If many people report it, check the provider’s status page and reset nobody.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'service-error', source: MFA_REPORT }, [
    {
      code: 'MFA denied; service error',
      title: 'The MFA service failed',
      meaning: 'A fault at the provider. The person, the phone and the codes are not the trouble.',
      next: 'Have the person try again in some minutes. If several people report it, check the provider’s status page and reset nobody.',
    },
  ]),
]

const SET_UP = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'no-authenticator', source: MFA_REPORT }, [
    {
      code: 'MFA denied; user does not have any verification methods registered',
      title: 'The person has no MFA method registered',
      meaning: 'MFA was demanded and there was nothing to ask: never enrolled, or all methods removed.',
      next: 'Look at whether methods were removed lately, and by whom. Then verify who is asking and issue a Temporary Access Pass to enrol with.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'locked', source: SENTINEL }, [
    {
      code: 'MFA denied; user is blocked',
      title: 'The person is blocked for MFA',
      meaning:
        'The account stands on the list of people blocked for MFA: an administrator put it there, or a fraud report did. It is no technical fault, and the block may be right.',
      next: 'Find out who or what blocked it. After a fraud report only security takes the block away.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: MFA_REPORT }, [
    {
      code: 'MFA denied; misconfiguration',
      title: 'The second step is set up wrongly',
      meaning: 'MFA could not be done with the settings as they are. The person typed nothing wrong.',
      next: 'Look at the person’s registered methods and at the authentication methods policy. Check whether others are hit.',
    },
    {
      code: 'MFA denied; user not found',
      title: 'The MFA service does not know the person',
      meaning:
        'The sign-in knew the account and the MFA service did not. It happens with new or restored accounts, and is no fault of the person.',
      next: 'Wait an hour if the account is new. Otherwise check the registered methods, and ask Microsoft with the correlation id.',
    },
    {
      code: 'MFA denied; invalid authentication',
      title: 'The second step’s answer was not valid',
      meaning:
        'An answer came and Entra could not use it. It says neither that the person refused nor that a code was wrong.',
      next: 'Have the person close the page, start again and answer the newest prompt only.',
    },
    {
      code: 'MFA denied; duplicate authentication attempt',
      title: 'A second attempt ran at the same time',
      meaning:
        'Two sign-ins asked for MFA at once, and one was dropped. Mostly two windows or apps of the person. It is no refusal.',
      next: 'Have the person close other sign-in windows and answer the newest prompt only. If they started one only, hand it to security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: OBSERVED }, [
    {
      code: 'The user didn’t complete the MFA prompt. They may have decided not to authenticate, timed out while doing other work, or has an issue with their authentication setup.',
      title: 'The prompt was not completed; the log does not say why',
      meaning:
        'A collective text: refused, run out and broken set-up are not told apart here. The step’s own result may say more.',
      next: 'Read the step’s result in Authentication Details. Ask whether they started this sign-in; if not, hand it to security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'enrolment-required', source: MFA_REPORT }, [
    {
      code: 'registration prompted',
      title: 'The person was asked to register for MFA',
      meaning: 'The page for setting up MFA was shown. A step on the way, and no failure.',
      next: 'Have the person finish it. If it comes back for days, find out at which screen it stops.',
    },
  ]),
]

const ON_THE_WAY = [
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source: OBSERVED }, [
    {
      code: 'MFA required in Azure AD',
      title: 'The second step was asked for',
      meaning: 'The MFA page was shown, and this row was written before an answer. No failure by itself.',
      next: 'Look for a later row of the same attempt.',
    },
    {
      code: 'MFA required',
      title: 'The second step was asked for',
      meaning: 'The MFA page was shown, and this row was written before an answer. No failure by itself.',
      next: 'Look for a later row of the same attempt.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source: MFA_REPORT }, [
    {
      code: 'has expired due to the policies configured on tenant',
      title: 'The earlier second step is too old for the policy',
      meaning: 'MFA passed before does not count any more, and is asked for again. No failure.',
      next: 'Have the person complete the second step.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'pending', reason: 'none', source: MFA_REPORT }, [
    {
      code: 'Authentication in progress',
      title: 'The second step was still running when this row was written',
      meaning: 'Not an end yet: the result comes in a later row of the same attempt.',
      next: 'Look for a later row of the same attempt.',
    },
  ]),
]

const ADDRESS = rows({ step: 'policy', outcome: 'failure', reason: 'address-blocked', source: TABLE }, [
  {
    code: 'Sign-in was blocked because it came from an IP address with malicious activity',
    title: 'The address is refused, because attacks come from it (code 50053)',
    meaning:
      'Entra refuses this address, not the person; the account itself is open from elsewhere. If the person was not signing in there, this was an attack that failed.',
    next: 'Ask whether they were signing in at that minute. If so, have them try without VPN or from another network; if not, hand it to security.',
  },
])

const FIRST_STEP = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: GRAPH }, [
    {
      code: 'Invalid username or password or Invalid on-premise username or password',
      title: 'Wrong user name or password',
      meaning: 'The first step failed, and MFA was not reached.',
      next: 'Check for caps lock, an old saved password and the right user name. If the address tries other people too, hand it to security.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'success', reason: 'none', source: OBSERVED }, [
    {
      code: 'Correct password',
      title: 'The password was right',
      meaning: 'The first step passed. It says nothing about the second.',
      next: 'Look at the next step.',
    },
    {
      code: 'First factor requirement satisfied by claim in the token',
      title: 'The first step was remembered from an earlier sign-in',
      meaning: 'No password was asked for. It says nothing about the second step.',
      next: 'Look at the next step.',
    },
    {
      code: 'methodSucceeded',
      title: 'The step passed',
      meaning: 'The method named beside it passed. Whether that was the first step or more, the row’s method says.',
      next: 'Look at the next step, if there is one.',
    },
  ]),
]

const ANSWERED = rows({ step: 'second', outcome: 'success', reason: 'none', source: OBSERVED }, [
  ...['MFA completed in Azure AD', 'MFA successfully completed', 'completed in the cloud', 'User approved'].map(
    (code) => ({
      code,
      title: 'The second step was passed',
      meaning:
        'The person really answered: approved a prompt, typed a code, or used a key. If they say it was not them, somebody else answered.',
      next: 'Nothing, if it was them. If not, hand it to security at once.',
    }),
  ),
])

const REMEMBERED_MEANING =
  'No prompt was sent and nobody answered anything: an earlier proof, the device, the place or an old exception stood in for the second step. It does not show that the person’s authenticator works.'

const REMEMBERED = rows(
  { step: 'second', outcome: 'success', reason: 'none', source: MFA_REPORT },
  (
    [
      ['MFA requirement satisfied by claim in the token', 'MFA counted as passed: an earlier one is remembered'],
      [
        'MFA requirement satisfied by claim provided by external provider',
        'MFA counted as passed: another provider vouched',
      ],
      ['MFA requirement satisfied by strong authentication', 'MFA counted as passed: the first step was strong enough'],
      ['MFA requirement skipped due to registered device', 'MFA skipped: registered device'],
      ['MFA requirement skipped due to remembered device', 'MFA skipped: remembered device'],
      ['MFA requirement skipped due to location', 'MFA skipped: trusted place'],
      ['MFA requirement skipped due to IP address', 'MFA skipped: trusted address'],
      ['MFA requirement skipped due to app password', 'MFA skipped: an app password was used'],
      [
        'MFA requirement skipped as flow exercised was Windows broker logon flow',
        'MFA skipped: sign-in through Windows',
      ],
      [
        'MFA requirement skipped due to ADFS-issued InsideCorpNet claim; tenant was configured to skip MFA if this claim is present',
        'MFA skipped: the federation said “inside the office network”',
      ],
    ] as const
  ).map(([code, title]) => ({
    code,
    title,
    meaning: REMEMBERED_MEANING,
    next: 'Nothing for a lockout. If MFA should have been asked for here, look at the exception.',
  })),
)

export const ENTRA_RESULTS: readonly Entry[] = [
  ...REFUSED,
  ...UNANSWERED,
  ...CODES,
  ...UNREACHABLE,
  ...SET_UP,
  ...ON_THE_WAY,
  ...ADDRESS,
  ...FIRST_STEP,
  ...ANSWERED,
  ...REMEMBERED,
]
