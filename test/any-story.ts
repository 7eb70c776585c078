/**
 * Random stories for property tests: a few people, some of them known from weeks before, and scenes in which one or many
 * of them do the same thing again and again, from home or elsewhere. Scenes come in bursts with chosen pauses, because
 * deeds scattered evenly over a fortnight would hardly ever make an attack, a lockout or an outage.
 */
import fc from 'fast-check'
import type { Draft } from '../src/signin/index.ts'
import { type Deed, elsewhere, type Place, type StoryPerson, tell } from '../src/signin/story.ts'

const PEOPLE = ['ana', 'ben', 'cem', 'dora', 'eli', 'fay', 'gus', 'breakglass1']

type Deeds = (person: StoryPerson, deed: Deed) => void

function failing(row: Partial<Draft>): Deeds {
  return (person, deed) => person.entersWrongCode({ ...deed, row: { target: '', ...row } })
}

function change(what: Draft['change'], by = '', target = ''): Deeds {
  return (person, deed) => person.changes(what, { ...deed, by, target })
}

const DESK = 'gus@example.com'

/** What somebody can do, or what can happen to them, once. */
const ACTS = {
  signsIn: (person, deed) => person.signsIn(deed),
  signsInByPop: (person, deed) => person.signsIn({ ...deed, row: { legacy: true, proved: false, method: 'password' } }),
  isAtRisk: (person, deed) => person.signsIn({ ...deed, row: { risk: 'high' } }),
  approvesPush: (person, deed) => person.approvesPush(deed),
  mistypesPassword: (person, deed) => person.mistypesPassword(deed),
  refusesPush: (person, deed) => person.refusesPush(deed),
  reportsPush: (person, deed) => person.reportsPush(deed),
  ignoresPush: (person, deed) => person.ignoresPush(deed),
  typesWrongNumber: (person, deed) => person.typesWrongNumber(deed),
  entersWrongCode: (person, deed) => person.entersWrongCode(deed),
  isAskedForSecondStep: (person, deed) => person.isAskedForSecondStep(deed),
  isAskedToEnrol: (person, deed) =>
    person.isAskedForSecondStep({ ...deed, row: { reason: 'enrolment-required', code: '50079' } }),
  isLocked: (person, deed) => person.isLocked(deed),
  isBlocked: (person, deed) => person.isBlockedBy('Require compliant device', deed),
  meetsServiceError: (person, deed) => person.meetsServiceError(deed),
  isSentMessage: (person, deed) => person.isSentMessage(deed),
  isSentPush: (person, deed) =>
    person.isSentMessage({ ...deed, row: { activity: 'prompt', method: 'push', code: 'prompt' } }),
  missesPush: failing({ reason: 'prompt-undeliverable', method: 'push' }),
  missesMessage: failing({ reason: 'message-undeliverable', method: 'sms' }),
  reusesCode: failing({ reason: 'code-reused' }),
  hasNothingRegistered: failing({ reason: 'no-authenticator', method: 'none' }),
  usesExpiredPass: failing({ reason: 'pass-expired', method: 'pass' }),
  isDisabled: failing({ reason: 'disabled', step: 'account', method: 'none' }),
  usesPop: failing({ reason: 'legacy-block', step: 'policy', method: 'none', legacy: true }),
  isReset: change('authenticators-reset', DESK),
  getsPasswordReset: change('password-reset', DESK),
  isUnlocked: change('account-unlocked', DESK),
  addsAuthenticator: change('authenticator-added', '', 'new phone'),
  losesMfa: change('mfa-disabled', DESK),
  becomesAdministrator: change('role-granted', DESK, 'Global Administrator'),
  stopsAdministering: change('role-revoked', DESK, 'Global Administrator'),
  changesPolicy: change('policy-changed', DESK, 'Require compliant device'),
} as const satisfies Record<string, Deeds>

type Act = keyof typeof ACTS

const TROUBLES: readonly Act[] = [
  'isLocked',
  'isLocked',
  'isBlocked',
  'isDisabled',
  'usesPop',
  'entersWrongCode',
  'signsIn',
]

interface Scene {
  readonly act: Act
  /** The first of those concerned, and how many. */
  readonly first: number
  readonly people: number
  readonly times: number
  /** Seconds from the story's first evening. */
  readonly at: number
  readonly pause: number
  /** Seconds between one person and the next. */
  readonly stagger: number
  readonly from: Place | undefined
  /** Whether rows carry a correlation id, one each or one for the whole scene. */
  readonly attempt: 'none' | 'each' | 'one'
}

const otherCity: Place = { ...elsewhere, ip: '203.0.113.99', latitude: -33.9, longitude: 151.2, country: 'AU' }
const hosted: Place = { ...elsewhere, ip: '192.0.2.200', asn: 14_061, anonymous: true }

const anyScene: fc.Arbitrary<Scene> = fc.record({
  act: fc.constantFrom(...(Object.keys(ACTS) as Act[])),
  first: fc.nat(PEOPLE.length - 1),
  people: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, 6, 8) }),
  times: fc.constantFrom(1, 1, 2, 3, 5, 6, 11),
  at: fc.oneof(fc.nat(2 * 3600), fc.nat(2 * 86_400), fc.nat(12 * 86_400)),
  pause: fc.constantFrom(0, 1, 20, 60, 240, 300, 720, 900, 3600, 86_400),
  stagger: fc.constantFrom(0, 1, 30, 60),
  from: fc.constantFrom(undefined, undefined, elsewhere, otherCity, hosted),
  attempt: fc.constantFrom('none', 'each', 'one'),
})

/** The rows that the provider would log, in the order of (time, id), each with its place in one of three files. */
export const anyStory: fc.Arbitrary<readonly Draft[]> = fc
  .record({
    habits: fc.constantFrom(0, 3, 5, 20, 40),
    strangers: fc.nat(2),
    scenes: fc.array(anyScene, { minLength: 1, maxLength: 8, size: 'max' }),
  })
  .map(({ habits, strangers, scenes }) => told(habits, strangers, scenes))

/** Stories of one person who is attacked, and cannot get in at about the same time. */
export const anyAttackedStory: fc.Arbitrary<readonly Draft[]> = fc
  .record({
    attack: fc.constantFrom<Act>('refusesPush', 'reportsPush', 'typesWrongNumber', 'entersWrongCode', 'isAtRisk'),
    trouble: fc.array(fc.tuple(fc.constantFrom(...TROUBLES), fc.nat(3 * 3600)), { minLength: 1, maxLength: 4 }),
    times: fc.constantFrom(2, 5, 7),
  })
  .map(({ attack, trouble, times }) => {
    const one = { first: 0, people: 1, stagger: 0, attempt: 'each' } as const
    const scenes: Scene[] = [
      { ...one, act: attack, times, at: 3600, pause: 60, from: elsewhere },
      { ...one, act: 'addsAuthenticator', times: 1, at: 3600 + 60 * times, pause: 0, from: elsewhere },
    ]
    for (const [act, at] of trouble) scenes.push({ ...one, act, times: 2, at, pause: 300, from: undefined })
    return told(5, 0, scenes)
  })

function told(habits: number, strangers: number, scenes: readonly Scene[]): readonly Draft[] {
  const story = tell()
  const people = PEOPLE.map((name) => story.person(name))
  for (const person of people.slice(strangers)) person.isKnown(habits)
  for (const [number, scene] of scenes.entries()) play(people, scene, habits, number)
  return story.rows().map((row, index) => ({ ...row, file: index % 3, line: 1 + Math.floor(index / 3) }))
}

function play(people: readonly StoryPerson[], scene: Scene, habits: number, number: number): void {
  for (let who = 0; who < scene.people; who++) {
    const person = people[(scene.first + who) % people.length] as StoryPerson
    for (let time = 0; time < scene.times; time++) {
      const attempt = { none: '', each: `${number} ${who} ${time}`, one: `${number} ${who}` }[scene.attempt]
      ACTS[scene.act](person, {
        at: clock(habits * 86_400 + 18 * 3600 + scene.at + time * scene.pause + who * scene.stagger),
        attempt,
        ...(scene.from === undefined ? {} : { from: scene.from }),
      })
    }
  }
}

/** Seconds since the story's first midnight, as a story writes them: `D HH:MM:SS`. */
export function clock(seconds: number): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0')
  const ofDay = seconds % 86_400
  return `${1 + Math.floor(seconds / 86_400)} ${two(ofDay / 3600)}:${two((ofDay % 3600) / 60)}:${two(ofDay % 60)}`
}
