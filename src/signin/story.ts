/**
 * A story for tests: people who do things at given times, told in the words of the domain, as the rows a provider would log.
 *
 *   const day = tell()
 *   const ana = day.person('ana')
 *   ana.signsIn({ at: '09:00' })
 *   ana.refusesPush({ at: '10:00', from: elsewhere })
 *   diagnose(day.rows())
 */
import { blank, type Draft, type SignIn } from './sign-in.ts'

/** `HH:MM`, `HH:MM:SS`, or `D HH:MM` for day D, the first being 1, a Monday. */
export type At = string

export interface Place {
  readonly ip: string
  readonly country: string
  readonly latitude: number
  readonly longitude: number
  readonly asn: number
  readonly device?: string
  readonly client: string
  readonly anonymous?: boolean
}

export const elsewhere: Place = {
  ip: '203.0.113.66',
  country: 'XK',
  latitude: 42.6,
  longitude: 21.1,
  asn: 64_500,
  client: 'python-requests/2.31',
}

const FIRST_DAY = Date.UTC(2026, 5, 1)

export function tell(): Story {
  const drafts: Draft[] = []
  let people = 0
  return {
    person(name, at = {}) {
      people++
      const home: Place = {
        ip: `198.51.${people}.10`,
        country: 'DE',
        latitude: 52.5,
        longitude: 13.4,
        asn: 64_400 + people,
        device: `laptop of ${name}`,
        client: 'Firefox 140 Windows',
        ...at,
      }
      return createPerson(name, home, drafts)
    },
    rows: () => [...drafts].sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1)),
  }
}

export interface Story {
  person(name: string, home?: Partial<Place>): StoryPerson
  /** All rows so far in the order of (time, id). */
  rows(): SignIn[]
}

export interface Deed {
  readonly at: At
  readonly from?: Place
  readonly attempt?: string
  /** Anything else of the row. */
  readonly row?: Partial<Draft>
}

export interface StoryPerson {
  readonly key: string
  /** Complete sign-in; a passkey proves the second step unless `row` says otherwise. */
  signsIn(deed: Deed): void
  /** Signs in every working day at nine, so that home is known to be home. */
  isKnown(days: number): void
  mistypesPassword(deed: Deed): void
  approvesPush(deed: Deed): void
  refusesPush(deed: Deed): void
  reportsPush(deed: Deed): void
  ignoresPush(deed: Deed): void
  typesWrongNumber(deed: Deed): void
  entersWrongCode(deed: Deed): void
  isAskedForSecondStep(deed: Deed): void
  isLocked(deed: Deed): void
  isBlockedBy(policy: string, deed: Deed): void
  meetsServiceError(deed: Deed): void
  isSentMessage(deed: Deed): void
  changes(change: Draft['change'], deed: Deed & { readonly by?: string; readonly target?: string }): void
}

function createPerson(name: string, home: Place, drafts: Draft[]): StoryPerson {
  const key = `entra:tenant:${name}`
  function row(deed: Deed, values: Partial<Draft>): void {
    const place = deed.from ?? home
    drafts.push({
      ...blank(),
      time: timeOf(deed.at),
      id: `row ${String(drafts.length + 1).padStart(5, '0')}`,
      provider: 'entra',
      tenant: 'tenant',
      activity: 'sign-in',
      person: key,
      account: name,
      name: `${name}@example.com`,
      ip: place.ip,
      country: place.country,
      latitude: place.latitude,
      longitude: place.longitude,
      asn: place.asn,
      device: place.device ?? '',
      client: place.client,
      anonymous: place.anonymous ?? false,
      attempt: deed.attempt ?? '',
      line: drafts.length + 1,
      ...values,
      ...deed.row,
    })
  }
  const push = (deed: Deed, reason: Draft['reason']) =>
    row(deed, { outcome: 'failure', step: 'second', method: 'push', reason, code: '500121' })
  const signsIn = (deed: Deed) =>
    row(deed, { outcome: 'success', step: 'session', method: 'passkey', complete: true, proved: true, code: '0' })
  return {
    key,
    signsIn,
    isKnown(days) {
      for (let day = 1; day <= days; day++) if (day % 7 < 6) signsIn({ at: `${day} 09:00` })
    },
    mistypesPassword: (deed) =>
      row(deed, { outcome: 'failure', step: 'first', method: 'password', reason: 'wrong-password', code: '50126' }),
    approvesPush: (deed) =>
      row(deed, { outcome: 'success', step: 'session', method: 'push', complete: true, proved: true, code: '0' }),
    refusesPush: (deed) => push(deed, 'refused'),
    reportsPush: (deed) => push(deed, 'reported'),
    ignoresPush: (deed) => push(deed, 'no-answer'),
    typesWrongNumber: (deed) => push(deed, 'wrong-number'),
    entersWrongCode: (deed) =>
      row(deed, { outcome: 'failure', step: 'second', method: 'totp', reason: 'wrong-code', code: '500121' }),
    isAskedForSecondStep: (deed) =>
      row(deed, { outcome: 'interrupt', step: 'second', reason: 'second-step-asked', code: '50076' }),
    isLocked: (deed) => row(deed, { outcome: 'failure', step: 'account', reason: 'locked', code: '50053' }),
    isBlockedBy: (policy, deed) =>
      row(deed, { outcome: 'failure', step: 'policy', reason: 'policy-block', code: '53003', policies: [policy] }),
    meetsServiceError: (deed) =>
      row(deed, { outcome: 'failure', step: 'second', reason: 'service-error', code: '90033' }),
    isSentMessage: (deed) =>
      row(deed, { activity: 'message', outcome: 'pending', step: 'second', method: 'sms', code: 'message' }),
    changes: (change, deed) =>
      row(deed, {
        activity: 'change',
        outcome: 'success',
        change,
        family: 'audit',
        actor: deed.by ?? '',
        target: deed.target ?? '',
        code: change,
      }),
  }
}

function timeOf(at: At): number {
  const match = /^(?:(\d+) )?(\d\d):(\d\d)(?::(\d\d))?$/.exec(at)
  if (match === null) throw new Error(`A story's time is HH:MM, HH:MM:SS or D HH:MM, not ${at}`)
  const [, day = '1', hour, minute, second = '0'] = match
  return (
    FIRST_DAY +
    (Number(day) - 1) * 86_400_000 +
    Number(hour) * 3_600_000 +
    Number(minute) * 60_000 +
    Number(second) * 1000
  )
}
