/** The twelve lockouts of the made-up report. */
import type { Lockout } from '../diagnosis/index.ts'
import { at, ENTRA_FILE, HOSTILE, OKTA_FILE, rows } from './sample-rows.ts'

interface Shape {
  readonly person: string
  readonly cause: Lockout['cause']
  readonly confidence: number
  readonly alternatives?: Lockout['alternatives']
  readonly start: string
  readonly end: string
  readonly ended?: Lockout['ended']
  readonly attempts: number
  readonly summary: string
  readonly next: string
  readonly provider?: Lockout['provider']
}

function lockout(shape: Shape, index: number): Lockout {
  const { person, alternatives = [], ended = null, provider = 'entra', ...rest } = shape
  const file = provider === 'okta' ? OKTA_FILE : ENTRA_FILE
  const times = [shape.start, shape.end]
  return {
    ...rest,
    id: `10c00000000000${String(index).padStart(2, '0')}`,
    alternatives,
    ended,
    provider,
    scope: 'one',
    people: [person],
    peopleCount: 1,
    account: `account-${index}`,
    verdictAt: shape.end,
    evidence: rows(file, 3000 + index * 40, times, 'second step failed (500121)'),
  }
}

const SINGLES: readonly Shape[] = [
  {
    person: 'ana.ferreira@example.com',
    cause: 'device-lost',
    confidence: 0.86,
    alternatives: [
      { cause: 'clock-drift', confidence: 0.09 },
      { cause: 'wrong-code', confidence: 0.04 },
    ],
    start: at(24, '08:41'),
    end: at(24, '08:59'),
    attempts: 8,
    summary:
      '8 wrong codes since 08:41 from the usual laptop and network; no prompt has reached the registered phone since Friday; nobody else fails.',
    next: 'Verify identity, then remove the lost phone and have a new authenticator registered in the same session.',
  },
  {
    person: 'kofi.mensah@example.com',
    cause: 'clock-drift',
    confidence: 0.78,
    alternatives: [{ cause: 'wrong-code', confidence: 0.18 }],
    start: at(24, '07:58'),
    end: at(24, '08:31'),
    attempts: 5,
    summary: 'Five codes refused from the usual phone; a push was approved in between, so the phone is at hand.',
    next: 'Have the phone’s time set to automatic, then try one new code. Nothing needs to be reset.',
  },
  {
    person: HOSTILE.escape,
    cause: 'push-not-answered',
    confidence: 0.55,
    alternatives: [{ cause: 'push-not-delivered', confidence: 0.41 }],
    start: at(23, '16:20'),
    end: at(23, '16:48'),
    attempts: 4,
    summary: 'Four prompts to the usual phone, none answered within five minutes.',
    next: 'Ask whether notifications and battery saving are on for the app. Offer a code from the same app.',
    provider: 'okta',
  },
  {
    person: HOSTILE.markup,
    cause: 'number-mismatch',
    confidence: 0.62,
    start: at(23, '11:02'),
    end: at(23, '11:09'),
    attempts: 3,
    summary: 'Three prompts answered with another number than the one on the screen.',
    next: 'Ask what the screen shows. If there was no sign-in of theirs, this is an attack: stop and call security.',
  },
  {
    person: 'the.owner@example.com',
    cause: 'sole-administrator',
    confidence: 0.9,
    alternatives: [{ cause: 'device-lost', confidence: 0.4 }],
    start: at(21, '18:00'),
    end: at(24, '08:20'),
    attempts: 21,
    summary: 'The only account with the highest role has failed its second step since Saturday.',
    next: 'Use an emergency account. If there is none, open a case with the provider’s data protection team now: it takes days.',
  },
  {
    person: 'mei.tan@example.com',
    cause: 'locked-by-attempts',
    confidence: 1,
    start: at(23, '10:00'),
    end: at(23, '10:04'),
    ended: { at: at(23, '10:34'), by: 'unlock' },
    attempts: 10,
    summary: 'Ten wrong passwords, then locked by the provider.',
    next: 'Check for an old password saved on a phone.',
  },
  {
    person: 'leo.brandt@example.com',
    cause: 'wrong-code',
    confidence: 0.8,
    start: at(23, '09:10'),
    end: at(23, '09:22'),
    ended: { at: at(23, '09:22:30'), by: 'same-authenticator' },
    attempts: 3,
    summary: 'Three wrong codes, then the right one.',
    next: 'Nothing to do.',
  },
  {
    person: 'ines.duarte@example.com',
    cause: 'push-not-delivered',
    confidence: 0.83,
    start: at(22, '08:00'),
    end: at(22, '08:40'),
    ended: { at: at(22, '08:41'), by: 'another-authenticator' },
    attempts: 4,
    summary: 'Prompts could not be sent to the phone; a security key worked.',
    next: 'Have the app opened once on the phone, and a prompt tested.',
  },
  {
    person: 'tom.reyes@example.com',
    cause: 'pass-expired',
    confidence: 0.99,
    start: at(21, '12:00'),
    end: at(21, '12:10'),
    ended: { at: at(21, '14:00'), by: 'administrator' },
    attempts: 2,
    summary: 'The temporary pass was tried an hour after its end.',
    next: 'Nothing to do.',
  },
  {
    person: HOSTILE.long,
    cause: 'not-enrolled',
    confidence: 0.95,
    start: at(20, '09:00'),
    end: at(20, '09:30'),
    ended: { at: at(20, '10:00'), by: 'self-service' },
    attempts: 3,
    summary: 'Registered nothing when asked to, three times.',
    next: 'Nothing to do.',
  },
  {
    person: HOSTILE.marks,
    cause: 'app-removed',
    confidence: 0.66,
    start: at(17, '09:00'),
    end: at(17, '09:15'),
    ended: { at: at(24, '09:15'), by: 'quiet' },
    attempts: 3,
    summary: 'The registered app no longer answers.',
    next: 'Call the person back on a number on file.',
  },
]

const GROUP: Lockout = {
  id: '10c0000000000099',
  cause: 'policy-block',
  alternatives: [],
  confidence: 0.98,
  scope: 'group',
  people: ['payroll.one@example.com', 'payroll.two@example.com', 'payroll.three@example.com'],
  peopleCount: 14,
  account: 'account-payroll-1',
  provider: 'entra',
  start: at(24, '08:02'),
  end: at(24, '08:57'),
  ended: null,
  verdictAt: at(24, '08:03'),
  attempts: 31,
  summary: '14 people are stopped by “Require compliant device” since 08:02.',
  evidence: rows(ENTRA_FILE, 5120, [at(24, '08:02:44'), at(24, '08:05:10')], 'blocked by conditional access (53003)'),
  next: 'Mend the policy; help nobody one by one.',
}

export const LOCKOUTS: readonly Lockout[] = [...SINGLES.map(lockout), GROUP]
