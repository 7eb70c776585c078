/** Auth0's codes of the second step (Guardian and its successors), of prompts and of messages. */
import { CODES, family, rows } from './auth0-rows.ts'

const ASKED = [
  ...rows('second', 'interrupt', 'second-step-asked', CODES, [
    [
      'mfar',
      'A second step was asked for',
      'The password was right, and MFA is now demanded. Nearly everybody gets this on the way in. It is a failure only if the attempt never ends well.',
      'Look for gd_auth_succeed and a sign-in of the same person just after. If they are missing, see which authenticator was asked.',
    ],
    [
      'gd_start_auth',
      'The second step began',
      'The page for the second step was shown. It says nothing yet of how it ends.',
      'Look at the gd_ rows that follow for the same person.',
    ],
  ]),
  ...rows('second', 'interrupt', 'enrolment-required', CODES, [
    [
      'gd_start_enroll',
      'Enrolling an authenticator began',
      'The person has none, or adds one. If this comes day after day and gd_enrollment_complete never does, they are stuck there.',
      'If they are stuck, go through the enrolment with them, after verifying who they are.',
    ],
  ]),
]

const ANSWERED = [
  ...rows('second', 'success', 'none', CODES, [
    [
      'gd_auth_succeed',
      'The second step was answered rightly',
      'A code was right or a push approved. The sign-in itself is told in another row.',
      'Nothing to do, unless refused pushes came just before: then ask the person.',
    ],
    [
      'gd_recovery_succeed',
      'A recovery code was used, and was right',
      'The person got through with the saved code. It is used up, and a new one was shown to them.',
      'Ask whether it was them, and what happened to their authenticator.',
    ],
    [
      'gd_auth_email_verification',
      'The mail address was verified in a second step',
      'A code sent by mail was entered rightly.',
      'Nothing to do.',
    ],
  ]),
  ...rows('second', 'failure', 'wrong-code', CODES, [
    [
      'gd_auth_failed',
      'The second step failed',
      'Mostly a wrong code, by text, voice, mail or app. Auth0 writes the same row when its own system fails, and does not tell the two apart. With a push or a key it is no wrong code.',
      'Have the person wait for a fresh code, and check that the phone sets its time by itself. Many people failing at once is Auth0’s trouble, not theirs.',
    ],
    [
      'gd_recovery_failed',
      'A wrong recovery code was entered',
      'The code was mistyped, or is an old one: each code dies when it is used or replaced. Whoever tries recovery codes does not have the authenticator.',
      'Ask which sheet they read it from. If they know nothing of it, somebody has their password.',
    ],
    [
      'gd_auth_fail_email_verification',
      'A wrong code from a mail was entered',
      'The code sent by mail was wrong or too old.',
      'Have the person ask for a new mail and use only the newest.',
    ],
  ]),
  ...rows('second', 'failure', 'refused', CODES, [
    [
      'gd_auth_rejected',
      'The push was turned down',
      'Somebody holding the phone rejected the prompt. Either the person did not start this sign-in, or they pressed the wrong button.',
      'Ask, over a way that you chose, whether they had just tried to sign in. If not, somebody has their password: treat it as an incident, and reset no authenticator.',
    ],
  ]),
  ...rows('second', 'failure', 'second-step-failed', CODES, [
    [
      'gd_webauthn_challenge_failed',
      'The security key or device PIN did not answer',
      'The browser could not finish with the key, fingerprint or face: cancelled, taken out too early, another device, or a browser that cannot.',
      'Have the person try again, with the key that they enrolled and an up-to-date browser.',
    ],
  ]),
  ...rows('second', 'failure', 'too-many-codes', CODES, [
    [
      'gd_otp_rate_limit_exceed',
      'Too many codes were tried or asked for',
      'Ten wrong codes in a row, or ten messages to one device within an hour. Auth0 refuses for a while, and a right sign-in in between does not set the count back.',
      'Have the person wait an hour and then use one fresh code, or another authenticator. If they know nothing of it, somebody has their password.',
    ],
    [
      'gd_recovery_rate_limit_exceed',
      'Too many wrong recovery codes were tried',
      'Auth0 refuses recovery codes for this person for a while.',
      'Ask whether it was them. If not, somebody has their password.',
    ],
  ]),
  ...rows('second', 'failure', 'enrolment-blocked', CODES, [
    [
      'gd_start_enroll_failed',
      'Enrolling an authenticator could not begin',
      'The person cannot get an authenticator, and so cannot pass the second step.',
      'See the description in the row; try another kind of authenticator after verifying the person.',
    ],
    [
      'gd_webauthn_enrollment_failed',
      'A security key could not be enrolled',
      'The browser could not finish: cancelled, no PIN on the key, or a browser that cannot.',
      'Have the person try another browser, or give the key a PIN first.',
    ],
    [
      'too_many_records',
      'The person has as many authenticators as Auth0 allows',
      'No further authenticator can be added until one goes.',
      'Go through the list with the person, after verifying them, and see which ones are gone.',
    ],
  ]),
]

const SENT = [
  ...rows('second', 'pending', 'none', CODES, [
    [
      'gd_send_pn',
      'A push was sent',
      'It says that a push went out, not that it arrived, and not what came of it.',
      'Look for gd_auth_succeed or gd_auth_rejected just after. Neither, with the person waiting: battery optimisation, no network, or another phone. Many, with the person knowing nothing: an attack.',
    ],
    [
      'gd_send_sms',
      'A text message with a code was sent',
      'It was handed to the carrier, which does not mean that it arrived.',
      'If it did not arrive, offer another authenticator that the person already has. Never change the number on a caller’s word.',
    ],
    [
      'gd_send_voice',
      'A call with a code was made',
      'The call was placed; nobody need have picked up.',
      'If nobody was called, offer another authenticator that the person already has.',
    ],
    [
      'gd_send_email',
      'A mail with a code was sent, for the second step',
      'It was handed over for delivery.',
      'If it did not arrive, look into the spam folder and at the mail system’s log.',
    ],
    [
      'gd_send_email_verification',
      'A mail with a code was sent, to verify the address',
      'It was handed over for delivery.',
      'If it did not arrive, look into the spam folder and at the mail system’s log.',
    ],
    [
      'ciba_start_succeeded',
      'A sign-in begun by a program was put before the person',
      'A program asked Auth0 to have the person confirm on their phone. It says nothing yet of the answer.',
      'Look for ciba_exchange_succeeded or ciba_exchange_failed just after.',
    ],
  ]),
  ...rows('second', 'failure', 'prompt-undeliverable', CODES, [
    [
      'gd_send_pn_failure',
      'A push could not be sent',
      'Auth0 could not reach the push service or the device: the app was removed, the phone replaced, or the push service is in trouble.',
      'One person: has the phone changed, is the app still there? Many people at once: the push service; see its status page.',
    ],
    [
      'ciba_start_failed',
      'A sign-in begun by a program could not be put before the person',
      'The person has no authenticator that can be asked like this, or it could not be reached.',
      'See the description in the row.',
    ],
  ]),
  ...rows('second', 'failure', 'message-undeliverable', CODES, [
    [
      'gd_send_sms_failure',
      'A text message could not be sent',
      'The carrier or provider refused it: a number that takes no texts (VoIP, landline), a blocked country, or a provider in trouble.',
      'One person: offer another authenticator that they already have. Many people at once: the provider; see its status page.',
    ],
    [
      'gd_send_voice_failure',
      'A call could not be made',
      'The carrier or provider refused it, or is in trouble.',
      'One person: offer another authenticator that they already have. Many people at once: the provider.',
    ],
    [
      'gd_send_email_verification_failure',
      'A mail to verify the address could not be sent',
      'The mail provider refused it, or is in trouble.',
      'See the description in the row, and the mail provider’s log.',
    ],
    [
      'fn',
      'A notice could not be sent',
      'A mail to the person was refused, for one because their domain is on a block list. If it was a reset or verification mail, the person is waiting for it in vain.',
      'See the description in the row, and the mail provider’s log.',
    ],
  ]),
  ...rows('second', 'failure', 'message-limit', CODES, [
    [
      'limit_phone',
      'Too many texts or calls went to this person',
      'Auth0 holds further messages back for a while.',
      'Have the person wait, or use another authenticator. If they asked for none, somebody is pumping messages: tell security.',
    ],
  ]),
  ...rows('first', 'pending', 'none', CODES, [
    [
      'cls',
      'A link or code to sign in without a password was sent by mail',
      'It was handed over for delivery.',
      'If it did not arrive, look into the spam folder and at the mail system’s log.',
    ],
    [
      'cs',
      'A code to sign in without a password was sent',
      'It was handed over for delivery.',
      'If it did not arrive, look at the carrier’s or mail system’s log.',
    ],
  ]),
]

const AUTHENTICATORS = family(
  {
    step: 'none',
    outcome: 'success',
    reason: 'none',
    source: CODES,
    meaning:
      'The ways in which this person can prove themselves changed. A person left without any cannot pass the second step; an authenticator that somebody else added lets that somebody in.',
    next: 'Look for the ticket or case that explains it. If there is none, treat it as an incident.',
  },
  [
    ['gd_enrollment_complete', 'An authenticator was enrolled'],
    ['gd_unenroll', 'An authenticator was removed'],
    ['gd_update_device_account', 'An authenticator was updated'],
    ['my_account_authentication_method_succeeded', 'The person changed their own authenticators'],
  ],
)

const NOT_CHANGED = rows('none', 'failure', 'other', CODES, [
  [
    'my_account_authentication_method_failed',
    'The person could not change their own authenticators',
    'A change in the My Account API failed; the old authenticators still hold.',
    'See the description in the row.',
  ],
])

export const AUTH0_SECOND_STEP = [...ASKED, ...ANSWERED, ...SENT, ...AUTHENTICATORS, ...NOT_CHANGED]
