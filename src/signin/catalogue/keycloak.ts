/** Keycloak’s error values (in LOGIN_ERROR and other *_ERROR events) and the event types that concern getting in. */
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'

const rows = tableOf('keycloak')
const ERRORS = 'keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/Errors.java'
const TYPES = 'keycloak/keycloak server-spi-private/src/main/java/org/keycloak/events/EventType.java'

const FIRST_STEP = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: ERRORS }, [
    {
      code: 'invalid_user_credentials',
      title: 'What the person entered was wrong',
      meaning:
        'Keycloak writes the same value for a wrong password and for a wrong one-time code. Where the event says which credential was tried (credential_type; for codes selected_credential_id), we read it; where it does not, it is most often the password.',
      next: 'Ask what was on the screen: the password page or the code page. For codes, check the phone’s clock first. Many accounts from one address is an attack: change nothing for the people, look at the address.',
    },
    {
      code: 'password_missing',
      title: 'The password field was empty',
      meaning: 'The form was sent without a password. Nothing is wrong with the account.',
      next: 'Have the person try again; look at the password manager if it fills the wrong field.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'unknown-user', source: ERRORS }, [
    {
      code: 'user_not_found',
      title: 'No such user in this realm',
      meaning:
        'Nobody has this name here: a slip, the wrong realm, or somebody trying names. No account is concerned, only the address it came from.',
      next: 'Compare the spelling and the realm with the directory. Many different names from one address is somebody guessing: look at the address.',
    },
    {
      code: 'username_missing',
      title: 'The user name field was empty',
      meaning: 'The form was sent without a name.',
      next: 'Have the person try again.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'other', source: ERRORS }, [
    {
      code: 'different_user_authenticated',
      title: 'Another user than the one expected signed in',
      meaning: 'The browser was already signed in as somebody else, or a passkey of another account was used.',
      next: 'Have the person sign out everywhere in this browser and start again.',
    },
    {
      code: 'identity_provider_login_failure',
      title: 'The other identity provider did not sign the person in',
      meaning:
        'Keycloak handed the sign-in to another provider, and that one did not finish it. The reason stands in its log.',
      next: 'Read the other provider’s log for the same minute.',
    },
  ]),
]

const ACCOUNT = [
  ...rows({ step: 'account', outcome: 'failure', reason: 'locked', source: ERRORS }, [
    {
      code: 'user_temporarily_disabled',
      title: 'Locked for a while after too many wrong tries',
      meaning:
        'Brute-force protection holds the account; even the right password and code are refused until the wait is over. The tries may have been the person’s or somebody else’s.',
      next: 'Look at the failures before it: own device and address, or not? If they are the person’s own, wait or clear the counter (attack detection). If not, hand it to security and do not unlock.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'success', reason: 'locked', source: TYPES }, [
    {
      code: 'USER_DISABLED_BY_TEMPORARY_LOCKOUT',
      title: 'Keycloak locked the account for a while',
      meaning: 'So many wrong tries came in that brute-force protection closed the account. It opens by itself.',
      next: 'See whose tries they were. From the person’s own place: tell them when it opens. From elsewhere: it is an attack, leave it locked.',
    },
    {
      code: 'USER_DISABLED_BY_PERMANENT_LOCKOUT',
      title: 'Keycloak locked the account until an administrator opens it',
      meaning: 'The limit for permanent locking was reached. It does not open by itself.',
      next: 'First find out who caused the tries. Only then enable the user again, after the person has proved who they are.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'disabled', source: ERRORS }, [
    {
      code: 'user_disabled',
      title: 'The account is switched off',
      meaning: 'An administrator, a synchronisation or permanent locking disabled this user. MFA is not the trouble.',
      next: 'Find out who disabled it and why before enabling it. An account that HR or security closed stays closed.',
    },
  ]),
]

const POLICY = rows({ step: 'policy', outcome: 'failure', reason: 'policy-block', source: ERRORS }, [
  {
    code: 'access_denied',
    title: 'The login flow denied access',
    meaning:
      'A condition in the realm’s authentication flow (group, role, place) ended in “deny”. It is the organisation’s own rule.',
    next: 'See which flow the client uses and which condition applies to this person; look at what changed in it lately.',
  },
])

const NOBODYS_FAULT = [
  ...rows({ step: 'none', outcome: 'failure', reason: 'session-expired', source: ERRORS }, [
    {
      code: 'expired_code',
      title: 'The login page was open for too long',
      meaning: 'The time for the login, or for the link in a mail, ran out. Nothing is wrong with the account.',
      next: 'Have the person start again from the application, not from an old tab or bookmark.',
    },
    {
      code: 'session_expired',
      title: 'The session had ended',
      meaning: 'The session behind this request is over. Nothing is wrong with the account.',
      next: 'Have the person sign in again.',
    },
    {
      code: 'invalid_code',
      title: 'The login session was no longer valid',
      meaning: 'A page was sent twice or came from an old tab. It is not a wrong one-time code.',
      next: 'Have the person close old tabs and start again from the application.',
    },
    {
      code: 'invalid_authentication_session',
      title: 'The login session is unknown',
      meaning:
        'The browser came without a login that Keycloak remembers: an old tab, another node, or cookies removed.',
      next: 'Have the person start again with cookies allowed. Many people at once: look at the cluster.',
    },
    {
      code: 'cookie_not_found',
      title: 'The browser sent no cookie',
      meaning: 'Without its cookie the login cannot go on: cookies are blocked, or the login took too long.',
      next: 'Have the person allow cookies for this site and start again.',
    },
    {
      code: 'user_session_not_found',
      title: 'No session for this token',
      meaning: 'The person was signed out in between. Applications ask again by themselves.',
      next: 'Have the person sign in again if the application does not do so.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'interrupt', reason: 'page-shown', source: ERRORS }, [
    {
      code: 'resolve_required_actions',
      title: 'Something is left for the person to do first',
      meaning:
        'The application asked for a silent login, and Keycloak would have to show a page: set up a code, accept terms, new password.',
      next: 'Have the person sign in openly once and do what the page asks.',
    },
    {
      code: 'not_logged_in',
      title: 'Asked silently whether somebody is signed in: nobody was',
      meaning: 'Applications ask this in the background. It is no failed sign-in.',
      next: 'Nothing to do.',
    },
    {
      code: 'already_logged_in',
      title: 'Signed in already in another tab',
      meaning: 'A second tab finished the login first.',
      next: 'Have the person go on in the tab that is signed in.',
    },
  ]),
  ...rows({ step: 'none', outcome: 'failure', reason: 'application', source: ERRORS }, [
    {
      code: 'invalid_redirect_uri',
      title: 'The application’s return address is not allowed',
      meaning: 'The client’s set-up and the address that it asked for differ. No person is concerned.',
      next: 'Compare the redirect addresses of the client with what the application sends.',
    },
    {
      code: 'client_not_found',
      title: 'Unknown application',
      meaning: 'The request named a client that this realm does not have.',
      next: 'Check the application’s client id and realm.',
    },
    {
      code: 'client_disabled',
      title: 'The application is switched off',
      meaning: 'The client is disabled in the realm; everybody who uses it is stopped.',
      next: 'Find out who disabled the client, and whether it was meant.',
    },
    {
      code: 'invalid_client_credentials',
      title: 'The application’s own secret was wrong',
      meaning: 'The application could not prove itself to Keycloak. The person’s password and code do not matter here.',
      next: 'Renew the client’s secret or certificate in the application.',
    },
    {
      code: 'invalid_request',
      title: 'The application’s request was malformed',
      meaning: 'Something is missing or wrong in what the application sent.',
      next: 'Give the time and client to whoever runs the application.',
    },
    {
      code: 'not_allowed',
      title: 'The browser gave no key, or this way of signing in is not allowed',
      meaning:
        'With a security key or passkey (credential_type webauthn) the browser returned nothing: cancelled, timed out, or no key that fits. Otherwise the application asked for a kind of sign-in that its set-up does not allow.',
      next: 'If it was a key, ask what the browser showed and try it in another browser before replacing it. Otherwise give it to whoever runs the application.',
    },
    {
      code: 'rejected_by_user',
      title: 'The person said no on a consent page',
      meaning: 'They did not agree to terms, or to what the application wanted to see. It is no refused MFA prompt.',
      next: 'Ask whether they meant to; they may sign in again and agree.',
    },
    {
      code: 'consent_denied',
      title: 'Consent was not given',
      meaning: 'The person did not agree to what the application wanted to see.',
      next: 'Ask whether they meant to; they may sign in again and agree.',
    },
  ]),
  ...rows({ step: 'none', outcome: 'failure', reason: 'service-error', source: ERRORS }, [
    {
      code: 'identity_provider_error',
      title: 'The other identity provider answered with an error',
      meaning:
        'Keycloak could not work with the answer of the provider that it hands sign-ins to. Many people at once means an outage or a changed certificate there.',
      next: 'Look at the other provider’s state and at the certificates on both sides. Reset nobody.',
    },
  ]),
  ...rows({ step: 'none', outcome: 'failure', reason: 'message-undeliverable', source: ERRORS }, [
    {
      code: 'email_send_failed',
      title: 'The mail could not be sent',
      meaning:
        'Keycloak failed to hand over the mail with the link. The person waits for something that will not come.',
      next: 'Check the realm’s mail server. Many at once: it is the server, not the people.',
    },
  ]),
  ...rows({ step: 'none', outcome: 'failure', reason: 'other', source: ERRORS }, [
    {
      code: 'generic_authentication_error',
      title: 'An authenticator of the flow failed',
      meaning: 'A step of the login flow, often an own or added one, gave up without saying more.',
      next: 'Read the server’s log for that minute; look at the flow’s added steps.',
    },
  ]),
]

const CHANGES = rows({ step: 'none', outcome: 'success', reason: 'none', source: TYPES }, [
  {
    code: 'UPDATE_TOTP',
    title: 'A code app was set up',
    meaning: 'The person’s own session bound a new one-time-code app. Keycloak 26 writes UPDATE_CREDENTIAL beside it.',
    next: 'If the person did not do it and no case explains it: an incident.',
  },
  {
    code: 'REMOVE_TOTP',
    title: 'A code app was removed',
    meaning: 'Codes of that app no longer count. Keycloak 26 writes REMOVE_CREDENTIAL beside it.',
    next: 'There should be a case for it. If there is none: an incident.',
  },
  {
    code: 'UPDATE_CREDENTIAL',
    title: 'A credential was set up or changed',
    meaning: 'The row’s credential_type says which: password, otp, webauthn, recovery codes.',
    next: 'If the person did not do it and no case explains it: an incident.',
  },
  {
    code: 'REMOVE_CREDENTIAL',
    title: 'A credential was removed',
    meaning:
      'The row’s credential_type says which. A person who had no other cannot complete a sign-in where one is demanded.',
    next: 'There should be a case for it. If there is none: an incident.',
  },
])

export const KEYCLOAK: readonly Entry[] = [...FIRST_STEP, ...ACCOUNT, ...POLICY, ...NOBODYS_FAULT, ...CHANGES]
