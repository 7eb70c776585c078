/**
 * Entra's codes of authenticators that are a whole sign-in by themselves: temporary passes, passkeys, Windows Hello,
 * certificates, QR codes. They count as the second step, because whoever fails there is locked out with a right name.
 */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const PASSES = [
  ...rows({ step: 'second', outcome: 'failure', reason: 'pass-wrong', source: COLLECTED }, [
    {
      code: '130503',
      title: 'The Temporary Access Pass was typed wrongly',
      meaning:
        'A pass exists and something else was typed. Mistyped passes are common; several in a row may be somebody guessing.',
      next: 'Have the person type the pass again, watching capital letters. If it still fails, verify who is asking before a new one is issued.',
    },
    {
      code: '130506',
      title: 'This pass works in the web sign-in only',
      meaning:
        'The pass itself may be right, but it was used at a place that does not take passes, such as the Windows lock screen.',
      next: 'Have the person use the pass in a browser, or at “Web sign-in” on the lock screen if the organisation has that on.',
    },
    {
      code: '130507',
      title: 'No Temporary Access Pass could be found or checked for this account',
      meaning:
        'The account has no pass: none was issued, it was deleted, or it was issued to another account of the person.',
      next: 'Check which account the pass was issued to. Verify who is asking before a new one is issued.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'pass-expired', source: COLLECTED }, [
    {
      code: '130504',
      title: 'The Temporary Access Pass has run out',
      meaning: 'The pass was right and too old. The recovery stopped half-way: the person is still locked out.',
      next: 'Verify who is asking again and issue a new pass, to be used at once.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'pass-used', source: COLLECTED }, [
    {
      code: '130505',
      title: 'This one-time pass has been used already',
      meaning:
        'The pass opened the account once and is dead. If it was the person, the first use should have ended in a new authenticator. If they say they never used it, somebody else did.',
      next: 'Look at what was signed in and registered with the first use. If the person did not do it, hand it to security before anything else; otherwise verify again and issue a new pass.',
    },
  ]),
]

const NOT_ALLOWED = family(
  {
    step: 'second',
    outcome: 'failure',
    reason: 'policy-block',
    source: COLLECTED,
    meaning:
      'The way to sign in that was chosen is switched off for this person by the authentication methods policy. The credential may be fine, and the account is.',
    next: 'Have the person choose another way to sign in. If this one should work, give the code to whoever owns the authentication methods policy; never loosen it for one call.',
  },
  [
    ['130500', 'Phone sign-in is not allowed for this person'],
    ['130501', 'This way to sign in is not allowed for this person'],
    ['130502', 'A Temporary Access Pass is not allowed for this person'],
    ['135016', 'Passkeys and security keys are switched off for this person'],
    ['29210', 'Sign-in by QR code is switched off'],
    ['54008', 'MFA is demanded, and the way chosen cannot be the first step'],
    ['54009', 'MFA is demanded, and the way chosen is not good enough for it'],
    ['500186', 'A policy does not let this person sign in with this certificate'],
  ],
)

const KEY_UNKNOWN = family(
  {
    step: 'second',
    outcome: 'failure',
    reason: 'authenticator-invalid',
    source: TABLE,
    meaning:
      'The device still holds a key for this sign-in, and the account does not know it: it was removed, the device was set up anew, or the key belongs to another account. The person’s PIN, finger or face is not the trouble.',
    next: 'Have the person sign in another way they have registered. Without one, verify who is asking; only then have the key set up again.',
  },
  [
    ['130004', 'Windows Hello: the account does not know this key'],
    ['130006', 'Windows Hello: the device’s transport key is missing'],
    ['130008', 'Windows Hello: the device that the key belongs to is gone'],
    ['135010', 'The key used to sign in was not found'],
    ['17003', 'The device’s key could not be set up for this person'],
  ],
)

const PASSKEY_UNKNOWN = family(
  {
    step: 'second',
    outcome: 'failure',
    reason: 'authenticator-invalid',
    source: COLLECTED,
    meaning:
      'The passkey or security key answered, and it does not belong to this account: it was removed here, or it belongs to another account. The key itself works.',
    next: 'Have the person check which account they chose, and sign in another way. Without one, verify who is asking; only then have a key set up again.',
  },
  [
    ['135001', 'The account does not know this passkey'],
    ['135012', 'This passkey belongs to another account'],
    ['135013', 'The passkey’s account mark is not one of Entra’s'],
    ['135014', 'The passkey’s account mark has the wrong length'],
    ['135021', 'The passkey’s account mark is not one of Entra’s (second form)'],
    ['140002', 'The key used to sign in was not found'],
    ['500129', 'Windows Hello: no transport key was found'],
    ['500344', 'No account was found for this passkey'],
  ],
)

const KEY_FAILED = [
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'second-step-failed',
      source: COLLECTED,
      meaning:
        'The answer of the passkey or security key did not check out. A browser extension, an old key firmware or an interrupted gesture are the usual causes. It is not a wrong PIN: the key itself checks that.',
      next: 'Have the person try again in another browser, with the key plugged in directly. If it stays, sign in another way and give the code to whoever looks after the keys.',
    },
    [
      ['135000', 'The passkey’s signature did not check out'],
      ['135002', 'The passkey’s answer lacked its data'],
      ['135003', 'The passkey’s answer was refused: no valid touch, PIN, finger or face'],
      ['135007', 'The passkey’s answer was of the wrong kind'],
      ['135008', 'The passkey answered for another site'],
      ['135017', 'The security key’s counter went backwards: it may have been copied'],
      ['135018', 'The passkey answered another question than was asked'],
      ['135020', 'The passkey’s answer could not be read'],
    ],
  ),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'second-step-failed',
      source: TABLE,
      meaning:
        'The device’s own key answered, and its signature did not check out. This mostly follows a repair or a restored device. It is not a wrong PIN, which the device would have refused by itself.',
      next: 'Have the person sign in another way and restart the device. If it stays, verify who is asking and have Windows Hello set up again.',
    },
    [['130005', 'Windows Hello: the signature did not check out']],
  ),
  ...family(
    {
      step: 'second',
      outcome: 'interrupt',
      reason: 'session-expired',
      source: COLLECTED,
      meaning:
        'The question that the passkey had to answer was too old: the page stood open for too long. The passkey is in order.',
      next: 'Have the person load the sign-in page anew and touch the key promptly.',
    },
    [['135019', 'The passkey answered too late']],
  ),
  ...family(
    {
      step: 'policy',
      outcome: 'failure',
      reason: 'device-not-compliant',
      source: TABLE,
      meaning:
        'An administrator or a clean-up disabled the device in the directory. The person’s account is in order; this device may not sign anybody in. Lost devices are disabled on purpose.',
      next: 'Find out who disabled the device and why before it is enabled again. Meanwhile have the person use another device.',
    },
    [
      ['130007', 'Windows Hello: this device is disabled in the directory'],
      ['135011', 'The device signed in from is disabled in the directory'],
    ],
  ),
]

const CERTIFICATES = [
  ...rows({ step: 'second', outcome: 'interrupt', reason: 'page-shown', source: COLLECTED }, [
    {
      code: '50019',
      title: 'The person is being asked to choose a certificate',
      meaning: 'A page on the way: the browser shows its list of certificates or smart cards. No failure by itself.',
      next: 'If it goes no further, check that the card is inserted and that the browser shows the certificate.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'second-step-failed', source: TABLE }, [
    {
      code: '50192',
      title: 'No certificate came with the sign-in',
      meaning:
        'Certificate sign-in was chosen and none was sent: no card in the reader, the choice was cancelled, or a proxy between cuts it out.',
      next: 'Check card and reader, then try from a network without an inspecting proxy. If a whole office is hit, look at the proxy.',
    },
  ]),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'authenticator-invalid',
      source: COLLECTED,
      meaning:
        'The certificate or smart card is no longer valid. A lost card is revoked on purpose, so this may be somebody else holding the old one.',
      next: 'Ask which card was used, and whether one was reported lost. Verify who is asking before a new certificate is made out.',
    },
    [
      ['500183', 'The certificate has been revoked'],
      ['1000502', 'The certificate has run out, or is not valid yet'],
    ],
  ),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'second-step-failed',
      source: COLLECTED,
      meaning:
        'The certificate does not fit what Entra expects for this person. The usual cause is that the wrong one of several was chosen.',
      next: 'Close the browser wholly, start again and choose the certificate of this account. If it stays, give the code to whoever runs certificate sign-in.',
    },
    [
      ['500184', 'The answer was not signed with the certificate that came with it'],
      ['500185', 'The certificate belongs to another organisation'],
      ['500187', 'The chosen certificate does not meet the organisation’s rules'],
    ],
  ),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'service-error',
      source: TABLE,
      meaning:
        'Entra could not check the certificate, because its issuer or revocation list was missing or could not be fetched. It hits everybody with certificates of that issuer, and is no fault of the person.',
      next: 'Have people use another method meanwhile. Give it to whoever runs the certificate authority: is its revocation list reachable from the internet and not too large?',
    },
    [
      ['50017', 'The certificate’s issuer or revocation list could not be checked'],
      ['220501', 'The certificate’s revocation list could not be fetched'],
    ],
  ),
  ...family(
    {
      step: 'second',
      outcome: 'failure',
      reason: 'service-error',
      source: COLLECTED,
      meaning: 'Entra is fetching the issuer’s revocation list at this moment. The certificate may be perfectly good.',
      next: 'Have the person try again in some minutes. If it goes on, give it to whoever runs the certificate authority.',
    },
    [['2205013', 'The certificate’s revocation list is being fetched just now']],
  ),
]

const QR_CODES = family(
  {
    step: 'second',
    outcome: 'failure',
    reason: 'second-step-failed',
    source: COLLECTED,
    meaning:
      'Sign-in by QR code did not work: the code was old, used, or not meant for this kind of account. The account is in order.',
    next: 'Have the person show a fresh code, or sign in another way. Nobody should scan a code that came by mail or chat: that is a known trick.',
  },
  [
    ['29207', 'The QR code is not valid, or has run out'],
    ['29208', 'The QR code has been used already'],
    ['29211', 'Sign-in by QR code does not work for guests'],
    ['29212', 'Sign-in by QR code does not work for personal accounts'],
  ],
)

export const ENTRA_AUTHENTICATORS: readonly Entry[] = [
  ...PASSES,
  ...NOT_ALLOWED,
  ...KEY_UNKNOWN,
  ...PASSKEY_UNKNOWN,
  ...KEY_FAILED,
  ...CERTIFICATES,
  ...QR_CODES,
]
