import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Draft, keep, readKept } from '../signin/index.ts'
import { elsewhere, type Place, type StoryPerson, tell } from '../signin/story.ts'
import { createFold, type Fold } from './fold.ts'
import { type LiveFinding, type LiveLockout, read, type Verdict, type VerdictKind } from './live-verdict.ts'
import { createTelling } from './telling.ts'
import { changes } from './told.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The story's first day. */
const FIRST_DAY = Date.UTC(2026, 5, 1)

/** What Ana does, as rows that were pushed or read. */
function rows(came: 'pushed' | 'read', story: (ana: StoryPerson) => void): readonly Draft[] {
  const told = tell()
  story(told.person('ana'))
  const pushed = came === 'pushed'
  return told.rows().map((row) => readKept(keep({ ...row, id: `${came} ${row.id}`, pushed }).row))
}

/** What stands, followed from time to time. */
function following(fold: Fold = createFold()) {
  const telling = createTelling()
  const told = new Map<string, Verdict>()
  return {
    take: fold.take,
    follow(now: number): void {
      fold.catchUp()
      const judgement = fold.judgement(now)
      const { gotIn } = judgement
      const changed = changes(told, telling.verdicts(judgement, now), { now, first: fold.first, gotIn })
      for (const verdict of changed.told) told.set(verdict.id, verdict)
      for (const id of changed.withdrawn) told.delete(id)
    },
    all: (kind: VerdictKind) => [...told.values()].filter((one) => one.kind === kind).map((one) => read(one).body),
  }
}

describe('a lockout that was only pushed', () => {
  const wrongCodes = (ana: StoryPerson): void => {
    for (const at of ['10:00', '10:06', '10:12']) ana.entersWrongCode({ at })
  }
  const ended = (all: readonly object[]): unknown => (all as readonly LiveLockout[]).map((one) => one.ended)
  const noon = FIRST_DAY + 12 * HOUR_MS

  it('given a pushed sign-in, when seven quiet days have gone by, then it is over for want of attempts', () => {
    const watch = following()
    watch.take(rows('pushed', wrongCodes))
    watch.take(rows('pushed', (ana) => ana.signsIn({ at: '11:00' })))
    watch.follow(noon)
    assert.deepEqual(ended(watch.all('lockout')), [null])
    watch.follow(noon + 7 * DAY_MS)
    assert.deepEqual(ended(watch.all('lockout')), [{ at: '2026-06-01T10:12:00.000Z', by: 'quiet' }])
  })

  it('given sign-ins that dissolve it, when seven quiet days have gone by, then it is over too', () => {
    const watch = following()
    watch.take(rows('pushed', wrongCodes))
    watch.follow(noon)
    const between = (ana: StoryPerson): void => {
      for (const at of ['10:01', '10:07', '10:13']) ana.signsIn({ at })
    }
    // Other rows than those that are there.
    watch.take(rows('pushed', between).map((row) => ({ ...row, id: `late ${row.id}` })))
    watch.follow(noon + HOUR_MS)
    assert.deepEqual(ended(watch.all('lockout')), [null])
    watch.follow(noon + 7 * DAY_MS)
    assert.deepEqual(ended(watch.all('lockout')), [{ at: '2026-06-01T10:12:00.000Z', by: 'quiet' }])
  })

  it('given a pushed row of tomorrow, then silence is not longer by it', () => {
    const watch = following()
    watch.take(rows('pushed', wrongCodes))
    watch.follow(noon)
    const week = noon + 7 * DAY_MS - 3 * HOUR_MS
    watch.take(
      rows('pushed', (ana) => ana.changes('contact-changed', { at: '9 11:00' })).map((row) => ({ ...row, id: 'x' })),
    )
    watch.follow(week)
    assert.deepEqual(ended(watch.all('lockout')), [null])
  })
})

describe('a finding that pushed habits explain', () => {
  const hosted: Place = { ...elsewhere, ip: '192.0.2.200', asn: 14_061, anonymous: true }
  const habits = (ana: StoryPerson): void => ana.isKnown(20)
  const forged = (ana: StoryPerson): void => {
    for (let day = 1; day <= 20; day++) ana.signsIn({ at: `${day} 09:20`, from: hosted })
  }
  const takeover = (ana: StoryPerson): void => {
    ana.signsIn({ at: '22 09:30', from: hosted })
    ana.changes('authenticator-added', { at: '22 09:40', from: hosted, target: 'new phone' })
  }

  function told(habitsCame: 'pushed' | 'read', withForged: boolean): unknown {
    const watch = following()
    const named = (list: readonly Draft[], name: string) => list.map((row) => ({ ...row, id: `${name} ${row.id}` }))
    watch.take(named(rows(habitsCame, habits), 'habit'))
    if (withForged) watch.take(named(rows('pushed', forged), 'forged'))
    watch.take(named(rows('pushed', takeover), 'takeover'))
    watch.follow(FIRST_DAY + 22 * DAY_MS)
    const findings = watch.all('finding') as readonly LiveFinding[]
    return findings
      .filter(({ detection }) => detection === 'takeover-pattern')
      .map(({ severity, reportOnly, explainedBy }) => [severity, reportOnly === true, explainedBy])
  }

  it('given nothing that was read, then it is told, and opens nothing', () => {
    assert.deepEqual(told('pushed', false), [['critical', false, undefined]])
    assert.deepEqual(told('pushed', true), [['info', true, 'pushed']])
  })

  it('given habits that were read, then it stands as if nothing had been forged', () => {
    assert.deepEqual(told('read', false), [['critical', false, undefined]])
    assert.deepEqual(told('read', true), [['critical', false, undefined]])
  })
})
