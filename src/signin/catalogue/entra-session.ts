/** Entra's codes of sessions: pages in between, tokens that ran out, sign-in by device code, guests being invited. */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const SUCCESS = rows({ step: 'session', outcome: 'success', reason: 'none', source: TABLE }, [
  {
    code: '0',
    title: 'Signed in',
    meaning:
      'The sign-in ended well. Whether a second step was really answered, or an earlier one was remembered, stands in Authentication Details.',
    next: 'Nothing.',
  },
])

const PAGE = {
  step: 'session',
  outcome: 'interrupt',
  reason: 'page-shown',
  meaning:
    'A page or silent check on the way. The sign-in was right so far and goes on after it; this is no failure and no lockout.',
  next: 'Nothing, unless the same attempt never ends in a success. Then ask what the person saw on the page.',
} as const

const PAGES = [
  ...rows({ step: 'session', outcome: 'interrupt', reason: 'page-shown', source: TABLE }, [
    {
      code: '50140',
      title: 'The “Stay signed in?” page was shown',
      meaning:
        'Everything was right, and Entra asks whether to remember this browser. It is a normal row before almost every success in a browser.',
      next: 'Nothing. If the person is caught in a loop here, have them allow cookies or try a private window.',
    },
    {
      code: '50125',
      title: 'A page for resetting the password or registering recovery details was shown',
      meaning:
        'The sign-in was right so far, and the person was sent to set a new password or to register details for self-service recovery. It is a step on the way, and no failure.',
      next: 'Have the person finish that page. Ask further only if the attempt never ends in a success.',
    },
    {
      code: '16000',
      title: 'The person is being asked which account to use',
      meaning: 'Several accounts are signed in in this browser, and the page for choosing one was shown. No failure.',
      next: 'Have the person choose the right account, or try a private window.',
    },
    {
      code: '50199',
      title: 'The person is being asked whether this is the app they meant to sign in to',
      meaning:
        'A page against fake apps on phones. Pressing “Continue” is right if the person opened that app just now.',
      next: 'Have the person go on only if they opened the app themselves. If they did not, hand it to security.',
    },
  ]),
  ...family({ ...PAGE, source: TABLE }, [
    ['16001', 'The account chosen on the page did not fit'],
    ['16002', 'The session that the application asked for is not there'],
    ['50136', 'A personal account’s session was found and handed on'],
    ['50168', 'The browser could sign in through Windows and is being asked to'],
    ['51005', 'The browser is being sent elsewhere for a moment'],
    ['1000002', 'Accounts were linked, and the person is being told'],
    ['9002341', 'The person is being asked to allow single sign-on'],
    ['90038', 'The person is being sent to the cloud that the organisation lives in'],
    ['50014', 'A guest’s invitation is not finished yet'],
  ]),
  ...family({ ...PAGE, source: COLLECTED }, [
    ['50157', 'The browser is being sent to another place to sign in'],
    ['50160', 'Another organisation is preferred for this sign-in'],
    ['50201', 'A message is being shown to the person'],
    ['50202', 'A guest has to agree to the sign-in'],
    ['50203', 'The person is being reminded to set up the authenticator app'],
    ['50204', 'A guest has to agree to the privacy statement'],
    ['50205', 'A guest has agreed to the privacy statement'],
    ['50206', 'The person is being asked whether to connect to another device'],
    ['50207', 'The app’s own sign-in is being asked to take over'],
    ['50209', 'The person is resetting the password'],
    ['399218', 'The person is being asked to confirm the sign-in'],
    ['399210', 'The person is being asked for a verifiable credential'],
    ['500141', 'A guest’s invitation is finished; the application did not ask for it'],
    ['500142', 'A guest’s invitation is finished, and the sign-in goes on'],
    ['500581', 'The browser is looking for sessions of a personal account'],
    ['500583', 'The browser is being asked for access to its storage'],
    ['29200', 'A QR code to sign in with is being shown'],
  ]),
  ...family(
    {
      step: 'session',
      outcome: 'interrupt',
      reason: 'abandoned',
      source: COLLECTED,
      meaning:
        'The person closed the page or pressed “cancel”. Nothing is wrong with the account; whether they were stuck, only they can say.',
      next: 'Ask what was on the screen when they left it.',
    },
    [
      ['90135', 'The person decided not to go on'],
      ['650041', 'The person cancelled the request'],
    ],
  ),
]

const EXPIRED = {
  step: 'session',
  outcome: 'interrupt',
  reason: 'session-expired',
  meaning:
    'An earlier sign-in has run out or was ended, and the app asks for a new one. That is everyday life, and also what follows a password change or “sign out everywhere”. It is no failure of the person.',
  next: 'Have the person sign in anew. Ask further only if they cannot.',
} as const

const SESSIONS = [
  ...rows({ step: 'session', outcome: 'interrupt', reason: 'session-expired', source: TABLE }, [
    {
      code: '50058',
      title: 'An app tried to sign in silently, and nobody was signed in',
      meaning:
        'The app asked without a page whether somebody is signed in, and nobody was. It then shows the page. No failure.',
      next: 'Nothing. If an app repeats this without ever showing a page, look at blocked third-party cookies.',
    },
    {
      code: '50089',
      title: 'The sign-in page stood open for too long',
      meaning:
        'The sign-in’s own time ran out between its steps. For somebody waiting for a text message or looking for the phone, that can be the reason why MFA never finishes.',
      next: 'Have the person load the page anew with the phone at hand. If it happens again, ask what takes so long: a message that does not come is a delivery problem.',
    },
    {
      code: '50132',
      title: 'The session ended, mostly after a password change',
      meaning: 'The browser’s earlier sign-in is not valid any more. It is a normal step of a recovery.',
      next: 'Have the person sign in anew with the newest password.',
    },
    {
      code: '50133',
      title: 'The session was ended by an expired or changed password',
      meaning: 'The browser’s earlier sign-in is not valid any more. It is a normal step of a recovery.',
      next: 'Have the person sign in anew with the newest password.',
    },
    {
      code: '50173',
      title: 'The earlier sign-in was revoked: a fresh one is needed',
      meaning:
        'Password change, “sign out everywhere” or an administrator ended all sessions, and an app noticed. It is what one wants to see after a recovery.',
      next: 'Have the person sign in anew on each device. If nobody changed or revoked anything, ask security who did.',
    },
  ]),
  ...family({ ...EXPIRED, source: TABLE }, [
    ['70008', 'The app’s stored sign-in has expired or was revoked'],
    ['70043', 'The policy on sign-in frequency asks for a new sign-in'],
    ['70000', 'The app’s stored sign-in is not valid any more'],
    ['700082', 'The app’s stored sign-in was unused for too long'],
    ['700084', 'The web app’s stored sign-in has reached its end'],
    ['700020', 'The app has to ask the person again'],
    ['50013', 'The token that the app showed is not valid'],
    ['500133', 'The token that the app showed is out of its time'],
    ['50085', 'The app’s stored sign-in needs the social account again'],
    ['50139', 'The session lacks the personal account’s token'],
    ['51006', 'The session lacks the Windows sign-in that is wanted'],
    ['54005', 'The code that the app showed was used already'],
    ['140001', 'The device’s session key is not valid'],
    ['160021', 'The app asked for a session that does not exist'],
    ['90086', 'The delegated token has expired'],
  ]),
  ...family({ ...EXPIRED, source: COLLECTED }, [
    ['26000', 'The app has to ask the person again (second form)'],
    ['70044', 'The policy on sign-in frequency ended the session'],
    ['70045', 'The policy on sign-in frequency ended the session for all apps'],
    ['70046', 'A policy asks for a new sign-in each time'],
    ['160011', 'The session of the account chosen is not valid'],
    ['700081', 'The app’s stored sign-in has reached its greatest age'],
    ['700083', 'The device’s stored sign-in has reached its greatest age'],
    ['1000028', 'The stored sign-in of this Windows computer is not valid'],
    ['1000026', 'The device’s stored sign-in is not valid'],
    ['1003013', 'The sign-in’s one-time mark has run out'],
    ['5001211', 'The device’s lasting sign-in could not be made'],
  ]),
]

const DEVICE_CODE = [
  ...rows({ step: 'session', outcome: 'pending', reason: 'none', source: TABLE }, [
    {
      code: '70016',
      title: 'A device waits until its code has been typed in elsewhere',
      meaning:
        'A television, console or script shows a code and asks every few seconds whether somebody has typed it in. No failure. Attackers send such codes by mail and chat, so a device that nobody knows of matters.',
      next: 'Ask whether the person started it. If somebody sent them the code, hand it to security at once.',
    },
  ]),
  ...family(
    {
      step: 'session',
      outcome: 'failure',
      reason: 'other',
      source: TABLE,
      meaning:
        'Signing in a device by code went wrong: the code was mistyped, or answered before. It is not an MFA code. Attackers send such codes by mail and chat.',
      next: 'Have the person start again from the device. If somebody sent them the code, hand it to security at once.',
    },
    [
      ['70018', 'The device’s code was typed wrongly'],
      ['90119', 'The device’s code was empty'],
      ['90120', 'The device’s code was answered already'],
      ['50134', 'The device’s code belongs to another region'],
    ],
  ),
  ...family(
    {
      step: 'session',
      outcome: 'failure',
      reason: 'session-expired',
      source: TABLE,
      meaning:
        'Nobody typed in the device’s code in time. It is not an MFA code, and nothing is wrong with the account.',
      next: 'Have the person start again from the device, if it was them.',
    },
    [['70019', 'The device’s code has run out']],
  ),
  ...family(
    {
      step: 'session',
      outcome: 'interrupt',
      reason: 'page-shown',
      source: COLLECTED,
      meaning: 'The waiting sign-in was answered already, and this row only repeats the question. No failure.',
      next: 'Nothing.',
    },
    [['70033', 'The waiting sign-in has been approved already']],
  ),
]

const OLD_SOFTWARE = [
  ...rows({ step: 'session', outcome: 'failure', reason: 'other', source: TABLE }, [
    {
      code: '220450',
      title: 'The phone’s built-in browser is too old',
      meaning:
        'An app on an Android phone shows its sign-in page with a system part that is too old. The account is in order.',
      next: 'Have the person update “Android System WebView” and Chrome in the Play Store.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'failure', reason: 'other', source: COLLECTED }, [
    {
      code: '1002016',
      title: 'The device speaks an encryption that is switched off (TLS 1.0 or 1.1)',
      meaning: 'A very old system or app cannot make a connection that Entra still accepts. The account is in order.',
      next: 'Have the person use a current browser or device. A proxy in between can also be the old part.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: TABLE }, [
    {
      code: '90101',
      title: 'What was typed is no mail address',
      meaning: 'The name field held something that cannot be a user name. Nobody is locked out by this row.',
      next: 'Have the person type the whole address, with the part after the @.',
    },
  ]),
]

export const ENTRA_SESSION: readonly Entry[] = [...SUCCESS, ...PAGES, ...SESSIONS, ...DEVICE_CODE, ...OLD_SOFTWARE]
