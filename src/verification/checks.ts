/**
 * The ways to verify who is asking, and what each is worth (DESIGN §6). There are no security questions, and there will be
 * none (NIST SP 800-63B-4 §3.1.1.2, §4.2).
 */

/**
 * What a piece of evidence rests on. Two pieces that have one of these in common count as one. `device` is whatever is held:
 * a phone, a key, a printed sheet. `person` is whoever vouches or attests: staff, a manager, a trusted contact.
 */
export const FACETS = ['device', 'mailbox', 'number', 'person'] as const
export type Facet = (typeof FACETS)[number]

export interface Check {
  /** In words, after "by". */
  readonly name: string
  /** Measured: Postern made the call or saw the assertion, and compared the answer itself. Attested: staff say so. */
  readonly how: 'measured' | 'attested'
  /**
   * `none` adds nothing, and can only make things stricter. `companion` counts beside a code and never by itself. `weak` counts
   * for `standard` only, and all weak ones together once. `single` is one thing held, or one person's word. `strong` resists a
   * phishing page, or is presence with a document.
   */
  readonly strength: 'none' | 'companion' | 'weak' | 'single' | 'strong'
  /** What each piece of this kind rests on, known or not. */
  readonly rests: readonly Facet[]
  /** Whether the person can do it without a member of staff. */
  readonly alone: boolean
}

const check = (spec: Check): Check => spec

export const CHECKS = {
  /** Of the provider with fresh `auth_time`, or registered here earlier while signed in. */
  passkey: check({ name: 'a passkey', how: 'measured', strength: 'strong', rests: ['device'], alone: true }),
  /** With number match, asked by the provider. */
  push: check({ name: 'a prompt on a phone', how: 'measured', strength: 'single', rests: ['device'], alone: true }),
  totp: check({ name: 'a code of an app', how: 'measured', strength: 'single', rests: ['device'], alone: true }),
  /** That the provider's own log shows it accepted from this session minutes ago. Postern never asks for it (rule 11). */
  password: check({ name: 'the password', how: 'measured', strength: 'companion', rests: [], alone: true }),
  'saved-code': check({ name: 'a saved code', how: 'measured', strength: 'single', rests: ['device'], alone: true }),
  'sms-code': check({
    name: 'a code by text message',
    how: 'measured',
    strength: 'weak',
    rests: ['device', 'number'],
    alone: true,
  }),
  'email-code': check({ name: 'a code by e-mail', how: 'measured', strength: 'weak', rests: ['mailbox'], alone: true }),
  /** To the registered postal address. */
  'letter-code': check({
    name: 'a code by letter',
    how: 'measured',
    strength: 'single',
    rests: ['mailbox'],
    alone: true,
  }),
  /** To a number verified before that is no mobile and is not forwarded. The words on the page are read back. */
  'callback-landline': check({
    name: 'a callback to a landline',
    how: 'attested',
    strength: 'single',
    rests: ['number', 'person'],
    alone: false,
  }),
  'callback-mobile': check({
    name: 'a callback to a mobile',
    how: 'attested',
    strength: 'weak',
    rests: ['device', 'number', 'person'],
    alone: false,
  }),
  /** With an own passkey, and the words from a conversation that the manager began. */
  manager: check({ name: 'the manager', how: 'measured', strength: 'single', rests: ['person'], alone: false }),
  'trusted-contacts': check({
    name: 'trusted contacts',
    how: 'measured',
    strength: 'single',
    rests: ['person'],
    alone: false,
  }),
  /** With live match, by a verification vendor. */
  document: check({ name: 'a document', how: 'measured', strength: 'strong', rests: ['person'], alone: true }),
  /** By two agents. A flawless call is never enough by itself. */
  'document-video': check({
    name: 'a document on video',
    how: 'attested',
    strength: 'single',
    rests: ['person'],
    alone: false,
  }),
  /** At a desk, with the document, before two people. */
  'in-person': check({
    name: 'a visit in person',
    how: 'attested',
    strength: 'strong',
    rests: ['person'],
    alone: false,
  }),
  'recent-activity': check({ name: 'recent activity', how: 'measured', strength: 'none', rests: [], alone: true }),
} as const satisfies Record<string, Check>

export type CheckId = keyof typeof CHECKS
export const CHECK_IDS = Object.keys(CHECKS) as readonly CheckId[]

export function isCheck(id: string): id is CheckId {
  return Object.hasOwn(CHECKS, id)
}
