/** Entra's codes of trouble on the provider's side: its own service, the federation, external MFA, throttling. */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const SERVICE = {
  step: 'session',
  outcome: 'failure',
  reason: 'service-error',
  meaning:
    'Microsoft’s service could not finish the sign-in. The person, the password and the authenticator are not the trouble. Once, it is a hiccup; from many people at one time, an outage.',
  next: 'Have the person try again in some minutes. If several people report it, check the provider’s status page, tell everybody, and reset nobody.',
} as const

const OWN_TROUBLE = [
  ...family({ ...SERVICE, step: 'second', source: TABLE }, [
    ['50086', 'The MFA service failed'],
    ['50087', 'The MFA service had a short fault'],
  ]),
  ...family({ ...SERVICE, source: TABLE }, [
    ['50000', 'The sign-in service could not issue a token'],
    ['50033', 'The sign-in service had a short fault'],
    ['70012', 'The service for personal accounts failed'],
    ['90006', 'A service behind the sign-in was unavailable'],
    ['90012', 'The sign-in took the service too long'],
    ['90024', 'The sign-in service had a short fault: too much work for one request'],
    ['90033', 'The directory service was not available'],
    ['90036', 'The directory service failed'],
    ['90090', 'The directory’s interface was unavailable'],
    ['90091', 'The directory’s interface could not be reached'],
    ['90092', 'The directory’s interface failed'],
    ['230109', 'The backup sign-in service was in use, or was called wrongly'],
  ]),
  ...family({ ...SERVICE, source: COLLECTED }, [
    ['50004', 'The sign-in service had a short fault'],
    ['90025', 'The service is trying the request again by itself'],
    ['90030', 'The sign-in service had a short fault'],
    ['90031', 'The sign-in service had a short fault'],
    ['90032', 'The sign-in service had a short fault'],
    ['90035', 'The sign-in service was unavailable for a while'],
    ['90037', 'The sign-in service failed'],
    ['90039', 'The sign-in service was unavailable for a while'],
    ['90040', 'The sign-in service failed'],
    ['90041', 'The sign-in service had a short fault'],
    ['90045', 'The sign-in service was too busy'],
    ['90202', 'The sign-in service had a short fault'],
    ['399219', 'The service for personal accounts took too long'],
    ['1003030', 'The service for personal accounts had a short fault'],
  ]),
]

const THROTTLED = [
  ...rows({ step: 'session', outcome: 'failure', reason: 'throttled', source: TABLE }, [
    {
      code: '90055',
      title: 'Too many requests for this organisation: Entra turns some away',
      meaning:
        'The whole organisation sends more requests than allowed. The person is not the trouble. A program gone wild or an attack may be behind it.',
      next: 'Have the person try again in some minutes. Find the application or address that sends so many, and tell security.',
    },
  ]),
  ...rows({ step: 'second', outcome: 'failure', reason: 'throttled', source: TABLE }, [
    {
      code: '50166',
      title: 'The external MFA provider could not be asked',
      meaning:
        'Entra could not send the second step to the other provider, mostly because that one is overloaded or slows Entra down. It hits everybody who uses it.',
      next: 'Check the external provider’s status page. Meanwhile let people use another method that they have registered.',
    },
  ]),
  ...rows({ step: 'session', outcome: 'failure', reason: 'application', source: TABLE }, [
    {
      code: '50196',
      title: 'An app asks for the same sign-in over and over',
      meaning: 'A program is caught in a loop, and Entra turns it away for a while. The person is not the trouble.',
      next: 'Have the person close the app wholly, sign out of it and in again. If it stays, give it to whoever looks after the app.',
    },
  ]),
]

const EXTERNAL = family(
  {
    step: 'second',
    outcome: 'failure',
    reason: 'service-error',
    source: COLLECTED,
    meaning:
      'The external provider that does the second step was not available to Entra. It hits everybody who uses it, and no authenticator is broken.',
    next: 'Check the external provider’s status page, tell everybody, and reset nobody. Let people use another method that they have registered.',
  },
  [
    ['1000021', 'The external MFA provider was unavailable'],
    ['1000022', 'The external MFA provider answered with an error'],
  ],
)

const FEDERATION_WORDS = {
  step: 'first',
  outcome: 'failure',
  reason: 'service-error',
  meaning:
    'The organisation’s own sign-in system (AD FS or another federation) did not give Entra a proper answer. It usually hits everybody who signs in through it, and is no fault of the person.',
  next: 'Look in that system’s log at the same minute. If many people report it, treat it as an outage; reset nobody.',
} as const

const FEDERATION = [
  ...family({ ...FEDERATION_WORDS, source: TABLE }, [
    ['20001', 'The federation’s answer was wrong'],
    ['20012', 'The federation’s message was not valid'],
    ['20033', 'The federation’s metadata names the wrong organisation'],
    ['40008', 'The other identity provider failed'],
    ['40009', 'The other identity provider did not renew the sign-in'],
    ['40010', 'The other identity provider had a short fault'],
    ['40015', 'The other identity provider did not redeem its code'],
    ['50008', 'The federation’s assertion is missing or wrong'],
    ['50107', 'The federation asked for does not exist'],
    ['50169', 'The federation’s realm is not set up'],
    ['90020', 'The federation’s assertion does not name the person'],
    ['90081', 'The federation’s message was not valid'],
    ['5000819', 'The federation’s assertion lacks a fitting mail address'],
  ]),
  ...family({ ...FEDERATION_WORDS, source: COLLECTED }, [
    ['40002', 'The other identity provider returned an error'],
    ['40003', 'The other identity provider sent no token'],
    ['40004', 'The other identity provider sent no token (second form)'],
    ['40005', 'The other identity provider’s token was not valid, or out of its time'],
    ['40014', 'The other identity provider was unavailable'],
    ['40016', 'The other identity provider returned an error (second form)'],
    ['90134', 'The other identity provider’s claims could not be fetched'],
    ['500083', 'The federation’s issuer is not trusted'],
    ['500089', 'The federation’s assertion did not check out'],
    ['5000811', 'The federation’s signing key is not the one that Entra knows'],
  ]),
]

export const ENTRA_SERVICE: readonly Entry[] = [...OWN_TROUBLE, ...THROTTLED, ...EXTERNAL, ...FEDERATION]
