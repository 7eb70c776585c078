/** The safe next step for each cause, for a helpdesk agent with the person on the phone. None of them weakens MFA. */
import type { Cause } from '../signin/index.ts'
import type { Scope } from './report.ts'

const NEXT: Readonly<Record<Cause, string>> = {
  'device-lost':
    'Verify who is asking by a call back on a number you already had, then let the person use another registered authenticator. If there is none: a one-time pass, enrol the new device in the same session, then remove the lost one.',
  'app-removed':
    'Verify who is asking, then let the person sign in with another authenticator and register the app anew. A restored app backup is not enough for work accounts.',
  'clock-drift':
    'Have the person set date and time to automatic on the device that shows the codes, and try the next code. No reset is needed.',
  'wrong-code':
    'Check with the person that the code is from the entry for this account and still fresh. No reset is needed; wait out any throttle.',
  'code-reused': 'Each code works once: wait for the next one, 30 seconds. No reset is needed.',
  'push-not-delivered':
    'Check the phone’s internet, and battery optimisation for the app; open the app and pull to refresh. Use a code from the same app meanwhile. No reset is needed.',
  'push-not-answered':
    'Ask the person to keep the phone at hand and begin again; the prompt lasts about a minute. If the phone is gone, treat it as a lost device.',
  'number-mismatch':
    'Ask what the screen in front of the person shows. If they began no sign-in themselves, it is an attack: reset nothing and tell security. If they did, have them type the number from the newest prompt.',
  'message-not-delivered':
    'Check reception and that the number shown in part is theirs; use another registered authenticator. Do not change the number on a caller’s word.',
  'message-limit':
    'The limit of messages is reached: wait an hour, or use another authenticator. More messages make it longer.',
  'not-enrolled':
    'Nothing is registered that could answer. Verify who is asking, then give a one-time pass for enrolment, and stay until the first sign-in works.',
  'enrolment-blocked':
    'A policy or a risk rule stops registration from there. Have the person enrol from a trusted device or network; do not switch the rule off.',
  'locked-by-attempts':
    'Find out whose attempts they were first. If the person’s own: wait for the lock to end, or unlock. If not: refuse the source; unlocking alone invites it back.',
  'account-disabled':
    'The directory disabled it. Ask HR or the directory’s owner why; recovery never re-enables what they disabled.',
  'password-expired':
    'Have the person change the password at the usual page, on a managed device. MFA is not the problem.',
  'policy-block':
    'Look at the policy named here and what it demands (device, place, app). Help the person meet it; exempt nobody on a call.',
  'policy-conflict':
    'Two policies cannot both be met. Tell the owner of the policies which; resetting the person changes nothing.',
  'legacy-protocol': 'The mail program cannot do MFA. Move the person to one that can; do not exempt the account.',
  'pass-expired': 'The temporary pass has expired. Verify again, then issue a new one and stay while it is used.',
  'pass-used':
    'The temporary pass was used already. Ask whether the person used it. If not, it is an attack; if so, verify again and issue another.',
  'provider-outage':
    'Nothing is wrong with the person or the phone. Tell them it is the provider’s trouble, and reset nobody.',
  enforcement:
    'MFA became mandatory, and they had nothing registered. Plan enrolment for the group, in person or with one-time passes; do not exempt them.',
  'sole-administrator':
    'No other administrator can help from inside. Use an emergency account if there is one; else begin the vendor’s recovery today: it takes days and proof that you own the domain.',
}

const NEXT_WIDE: Partial<Record<Cause, string>> = {
  'policy-block':
    'Many people, one policy: have its owner look at the latest change and put it back or narrow it. Reset nobody; tell everybody one text.',
  'policy-conflict':
    'Many people, conflicting policies: have their owner untangle them. Reset nobody; tell everybody one text.',
  'message-not-delivered':
    'Many people get no message: the carrier or the provider is in trouble. Offer other authenticators, reset nobody.',
  'push-not-delivered':
    'Many phones get no push: the provider is in trouble. Codes from the same app still work; reset nobody.',
}

const NEXT_UNDER_ATTACK =
  'There are signs of an attack on this person at the same time. Reset and unlock nothing until security has looked: end sessions, change the password over a channel you know, and only then help with MFA.'

export function nextStep(cause: Cause, scope: Scope, underAttack: boolean): string {
  if (underAttack) return NEXT_UNDER_ATTACK
  return (scope === 'one' ? undefined : NEXT_WIDE[cause]) ?? NEXT[cause]
}
