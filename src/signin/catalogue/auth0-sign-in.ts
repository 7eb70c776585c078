/** Auth0's codes of signing in: first steps, limits, tokens, sign-outs. */
import { CODES, family, rows } from './auth0-rows.ts'

const IN = [
  ...rows('session', 'success', 'none', CODES, [
    [
      's',
      'The person signed in',
      'They are in. If MFA was passed in this sign-in, it is listed among its prompts; without it, MFA was not asked or was still remembered.',
      'Nothing to do: this is what a sign-in that ends well looks like.',
    ],
    [
      'sdel',
      'Somebody signed in on behalf of another',
      'A delegated sign-in: the acting party is named in the row.',
      'Check that the delegation is meant to exist.',
    ],
    [
      'ciba_exchange_succeeded',
      'A sign-in begun by a program was confirmed by the person',
      'The person approved on their phone, and the program got its token.',
      'Nothing to do, unless the person knows nothing of it: then treat it as an incident.',
    ],
  ]),
  ...family(
    {
      step: 'session',
      outcome: 'success',
      reason: 'none',
      source: CODES,
      meaning: 'An application signed the person in by sending name and password, or what was asked besides, itself.',
      next: 'Nothing to do.',
    },
    [
      ['sepft', 'A password was exchanged for a token'],
      ['seotpft', 'A password and a code were exchanged for a token'],
      ['seoobft', 'A password and an answer on another device were exchanged for a token'],
      ['sercft', 'A password and a recovery code were exchanged for a token'],
      ['sepkotpft', 'A passkey and a code were exchanged for a token'],
      ['sepkoobft', 'A passkey and an answer on another device were exchanged for a token'],
      ['sepkrcft', 'A passkey and a recovery code were exchanged for a token'],
      ['sens', 'A social account’s token was exchanged, in a native app'],
    ],
  ),
  ...rows('first', 'success', 'none', CODES, [
    [
      'scoa',
      'Name and password were right (cross-origin page)',
      'The first step is done; the sign-in itself is told in another row.',
      'Nothing to do.',
    ],
    [
      'scv',
      'The credentials were right',
      'The first step is done; the sign-in itself is told in another row.',
      'Nothing to do.',
    ],
  ]),
  ...rows('first', 'pending', 'none', CODES, [
    [
      'passkey_challenge_started',
      'A passkey was asked for',
      'The app asked the device for the passkey. It says nothing yet of how it ends.',
      'Look at the rows that follow.',
    ],
  ]),
]

const FAILED = [
  ...rows('first', 'failure', 'other', CODES, [
    [
      'f',
      'The sign-in failed, neither by name nor by password',
      'Many things end up here: a wrong callback address or connection (the application’s set-up), a rule or Action that said no, a blocked user. The description tells.',
      'Read the description. If it names a callback, connection or client, it is for the application’s developers; the person is not at fault.',
    ],
    [
      'fcoa',
      'The sign-in on a cross-origin page failed',
      'A wrong password, or a browser that blocks third-party cookies; the description tells. Very many from one address are somebody trying stolen passwords.',
      'Read the description. One person: another browser, or the normal sign-in page. One address with many names: an attack.',
    ],
    [
      'fens',
      'The social account’s token was not taken',
      'The native app sent a token that Auth0 or the social provider did not accept.',
      'See the description in the row; mostly for the app’s developers.',
    ],
    [
      'passkey_challenge_failed',
      'The passkey did not answer',
      'Cancelled, no passkey for this site on that device, or a device that cannot.',
      'Have the person try the device on which they made the passkey, or another way to sign in.',
    ],
  ]),
  ...rows('first', 'failure', 'wrong-password', CODES, [
    [
      'fp',
      'A wrong password was entered',
      'The account exists, and the password was wrong. The second step was not reached.',
      'Have the person type it once more, slowly. Many names from one address are an attack.',
    ],
    [
      'fepft',
      'A wrong password was sent by an application',
      'An application that sends name and password itself was refused.',
      'If the person changed their password lately, an app still has the old one.',
    ],
  ]),
  ...rows('first', 'failure', 'unknown-user', CODES, [
    [
      'fu',
      'No account has this name',
      'Nobody of this name exists in that connection, so nobody is locked out: a typing error, an old address, or somebody trying out names.',
      'Compare the name with the directory, and check that the right connection was used.',
    ],
  ]),
  ...rows('first', 'failure', 'wrong-code', CODES, [
    [
      'fepotpft',
      'A wrong code was entered, signing in without a password',
      'The code sent by mail or text was wrong, used already, or too old.',
      'Have the person ask for a new one and use only the newest.',
    ],
  ]),
  ...rows('first', 'failure', 'service-error', CODES, [
    [
      'fc',
      'The connector to the organisation’s own directory failed',
      'Auth0 could not have the password checked by the AD/LDAP connector. Whether it was right is not known.',
      'Check the connector and the network to the directory. Reset nothing.',
    ],
  ]),
  ...rows('second', 'failure', 'wrong-code', CODES, [
    [
      'feotpft',
      'The password was right and the code was not',
      'An application sent password and code; the code was wrong or too old.',
      'Have the person wait for a fresh code, and check that the phone sets its time by itself.',
    ],
    [
      'fercft',
      'The password was right and the recovery code was not',
      'An application sent password and recovery code; the code was wrong or used up.',
      'Ask which sheet they read it from. If they know nothing of it, somebody has their password.',
    ],
  ]),
  ...rows('second', 'failure', 'second-step-failed', CODES, [
    [
      'feoobft',
      'The password was right, and the other device did not confirm',
      'No answer, a refusal, or a wrong code from the message: Auth0 does not say which.',
      'Ask whether they had just tried to sign in, before you touch any authenticator.',
    ],
    [
      'ciba_exchange_failed',
      'A sign-in begun by a program was not confirmed',
      'The person refused, did not answer in time, or the request ran out: the description tells.',
      'Ask whether they had started something that needed confirming.',
    ],
  ]),
]

const LIMITS = [
  ...rows('account', 'failure', 'locked', CODES, [
    [
      'limit_wc',
      'The account is blocked for this address, after too many wrong passwords',
      'Ten wrong passwords for this account from one address. Only that address is refused, unless the tenant counts otherwise. The tries may have been somebody else’s.',
      'Look at the address. The person’s own: verify them, then lift the block or let them use the mail that Auth0 sent. A strange one: leave it blocked.',
    ],
    [
      'limit_sul',
      'The account is blocked for a while: too many sign-ins from one address',
      'More sign-ins a minute from one address than a person makes: a script, or an app in a loop. It ends by itself.',
      'Find the app that signs in again and again.',
    ],
  ]),
  ...rows('policy', 'failure', 'address-blocked', CODES, [
    [
      'limit_mu',
      'The address is blocked, after too many failed sign-ins or sign-ups',
      'Very many failures over many accounts came from this address. People behind the same address are stopped with it, through no fault of theirs.',
      'An office’s own address: find out what failed so often there, and put it on the allow list if it is harmless. Anything else: leave it blocked.',
    ],
  ]),
  ...rows('policy', 'failure', 'throttled', CODES, [
    [
      'limit_delegation',
      'Too many calls to the delegation endpoint',
      'A program asks too often. It ends by itself.',
      'For the application’s developers.',
    ],
  ]),
  ...rows('first', 'unknown', 'risk-block', CODES, [
    [
      'pwd_leak',
      'Somebody tried a password that is known from a breach',
      'Whoever is behind the address used a leaked password, possibly the person’s own. Depending on the tenant the sign-in was stopped. Auth0 writes it once an hour and address.',
      'Have the person choose a password that they use nowhere else, over a way that you chose. Look for a sign-in from the same address.',
    ],
    [
      'reset_pwd_leak',
      'Somebody chose a leaked password when resetting',
      'The new password is known from a breach elsewhere.',
      'Have the person choose another one.',
    ],
    [
      'signup_pwd_leak',
      'Somebody signed up with a leaked password',
      'The password of a new account is known from a breach elsewhere. Many of these are made-up accounts.',
      'Nothing for one; for many, tell security.',
    ],
  ]),
]

const TOKENS = [
  ...family(
    {
      step: 'none',
      outcome: 'success',
      reason: 'none',
      source: CODES,
      meaning: 'A program got or renewed a token. Nobody did anything for it at that moment.',
      next: 'Nothing to do.',
    },
    [
      ['ssa', 'A session was renewed in silence'],
      ['seacft', 'An authorization code was exchanged for a token'],
      ['sertft', 'A refresh token was exchanged for a token'],
      ['seccft', 'A program got a token of its own'],
      ['sede', 'A device code was exchanged for a token'],
      ['secte', 'A foreign token was exchanged for a token'],
      ['seta', 'A token was taken from the Token Vault'],
      ['sd', 'A delegation token was made'],
      ['sdeleacft', 'An authorization code of a delegated sign-in was exchanged'],
      ['sdelsa', 'A delegated session was renewed in silence'],
      ['idjag_exchange_succeeded', 'An identity assertion was exchanged for a token'],
      ['success_on_behalf_of_token_exchange', 'A token was exchanged on behalf of somebody'],
    ],
  ),
  ...family(
    {
      step: 'none',
      outcome: 'failure',
      reason: 'session-expired',
      source: CODES,
      meaning:
        'A program could not get or renew a token: mostly a session that is over or a token that was used, revoked or too old. The person signs in again and goes on.',
      next: 'Nothing for one person. If an app fails for everybody, it is for its developers.',
    },
    [
      ['fsa', 'A session could not be renewed in silence'],
      ['feacft', 'An authorization code was not taken'],
      ['fertft', 'A refresh token was not taken'],
      ['ferrt', 'A rotating refresh token was not taken, perhaps because it was used twice'],
      ['feccft', 'A program did not get a token of its own'],
      ['fede', 'A device code was not taken'],
      ['fecte', 'A foreign token was not taken'],
      ['feta', 'The Token Vault gave no token'],
      ['fd', 'A delegation token was not made'],
      ['fdeleacft', 'An authorization code of a delegated sign-in was not taken'],
      ['fdelsa', 'A delegated session could not be renewed in silence'],
      ['idjag_exchange_failed', 'An identity assertion was not taken'],
      ['jwt_bearer_exchange_failed', 'A JWT assertion was not taken'],
      ['failed_on_behalf_of_token_exchange', 'A token on behalf of somebody was not given'],
    ],
  ),
]

const SIGN_OUTS = family(
  {
    step: 'session',
    outcome: 'unknown',
    reason: 'none',
    source: CODES,
    meaning: 'The person signed out, or was signed out, or should have been and was not.',
    next: 'Nothing to do, unless sessions were to be ended for security: then check that each one is.',
  },
  [
    ['slo', 'The person signed out'],
    ['flo', 'Signing out failed'],
    ['federated_logout_failed', 'Signing out at the upstream provider failed'],
    ['oidc_backchannel_logout_succeeded', 'An application was told that the person signed out'],
    ['oidc_backchannel_logout_failed', 'An application could not be told that the person signed out'],
    ['universal_logout_succeeded', 'The person was signed out everywhere'],
    ['universal_logout_failed', 'Signing the person out everywhere failed'],
  ],
)

export const AUTH0_SIGN_IN = [...IN, ...FAILED, ...LIMITS, ...TOKENS, ...SIGN_OUTS]
