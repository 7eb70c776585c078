/** Duo's reasons why somebody was let in or not: what people answered, and the state they and their devices are in. */
import { OBSERVED, REASONS, rows } from './duo-rows.ts'

const PROVED = rows('second', 'success', 'none', REASONS, [
  [
    'user_approved',
    'The prompt was approved',
    'A push, call or security key was answered with yes. It proves that somebody had the device, not that they had started the sign-in.',
    'Nothing to do, unless refused or unanswered prompts came just before: then ask the person whether this one was theirs.',
  ],
  [
    'valid_passcode',
    'A right passcode was entered',
    'A code from the app, a token, a text message or a bypass code was accepted. The factor tells which.',
    'Nothing to do. If the factor is bypass_code, see who made that code and for whom.',
  ],
])

const VERIFIED = rows('second', 'success', 'none', OBSERVED, [
  [
    'verification_code_correct',
    'A verified push was approved with the right number',
    'The number on the screen was typed into Duo Mobile. Whoever did it saw both the screen and the phone.',
    'Nothing to do.',
  ],
])

const LET_THROUGH = rows('policy', 'success', 'none', REASONS, [
  [
    'remembered_device',
    'Let in because the browser was remembered',
    'An earlier second step on this browser still counts. Nothing was asked this time.',
    'Nothing to do. It does not show that the authenticator still works.',
  ],
  [
    'trusted_network',
    'Let in because of a trusted network',
    'The policy asks for no second step from this address. Nothing was asked.',
    'Nothing to do. It does not show that the authenticator works elsewhere.',
  ],
  [
    'trusted_location',
    'Let in because of a trusted place',
    'The policy asks for no second step from this country. Nothing was asked.',
    'Nothing to do. It does not show that the authenticator works elsewhere.',
  ],
  [
    'bypass_user',
    'Let in because the user’s status is Bypass',
    'Somebody set this user or their group to Bypass, so no second step is asked at all. The password alone opens the account.',
    'Find out who set it and why, and have it ended if it is no longer needed.',
  ],
  [
    'allowed_by_policy',
    'Let in because the policy asks for nothing more',
    'The policy for this application and user allows access without a second step.',
    'Nothing to do for the person. If the policy should ask, tell whoever owns it.',
  ],
  [
    'allow_unenrolled_user',
    'Let in although not enrolled',
    'The person has no Duo authenticator, and the policy lets such people in with the password alone.',
    'Have them enrol, after verifying who they are. Somebody else with the password could do it first.',
  ],
  [
    'allow_unenrolled_user_on_trusted_network',
    'Let in although not enrolled, because of a trusted network',
    'The person has no Duo authenticator; at this address the policy lets such people in.',
    'Have them enrol, after verifying who they are. From elsewhere they will be refused.',
  ],
])

const PROMPTS = [
  ...rows('second', 'failure', 'reported', REASONS, [
    [
      'user_marked_fraud',
      'The person reported the prompt as fraud',
      'They were asked to approve a sign-in, said no, and pressed that it was suspicious. Somebody else most likely has their password.',
      'Treat it as an incident. Reach the person over a way on record, and have the password changed. Do not hand out a bypass code or enrol a new phone.',
    ],
    [
      'fraud',
      'The sign-in was reported as fraud',
      'The person said of the prompt that it was not theirs. Somebody else most likely has their password.',
      'Treat it as an incident. Reach the person over a way on record, and have the password changed. Do not hand out a bypass code.',
    ],
  ]),
  ...rows('second', 'failure', 'mistake', REASONS, [
    [
      'user_mistake',
      'The prompt was turned down, and no fraud was reported',
      'They pressed Deny, and then said that it was a mistake or did not say why. It is no alarm by itself, and does not show that the authenticator is broken.',
      'Have the person try once more and press Approve on the prompt they expect. If they had not been signing in, treat it as an incident.',
    ],
  ]),
  ...rows('second', 'failure', 'no-answer', REASONS, [
    [
      'no_response',
      'Nobody answered the prompt in time',
      'The push or call went out and ran into its time limit: the phone is off, offline, silent, somewhere else, or shows no notifications. Or the person had not asked for it.',
      'Ask whether they had just signed in. If so, have them open Duo Mobile itself and pull down to look for the request, or use a passcode from the app.',
    ],
  ]),
  ...rows('second', 'failure', 'no-answer', OBSERVED, [
    [
      'no_keys_pressed',
      'The call was taken, and no key was pressed',
      'Somebody or a voicemail took the call and pressed nothing.',
      'Have the person take the call themselves and press a key, or use a passcode from the app.',
    ],
    [
      'call_timed_out',
      'The call was not taken in time',
      'The phone rang and nobody took it, or it never rang.',
      'Ask whether they had just signed in, and whether the number is still theirs. Have them use another factor that is already enrolled.',
    ],
  ]),
  ...rows('second', 'failure', 'abandoned', REASONS, [
    [
      'user_cancelled',
      'The second step was cancelled',
      'Cancel was pressed, or the prompt was left before it was answered.',
      'Have the person start again and finish in one go.',
    ],
  ]),
  ...rows('second', 'failure', 'risk-block', REASONS, [
    [
      'anomalous_push',
      'Refused because the push looked like part of an attack',
      'Duo saw pushes that people get when somebody else tries to wear them down, and refused before or despite an answer.',
      'Ask the person, over a way on record, whether they had sent these pushes. If not, have the password changed and security told.',
    ],
  ]),
  ...rows('second', 'failure', 'risk-block', OBSERVED, [
    [
      'frequent_attempts',
      'Refused because of too many tries in a short time',
      'Duo stopped tries that came faster than a person makes them: an application that asks again and again, or somebody with the password.',
      'Ask the person to wait a few minutes and try once. If they know nothing of it, hand it to security.',
    ],
  ]),
]

const CODES = [
  ...rows('second', 'failure', 'wrong-code', REASONS, [
    [
      'invalid_passcode',
      'A wrong passcode was entered',
      'The code was mistyped, used before, too old, or from another account in the app. Hardware tokens drift apart from Duo when their button is pressed often.',
      'Have the person use a fresh code of the right account. A hardware token: resynchronise it in the Admin Panel after verifying the person.',
    ],
  ]),
  ...rows('second', 'failure', 'wrong-number', OBSERVED, [
    [
      'verification_code_incorrect',
      'The wrong number was typed into a verified push',
      'The number did not match the one on the screen: a slip, or a prompt from a sign-in that the person cannot see because it is somebody else’s.',
      'Ask whether they had the sign-in page before them. If not, treat it as an incident.',
    ],
    [
      'verification_code_missing',
      'No number was typed into a verified push',
      'The push asked for the number on the screen and got none, often because the person sees no such screen.',
      'Ask whether they had the sign-in page before them. If not, treat it as an incident.',
    ],
  ]),
]

const AUTHENTICATORS = [
  ...rows('second', 'failure', 'authenticator-invalid', REASONS, [
    [
      'invalid_device',
      'The device chosen cannot be used',
      'The phone, token or key does not exist for this user in Duo any more, or cannot do what was asked of it.',
      'Compare the person’s devices in the Admin Panel with the one they use. Enrol the right one only after verifying who they are.',
    ],
    [
      'no_activated_duo_mobile_account',
      'Duo Mobile is not activated on the phone',
      'The phone is known to Duo, and its app is not linked: a new phone, a reinstalled app, or an activation never finished.',
      'Verify who the person is, then send a new activation to the phone on record. Until then a text message, call or token that is already enrolled works.',
    ],
  ]),
  ...rows('second', 'failure', 'no-authenticator', REASONS, [
    [
      'deny_unenrolled_user',
      'Refused because the person is not enrolled in Duo',
      'There is no authenticator to ask. The policy refuses such people instead of letting them enrol on the way.',
      'Check that the user name is the one Duo knows, aliases too. If they are new, send an enrolment mail to the address on record.',
    ],
  ]),
]

const ACCOUNT = [
  ...rows('account', 'failure', 'locked', REASONS, [
    [
      'locked_out',
      'The user is locked out in Duo',
      'Too many second steps failed in a row (ten, unless set otherwise), and Duo refuses every try, right ones too. The tries may have been somebody else’s.',
      'Look at where the failed tries came from. Their own device and place: verify the person, then unlock. Strange places: do not unlock until security has looked.',
    ],
  ]),
  ...rows('account', 'failure', 'disabled', REASONS, [
    [
      'user_disabled',
      'The user is disabled in Duo',
      'An administrator or a directory sync disabled the user or their group. No authenticator can help.',
      'Ask whoever owns the account’s life cycle. Never enable on the word of the person alone.',
    ],
  ]),
]

const RESULTS = [
  ...rows('second', 'failure', 'service-error', REASONS, [
    [
      'error',
      'Duo itself had an error',
      'The second step failed on Duo’s side, or between Duo and the application. The person did nothing wrong.',
      'See status.duo.com, and whether others have it too. Change nothing about the person.',
    ],
  ]),
  ...rows('second', 'failure', 'second-step-failed', REASONS, [
    [
      'denied',
      'Access was refused, and Duo says no more',
      'The row has no reason. It can be the person’s answer, their device or a policy.',
      'Look at the authentication log in the Admin Panel for the same minute.',
    ],
    [
      'failure',
      'The second step failed, and Duo says no more',
      'The row has no reason. It can be the person’s answer, their device or a policy.',
      'Look at the authentication log in the Admin Panel for the same minute.',
    ],
  ]),
  ...rows('second', 'success', 'none', REASONS, [
    [
      'success',
      'Access was granted, and Duo says no more',
      'The row has no reason, so it does not tell whether a second step was answered.',
      'Nothing to do.',
    ],
    [
      'enrollment',
      'The person enrolled an authenticator on the way in',
      'Somebody who knew the password, or had the enrolment link, linked a device to this user.',
      'If the person does not know of it, treat it as an incident.',
    ],
  ]),
]

export const DUO_ANSWERS = [
  ...PROVED,
  ...PROMPTS,
  ...CODES,
  ...AUTHENTICATORS,
  ...ACCOUNT,
  ...VERIFIED,
  ...LET_THROUGH,
  ...RESULTS,
]
