/** Okta's events of signing in, of prompts and messages, and of suspicions. */
import { EVENT_TYPES, family, rows } from './okta-rows.ts'

const ENTRIES = [
  ...rows('session', 'success', 'none', EVENT_TYPES, [
    [
      'user.session.start',
      'An Okta session began, or could not begin',
      'SUCCESS: the person has a session. In the Identity Engine it begins once the global session policy is met, which may be before an application asks for its second step. FAILURE: the reason says why.',
      'With FAILURE, look up the reason (npx postern explain LOCKED_OUT, for one). With SUCCESS and complaints all the same, look at the later events of the same attempt.',
    ],
    [
      'user.authentication.verify',
      'The whole sign-in was gone through',
      'The person met everything that was asked of them in this attempt, the second step included where there was one.',
      'Nothing to do: this is what a sign-in that ends well looks like.',
    ],
    [
      'user.authentication.sso',
      'The person opened an application',
      'SUCCESS: they are in the application, mostly without having typed anything. FAILURE: the application would not take them, and they stay signed in to Okta.',
      'With FAILURE, check that the person is assigned to the application and what its sign-on policy asks.',
    ],
    [
      'user.session.access_admin_app',
      'Somebody opened the Okta Admin Console',
      'An administrator, or somebody in an administrator’s session, went to the Admin Console.',
      'Nothing to do, unless device or place are strange: then page security.',
    ],
  ]),
  ...rows('policy', 'failure', 'application', EVENT_TYPES, [
    [
      'app.generic.unauth_app_access_attempt',
      'The person opened an application that is not theirs',
      'The person is signed in to Okta, and not assigned to this application. Their authenticators are fine.',
      'Have the application’s owner decide on the assignment. One person trying many applications deserves a look.',
    ],
  ]),
  ...rows('second', 'unknown', 'none', EVENT_TYPES, [
    [
      'user.authentication.auth_via_mfa',
      'An authenticator was asked, and answered or not',
      'Okta writes this for every authenticator, in the Identity Engine for the password too. SUCCESS: it was answered rightly, and the sign-in may still go on. FAILURE, ABANDONED, UNANSWERED: the reason, the factor and the push answers say what happened.',
      'With FAILURE, look at factor and push answer (npx postern explain OV_RESPONSE_DENY, for one) before deciding that the person mistyped.',
    ],
    [
      'user.mfa.okta_verify',
      'Okta Verify was asked (Classic Engine)',
      'The result says whether it was answered rightly.',
      'With FAILURE, look for a user.mfa.okta_verify.deny_push in the same attempt.',
    ],
    [
      'system.email.challenge_factor_redeemed',
      'A code or link from a mail was used',
      'SUCCESS: it was right. FAILURE: it was wrong, too old, or opened in another browser than the one that asked for it; the reason says which.',
      'With FAILURE, have the person ask for a new mail and use it in the same browser, at once.',
    ],
    [
      'system.operation.rate_limit.violation',
      'Somebody did one thing too often, and Okta held them back',
      'For codes and phones: too many tries or messages in a few minutes. Okta refuses for some seconds or minutes; nothing is locked. The same event is written for programs that call the API too fast, and then concerns nobody’s sign-in.',
      'Have the person wait for the time given in operationRateLimitSecondsToReset. Many from one address are an attack.',
    ],
  ]),
  ...family(
    {
      step: 'first',
      outcome: 'unknown',
      reason: 'none',
      source: EVENT_TYPES,
      meaning:
        'The first step was checked somewhere else than in Okta’s own directory. SUCCESS: it was right, and the second step may follow. FAILURE: the reason says why; that other system’s log says more.',
      next: 'With FAILURE, look in that system’s log at the same minute. If many people fail here at once, that system or its agent is down.',
    },
    [
      ['user.authentication.auth', 'The first step was checked'],
      ['user.authentication.auth_via_AD_agent', 'Active Directory checked the password'],
      ['user.authentication.auth_via_LDAP_agent', 'The LDAP directory checked the password'],
      ['user.authentication.auth_via_radius', 'Somebody signed in over RADIUS, as VPNs do'],
      ['user.authentication.auth_via_richclient', 'A program signed in with name and password, without a browser'],
      ['user.authentication.auth_via_iwa', 'Integrated Windows Authentication vouched for the person'],
      ['user.authentication.authenticate', 'A device certificate vouched for the computer'],
      ['user.authentication.auth_via_IDP', 'Another identity provider vouched for the person'],
      ['user.authentication.auth_via_inbound_SAML', 'Another identity provider vouched for the person, by SAML'],
      ['user.authentication.auth_via_inbound_delauth', 'Another system checked the password'],
      ['user.authentication.auth_via_social', 'A social account vouched for the person'],
    ],
  ),
  ...rows('policy', 'unknown', 'none', EVENT_TYPES, [
    [
      'policy.evaluate_sign_on',
      'A sign-on policy was applied',
      'ALLOW: nothing more was asked. CHALLENGE: a further step was asked, which nearly everybody sees on the way in and which is no failure. DENY: the policy and rule named in the event turned the person away.',
      'With DENY, open the rule named in the event and see which condition the person did not meet, since when, and who else meets it.',
    ],
  ]),
  ...rows('policy', 'failure', 'policy-block', EVENT_TYPES, [
    [
      'application.policy.sign_on.deny_access',
      'An application’s sign-on policy turned the person away',
      'The person was signed in to Okta and did not meet the application’s policy. Sometimes they could not have met it: it asks for an authenticator that they do not have.',
      'Compare what the policy asks with the authenticators that the person has. Enrolling one is a recovery: verify first.',
    ],
  ]),
]

const PROMPTS = [
  ...rows('second', 'pending', 'none', EVENT_TYPES, [
    [
      'system.push.send_factor_verify_push',
      'A push was sent to the person’s Okta Verify',
      'It says that a push went out, not that it arrived, and not what came of it. The address is that of the browser that asked for it, not of the phone.',
      'Look for the answer in the same attempt. None, with the person waiting: battery optimisation, no network, or another phone. Many, with the person knowing nothing: an attack.',
    ],
    [
      'device.custom_push.send_notification',
      'A push was sent to the organisation’s own authenticator app',
      'It says that a push went out, not that it arrived, and not what came of it.',
      'Look for the answer in the same attempt.',
    ],
  ]),
  ...rows('second', 'failure', 'refused', EVENT_TYPES, [
    [
      'user.mfa.okta_verify.deny_push',
      'The push in Okta Verify was turned down (Classic Engine)',
      'Somebody holding the phone turned the push down. The Identity Engine writes user.authentication.auth_via_mfa with INVALID_CREDENTIALS instead.',
      'Ask, over a way that you chose, whether they had just tried to sign in. If not, somebody has their password: treat it as an incident, and reset no authenticator.',
    ],
  ]),
  ...rows('second', 'failure', 'prompt-undeliverable', EVENT_TYPES, [
    [
      'user.mfa.okta_verify.deny_push_upgrade_needed',
      'Okta Verify on the phone is too old for this push',
      'The app could not handle the push and turned it down by itself. Nobody refused anything.',
      'Have the person update Okta Verify, or use another authenticator meanwhile.',
    ],
  ]),
  ...family(
    {
      step: 'second',
      outcome: 'pending',
      reason: 'none',
      source: EVENT_TYPES,
      meaning:
        'SUCCESS: the message was handed over for delivery, which does not mean that it arrived. DENY: Okta held it back, because too many went to that number or person. FAILURE: it could not be sent.',
      next: 'If it did not arrive, look for the receive_status event. Check the number on record with the person only after verifying them. Never change the number on a caller’s word.',
    },
    [
      ['system.sms.send_factor_verify_message', 'A text message with a code was sent, for the second step'],
      ['system.sms.send_phone_verification_message', 'A text message was sent, to verify a phone number'],
      ['system.sms.send_okta_push_verify_message', 'A text message was sent, to set up Okta Verify'],
      ['system.sms.send_password_reset_message', 'A text message was sent, for a forgotten password'],
      ['system.sms.send_account_unlock_message', 'A text message was sent, to unlock an account'],
      ['system.voice.send_call', 'A call was made'],
      ['system.voice.send_mfa_challenge_call', 'A call with a code was made, for the second step'],
      ['system.voice.send_phone_verification_call', 'A call was made, to verify a phone number'],
      ['system.voice.send_password_reset_call', 'A call was made, for a forgotten password'],
      ['system.voice.send_account_unlock_call', 'A call was made, to unlock an account'],
      ['system.email.send_factor_verify_message', 'A mail with a code or link was sent, for the second step'],
      ['system.email.password_reset.sent_message', 'A mail was sent, for a forgotten password'],
      ['system.email.account_unlock.sent_message', 'A mail was sent, to unlock an account'],
    ],
  ),
  ...family(
    {
      step: 'second',
      outcome: 'unknown',
      reason: 'none',
      source: EVENT_TYPES,
      meaning:
        'What the carrier or mail system says of a message sent earlier. FAILURE: it did not arrive, as with a number that takes no texts, a full or blocked mailbox, or a carrier in trouble.',
      next: 'With FAILURE for one person, offer another authenticator that they already have. With FAILURE for many, it is the carrier: see its status page.',
    },
    [
      ['system.sms.receive_status', 'The carrier reported on a text message'],
      ['system.voice.receive_status', 'The carrier reported on a call'],
      ['system.email.delivery', 'The mail system reported on a mail'],
    ],
  ),
]

const SUSPICIONS = [
  ...rows('none', 'success', 'reported', EVENT_TYPES, [
    [
      'user.account.report_suspicious_activity_by_enduser',
      'The person reported an activity that was not theirs',
      'They got Okta’s notice of a sign-in, a new authenticator or a changed password, and said that it was not them. It is the best witness there is.',
      'Treat it as an incident at once: end sessions, change the password, look at what was enrolled and changed. Never reset authenticators for a caller who uses this as a story.',
    ],
  ]),
  ...rows('none', 'unknown', 'none', EVENT_TYPES, [
    [
      'user.mfa.attempt_bypass',
      'Somebody came to the enrolment page without a fresh second step',
      'Nearly always a settings page left open until the session was too old, and then used to enrol an authenticator. The enrolment did not happen.',
      'Have the person sign in again and then enrol. Look closer only if other signs speak of an attack.',
    ],
    [
      'user.risk.change',
      'Okta changed its estimate of this person’s risk',
      'Okta’s Identity Threat Protection, or a partner that tells it, raised or lowered the person’s risk.',
      'Read the detection’s name in the event and look at the sign-ins around it.',
    ],
    [
      'user.risk.detect',
      'Okta detected a risk for this person',
      'Okta’s Identity Threat Protection, or a partner that tells it, saw something suspicious.',
      'Read the detection’s name in the event and look at the sign-ins around it.',
    ],
    [
      'user.session.context.change',
      'A running session moved to another device or network',
      'The session goes on from somewhere else than where it began. A VPN or a train does that; so does a stolen cookie.',
      'Compare the two devices and places. If the person cannot explain them, end the sessions.',
    ],
    [
      'policy.auth_reevaluate.fail',
      'A running session no longer meets the policy',
      'Something changed after the sign-in, such as risk, network or device, and the policy would not let the person in now. They may have been signed out.',
      'Look at what changed. The person can sign in again if they meet the policy.',
    ],
    [
      'security.session.detect_client_roaming',
      'A session was used from another client than the one that began it',
      'The browser or device behind a session changed. An update of the browser does that; so does a stolen cookie.',
      'Compare the two. If the person cannot explain them, end the sessions.',
    ],
    [
      'security.breached_credential.detected',
      'The password used is known from a breach elsewhere',
      'The person signed in with a password that is in collections of stolen ones. Whether anybody else used it here, other events tell.',
      'Have the password changed, and look for sign-ins from unknown places.',
    ],
    [
      'security.attack.start',
      'Okta sees an attack on the organisation',
      'Very many failed sign-ins at once, from addresses that Okta knows as bad. It is not one person’s problem; locks may follow.',
      'Tell security. Unlock nobody before looking where the tries came from.',
    ],
    [
      'security.events.provider.receive_event',
      'A security partner sent Okta a signal about somebody',
      'A product outside Okta reported a risk over Shared Signals.',
      'Look in that product for what it saw.',
    ],
    [
      'app.oauth2.token.detect_reuse',
      'A refresh token was used twice',
      'One-time refresh tokens are used once by a program that behaves. Twice means a copy, or a program with a bad connection.',
      'If the second use came from elsewhere, end the sessions and revoke the tokens.',
    ],
    [
      'app.oauth2.as.token.detect_reuse',
      'A refresh token was used twice',
      'One-time refresh tokens are used once by a program that behaves. Twice means a copy, or a program with a bad connection.',
      'If the second use came from elsewhere, end the sessions and revoke the tokens.',
    ],
  ]),
  ...rows('policy', 'unknown', 'address-blocked', EVENT_TYPES, [
    [
      'security.threat.detected',
      'Okta ThreatInsight knows this address as bad',
      'A request came from an address that attacks others. DENY: it was stopped. ALLOW: ThreatInsight only logs, and the request went on. It is about the address; a person behind the same VPN or carrier may be stopped by it through no fault of theirs.',
      'With one person complaining, have them use another network. With many names tried from the address, it is a spray.',
    ],
  ]),
  ...rows('policy', 'failure', 'address-blocked', EVENT_TYPES, [
    [
      'security.request.blocked',
      'A request from a blocked network zone was refused',
      'The address is in a zone that the organisation blocks. The request did not reach any sign-in.',
      'If it is a person’s own network, have whoever owns the zones look at it.',
    ],
  ]),
]

export const OKTA_SIGN_IN = [...ENTRIES, ...PROMPTS, ...SUSPICIONS]
