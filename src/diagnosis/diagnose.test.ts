import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type At, elsewhere, type Story, type StoryPerson, tell } from '../signin/story.ts'
import { assemble } from './assemble.ts'
import { createDiagnosis } from './diagnose.ts'
import type { Judged } from './judged.ts'

function lockoutsOf(story: Story, later = 0): readonly Judged[] {
  const diagnosis = createDiagnosis()
  const rows = story.rows()
  for (const row of rows) diagnosis.see(row)
  return diagnosis.finish((rows.at(-1)?.time ?? 0) + later).lockouts
}

const HOUR_MS = 3_600_000

const NO_INPUT = {
  files: [],
  rows: 0,
  events: 0,
  duplicates: 0,
  other: 0,
  otherNames: {},
  problems: [],
  problemCount: 0,
}

describe('a lockout', () => {
  it('given one failed attempt that succeeds after all, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isAskedForSecondStep({ at: '09:00', attempt: 'a' })
    ana.ignoresPush({ at: '09:01', attempt: 'a' })
    ana.approvesPush({ at: '09:20', attempt: 'a' })
    assert.deepEqual(lockoutsOf(story), [])
  })

  it('given one failed attempt and success within ten minutes, then there is none; after ten, there is one with an end', () => {
    const quick = tell()
    const ana = quick.person('ana')
    ana.ignoresPush({ at: '09:00', attempt: 'a' })
    ana.approvesPush({ at: '09:09', attempt: 'b' })
    assert.deepEqual(lockoutsOf(quick), [])

    const slow = tell()
    const ben = slow.person('ben')
    ben.ignoresPush({ at: '09:00', attempt: 'a' })
    ben.approvesPush({ at: '09:40', attempt: 'b' })
    const [lockout] = lockoutsOf(slow)
    assert.equal(lockout?.cause, 'push-not-answered')
    assert.equal(lockout?.ended, 'same-authenticator')
    assert.equal(lockout?.attempts, 1)
  })

  it('given three failed attempts within a minute each, then it is a verdict before ten minutes are over', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const [n, at] of ['09:00', '09:01', '09:02'].entries()) ana.entersWrongCode({ at, attempt: `${n}` })
    ana.signsIn({ at: '09:05', attempt: 'z', row: { method: 'totp' } })
    const [lockout] = lockoutsOf(story)
    assert.equal(lockout?.cause, 'wrong-code')
    assert.equal(lockout?.attempts, 3)
    assert.equal(lockout?.verdictAt, Date.UTC(2026, 5, 1, 9, 2))
  })

  it('given rows without correlation, then rows with short gaps are one attempt', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['09:00', '09:01', '09:02', '09:03']) ana.entersWrongCode({ at })
    ana.signsIn({ at: '09:04' })
    assert.deepEqual(lockoutsOf(story), [])
  })

  it('given the provider says locked, then it is a verdict at once', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isLocked({ at: '09:00' })
    const [lockout] = lockoutsOf(story)
    assert.equal(lockout?.cause, 'locked-by-attempts')
    assert.equal(lockout?.ended, undefined)
  })

  it('given an unlock by an administrator, then it ended by it', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isLocked({ at: '09:00' })
    ana.changes('account-unlocked', { at: '09:10', by: 'help@example.com' })
    ana.signsIn({ at: '09:12' })
    assert.equal(lockoutsOf(story)[0]?.ended, 'unlock')
  })

  it('given interrupts only, then one closed tab is none and three are one', () => {
    const once = tell()
    once.person('ana').isAskedForSecondStep({ at: '09:00', attempt: 'a' })
    assert.deepEqual(lockoutsOf(once, HOUR_MS), [])
    const thrice = tell()
    const ben = thrice.person('ben')
    for (const at of ['09:00', '10:00', '11:00']) ben.isAskedForSecondStep({ at, attempt: at })
    assert.equal(lockoutsOf(thrice, HOUR_MS).length, 1)
  })

  it('given the page that asks for enrolment loaded four times within a minute, then there is none', () => {
    const story = tell()
    const ana = story.person('ana')
    const row = { reason: 'enrolment-required', code: '50072' } as const
    for (const at of ['09:00:00', '09:00:31', '09:00:54', '09:01:02'])
      ana.isAskedForSecondStep({ at, attempt: at, row })
    assert.deepEqual(lockoutsOf(story, HOUR_MS), [])
  })

  it('given being sent to enrol twice soon after getting in, then the person is inside; hours later, then it is one', () => {
    const row = { reason: 'enrolment-required', code: '50072' } as const
    const inside = tell()
    const ana = inside.person('ana')
    ana.signsIn({ at: '12:36:16' })
    for (const at of ['12:36:34', '12:52:18']) ana.isAskedForSecondStep({ at, attempt: at, row })
    assert.deepEqual(lockoutsOf(inside, HOUR_MS), [])
    const outside = tell()
    const ben = outside.person('ben')
    ben.signsIn({ at: '09:00' })
    for (const at of ['12:36:34', '12:52:18']) ben.isAskedForSecondStep({ at, attempt: at, row })
    assert.deepEqual(
      lockoutsOf(outside, HOUR_MS).map(({ cause }) => cause),
      ['not-enrolled'],
    )
  })

  it('given one prompt that was sent and then nothing, then there is none; given two, then there is one', () => {
    const row = { activity: 'prompt', outcome: 'pending', reason: 'none', method: 'push' } as const
    const once = tell()
    once.person('ana').isAskedForSecondStep({ at: '09:00', attempt: 'a', row })
    assert.deepEqual(lockoutsOf(once, HOUR_MS), [])
    const twice = tell()
    const ben = twice.person('ben')
    for (const at of ['09:00', '09:03']) ben.isAskedForSecondStep({ at, attempt: at, row })
    assert.equal(lockoutsOf(twice, HOUR_MS).length, 1)
  })

  it('given seven quiet days, then it is over and a new failure is another', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.ignoresPush({ at: '1 09:00', attempt: 'a' })
    ana.ignoresPush({ at: '9 09:00', attempt: 'b' })
    const lockouts = lockoutsOf(story, HOUR_MS)
    assert.deepEqual(
      lockouts.map((one) => one.ended),
      ['quiet', undefined],
    )
  })
})

describe('causes', () => {
  it('given prompts unanswered for hours and a new authenticator from an administrator, then the device was lost', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['09:00', '10:00', '12:00']) ana.ignoresPush({ at, attempt: at })
    ana.changes('authenticators-reset', { at: '12:30', by: 'help@example.com' })
    ana.approvesPush({ at: '12:40' })
    const [lockout] = lockoutsOf(story)
    assert.equal(lockout?.cause, 'device-lost')
    assert.equal(lockout?.ended, 'administrator')
  })

  it('given a page to enrol after the old authenticators were removed, then that is the way back and no cause', () => {
    const sent = { activity: 'prompt', outcome: 'pending', reason: 'none', method: 'push' } as const
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    for (const at of ['8 09:00', '8 09:20', '8 10:30']) ana.isAskedForSecondStep({ at, attempt: at, row: sent })
    ana.changes('authenticator-removed', { at: '8 11:00', by: 'help@example.com' })
    ana.isAskedForSecondStep({ at: '8 11:20', row: { reason: 'enrolment-required', code: '50072' } })
    ana.changes('authenticator-added', { at: '8 11:22', target: 'new phone' })
    ana.approvesPush({ at: '8 11:24' })
    assert.deepEqual(
      lockoutsOf(story).map(({ cause, alternatives }) => [cause, alternatives.map((other) => other.cause)]),
      [['device-lost', ['push-not-answered']]],
    )
  })

  it('given wrong codes for hours, then the clock is suspected', () => {
    const story = tell()
    const ana = story.person('ana')
    for (const at of ['09:00', '09:10', '10:00', '11:00']) ana.entersWrongCode({ at, attempt: at })
    assert.equal(lockoutsOf(story)[0]?.cause, 'clock-drift')
  })

  it('given one policy, then it blocks; given two at once, then they conflict', () => {
    const one = tell()
    one.person('ana').isBlockedBy('Require compliant device', { at: '09:00' })
    assert.equal(lockoutsOf(one)[0]?.cause, 'policy-block')
    const two = tell()
    two.person('ben').isBlockedBy('A', { at: '09:00', row: { policies: ['A', 'B'] } })
    assert.equal(lockoutsOf(two)[0]?.cause, 'policy-conflict')
  })

  it('given one policy that blocks many people, then it is one lockout of wider scope', () => {
    const story = tell()
    for (let n = 0; n < 12; n++) story.person(`p${n}`).isBlockedBy('New rule', { at: `09:${10 + n}` })
    const [lockout, ...others] = lockoutsOf(story)
    assert.equal(others.length, 0)
    assert.equal(lockout?.scope, 'organisation')
    assert.equal(lockout?.people.length, 12)
  })

  it('given an outage, then it is the provider’s and nobody’s own', () => {
    const story = tell()
    for (let n = 0; n < 20; n++) {
      const person = story.person(`p${n}`)
      person.signsIn({ at: '08:00' })
      person.meetsServiceError({ at: `10:0${n % 10}` })
      person.meetsServiceError({ at: `10:2${n % 10}` })
      person.signsIn({ at: '11:00' })
    }
    const [lockout, ...others] = lockoutsOf(story)
    assert.equal(others.length, 0)
    assert.equal(lockout?.cause, 'provider-outage')
    assert.equal(lockout?.scope, 'provider')
  })
})

describe('enforcement', () => {
  const asked = { reason: 'enrolment-required', code: '50072' } as const
  const byPassword = { method: 'password', proved: false } as const

  /** Colleagues who fill the log's first days, so that it knows whom it has not seen. */
  function organisation(): Story {
    const story = tell()
    for (let n = 0; n < 20; n++) story.person(`p${n}`).isKnown(5)
    return story
  }

  function isSentToEnrol(story: Story, name: string, hour: number): void {
    for (const minute of [10, 30, 50]) {
      const at = `8 ${String(hour).padStart(2, '0')}:${minute}` as const
      story.person(name).isAskedForSecondStep({ at, attempt: `${name} ${at}`, row: asked })
    }
  }

  function causesOf(story: Story): readonly string[] {
    return lockoutsOf(story, HOUR_MS).map(({ cause }) => cause)
  }

  it('given three people whom a password alone let in until now, when all must enrol, then a rule began to hold', () => {
    const story = organisation()
    for (const name of ['ana', 'ben', 'eve']) {
      const person = story.person(name)
      for (const day of [1, 2, 3]) person.signsIn({ at: `${day} 09:00`, row: byPassword })
      isSentToEnrol(story, name, 9)
    }
    assert.deepEqual(causesOf(story), ['enforcement', 'enforcement', 'enforcement'])
  })

  it('given three people who had a second step until now, then each has lost their own', () => {
    const story = organisation()
    for (const name of ['p1', 'p2', 'p3']) isSentToEnrol(story, name, 9)
    assert.deepEqual(causesOf(story), ['not-enrolled', 'not-enrolled', 'not-enrolled'])
  })

  it('given three newcomers on one morning, then each stands for themselves', () => {
    const story = organisation()
    for (const name of ['new1', 'new2', 'new3']) isSentToEnrol(story, name, 9)
    assert.deepEqual(causesOf(story), ['not-enrolled', 'not-enrolled', 'not-enrolled'])
  })

  it('given one person let in by a password until now, then it takes a policy that demands more', () => {
    const story = (policy: boolean) => {
      const made = organisation()
      const ana = made.person('ana')
      for (const day of [1, 2, 3]) ana.signsIn({ at: `${day} 09:00`, row: byPassword })
      const row = { person: '', account: '', name: '' }
      if (policy) {
        ana.changes('policy-created', { at: '7 18:00', by: 'joey@example.com', target: 'Require MFA for all', row })
      }
      isSentToEnrol(made, 'ana', 9)
      return lockoutsOf(made, HOUR_MS)
    }
    assert.deepEqual(
      story(false).map(({ cause, alternatives }) => [cause, alternatives.map((other) => other.cause)]),
      [['not-enrolled', ['enforcement']]],
    )
    assert.deepEqual(
      story(true).map(({ cause, alternatives }) => [cause, alternatives.map((other) => other.cause)]),
      [['enforcement', ['not-enrolled']]],
    )
  })

  it('given a log of one morning that has seen nobody before, then the crowd has to do', () => {
    const story = tell()
    for (let n = 0; n < 9; n++) {
      for (const minute of [10, 30, 50]) {
        const at = `09:${minute}` as const
        story.person(`p${n}`).isAskedForSecondStep({ at, attempt: `${n} ${at}`, row: asked })
      }
    }
    assert.deepEqual(new Set(causesOf(story)), new Set(['enforcement']))
  })
})

describe('an outage that has many faces', () => {
  const failed = { outcome: 'failure', reason: 'second-step-failed' } as const
  const undelivered = { outcome: 'failure', reason: 'prompt-undeliverable', method: 'push' } as const

  function morning(faces: readonly object[]): Story {
    const story = tell()
    for (let n = 0; n < 20; n++) {
      const person = story.person(`p${n}`, { ip: `192.0.2.${n}` })
      person.signsIn({ at: '08:00' })
      if (n >= 8) continue
      for (const minute of [0, 12, 24]) {
        const at = `10:${String(minute + (n % 4)).padStart(2, '0')}` as At
        person.ignoresPush({ at, attempt: `${n} ${minute}`, row: { ...faces[n % faces.length] } })
      }
      person.signsIn({ at: '11:30' })
    }
    return story
  }

  it('given keys, codes and prompts that fail in the same minutes, then it is the provider', () => {
    const story = morning([{ ...failed, method: 'passkey' }, { ...failed, method: 'totp' }, undelivered])
    assert.deepEqual(
      lockoutsOf(story).map(({ cause, people }) => [cause, people.length]),
      [['provider-outage', 8]],
    )
  })

  it('given a phone that is dead before and after it, then that one is its own', () => {
    const story = morning([{ ...failed, method: 'passkey' }, { ...failed, method: 'totp' }, undelivered])
    const [before, during, after] = ['p17', 'p18', 'p19'].map((name) => story.person(name)) as [
      StoryPerson,
      StoryPerson,
      StoryPerson,
    ]
    for (const at of ['09:10', '09:20', '10:06', '10:21'] as const)
      before.ignoresPush({ at, attempt: at, row: undelivered })
    for (const at of ['10:06', '10:14', '10:22'] as const) during.ignoresPush({ at, attempt: at, row: undelivered })
    for (const at of ['10:06', '10:26', '11:10', '11:50'] as const)
      after.ignoresPush({ at, attempt: at, row: undelivered })
    assert.deepEqual(
      lockoutsOf(story).map(({ cause, people }) => [cause, people.length]),
      [
        ['push-not-delivered', 1],
        ['provider-outage', 9],
        ['push-not-delivered', 1],
      ],
    )
  })

  it('given a small organisation by night, where one after the other fails in another way, then it is the provider', () => {
    const night = (faces: readonly object[]) => {
      const story = tell()
      for (let n = 0; n < 30; n++) {
        const person = story.person(`p${n}`, { ip: `192.0.2.${n}` })
        for (const day of [1, 2, 3]) person.signsIn({ at: `${day} 08:00` })
        if (n >= 6) continue
        for (const minute of [0, 9, 18]) {
          const late = 20 * 60 + n * 20 + minute
          const at = `3 ${String(Math.floor(late / 60)).padStart(2, '0')}:${String(late % 60).padStart(2, '0')}` as At
          person.ignoresPush({ at, attempt: `${n} ${minute}`, row: { ...faces[n % faces.length] } })
        }
        person.signsIn({ at: '3 23:30' })
      }
      return lockoutsOf(story).map(({ cause, people }) => [cause, people.length])
    }
    const faces = [{ ...failed, method: 'passkey' }, undelivered, { ...failed, method: 'totp' }]
    assert.deepEqual(night(faces), [['provider-outage', 6]])
    assert.deepEqual(new Set(night([undelivered]).map(([cause]) => cause)), new Set(['push-not-delivered']))
  })

  it('given a provider that says it failed, then the prompt that it could not send is no fault of the phone', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.meetsServiceError({ at: '10:00', attempt: 'a' })
    for (const at of ['10:05', '10:12', '10:20'] as const) ana.ignoresPush({ at, attempt: at, row: undelivered })
    ana.approvesPush({ at: '10:50', attempt: 'z' })
    const [lockout] = lockoutsOf(story)
    assert.equal(lockout?.cause, 'provider-outage')
    assert.equal(lockout?.alternatives[0]?.cause, 'push-not-delivered')

    for (const at of ['14:00', '18:00', '2 09:00', '2 10:00'] as const) {
      const ben = story.person('ben')
      ben.ignoresPush({ at, attempt: at, row: undelivered })
      if (at === '18:00') ben.meetsServiceError({ at: '18:01', attempt: 'error' })
    }
    assert.equal(lockoutsOf(story)[1]?.cause, 'push-not-delivered')
  })

  it('given phones that are off and messages that are late at one time, then each is its own', () => {
    const late = { outcome: 'failure', reason: 'message-undeliverable', method: 'sms' } as const
    const causes = lockoutsOf(morning([undelivered, late])).map(({ cause }) => cause)
    assert.equal(causes.includes('provider-outage'), false)
  })
})

describe('a policy block', () => {
  const blocksOf = (story: Story) => {
    const diagnosis = createDiagnosis()
    const rows = story.rows()
    for (const row of rows) diagnosis.see(row)
    const input = { ...NO_INPUT, people: 2 }
    const whole = { since: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
    return assemble(diagnosis.finish(rows.at(-1)?.time ?? 0), { input, period: undefined, ...whole }).policyBlocks
  }

  it('given somebody who turns out to have been stopped earlier, then it keeps its id', () => {
    const story = tell()
    story.person('ana').isBlockedBy('New rule', { at: '09:10' })
    const [one] = blocksOf(story)
    story.person('ben').isBlockedBy('New rule', { at: '09:00' })
    const [two, ...others] = blocksOf(story)
    assert.deepEqual([one?.peopleCount, two?.peopleCount, others.length], [1, 2, 0])
    assert.equal(two?.id, one?.id)
  })
})

describe('attack or lockout', () => {
  it('given unanswered prompts from elsewhere, then there is no lockout', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    for (const at of ['8 22:00', '8 22:10', '8 22:20', '8 22:30', '8 22:40']) {
      ana.ignoresPush({ at, attempt: at, from: elsewhere })
    }
    assert.deepEqual(lockoutsOf(story, HOUR_MS), [])
  })

  it('given silence and then a refusal from where one cannot say, then nobody there was the person', () => {
    const sent = { activity: 'prompt', outcome: 'pending', reason: 'none', method: 'push' } as const
    const own = { country: 'DE', asn: 3320, client: 'Firefox' }
    const nearby = { ...elsewhere, ...own, ip: '192.0.2.77' }
    const story = tell()
    const ana = story.person('ana', own)
    ana.isKnown(5)
    for (const at of ['8 22:00', '8 22:10', '8 22:30'])
      ana.isAskedForSecondStep({ at, attempt: at, from: nearby, row: sent })
    assert.deepEqual(
      lockoutsOf(story, HOUR_MS).map(({ cause }) => cause),
      ['push-not-answered'],
    )
    ana.refusesPush({ at: '8 22:31', from: nearby })
    assert.deepEqual(lockoutsOf(story, HOUR_MS), [])
  })

  it('given wrong passwords only, then there is no lockout', () => {
    const story = tell()
    for (let n = 0; n < 6; n++) story.person(`p${n}`).mistypesPassword({ at: `10:0${n}`, from: elsewhere })
    assert.deepEqual(lockoutsOf(story, HOUR_MS), [])
  })
})

describe('administrators', () => {
  it('given the highest role granted to somebody, then that very change is told as a grave one', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.changes('role-granted', { at: '09:00', by: 'joey@example.com', target: 'Global Administrator' })
    const diagnosis = createDiagnosis()
    for (const row of story.rows()) diagnosis.see(row)
    const { findings } = diagnosis.finish(0)
    assert.deepEqual(
      findings.map(({ detection, severity }) => [detection, severity]),
      [['change-outside-case', 'medium']],
    )
  })
})
