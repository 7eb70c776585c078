/** Entra's codes of policies: Conditional Access, devices, risk, security defaults, borders between organisations. */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const BLOCKED = [
  ...rows({ step: 'policy', outcome: 'failure', reason: 'policy-block', source: TABLE }, [
    {
      code: '53003',
      title: 'Blocked by a Conditional Access policy',
      meaning:
        'Name and password, often MFA too, were right, and a policy said no: because of place, device, app, risk or group. It is the organisation’s own decision, so no new password or authenticator helps. Blocking may also be exactly right: policies stop attackers who have the password.',
      next: 'Open the Conditional Access tab of that row: it names the policy that failed. One person: check their place, device and groups. Many people at once: look at what was changed in that policy, and when.',
    },
    {
      code: '53002',
      title: 'The app used is not one that the policy approves',
      meaning:
        'A policy allows certain apps only, mostly on phones. The account and MFA are in order; the mail app or browser is the wrong one.',
      next: 'Have the person use the approved app, such as Outlook instead of the phone’s own mail.',
    },
    {
      code: '50005',
      title: 'Not allowed from this kind of device',
      meaning:
        'A policy does not support the platform that the person signed in from. The account and MFA are in order.',
      next: 'Have the person use a supported system. If the platform looks strange for this person, ask whether it was them.',
    },
    {
      code: '50131',
      title: 'Conditional Access refused: device state, suspicious activity or a policy',
      meaning:
        'A collective code for several refusals: a device not in the state wanted, activity that looked suspicious, or another policy decision. The row’s text and Conditional Access tab say which.',
      next: 'Read the row’s text first. If it speaks of suspicious activity, hand it to security; otherwise go by the policy that it names.',
    },
    {
      code: '530032',
      title: 'Blocked by a security policy of the organisation',
      meaning:
        'A policy set for the whole organisation refused the sign-in, for example old protocols or a risky sign-in. No new authenticator helps.',
      next: 'See which policy failed in the Conditional Access tab. If it acts on risk, hand it to security before anybody is let in.',
    },
    {
      code: '530035',
      title: 'Blocked by security defaults',
      meaning:
        'Microsoft’s basic protection refused the sign-in: it used an old protocol that cannot do MFA, or looked unsafe in another way. The person and the authenticator are in order.',
      next: 'Look at the client app of the row. If it is an old protocol (POP, IMAP, SMTP), move it to a current app; do not switch security defaults off for it.',
    },
    {
      code: '50002',
      title: 'Blocked by the network’s list of allowed organisations',
      meaning:
        'The network that the person is in lets people sign in to certain organisations only (tenant restrictions).',
      next: 'Have the person try from another network. If the organisation should be allowed, give it to whoever runs the proxy.',
    },
    {
      code: '500021',
      title: 'Access to this organisation is denied from this network',
      meaning: 'Tenant restrictions on the network or device do not allow this organisation. The account is in order.',
      next: 'Have the person try from another network. If the organisation should be allowed, give it to whoever runs the restrictions.',
    },
    {
      code: '500022',
      title: 'Access to this organisation is denied by tenant restrictions',
      meaning: 'Tenant restrictions on the network or device do not allow this organisation. The account is in order.',
      next: 'Have the person try from another network. If the organisation should be allowed, give it to whoever runs the restrictions.',
    },
    {
      code: '500212',
      title: 'The person’s own organisation does not let them go there',
      meaning: 'A cross-tenant policy at home forbids access to the other organisation. Account and MFA are in order.',
      next: 'Have the home organisation’s administrator look at outbound cross-tenant access.',
    },
    {
      code: '500213',
      title: 'The other organisation does not let this person in',
      meaning: 'A cross-tenant policy of the visited organisation forbids access. Account and MFA are in order.',
      next: 'Have the person’s host ask their administrator about inbound cross-tenant access.',
    },
    {
      code: '90084',
      title: 'Guests are not allowed at this site',
      meaning: 'The site takes the organisation’s own people only. Account and MFA are in order.',
      next: 'Ask the site’s owner whether guests should have access.',
    },
    {
      code: '90123',
      title: 'The person’s own sign-in system refused',
      meaning: 'The identity provider or claim issuer behind Entra said no. Its own log says why.',
      next: 'Look in that system’s log for the same person and minute.',
    },
    {
      code: '1000104',
      title: 'The two clouds do not work together for this person',
      meaning:
        'The resource lies in another Microsoft cloud, which the person’s organisation is not allowed to use. Account and MFA are in order.',
      next: 'Have both organisations’ administrators look at the settings between clouds.',
    },
  ]),
  ...family(
    {
      step: 'policy',
      outcome: 'failure',
      reason: 'policy-block',
      source: COLLECTED,
      meaning:
        'A policy demands a certain browser, app or app protection, and this one is not it. The account and MFA are in order; another app or browser gets through.',
      next: 'Have the person use Edge, or the app that the organisation approves. See the policy’s name in the Conditional Access tab.',
    },
    [
      ['53005', 'The app must carry the organisation’s app protection'],
      ['53008', 'The browser is not supported by the policy'],
      ['53009', 'The app must carry the organisation’s app protection (second form)'],
      ['501292', 'The app cannot carry the protection that the policy demands'],
      ['501311', 'The browser is not supported'],
      ['530001', 'The browser is not supported by a device policy'],
      ['530011', 'The browser is not supported by a device policy (domain-joined devices)'],
      ['530021', 'The app is not one that the policy approves'],
      ['530022', 'The browser is not supported by an app policy'],
      ['530031', 'An access policy does not allow this sign-in'],
      ['530081', 'Only a managed browser may register this device'],
    ],
  ),
  ...rows({ step: 'policy', outcome: 'interrupt', reason: 'page-shown', source: COLLECTED }, [
    {
      code: '50081',
      title: 'A policy asks for the place by GPS',
      meaning: 'The policy wants the phone to say where it is. A page or prompt on the way, and no failure by itself.',
      next: 'Have the person open the authenticator app and allow it to use the location.',
    },
    {
      code: '50077',
      title: 'A policy asks the authenticator app for the place by GPS',
      meaning:
        'The policy wants the authenticator app to say where it is. A prompt on the way, and no failure by itself.',
      next: 'Have the person open the authenticator app and allow it to use the location.',
    },
  ]),
]

const RISK = rows({ step: 'policy', outcome: 'failure', reason: 'risk-block', source: TABLE }, [
  {
    code: '53011',
    title: 'Blocked because the person’s own organisation rates the account as risky',
    meaning:
      'The home organisation’s risk detection stopped a guest. Only that organisation can clear it. It may be a false alarm, and it may be a stolen password.',
    next: 'Have the person turn to the security team of their own organisation. Do not open another way in meanwhile.',
  },
  {
    code: '530034',
    title: 'A partner’s administrator was blocked because of account risk',
    meaning:
      'Somebody who administers this organisation from a partner firm is rated as risky there. Such accounts reach many customers, so take it seriously.',
    next: 'Tell security and the partner firm at once, on a number known before. Do not open another way in meanwhile.',
  },
])

const RISK_PAGES = [
  ...rows({ step: 'account', outcome: 'interrupt', reason: 'risk-block', source: TABLE }, [
    {
      code: '50135',
      title: 'A new password is demanded because the account is at risk',
      meaning:
        'Entra believes that the password is known to others and shows the page for changing it. The person can go on alone after MFA. It is a warning, not an everyday expiry.',
      next: 'Have security look at the risk first, and at every sign-in since. Let the person change the password themselves from a known device; give out nothing by phone.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'interrupt', reason: 'risk-block', source: COLLECTED }, [
    {
      code: '50142',
      title: 'A Conditional Access policy demands a new password',
      meaning:
        'Such policies act on risk: Entra has reason to believe that the password is known to others. The page for changing it was shown. It is not an everyday expiry.',
      next: 'Have security look at the risk first, and at every sign-in since. Let the person change the password themselves from a known device; give out nothing by phone.',
    },
  ]),
]

const DEVICE_WORDS = {
  step: 'policy',
  reason: 'device-not-compliant',
  meaning:
    'A policy lets in known, healthy devices only, and this device is not one, or could not prove it. Name, password and MFA are in order, and no new authenticator helps. If the device is not the person’s, the policy did its work.',
  next: 'Ask which device it was. If it is a work device, check its state in Intune or its join to the directory and have it synchronise; if it is not theirs, hand it to security.',
} as const

const DEVICE = [
  ...family({ ...DEVICE_WORDS, outcome: 'failure', source: TABLE }, [
    ['53000', 'The device does not meet the organisation’s rules'],
    ['53001', 'The device is not joined to the organisation’s domain'],
    ['50129', 'The device has to be registered with the organisation first'],
    ['50155', 'The device could not prove which one it is'],
    ['50187', 'The device gave no proof of which one it is'],
  ]),
  ...family({ ...DEVICE_WORDS, outcome: 'failure', source: COLLECTED }, [
    ['501291', 'The device has to be registered before this app can sign in'],
    ['501293', 'To sign in from another device, this one has to be registered'],
    ['501312', 'The device is not registered for this account'],
    ['501313', 'The device has to be managed by the organisation'],
    ['530002', 'The device has to meet the organisation’s rules'],
    ['530003', 'The device has to be managed by the organisation (second form)'],
    ['530033', 'Device code sign-in is refused, because a device policy applies'],
    ['700003', 'The device is not in the organisation’s directory'],
    ['1002023', 'The device has to prove itself to a certain organisation'],
    ['1000503', 'Two different devices are named in one sign-in'],
    ['530004', 'The organisation does not accept other organisations’ devices'],
    ['5001212', 'The device has to prove itself before it gets a lasting sign-in'],
  ]),
  ...family({ ...DEVICE_WORDS, outcome: 'interrupt', source: TABLE }, [
    ['50127', 'The phone needs the organisation’s broker app (Authenticator or Company Portal)'],
  ]),
  ...family({ ...DEVICE_WORDS, outcome: 'interrupt', source: COLLECTED }, [
    ['501271', 'The phone needs a broker app before the device can prove itself'],
  ]),
  ...rows({ step: 'policy', outcome: 'interrupt', reason: 'page-shown', source: TABLE }, [
    {
      code: '50097',
      title: 'The device is being asked to prove itself',
      meaning:
        'A silent check on the way: the device shows its certificate, and the sign-in goes on. No failure by itself.',
      next: 'Nothing, unless the same attempt never ends in a success. Then check whether the device is registered.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'interrupt', reason: 'page-shown', source: COLLECTED }, [
    {
      code: '501314',
      title: 'The browser is being asked what it can do',
      meaning: 'A silent check on the way, which tells tablets from computers. No failure.',
      next: 'Nothing.',
    },
  ]),
]

export const ENTRA_POLICY: readonly Entry[] = [...BLOCKED, ...RISK, ...RISK_PAGES, ...DEVICE]
