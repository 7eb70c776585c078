/** Entra's codes of the first step and of the account: password, unknown names, locks, expiry, and the password check on premises. */
import { COLLECTED, family, rows, TABLE } from './entra-rows.ts'
import type { Entry } from './entry.ts'

const PASSWORD = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: TABLE }, [
    {
      code: '50126',
      title: 'Wrong user name or password',
      meaning:
        'The name or the password was wrong; MFA was not reached, so this is no MFA lockout. One or two followed by a success are typing. Many people from one address within minutes are password spraying.',
      next: 'Check for caps lock, an old saved password and the right user name. If the address tries other people too, hand it to security instead.',
    },
    {
      code: '50056',
      title: 'This account has no password here',
      meaning:
        'A password was typed, and the directory holds none for this account: a guest, an account that signs in elsewhere, or one not yet synchronised.',
      next: 'Have the person sign in the way the account is meant to (their own organisation, a mailed code). If it is your own account, check directory synchronisation.',
    },
    {
      code: '50064',
      title: 'User name or password could not be confirmed',
      meaning: 'The check of name and password failed without a closer reason. MFA was not reached.',
      next: 'Have the person type both anew. If several people report it, look at the password check on premises and at the provider’s status.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'wrong-password', source: COLLECTED }, [
    {
      code: '50054',
      title: 'The old password was typed',
      meaning:
        'The password was right before its last change. It is typing from memory, or an app that still holds the old one.',
      next: 'Have the person type the newest password, and look for phones and mail apps that still use the old one: they lock accounts.',
    },
    {
      code: '50052',
      title: 'The password typed is longer than any password may be',
      meaning: 'Something else was pasted into the password field. The account is in order.',
      next: 'Have the person clear the field and type the password by hand.',
    },
  ]),
]

const UNKNOWN_USER = [
  ...rows({ step: 'first', outcome: 'failure', reason: 'unknown-user', source: TABLE }, [
    {
      code: '50034',
      title: 'No such user in this directory',
      meaning:
        'The directory does not know this name: mistyped, renamed, deleted, or of another organisation. Nobody is locked out by this row. Many unknown names from one address are somebody guessing names.',
      next: 'Check the spelling of the user name and which organisation the application belongs to.',
    },
    {
      code: '51004',
      title: 'The account is not in this directory',
      meaning:
        'The account exists somewhere else, and not in the directory that the application asked. Mostly the wrong one of several accounts was chosen.',
      next: 'Have the person sign out everywhere and choose the right account. A guest has to be invited first.',
    },
    {
      code: '50059',
      title: 'Nothing says which organisation this sign-in belongs to',
      meaning:
        'Neither the name nor the application named an organisation that Entra knows. A mistyped domain is the usual cause.',
      next: 'Check the part of the user name after the @.',
    },
    {
      code: '50128',
      title: 'The domain in the user name is unknown',
      meaning: 'Entra knows no organisation with this domain, so it cannot look for the person at all.',
      next: 'Check the part of the user name after the @.',
    },
    {
      code: '50197',
      title: 'The user could not be found, or several fit',
      meaning: 'The sign-in pointed to more than one identity or to none. The browser often remembers an old account.',
      next: 'Have the person try in a private browser window and choose the account anew.',
    },
    {
      code: '90125',
      title: 'The name typed is not in the system',
      meaning: 'The user name is unknown. Nobody is locked out by this row.',
      next: 'Check the spelling of the user name.',
    },
    {
      code: '90126',
      title: 'Nothing says which organisation this name belongs to',
      meaning: 'The name alone did not lead to an organisation. Mostly the domain is missing or mistyped.',
      next: 'Have the person type the whole address, with the part after the @.',
    },
  ]),
  ...rows({ step: 'first', outcome: 'failure', reason: 'unknown-user', source: COLLECTED }, [
    {
      code: '700056',
      title: 'The account does not exist in this organisation',
      meaning:
        'The organisation that was asked does not know the account. Mostly the wrong one of several accounts was chosen.',
      next: 'Have the person sign out everywhere and choose the right account. A guest has to be invited first.',
    },
  ]),
]

const ACCOUNT_STATE = [
  ...rows({ step: 'account', outcome: 'failure', reason: 'locked', source: TABLE }, [
    {
      code: '50053',
      title: 'Account locked by too many wrong tries, or address blocked as malicious',
      meaning:
        'One number, two meanings. Either smart lockout has locked the account for a while after many wrong passwords, or Entra refuses the address because attacks come from it, and the account itself is open. The failure reason of the row says which. The wrong tries may be the person’s, an old device’s, or an attacker’s.',
      next: 'Read the failure reason, then look at where the wrong tries before it came from. If they are not the person’s, hand it to security. A smart lockout ends by itself: one minute at first, longer each time.',
    },
  ]),
  ...rows({ step: 'policy', outcome: 'failure', reason: 'address-blocked', source: COLLECTED }, [
    {
      code: '500532',
      title: 'Refused because of what is known about the address',
      meaning:
        'Threat intelligence stopped the sign-in, as far as others have seen; Microsoft does not document this code. The address is refused, and the account may be in order.',
      next: 'Have the person try from another network, without a VPN. If they were not signing in at that minute, hand it to security.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'disabled', source: TABLE }, [
    {
      code: '50057',
      title: 'The account is disabled',
      meaning:
        'An administrator, HR process or synchronisation switched the account off. This is not an MFA problem, and no new authenticator will help.',
      next: 'Find out who disabled it and why before anything else: people who left and accounts under investigation look like this. Only the one who disabled it decides.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'disabled', source: COLLECTED }, [
    {
      code: '500571',
      title: 'The guest account is disabled',
      meaning:
        'The person’s guest account in this organisation was switched off. Their account at home may be in order.',
      next: 'Ask the person’s host in this organisation whether they should still have access.',
    },
    {
      code: '500341',
      title: 'The account has been deleted from the directory',
      meaning:
        'The account existed and is gone. It is not an MFA problem. Deleted accounts can be restored for thirty days.',
      next: 'Find out who deleted it and why. Do not create it anew under the same name.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'interrupt', reason: 'password-expired', source: TABLE }, [
    {
      code: '50055',
      title: 'The password has expired and has to be changed',
      meaning:
        'The page for changing the password was shown. It is a normal step, also right after an administrator set a temporary password, and no wrong password.',
      next: 'Have the person finish the change on that page. If the old password is forgotten, self-service reset is the way, or a reset after verifying who is asking.',
    },
    {
      code: '50144',
      title: 'The password in the on-premises Active Directory has expired',
      meaning:
        'The password was right and too old. If passwords are not written back from the cloud, the page cannot change it and the person stays outside.',
      next: 'Have the person change it on a computer in the office network or by self-service. If neither works, verify who is asking before a new one is set.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'interrupt', reason: 'password-expired', source: COLLECTED }, [
    {
      code: '50137',
      title: 'The password has to be changed by a security rule',
      meaning:
        'A rule of the organisation demands a new password, and the page for it was shown. It is not a wrong password.',
      next: 'Have the person finish the change on that page.',
    },
  ]),
  ...rows({ step: 'account', outcome: 'failure', reason: 'policy-block', source: TABLE }, [
    {
      code: '80012',
      title: 'Outside the hours in which this person may sign in',
      meaning:
        'The on-premises directory allows this account at certain hours only. Name, password and MFA are not the trouble.',
      next: 'Check the account’s logon hours in Active Directory, and the person’s time zone, with the manager.',
    },
    {
      code: '54000',
      title: 'Not allowed for people under age',
      meaning:
        'The account is marked as a minor’s, and the application or organisation does not let minors in without consent.',
      next: 'Check the age group on the account with whoever keeps it.',
    },
    {
      code: '50015',
      title: 'Consent of a parent or guardian is missing',
      meaning: 'The account is marked as a minor’s and the legal consent has not been given.',
      next: 'Check the age group and consent on the account with whoever keeps it.',
    },
  ]),
]

/** Pass-through authentication: agents on the organisation's own servers check the password. */
const ON_PREMISES = family(
  {
    step: 'first',
    outcome: 'failure',
    reason: 'service-error',
    source: TABLE,
    meaning:
      'Entra asked the organisation’s own servers to check the password and got no proper answer. The password may be right. It hits everybody who signs in this way at the same time.',
    next: 'Check the authentication agents, their servers’ clock and network, and the domain controllers. Reset nobody’s password for this.',
  },
  [
    ['80001', 'The password agent cannot reach Active Directory'],
    ['80002', 'The password check on premises took too long'],
    ['80005', 'The password agent’s answer could not be understood'],
    ['80007', 'The password agent could not check the password'],
    ['80010', 'The password agent could not decrypt the password'],
    ['80013', 'The clocks of password agent and Active Directory differ'],
    ['80014', 'The password agent answered too late'],
  ],
)

const SEAMLESS = {
  step: 'first',
  outcome: 'interrupt',
  reason: 'page-shown',
  meaning:
    'The silent sign-in of a work computer did not work, and the ordinary sign-in page was shown instead. Nobody is locked out by this: the person types the password as on any other computer.',
  next: 'Nothing for the person. If silent sign-in should work here, give the code to whoever runs it.',
} as const

const SEAMLESS_SIGN_IN = [
  ...family({ ...SEAMLESS, source: TABLE }, [
    ['81004', 'Silent sign-in: the Windows ticket was not accepted'],
    ['81005', 'Silent sign-in: the browser’s way is not supported'],
    ['81006', 'Silent sign-in: the browser sent no Windows ticket'],
    ['81007', 'Silent sign-in is not switched on for this organisation'],
    ['81009', 'Silent sign-in: the Windows ticket could not be read'],
    ['81010', 'Silent sign-in: the Windows ticket has run out or is not valid'],
    ['81011', 'Silent sign-in: the Windows ticket’s user was not found'],
    ['81012', 'The name typed is not the one signed in to this computer'],
    ['50180', 'Integrated Windows sign-in was expected and did not come'],
  ]),
  ...family({ ...SEAMLESS, source: COLLECTED }, [
    ['81001', 'Silent sign-in: the Windows ticket is too large'],
    ['81008', 'Silent sign-in: the Windows ticket did not check out'],
    ['81013', 'Silent sign-in: the Windows ticket’s user could not be looked up'],
    ['81014', 'Silent sign-in: its token has run out'],
    ['5001213', 'Integrated Windows sign-in was expected and could not be used'],
  ]),
]

const PASSWORD_CHANGE = [
  ...family(
    {
      step: 'account',
      outcome: 'failure',
      reason: 'other',
      source: TABLE,
      meaning:
        'The person was changing the password and the new one was not taken. They know the old password, or passed self-service recovery; they are stuck at this page, not at MFA.',
      next: 'Have the person choose a longer password without names or common words, and one not used before.',
    },
    [
      ['120002', 'Changing the password: the new one is too weak'],
      ['120003', 'Changing the password: the new one contains the person’s name'],
      ['120004', 'Changing the password: the new one breaks the on-premises rules'],
      ['120018', 'Changing the password: the new one is too like a banned one'],
    ],
  ),
  ...family(
    {
      step: 'first',
      outcome: 'failure',
      reason: 'wrong-password',
      source: TABLE,
      meaning: 'The page for changing the password asks for the old one first, and that was wrong.',
      next: 'Have the person type the old password again. If it is forgotten, self-service recovery is the way.',
    },
    [['120000', 'Changing the password: the old one was wrong']],
  ),
  ...family(
    {
      step: 'account',
      outcome: 'failure',
      reason: 'service-error',
      source: TABLE,
      meaning:
        'The person was changing the password, and the systems behind it could not finish. The old password may still be the right one. The person did nothing wrong.',
      next: 'Have the person try later, and check whether password write-back and its server work. If several people report it, it is an outage.',
    },
    [
      ['120005', 'Changing the password: done on premises, not in the cloud'],
      ['120008', 'Changing the password: the job was ended'],
      ['120011', 'Changing the password: the user name could not be worked out'],
      ['120013', 'Changing the password: the on-premises directory could not be reached'],
      ['120020', 'Changing the password failed'],
      ['120021', 'Changing the password: the reset service failed'],
    ],
  ),
  ...family(
    {
      step: 'account',
      outcome: 'failure',
      reason: 'locked',
      source: TABLE,
      meaning:
        'The password cannot be changed, because the account is locked or disabled in the on-premises directory. That state comes first; a new password alone would not let the person in.',
      next: 'Find out in Active Directory whether it is locked or disabled, why, and where the wrong tries came from.',
    },
    [['120014', 'Changing the password: the on-premises account is locked or disabled']],
  ),
  ...family(
    {
      step: 'account',
      outcome: 'failure',
      reason: 'other',
      source: TABLE,
      meaning: 'The password of this account cannot be changed on this page. The account may be in order.',
      next: 'Have the person change it on a computer in the office network, or give it to whoever runs the on-premises directory.',
    },
    [
      ['120012', 'Changing the password has to be done on premises'],
      ['120015', 'Changing the password needs an administrator of the on-premises directory'],
      ['120016', 'Changing the password: self-service reset does not know the account'],
    ],
  ),
]

export const ENTRA_FIRST_STEP: readonly Entry[] = [
  ...PASSWORD,
  ...UNKNOWN_USER,
  ...ACCOUNT_STATE,
  ...ON_PREMISES,
  ...SEAMLESS_SIGN_IN,
  ...PASSWORD_CHANGE,
]
