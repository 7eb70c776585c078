/** Okta's outcome reasons, results, and answers to pushes. */
import { ABANDONMENT, FAILURES, PUSH, rows } from './okta-rows.ts'

const FIRST_STEP = [
  ...rows('first', 'failure', 'wrong-password', FAILURES, [
    [
      'INVALID_CREDENTIALS',
      'The answer given was not right',
      'With a password this means a wrong password. With an authenticator (event user.authentication.auth_via_mfa) it means a wrong code or a push that was turned down: the factor and the push answers in the debug data tell which. It does not say that the account is locked.',
      'Look at the factor first. A wrong password: have the person type it once more, slowly. A refused push: ask whether they had asked for it at all, before you touch anything.',
    ],
    [
      'VERIFICATION_ERROR',
      'Okta could not verify who was signing in',
      'Okta writes this for names that it does not know, for names in another form than the one it expects, and for some failed passwords. If the actor’s id is “unknown”, there is no such account, and nobody is locked out.',
      'Check how the name was typed, and whether the account exists under that name. Many of these from one address are somebody trying out names.',
    ],
  ]),
  ...rows('first', 'failure', 'unknown-user', FAILURES, [
    [
      'UNKNOWN_USER',
      'No account has this name',
      'Nobody of this name exists in the organisation, so nobody is locked out. It is a typing error, an old name, or somebody trying out names.',
      'Compare the name with the directory. If one address tried many names, treat the address as an attacker’s.',
    ],
  ]),
  ...rows('first', 'failure', 'other', FAILURES, [
    [
      'GENERAL_NONSUCCESS',
      'The sign-in failed, and Okta says no more',
      'Okta has no better word for this failure. It says nothing about the password or the authenticator.',
      'Look at the events just before and after, in the same attempt. If nothing explains it and it comes back, ask Okta with the event’s id.',
    ],
    [
      'NOT_SPECIFIED',
      'The sign-in failed for a reason that Okta does not name',
      'Okta has no better word for this failure. It says nothing about the password or the authenticator.',
      'Look at the events just before and after, in the same attempt.',
    ],
    [
      'SSO_AUTHENTICATION_FAILURE',
      'The sign-in handed over from another system was not accepted',
      'The person came with a sign-in from another system, and Okta did not take it. Their Okta authenticators played no part.',
      'Look at that other system’s log for the same minute.',
    ],
  ]),
]

const ACCOUNT = [
  ...rows('account', 'failure', 'locked', FAILURES, [
    [
      'LOCKED_OUT',
      'The account is locked',
      'Too many wrong passwords or codes came in, and Okta now refuses every try, right ones too. The tries may have been somebody else’s.',
      'Look at where the tries before the lock came from. Their own device and place: verify the person, then unlock. Strange places: do not unlock until security has looked.',
    ],
  ]),
  ...rows('account', 'failure', 'disabled', FAILURES, [
    [
      'NOT_ACTIVATED',
      'The account has not been activated',
      'The account exists, and was never activated or is no longer. No authenticator can help.',
      'Ask whoever owns the account’s life cycle (HR, the directory). Never activate on the word of the person alone.',
    ],
    [
      'PENDING_ACTIVATION',
      'The account waits for its activation',
      'The person has not yet followed the activation mail, or it has run out.',
      'Have the owner of the account’s life cycle send the activation again, to the address already on record.',
    ],
    [
      'INACTIVE_ORG',
      'The whole Okta organisation is inactive',
      'Okta has suspended the organisation; everybody is stopped. This is no person’s problem.',
      'Call Okta.',
    ],
  ]),
  ...rows('account', 'interrupt', 'password-expired', FAILURES, [
    [
      'PASSWORD_EXPIRED',
      'The password has expired',
      'The password was right, and too old. The person is asked for a new one and then goes on; it is no lockout unless they cannot get to that page.',
      'Have the person sign in in a browser, where the page for a new password comes up.',
    ],
    [
      'SUNONE_PASSWORD_EXPIRED',
      'The password has expired in the LDAP directory',
      'The directory behind Okta says that the password is too old. Depending on the set-up it can only be changed there.',
      'Have the person change it where the directory’s passwords are changed.',
    ],
  ]),
]

const POLICY = rows('policy', 'failure', 'policy-block', FAILURES, [
  [
    'PASSWORD_BASED_LOGIN_DISALLOWED',
    'This account may not sign in with an Okta password',
    'The account signs in through another provider, or without a password, and somebody tried a password. The person is not locked out of the right way in.',
    'Show the person their right way in. If they know it, somebody else is trying passwords.',
  ],
  [
    'LOGIN_DENIED',
    'A policy does not let this account sign in',
    'The sign-on policy turned the account away before any authenticator was asked.',
    'Find the policy.evaluate_sign_on event of the same attempt: it names policy and rule.',
  ],
])

const SERVICE = rows('first', 'failure', 'service-error', FAILURES, [
  [
    'DEL_AUTH_TIMEOUT',
    'The directory did not answer in time',
    'Okta asked the on-premises directory agent to check the password and got no answer. Whether the password was right is not known.',
    'Check the directory agents and the network between them and the domain controllers. Reset nothing: the account is not at fault.',
  ],
  [
    'DEL_AUTH_NO_CONNECTED_AGENTS',
    'No directory agent is connected',
    'Every agent that could check passwords is down, so nobody of that directory can sign in.',
    'Bring an agent back. Tell the people; reset nothing.',
  ],
  [
    'SERVICE_NOT_AVAILABLE',
    'A service that the sign-in needs is not available',
    'Okta, or a service behind it, could not do its part. Neither the password nor the authenticator is at fault.',
    'Check status.okta.com and the directory agents. Reset nothing.',
  ],
])

const PUSHES = [
  ...rows('second', 'failure', 'refused', PUSH, [
    [
      'OV_RESPONSE_DENY',
      'The push in Okta Verify was turned down',
      'Somebody holding the phone pressed “No, it’s not me”. Either the person did not start this sign-in, or they pressed the wrong button. Okta does not count it towards a lock.',
      'Ask, over a way that you chose, whether they had just tried to sign in. If not, somebody has their password: treat it as an incident, and reset no authenticator.',
    ],
    [
      'User rejected Okta push verify',
      'The push in Okta Verify was turned down',
      'Somebody holding the phone turned the push down: the person did not start this sign-in, or pressed the wrong button.',
      'Ask, over a way that you chose, whether they had just tried to sign in. If not, treat it as an incident, and reset no authenticator.',
    ],
  ]),
  ...rows('second', 'failure', 'wrong-number', PUSH, [
    [
      'OV_WITH_CHALLENGE_RESPONSE_INVALID',
      'Another number was chosen than the one on the screen',
      'The number chosen on the phone was not the one that the sign-in page showed. Whoever holds the phone may not have had that page in front of them, which is what happens when somebody else is signing in.',
      'Ask whether they saw the number on a page of their own. If not, treat it as an incident, and reset no authenticator.',
    ],
  ]),
  ...rows('second', 'failure', 'second-step-failed', PUSH, [
    [
      'OV_RESPONSE_ERROR',
      'Okta Verify answered with an error',
      'The phone answered, and its answer could not be used: a technical failure between app and Okta, not a refusal.',
      'Have the person open Okta Verify, update it, and try again; check that the phone’s time is set automatically.',
    ],
    [
      'OV_WITH_CHALLENGE_RESPONSE_ERROR',
      'The number challenge in Okta Verify ended in an error',
      'The phone answered, and the number challenge could not be checked. It is neither a refusal nor a wrong number.',
      'Have the person open Okta Verify, update it, and try again.',
    ],
  ]),
  ...rows('second', 'success', 'none', PUSH, [
    [
      'OV_RESPONSE_APPROVE',
      'The push in Okta Verify was approved',
      'Whoever holds the phone approved. Alone it does not say that the sign-in ended well.',
      'Nothing to do, unless refused pushes came just before: then ask the person.',
    ],
    [
      'OV_WITH_CHALLENGE_RESPONSE_VALID',
      'The right number was chosen in Okta Verify',
      'Whoever holds the phone had the sign-in page, or its number, before them.',
      'Nothing to do.',
    ],
  ]),
]

const PHISHING = rows('second', 'failure', 'risk-block', 'sec.okta.com fastpassphishingdetection', [
  [
    'FastPass declined phishing attempt',
    'Okta FastPass saw a false sign-in page and refused',
    'The person was on a page that is not the organisation’s, and FastPass would not answer it. The person most likely typed their password there.',
    'Treat it as an incident: end sessions, change the password, find the link. Do not weaken or reset FastPass.',
  ],
])

const RESULTS = [
  ...rows('second', 'interrupt', 'no-answer', ABANDONMENT, [
    [
      'UNANSWERED',
      'One authenticator was passed over, and another used',
      'Okta asked an authenticator, got no answer, and the person got in with another one. It is no failure; often the phone was not at hand, or the push came late.',
      'Nothing to do. If it comes every time, see why the first authenticator does not answer.',
    ],
  ]),
  ...rows('second', 'failure', 'abandoned', ABANDONMENT, [
    [
      'ABANDONED',
      'The second step was never finished',
      'The authenticator was asked, nobody answered in time, and there was no session. The person may have a dead or missing phone, or somebody with the password alone got stuck here.',
      'Ask whether they had tried to sign in then. If so, see to the phone. If not, somebody has their password.',
    ],
  ]),
]

export const OKTA_REASONS = [...FIRST_STEP, ...ACCOUNT, ...POLICY, ...SERVICE, ...PUSHES, ...PHISHING, ...RESULTS]
