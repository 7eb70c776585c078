/** Entra's codes of the second step: asked for, not enrolled, failed, phone sign-in, mailed codes, external providers. */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const ASKED = rows({ step: 'second', outcome: 'interrupt', reason: 'second-step-asked', source: TABLE }, [
  {
    code: '50074',
    title: 'A second step was asked for and has not been passed yet',
    meaning:
      'The password was right and the MFA page was shown. Almost everybody gets this row on the way in, so alone it is no failure. It is one only if no success follows in the same attempt (same correlation id).',
    next: 'Look for a success of the same attempt first. If there is none, open Authentication Details of the last row: it says which method was tried and how it ended.',
  },
  {
    code: '50076',
    title: 'This application, place or policy now demands a second step',
    meaning:
      'The sign-in, often a silent one from an app, went far enough to learn that MFA is needed: a policy or a new place asks for it. Nothing is wrong with the password or the authenticator. An app that cannot show the page, such as an old mail client or a script, stays stuck here.',
    next: 'Have the person sign in once in a browser or in the current version of the app. If many people got this from one moment on, look at what changed in Conditional Access.',
  },
  {
    code: '50078',
    title: 'The second step passed earlier is too old for this application',
    meaning:
      'MFA was passed before, and a policy on sign-in frequency wants it again. The person is not locked out: the page asks for the second step and then goes on.',
    next: 'Have the person complete the second step. Look further only if the same attempt never ends in a success.',
  },
  {
    code: '50158',
    title: 'Handed over to an external MFA provider, whose answer is not there yet',
    meaning:
      'Entra sent the person to another provider, such as Duo, for the second step. The row is written at every hand-over. It is a failure only if the same attempt (same correlation id) ends without a success.',
    next: 'Look in the external provider’s own log at the same minute: the true reason stands there. If many people stop here at once, check that provider’s status page.',
  },
])

const ASKED_ELSEWHERE = family(
  {
    step: 'second',
    outcome: 'interrupt',
    reason: 'second-step-asked',
    source: COLLECTED,
    meaning:
      'The organisation’s own sign-in system (AD FS or another federation) has to do the second step, and Entra sent the person there. This is a normal stop on the way, and a failure only if the attempt never ends in a success.',
    next: 'Look in that system’s log for the same person and minute. If many people stop here, check whether it is reachable and still sends the MFA claim.',
  },
  [
    ['53006', 'The second step has to come from the organisation’s own sign-in system'],
    ['53007', 'The second step has to come from the organisation’s own sign-in system (second form)'],
  ],
)

const NOT_ENROLLED = rows({ step: 'second', outcome: 'interrupt', reason: 'enrolment-required', source: TABLE }, [
  {
    code: '50072',
    title: 'The person has to register for MFA before going on',
    meaning:
      'The password was right, a policy demands MFA, and nothing usable is registered: the page for setting it up was shown. Once, this is a normal first day. Repeated over days it means that the person cannot or does not finish enrolment.',
    next: 'Find out at which screen enrolment stops. To let the person enrol safely, verify who is asking and issue a Temporary Access Pass; do not exempt the account from MFA.',
  },
  {
    code: '50079',
    title: 'MFA is demanded and there is nothing to answer it with',
    meaning:
      'A silent sign-in found that MFA is required, and that the person has registered nothing; for a federated person, that the own sign-in system sent no MFA claim. The password is not the trouble.',
    next: 'Have the person sign in once in a browser, where the enrolment page appears. For federated people, check that the federation still sends the MFA claim.',
  },
])

const ENROLMENT_BLOCKED = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'enrolment-blocked', source: TABLE }, [
    {
      code: '53004',
      title: 'Registering for MFA was refused because the sign-in looks risky',
      meaning:
        'The person has no MFA method yet, and Entra rates this sign-in as risky, so it does not let anyone register one now: an attacker with the password would do exactly that. It says nothing against the person, who may only sit behind a VPN, but who is asking is open.',
      next: 'Treat it as a possible attack until security has looked at the risk. Then have the person register from a known network and device, or with a Temporary Access Pass handed over after a full identity check.',
    },
    {
      code: '53010',
      title: 'Registering for MFA is allowed only from certain places or devices',
      meaning:
        'A policy on registering security information refused this place or device. The account and the password are in order; the person is in the wrong place to enrol.',
      next: 'Have the person enrol from the office network or a managed device. If that is impossible, verify who is asking and issue a Temporary Access Pass.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'enrolment-blocked', source: COLLECTED }, [
    {
      code: '54010',
      title: 'Registering for MFA was refused because of how the person signed in',
      meaning:
        'The person signed in with something that may not be used to set up MFA, such as a one-time code or a QR code. The account itself is in order.',
      next: 'Have the person start again with the password or a Temporary Access Pass, and enrol from there.',
    },
  ]),
]

const FAILED = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: COLLECTED }, [
    {
      code: '500121',
      title: 'The second step failed',
      meaning:
        'The password was right and the second step was tried and not passed. The number alone does not say why: the person refused, did not answer, typed a wrong code, could not be reached, or the service failed. It is also what an attacker who knows the password leaves behind, so it proves neither a lockout nor an attack.',
      next: 'Read the step’s result in Authentication Details and explain that text here. If the person did not start these sign-ins, or pressed “deny”, hand it to security and change nothing on the account’s MFA methods.',
    },
    {
      code: '5001214',
      title: 'The sign-in with the device’s own credential failed',
      meaning:
        'The device’s stored sign-in was not accepted and Entra gives no closer reason. It usually concerns the device, not the person’s phone or codes.',
      next: 'Have the person lock and unlock the device, or sign in once in a browser. If it stays, check that the device still stands in the directory.',
    },
    {
      code: '50130',
      title: 'The other sign-in system named a method that Entra does not know',
      meaning:
        'The federation or external provider said how the person signed in, and Entra could not read that as a known method. The person did everything right; the set-up between the two systems is wrong.',
      next: 'Give the claim values to whoever runs the federation. Do not touch the person’s authenticators.',
    },
    {
      code: '50159',
      title: 'The external MFA provider answered with too little',
      meaning:
        'The person passed the other provider’s check, but its answer lacked a claim that the policy wants. It usually hits everybody who uses that provider, and is no fault of the person.',
      next: 'Check whether others stop here too, and give it to whoever runs the external provider’s connection.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: TABLE }, [
    {
      code: '50161',
      title: 'The external MFA provider’s connection is set up wrongly',
      meaning:
        'Entra asked the external provider for a claim that it did not send, or that was not configured. Nobody gets through this way until an administrator mends it.',
      next: 'Give it to whoever runs the connection. Meanwhile let people use another method they have registered.',
    },
    {
      code: '50177',
      title: 'External MFA cannot be used by this guest account',
      meaning:
        'The account belongs to another organisation or is a personal one, and the policy demands an external provider that does not work for such accounts. The person cannot mend this.',
      next: 'Have the policy’s owner let guests use another method, or exclude guests from that control.',
    },
  ]),
]

const TELEPHONY = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'message-limit', source: TABLE }, [
    {
      code: '50088',
      title: 'Too many calls or text messages to this number: Entra sends no more for now',
      meaning:
        'The limit on phone calls and messages is reached, mostly after many tries in a row. The number and the account are in order. If the person did not ask for those messages, somebody else did.',
      next: 'Have the person wait some minutes, or use the app or a code instead. Ask whether they requested the messages; if not, hand it to security.',
    },
  ]),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'message-limit',
      source: COLLECTED,
      meaning:
        'The limit on phone calls and messages is reached, and Entra points to another method that the person has registered. The account is in order. If the person did not ask for those messages, somebody else did.',
      next: 'Have the person choose the app’s prompt or code on the MFA page, or wait some minutes. If they did not request the messages, hand it to security.',
    },
    [
      ['500881', 'Too many calls or messages: use the app’s prompt instead'],
      ['500882', 'Too many calls or messages: use the app’s code instead'],
      ['500883', 'Too many calls or messages: use the companion app’s prompt instead'],
    ],
  ),
]

/** Sign-in with the phone alone. Its log messages speak of a “remote” session: the one that waits for the phone. */
const PHONE_SIGN_IN = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-number', source: COLLECTED }, [
    {
      code: '70037',
      title: 'The number chosen on the phone was not the one on the screen',
      meaning:
        'Phone sign-in shows a number, and another one was chosen in the app. A slip is possible, but somebody who answers a prompt that they did not start cannot see the right number, so this is often an attack.',
      next: 'Ask whether the person was signing in at that minute and saw a number. If not, hand it to security as an unwanted prompt; leave the authenticators as they are.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'refused', source: COLLECTED }, [
    {
      code: '70034',
      title: 'The prompt on the phone was refused',
      meaning:
        'Somebody pressed “deny” on the phone. Either the person pressed the wrong button, or did not start this sign-in and refused rightly.',
      next: 'Ask whether they started this sign-in. If not, treat it as an attack and hand it to security; if so, have them try again and approve.',
    },
    {
      code: '1003033',
      title: 'The sign-in waiting for the phone was refused',
      meaning:
        'The prompt of a phone sign-in was answered with “no”. That is right if the person did not start it, and a slip if they did. It does not mean that the phone is broken.',
      next: 'Ask whether they started this sign-in. If not, treat it as an attack and hand it to security; if so, have them try again and approve.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'no-answer', source: COLLECTED }, [
    {
      code: '70039',
      title: 'Nobody answered the phone sign-in in time',
      meaning:
        'The sign-in waited for the phone and ran out. The prompt may not have shown (battery saving, no network), or the person was not at the phone, or did not start the sign-in at all.',
      next: 'Ask whether they started it. If so, have them open the app by hand and try again, and check that the phone is online and lets the app send notifications.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'no-authenticator', source: COLLECTED }, [
    {
      code: '500342',
      title: 'Phone sign-in is not set up for this account',
      meaning:
        'The sign-in wanted to use the phone, and the account has no phone sign-in, for example after a change of phone. Other methods may still work.',
      next: 'Have the person choose another way to sign in. Verify who is asking before any new method is set up.',
    },
  ]),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'service-error',
      source: COLLECTED,
      meaning:
        'Entra lost the thread of a phone sign-in: the waiting session could not be made, read or found. Nothing is known against the person or the phone.',
      next: 'Have the person start the sign-in again. If several people report it, check the provider’s status page and reset nobody.',
    },
    [
      ['70030', 'The sign-in waiting for the phone could not be read'],
      ['70031', 'The sign-in waiting for the phone was in a bad state'],
      ['70035', 'The sign-in waiting for the phone does not exist'],
      ['70036', 'The sign-in waiting for the phone was in an unknown state'],
      ['500343', 'The sign-in waiting for the phone could not be created'],
    ],
  ),
]

const MAILED_CODES = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'wrong-code', source: COLLECTED }, [
    {
      code: '50181',
      title: 'The one-time code was not accepted',
      meaning:
        'A one-time code, mostly one that was mailed to a guest, was wrong. It is not the password, and not the account.',
      next: 'Have the person request one new code and type the newest one only, from the newest mail.',
    },
    {
      code: '50184',
      title: 'The one-time code is wrong, or none was waiting for this account',
      meaning:
        'Either the code was mistyped, or it belongs to an older request, or another account: each new request makes the earlier codes useless.',
      next: 'Have the person request one new code and type the newest one only, from the newest mail.',
    },
    {
      code: '501811',
      title: 'The one-time code is wrong, or none was waiting for this account (second form)',
      meaning:
        'Either the code was mistyped, or it belongs to an older request, or another account: each new request makes the earlier codes useless.',
      next: 'Have the person request one new code and type the newest one only, from the newest mail.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'code-expired', source: COLLECTED }, [
    {
      code: '50182',
      title: 'The one-time code came too late',
      meaning:
        'The code was right once and has run out. Slow mail is the usual cause; it says nothing about the account.',
      next: 'Have the person request a new code and type it at once. If the mails arrive late, look at mail delays and spam filters.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'message-undeliverable', source: COLLECTED }, [
    {
      code: '50185',
      title: 'The mail with the one-time code could not be delivered',
      meaning:
        'The code never reached the mailbox: a wrong address, a full mailbox, or a filter. The person did nothing wrong.',
      next: 'Check the mail address on the account and the recipient’s filter, then have the person request a new code.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'service-error', source: COLLECTED }, [
    {
      code: '50183',
      title: 'Entra could not look up the one-time code',
      meaning: 'A fault inside the service. The code may have been right, and nothing is known against the person.',
      next: 'Have the person request a new code in some minutes. If several people report it, check the provider’s status page.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: COLLECTED }, [
    {
      code: '500346',
      title: 'This guest signs in with mailed codes, and typed a password',
      meaning: 'The account has no password here: it is a guest that proves itself with a code sent by mail.',
      next: 'Have the person choose the mailed code on the sign-in page instead of a password.',
    },
  ]),
]

export const ENTRA_SECOND_STEP: readonly Entry[] = [
  ...ASKED,
  ...ASKED_ELSEWHERE,
  ...NOT_ENROLLED,
  ...ENROLMENT_BLOCKED,
  ...FAILED,
  ...TELEPHONY,
  ...PHONE_SIGN_IN,
  ...MAILED_CODES,
]
