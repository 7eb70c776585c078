/**
 * Lockouts against a model written from CONTRACTS.md ("Sign-ins": Attempt, Lockout), which has a person's rows all at once:
 * it cuts them into stretches, groups each stretch into attempts, and asks what those come to.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clock } from '../../test/any-story.ts'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { type Deed, elsewhere, type StoryPerson, tell } from '../signin/story.ts'
import { createDiagnosis } from './diagnose.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const RUNS = 600

/** What a row means for a lockout. `elsewhere` is a stranger's failure, `password` a first step that failed. */
type Kind = 'in' | 'said' | 'fails' | 'page' | 'password' | 'elsewhere'

const ACTS: Readonly<Record<string, { readonly kind: Kind; readonly act: (person: StoryPerson, deed: Deed) => void }>> =
  {
    signsIn: { kind: 'in', act: (person, deed) => person.signsIn(deed) },
    isLocked: { kind: 'said', act: (person, deed) => person.isLocked(deed) },
    isBlocked: { kind: 'said', act: (person, deed) => person.isBlockedBy('Compliant device', deed) },
    ignoresPush: { kind: 'fails', act: (person, deed) => person.ignoresPush(deed) },
    entersWrongCode: { kind: 'fails', act: (person, deed) => person.entersWrongCode(deed) },
    meetsServiceError: { kind: 'fails', act: (person, deed) => person.meetsServiceError(deed) },
    closesTab: { kind: 'page', act: (person, deed) => person.isAskedForSecondStep(deed) },
    mistypes: { kind: 'password', act: (person, deed) => person.mistypesPassword(deed) },
    isTried: { kind: 'elsewhere', act: (person, deed) => person.ignoresPush({ ...deed, from: elsewhere }) },
  }
const FREQUENT = ['signsIn', 'signsIn', 'ignoresPush', 'entersWrongCode', 'entersWrongCode', 'closesTab', 'closesTab']
const RARE = ['isLocked', 'isBlocked', 'meetsServiceError', 'mistypes', 'isTried']

interface Happening {
  readonly act: string
  readonly pause: number
  readonly attempt: string
  readonly client: string
}

const anyHappenings = fc.array(
  fc.record<Happening>({
    act: fc.constantFrom(...FREQUENT, ...FREQUENT, ...RARE),
    pause: fc.oneof(
      fc.constantFrom(0, 20, 60, 90, 120, 180, 240, 299, 300, 301),
      fc.constantFrom(599, 600, 601, 1800, 3600, 86_400, 7 * 86_400, 7 * 86_400 + 1),
      fc.nat(400),
    ),
    attempt: fc.constantFrom('', '', '', 'a', 'b', 'c'),
    client: fc.constantFrom('Firefox', 'Firefox', 'Safari'),
  }),
  { maxLength: 14, size: 'max' },
)

/** Pages shown and left within minutes, where three minutes decide. */
const anyPages = fc.array(
  fc.record<Happening>({
    act: fc.constant('closesTab'),
    pause: fc.constantFrom(60, 90, 91, 120),
    attempt: fc.constantFrom('a', 'b', 'c'),
    client: fc.constant('Firefox'),
  }),
  { minLength: 3, maxLength: 5 },
)

interface Row {
  readonly time: number
  readonly kind: Kind
  readonly attempt: string
  readonly client: string
}

interface Told {
  readonly start: number
  readonly end: number
  readonly attempts: number
  readonly ended: 'in' | 'quiet' | 'lasts'
}

/** One stretch: what the person suffered, and how it came to an end. */
interface Stretch {
  readonly rows: readonly Row[]
  readonly ended: Told['ended']
}

function isSuffered({ kind }: Row): boolean {
  return kind === 'said' || kind === 'fails' || kind === 'page'
}

/** A complete sign-in ends a stretch, and so do seven quiet days after what was suffered last. */
function stretchesOf(all: readonly Row[]): readonly Stretch[] {
  const rows = all.filter(({ kind }) => kind !== 'elsewhere')
  const stretches: Stretch[] = []
  let from = 0
  for (const [index, row] of rows.entries()) {
    const lastTime = rows.slice(from, index).findLast(isSuffered)?.time ?? row.time
    if (row.kind !== 'password' && row.time - lastTime > 7 * DAY_MS) {
      stretches.push({ rows: rows.slice(from, index), ended: 'quiet' })
      from = index
    }
    if (row.kind !== 'in') continue
    stretches.push({ rows: rows.slice(from, index + 1), ended: 'in' })
    from = index + 1
  }
  const now = all.at(-1)?.time ?? 0
  const rest = rows.slice(from)
  const lastTime = rest.findLast(isSuffered)?.time ?? now
  stretches.push({ rows: rest, ended: now - lastTime > 7 * DAY_MS ? 'quiet' : 'lasts' })
  return stretches
}

/** Rows that share the correlation id; without one, rows of one client with gaps below five minutes. */
function attemptsOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const byId = Map.groupBy(
    rows.filter(({ attempt }) => attempt !== ''),
    ({ attempt }) => attempt,
  )
  const byClient = Map.groupBy(
    rows.filter(({ attempt }) => attempt === ''),
    ({ client }) => client,
  )
  const attempts = [...byId.values()]
  for (const own of byClient.values()) {
    const isFirst = (index: number) => index === 0 || own[index]!.time - own[index - 1]!.time >= 5 * MINUTE_MS
    const firsts = [...own.keys()].filter(isFirst)
    for (const [index, first] of firsts.entries()) attempts.push(own.slice(first, firsts[index + 1]))
  }
  return attempts
}

function has(rows: readonly Row[], ...kinds: readonly Kind[]): boolean {
  return rows.some(({ kind }) => kinds.includes(kind))
}

/** Pages of three attempts, seen over three minutes or more, keep somebody out by themselves. */
function keepsOut(pages: readonly Row[], attempts: readonly (readonly Row[])[]): boolean {
  const begun = (seen: readonly Row[]) => attempts.filter((attempt) => seen.some((page) => attempt.includes(page)))
  return pages.some(
    ({ time }, at) => begun(pages.slice(0, at + 1)).length >= 3 && time - pages[0]!.time >= 3 * MINUTE_MS,
  )
}

/** What was suffered, from where the lockout begins. */
function countedOf(suffered: readonly Row[], attempts: readonly (readonly Row[])[]): readonly Row[] {
  const isForgiven = (row: Row) => attempts.some((attempt) => attempt.includes(row) && succeeds(attempt))
  const left = suffered.filter((row) => !isForgiven(row))
  const firstHard = suffered.findIndex(({ kind }) => kind !== 'page')
  const pages = firstHard < 0 ? suffered : suffered.slice(0, firstHard)
  if (keepsOut(pages, attempts)) return left
  // Pages shown and left are forgotten when something really fails.
  if (firstHard < 0) return []
  if (!isForgiven(suffered[firstHard]!)) return suffered.slice(firstHard).filter((row) => !isForgiven(row))
  const start = left.find(({ kind }) => kind !== 'page')?.time ?? Number.POSITIVE_INFINITY
  return left.filter(({ time }) => time >= start)
}

/** An attempt that ends in success has not failed, unless the provider itself said that it stopped the person. */
function succeeds(attempt: readonly Row[]): boolean {
  return has(attempt, 'in') && !has(attempt, 'said')
}

function toldOf({ rows, ended }: Stretch, now: number): Told | undefined {
  const suffered = rows.filter(isSuffered)
  const all = attemptsOf(rows)
  const counted = countedOf(suffered, all)
  const attempts = all.filter((attempt) => counted.some((row) => attempt.includes(row)))
  // What kept the person out by pages began with the first of them, whatever came of it.
  const isByPages = suffered[0]?.kind === 'page' && !has(counted.slice(0, 1), 'said', 'fails')
  const start = isByPages ? suffered[0]!.time : counted[0]?.time
  if (start === undefined) return undefined
  const until = ended === 'in' ? rows.at(-1)!.time : now
  const isLong = has(counted, 'fails') && until - start >= 10 * MINUTE_MS
  if (!has(counted, 'said') && attempts.length < 3 && !isLong) return undefined
  const end = ended === 'in' ? until : suffered.at(-1)!.time
  return { start, end, attempts: attempts.length, ended }
}

const lockoutsHold = fc.property(
  fc.oneof({ weight: 5, arbitrary: anyHappenings }, { weight: 1, arbitrary: anyPages }),
  (happenings) => {
    // More of a stranger's than this would be an attack, which is another matter.
    fc.pre(happenings.filter(({ act }) => act === 'isTried').length < 5)
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    let seconds = 7 * 86_400
    const rows = happenings.map(({ act, pause, attempt, client }): Row => {
      seconds += pause
      ACTS[act]!.act(ana, { at: clock(seconds), attempt, row: { client } })
      return { time: Date.UTC(2026, 5, 1) + seconds * 1000, kind: ACTS[act]!.kind, attempt, client }
    })
    const diagnosis = createDiagnosis()
    for (const row of story.rows()) diagnosis.see(row)
    const now = rows.at(-1)?.time ?? 0
    const told = diagnosis.finish(now).lockouts.map(({ start, end, attempts, ended }): Told => {
      return { start, end, attempts, ended: ended === undefined ? 'lasts' : ended === 'quiet' ? 'quiet' : 'in' }
    })
    const model = stretchesOf(rows).map((stretch) => toldOf(stretch, now))
    assert.deepEqual(
      told,
      model.filter((one) => one !== undefined),
    )
  },
)

describe('lockouts of one person', () => {
  it('given any failures and successes, then starts, ends and attempts are those of the contract', () => {
    holds(lockoutsHold, RUNS)
  })

  it('given planted mistakes, then each is caught', () => {
    const { attempt, lockout } = DEFAULTS
    whileWrong(lockout, { attemptsMin: 2 }, () => mustFail(lockoutsHold, RUNS))
    whileWrong(lockout, { attemptsMin: 4 }, () => mustFail(lockoutsHold, RUNS))
    whileWrong(lockout, { withoutSuccessMs: lockout.withoutSuccessMs + 1 }, () => mustFail(lockoutsHold, RUNS))
    whileWrong(lockout, { quietMs: lockout.quietMs - 1 }, () => mustFail(lockoutsHold, RUNS))
    whileWrong(lockout, { interruptsSpanMs: lockout.interruptsSpanMs + 1 }, () => mustFail(lockoutsHold, RUNS))
    whileWrong(attempt, { gapMs: attempt.gapMs + 1 }, () => mustFail(lockoutsHold, RUNS))
    whileWrong(attempt, { gapMs: 0 }, () => mustFail(lockoutsHold, RUNS))
  })
})

describe('found by the property, told as stories', () => {
  const lockoutsOf = (tellOf: (person: StoryPerson) => void) => {
    const story = tell()
    tellOf(story.person('ana'))
    const diagnosis = createDiagnosis()
    for (const row of story.rows()) diagnosis.see(row)
    return diagnosis.finish(story.rows().at(-1)?.time ?? 0).lockouts
  }

  it('given a sign-in more than seven quiet days later, then the lockout had ended before, by itself', () => {
    const [lockout, ...others] = lockoutsOf((ana) => {
      ana.ignoresPush({ at: '1 09:00', attempt: 'a' })
      ana.approvesPush({ at: '9 09:00', attempt: 'b' })
    })
    assert.deepEqual(others, [])
    assert.equal(lockout?.ended, 'quiet')
  })

  it('given rows without a correlation id of two browsers at once, then these are two attempts', () => {
    const [lockout] = lockoutsOf((ana) => {
      ana.entersWrongCode({ at: '09:00', row: { client: 'Firefox' } })
      ana.entersWrongCode({ at: '09:01', row: { client: 'Safari' } })
      ana.signsIn({ at: '09:20', attempt: 'a' })
    })
    assert.equal(lockout?.attempts, 2)
  })

  it('given rows with an id between rows without, then the latter are still one attempt', () => {
    const [lockout] = lockoutsOf((ana) => {
      ana.entersWrongCode({ at: '09:00' })
      ana.entersWrongCode({ at: '09:01', attempt: 'a' })
      ana.entersWrongCode({ at: '09:02' })
      ana.signsIn({ at: '09:20', attempt: 'b' })
    })
    assert.equal(lockout?.attempts, 2)
  })

  it('given that the first attempt succeeds after all, then the lockout begins with the next that failed', () => {
    const tellOf = (end: string) => (ana: StoryPerson) => {
      ana.ignoresPush({ at: '09:00', attempt: 'a' })
      ana.ignoresPush({ at: '09:05', attempt: 'b' })
      ana.approvesPush({ at: end, attempt: 'a' })
    }
    assert.deepEqual(lockoutsOf(tellOf('09:12')), [])
    const [lockout] = lockoutsOf(tellOf('09:15'))
    assert.equal(lockout?.start, Date.UTC(2026, 5, 1, 9, 5))
    assert.equal(lockout?.attempts, 1)
  })

  it('given two lockouts of one person that began at one instant, then the one that ended first is told first', () => {
    const lockouts = lockoutsOf((ana) => {
      ana.isBlockedBy('Compliant device', { at: '09:00' })
      ana.signsIn({ at: '09:00' })
      ana.isLocked({ at: '09:00' })
    })
    assert.deepEqual(
      lockouts.map(({ ended }) => ended),
      ['same-authenticator', undefined],
    )
  })
})

describe('more people than a call takes arguments', () => {
  it('given one policy that blocks 150,000 people, then it is still one lockout and one policy block', () => {
    const diagnosis = createDiagnosis()
    const story = tell()
    story.person('ana').isBlockedBy('New rule', { at: '09:00' })
    const [row] = story.rows()
    for (let n = 0; n < 150_000; n++) {
      diagnosis.see({ ...row!, id: `${n}`, person: `p${n}`, account: `p${n}`, name: `p${n}`, time: row!.time + n })
    }
    const { lockouts, policyBlocks } = diagnosis.finish(row!.time + 150_000)
    assert.equal(lockouts.length, 1)
    assert.equal(lockouts[0]?.people.length, 150_000)
    assert.equal(policyBlocks[0]?.judged.length, 150_000)
  })
})
