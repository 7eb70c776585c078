/** Entra's codes of the application's own set-up, and of accounts that do not belong where they sign in: never a lockout. */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const NOT_ASSIGNED = rows({ step: 'policy', outcome: 'failure', reason: 'application', source: TABLE }, [
  {
    code: '50105',
    title: 'The person is not assigned to this application',
    meaning:
      'Signing in worked, and the application is open to assigned people only. It is about access to one application, not about MFA or the account.',
    next: 'Ask the application’s owner whether the person should have it. If so, the owner assigns them or adds them to the group.',
  },
])

const WRONG_ACCOUNT = [
  ...rows({ step: 'session', outcome: 'failure', reason: 'application', source: TABLE }, [
    {
      code: '90072',
      title: 'The account chosen is not known in the organisation whose MFA is asked for',
      meaning:
        'Somebody signed in with an account of another organisation, or a personal one, that was never invited here, so it cannot pass this organisation’s MFA. Mostly the browser took the wrong one of several accounts.',
      next: 'Have the person try in a private window with the right account. A real guest has to be invited first.',
    },
    {
      code: '50020',
      title: 'An account from elsewhere that this organisation does not know',
      meaning:
        'The account exists in another organisation or is a personal one, and was never invited here. It is not an MFA problem.',
      next: 'Have the person try in a private window with the right account. A real guest has to be invited first.',
    },
    {
      code: '16003',
      title: 'The account chosen was not added to this organisation',
      meaning: 'The person is signed in, with an account that this organisation does not have as member or guest.',
      next: 'Have the person choose the right account. A real guest has to be invited first.',
    },
  ]),
  ...family(
    {
      step: 'session',
      outcome: 'failure',
      reason: 'application',
      source: TABLE,
      meaning:
        'This kind of account cannot be used at this application or organisation. It is not an MFA problem, and the account may be in order.',
      next: 'Have the person sign out and choose their work account. If they did, give the code to the application’s owner.',
    },
    [
      ['500208', 'The domain cannot be used for this kind of account'],
      ['50178', 'Session control does not work for this guest account'],
      ['9002332', 'The application takes work accounts only, and was called for personal ones'],
      ['90027', 'The application uses a way that personal accounts cannot go'],
    ],
  ),
  ...family(
    {
      step: 'session',
      outcome: 'failure',
      reason: 'application',
      source: COLLECTED,
      meaning:
        'This kind of account cannot be used at this application or organisation. It is not an MFA problem, and the account may be in order.',
      next: 'Have the person sign out and choose their work account. If they did, give the code to the application’s owner.',
    },
    [
      ['500200', 'A personal account was used at an application for work accounts'],
      ['500202', 'A guest from another provider was used at an application that cannot take one'],
      ['500204', 'A personal account cannot sign in to this application'],
      ['500205', 'A customer account was used at an application for work accounts'],
      ['500206', 'This kind of account cannot be used at this application'],
      ['500207', 'This kind of account cannot be used for what the application wants'],
      ['500211', 'A guest from another provider is not known in this organisation'],
    ],
  ),
]

const CONSENT_WORDS = {
  step: 'session',
  outcome: 'failure',
  reason: 'application',
  meaning:
    'The application wants permissions that nobody has agreed to yet. Signing in worked; this is about the application, not about MFA or the account. Attackers also offer applications that ask for much.',
  next: 'Have an administrator look at what the application wants before anybody agrees to it. Do not have the person click through.',
} as const

const CONSENT = [
  ...family({ ...CONSENT_WORDS, source: TABLE }, [
    ['65001', 'Nobody has consented to this application yet'],
    ['65002', 'One Microsoft application was not cleared for another'],
    ['65004', 'The person did not agree to what the application wants'],
    ['52004', 'The person has not agreed to sharing with LinkedIn'],
    ['90008', 'The application lacks the consent to read the person’s profile'],
    ['90094', 'An administrator has to consent to this application'],
    ['90095', 'An administrator has to consent, and may be asked from the page'],
    ['90099', 'The partner’s application is not authorised in this organisation'],
  ]),
  ...family({ ...CONSENT_WORDS, source: COLLECTED }, [
    ['650011', 'Nobody has consented to this application yet (second form)'],
    ['900941', 'An administrator has to consent, and the application looks risky'],
    ['900942', 'An administrator has to consent before clients may use the resource'],
    ['90096', 'An administrator has been asked to consent'],
    ['90097', 'The administrator’s consent went wrong'],
    ['50150', 'The consent that the application showed is not valid'],
  ]),
]

const SET_UP_WORDS = {
  step: 'session',
  outcome: 'failure',
  reason: 'application',
  meaning:
    'The application, or its entry in the directory, is set up wrongly. Everybody who uses it gets this. It is no lockout: account, password and MFA of the person are in order.',
  next: 'Give the code, the time and the application’s name to its owner. Nothing about the person has to be changed.',
} as const

const SET_UP = [
  ...family({ ...SET_UP_WORDS, source: TABLE }, [
    ['50001', 'The resource that the application wants does not exist or is disabled'],
    ['50003', 'The application has no signing key'],
    ['50006', 'The application’s signature did not check out'],
    ['50007', 'The application’s encryption certificate is missing'],
    ['50010', 'The application’s audience address is not set up'],
    ['50011', 'The application’s reply address is not registered'],
    ['50012', 'The application’s certificate or assertion was not accepted'],
    ['50027', 'The application’s token could not be read'],
    ['50124', 'The application’s claim rules are wrong'],
    ['50143', 'The session belongs to another organisation than the application names'],
    ['50146', 'The application’s own signing key is missing'],
    ['50170', 'The external control’s mapping is missing'],
    ['50194', 'The application is for one organisation and was called for all'],
    ['51000', 'A feature that the application needs is switched off'],
    ['65005', 'The application’s list of resources is wrong'],
    ['70001', 'The application is disabled or not in this organisation'],
    ['70002', 'The application’s own secret was not accepted'],
    ['70003', 'The application asked in a way that is not supported'],
    ['70004', 'The application’s redirect address is not registered'],
    ['70005', 'The application asked for a kind of answer that it may not have'],
    ['70007', 'The application asked for an answer in an unknown form'],
    ['70011', 'The application asked for a permission that does not exist'],
    ['75001', 'The application’s SAML message could not be handled'],
    ['75003', 'The application’s SAML answer would go an unsupported way'],
    ['75005', 'The application’s SAML request is not supported'],
    ['75008', 'The application’s SAML request names a wrong destination'],
    ['75011', 'The application insists on another way to sign in than the person used'],
    ['75016', 'The application’s SAML request names a wrong form of user id'],
    ['76021', 'The application’s requests must be signed, and this one was not'],
    ['76026', 'The application’s SAML request is too old: look at its clock'],
    ['90009', 'The application asks for a token for itself in the wrong way'],
    ['90013', 'Something typed or sent was not valid'],
    ['90014', 'The application’s request lacks a field'],
    ['90019', 'Nothing says which organisation the application means'],
    ['90023', 'The application’s request is not valid'],
    ['90093', 'The directory’s interface refused the application'],
    ['50099', 'The device broker’s signature did not check out'],
    ['50120', 'The header of the application’s token is wrong'],
    ['90016', 'The application’s token lacks a claim'],
    ['90056', 'The application redeems its code in the wrong way'],
    ['90082', 'The old federation request asks for something unsupported'],
    ['90124', 'The resource cannot be reached through the common address'],
    ['90130', 'The application cannot be reached through the common address'],
    ['700005', 'The application redeems a code of another organisation'],
    ['90002', 'The organisation that the application names does not exist'],
    ['240001', 'The account may not register devices in bulk'],
    ['500011', 'The resource that the application wants is not in this organisation'],
    ['501241', 'The application’s claim rules lack a value'],
    ['501481', 'The application’s proof for its code did not check out'],
    ['650052', 'The application needs a service that the organisation has not subscribed to'],
    ['650054', 'The application wants a resource that is gone'],
    ['650056', 'The application is misconfigured'],
    ['650057', 'The application wants a resource that it has not registered for'],
    ['700011', 'The application is not in the directory'],
    ['700016', 'The application is not in this organisation'],
    ['700027', 'The application’s own signature did not check out'],
    ['700054', 'The application may not ask for an id token this way'],
    ['750054', 'The application’s SAML request is missing'],
    ['900971', 'The application gave no reply address'],
    ['1000000', 'The account still has to be linked with another provider'],
    ['1000031', 'The application cannot be reached at this time'],
    ['7000112', 'The application is disabled'],
    ['7000215', 'The application’s own secret is wrong'],
    ['7000218', 'The application showed neither secret nor certificate'],
    ['7000222', 'The application’s own secret has run out'],
    ['9002313', 'The application’s request is malformed'],
  ]),
  ...rows({ step: 'session', outcome: 'failure', reason: 'application', source: TABLE }, [
    {
      code: '900144',
      title: 'A field is missing in the request',
      meaning:
        'Mostly the application’s fault. The text names the field: if it is “externalAuthenticationMethodId”, people were choosing an external MFA provider and Entra’s own page went wrong, which has hit many organisations at once.',
      next: 'Read which field the text names. For the external MFA provider, have people choose it first on the page, and check both providers’ status pages; reset nobody.',
    },
  ]),
  ...family({ ...SET_UP_WORDS, source: COLLECTED }, [
    ['50172', 'The external control’s provider is not approved'],
    ['50176', 'The external control is not defined'],
    ['500014', 'The resource’s entry in the directory is disabled'],
    ['500112', 'The application’s reply address differs from the one used before'],
    ['500113', 'The application has no reply address'],
    ['500117', 'The application’s reply address is not a secure one'],
    ['650053', 'The application asked for a permission that the resource does not have'],
    ['700051', 'The application may not ask for a token this way'],
    ['7000116', 'The application is disabled in this organisation'],
    ['7000117', 'The resource is disabled in this organisation'],
    ['9002325', 'The application has to prove its code and does not'],
    ['9002326', 'The application is registered as the wrong kind'],
    ['9002331', 'The application takes personal accounts only'],
    ['9002339', 'The application does not take personal accounts'],
  ]),
]

export const ENTRA_APPLICATION: readonly Entry[] = [...NOT_ASSIGNED, ...WRONG_ACCOUNT, ...CONSENT, ...SET_UP]
