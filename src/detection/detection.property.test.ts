/**
 * Rules that count within a window, against models that know nothing of states and streams: they look at all prompts of one
 * person at once, and at every pair of them. The numbers are those of CONTRACTS.md and SOURCE.md, written out here again.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clock } from '../../test/any-story.ts'
import { assertByTheLetter, type Counted, type Episode, episodesOf } from '../../test/episodes.ts'
import { holds, mustFail, whileWrong } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { createSurroundings } from '../profile/index.ts'
import type { Reason, SignIn } from '../signin/index.ts'
import { type Deed, elsewhere, type StoryPerson, tell } from '../signin/story.ts'
import { ALL_DETECTIONS, createDetections, type OpenFinding } from './index.ts'

const MINUTE_MS = 60_000
const RUNS = 400

/** Pauses in seconds: quarters and tenths of a window, to the second and one beside it, and any others. */
const anyPause = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(900, 900, 720, 450, 360, 180, 5) },
  { weight: 2, arbitrary: fc.constantFrom(899, 901, 1800, 1801, 3595, 3600, 3601) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 5000 }) },
)

function found(rows: readonly SignIn[], detection: string): readonly OpenFinding[] {
  const surroundings = createSurroundings()
  const detections = createDetections(ALL_DETECTIONS, surroundings)
  for (const row of rows) if (!detections.see(row, surroundings.about(row))) surroundings.learn(row)
  detections.wait(Number.POSITIVE_INFINITY)
  return detections.findings.filter((finding) => finding.detection === detection)
}

function episodesIn(findings: readonly OpenFinding[], isGrave: (finding: OpenFinding) => boolean): readonly Episode[] {
  return findings.map((finding) => ({
    start: finding.start,
    end: finding.end,
    count: finding.rowsCount,
    grave: isGrave(finding),
  }))
}

/** Something that happens to a person at a time (seconds since the story began), from home or elsewhere. */
interface Happening {
  readonly pause: number
  readonly reason: Reason
  readonly away: boolean
}

/** Plays happenings one after another in the second week of a person who is known from the first. */
function played<H extends Happening>(
  happenings: readonly H[],
  play: (person: StoryPerson, happening: H, deed: Deed, seconds: number) => void,
): { readonly rows: readonly SignIn[]; readonly times: readonly number[] } {
  const story = tell()
  const ana = story.person('ana')
  ana.isKnown(5)
  let seconds = 7 * 86_400
  const times = happenings.map((happening) => {
    seconds += happening.pause
    const from = happening.away ? { from: elsewhere } : {}
    play(ana, happening, { at: clock(seconds), row: { reason: happening.reason }, ...from }, seconds)
    return Date.UTC(2026, 5, 1) + seconds * 1000
  })
  return { rows: story.rows(), times }
}

/** A prompt and how its log tells of it: in one row, or in two of other codes a second apart. */
interface Prompt extends Happening {
  readonly rows: 1 | 2
}

const anyPrompts = fc.array(
  fc.record<Prompt>({
    pause: anyPause,
    reason: fc.constantFrom<Reason[]>(
      'refused',
      'refused',
      'refused',
      'wrong-number',
      'no-answer',
      'abandoned',
      'reported',
      'mistake',
      'prompt-undeliverable',
      'wrong-code',
    ),
    away: fc.boolean(),
    rows: fc.constantFrom(1, 2),
  }),
  { maxLength: 16, size: 'max' },
)
const anyRefusals = anyPrompts.map((prompts) => prompts.map((prompt) => ({ ...prompt, reason: 'refused' as const })))

function isUnwanted({ reason, away }: Prompt): boolean {
  if (reason === 'refused' || reason === 'wrong-number' || reason === 'reported') return true
  return away && (reason === 'no-answer' || reason === 'abandoned')
}

const fatigueHolds = fc.property(fc.oneof(anyPrompts, anyRefusals), (prompts) => {
  const { rows, times } = played(prompts, (ana, prompt, deed, seconds) => {
    ana.refusesPush({ ...deed, row: { ...deed.row, code: 'prompt', activity: 'prompt' } })
    if (prompt.rows === 2) ana.refusesPush({ ...deed, at: clock(seconds + 1), row: { ...deed.row, code: 'sign-in' } })
  })
  const unwanted = prompts.flatMap((prompt, index) => {
    const alone = prompt.reason === 'reported'
    const once = { time: times[index]!, alone, grave: alone }
    // A refusal told of in two rows is one; a report is the person's own word each time.
    if (alone && prompt.rows === 2) return [once, { ...once, time: once.time + 1000 }]
    return isUnwanted(prompt) ? [once] : []
  })
  const episodes = episodesIn(found(rows, 'mfa-fatigue'), ({ severity }) => severity === 'critical')
  assert.deepEqual(episodes, episodesOf(unwanted, 60 * MINUTE_MS, 5))
  assertByTheLetter(unwanted, 60 * MINUTE_MS, 5, episodes)
})

/** Some logs tell of sending always, some only where no answer came. */
interface SentPrompt extends Happening {
  readonly isSentTold: boolean
}

/** Pauses so long that no answer is late and no window is near its edge, wherever within the minute one measures. */
const anySent = fc.array(
  fc.record<SentPrompt>({
    isSentTold: fc.boolean(),
    pause: fc.constantFrom(200, 500, 800, 1300, 3000, 5000),
    reason: fc.constantFrom<Reason[]>('refused', 'wrong-number', 'no-answer', 'none'),
    away: fc.constant(true),
  }),
  { maxLength: 16, size: 'max' },
)

const sentHolds = fc.property(anySent, (prompts) => {
  const { rows, times } = played(prompts, (ana, prompt, deed, seconds) => {
    const { reason } = prompt
    const sent = { activity: 'prompt', outcome: 'pending', method: 'push', code: 'sent', reason: 'none' } as const
    if (prompt.isSentTold || reason === 'none') ana.isSentMessage({ ...deed, row: sent })
    if (reason !== 'none') ana.refusesPush({ ...deed, at: clock(seconds + 20) })
  })
  const edge = 2 * MINUTE_MS
  fc.pre(times.every((one) => times.every((other) => Math.abs(other - one - 60 * MINUTE_MS) > edge)))
  const model = episodesOf(
    times.map((time) => ({ time, alone: false, grave: false })),
    60 * MINUTE_MS,
    5,
  )
  assert.deepEqual(
    found(rows, 'mfa-fatigue').map(({ rowsCount }) => rowsCount),
    model.map(({ count }) => count),
  )
})

describe('mfa-fatigue', () => {
  it('given any prompts, then there is a finding for each run with 5 unwanted ones within 60:00, or one reported', () => {
    holds(fatigueHolds, RUNS)
  })

  it('given a log that tells of sending too, then each prompt of a stranger’s counts once, answered or not', () => {
    holds(sentHolds, RUNS)
  })

  it('given five prompts without any answer, when 100,000 rows of others follow, then they are not forgotten', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.isKnown(5)
    const sent = { activity: 'prompt', method: 'push', code: 'sent' } as const
    for (const at of ['8 10:00', '8 10:05', '8 10:10', '8 10:15', '8 10:20']) {
      ana.isSentMessage({ at, from: elsewhere, row: sent })
    }
    story.person('ben').signsIn({ at: '8 18:00' })
    const rows = story.rows()
    const others = Array.from({ length: 100_000 }, () => rows.at(-1)!)
    assert.equal(found([...rows, ...others], 'mfa-fatigue')[0]?.rowsCount, 5)
  })

  it('given planted mistakes, then each is caught', () => {
    const { fatigue } = DEFAULTS
    whileWrong(fatigue, { windowMs: fatigue.windowMs - 1 }, () => mustFail(fatigueHolds, RUNS))
    whileWrong(fatigue, { windowMs: fatigue.windowMs + 1000 }, () => mustFail(fatigueHolds, RUNS))
    whileWrong(fatigue, { samePromptMs: -1 }, () => mustFail(fatigueHolds, RUNS))
    whileWrong(fatigue, { refusalsMin: 4 }, () => mustFail(fatigueHolds, RUNS))
    whileWrong(fatigue, { refusalsMin: 6 }, () => mustFail(fatigueHolds, RUNS))
  })
})

const WRONG_ANSWERS: readonly Reason[] = ['wrong-code', 'code-reused', 'code-expired', 'wrong-number', 'pass-wrong']
const OTHER_FAILURES: readonly Reason[] = [
  'refused',
  'no-answer',
  'prompt-undeliverable',
  'too-many-codes',
  'too-many-codes',
]

const anyAnswers = fc.array(
  fc.record<Happening>({
    pause: fc.oneof(anyPause, fc.constantFrom(450, 450, 449, 451)),
    reason: fc.constantFrom(...WRONG_ANSWERS, ...WRONG_ANSWERS, ...OTHER_FAILURES),
    away: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  { maxLength: 16, size: 'max' },
)

const throttleHolds = fc.property(anyAnswers, (answers) => {
  const { rows, times } = played(answers, (ana, _, deed) => ana.entersWrongCode(deed))
  const wrong: Counted[] = []
  for (const [index, { reason, away }] of answers.entries()) {
    const time = times[index]!
    // A limit that is met without a wrong answer in the half hour before is one of messages.
    const isLimit = reason === 'too-many-codes' && wrong.some((one) => time - one.time <= 30 * MINUTE_MS)
    if (WRONG_ANSWERS.includes(reason) || isLimit) wrong.push({ time, alone: false, grave: away })
  }
  const episodes = episodesIn(found(rows, 'second-step-throttle'), ({ severity }) => severity === 'high')
  assert.deepEqual(episodes, episodesOf(wrong, 30 * MINUTE_MS, 5))
  assertByTheLetter(wrong, 30 * MINUTE_MS, 5, episodes)
})

describe('second-step-throttle', () => {
  it('given any answers, then there is a finding for each run with 5 wrong ones within 30:00, grave if from elsewhere', () => {
    holds(throttleHolds, RUNS)
  })

  it('given planted mistakes, then each is caught', () => {
    const { throttle } = DEFAULTS
    whileWrong(throttle, { windowMs: throttle.windowMs - 1 }, () => mustFail(throttleHolds, RUNS))
    whileWrong(throttle, { windowMs: throttle.windowMs + 1000 }, () => mustFail(throttleHolds, RUNS))
    whileWrong(throttle, { failuresMin: 4 }, () => mustFail(throttleHolds, RUNS))
  })
})

/** `none` is a message that went out; the others are receipts and refusals of one. */
const anyMessages = fc.array(
  fc.record<Happening>({
    pause: fc.oneof(anyPause, fc.constantFrom(360, 360, 360, 359, 361)),
    reason: fc.constantFrom<Reason[]>('none', 'none', 'none', 'none', 'none', 'message-limit', 'message-undeliverable'),
    away: fc.boolean(),
  }),
  { maxLength: 30, size: 'max' },
)
/** Eleven in exactly 60:00, but for one that comes a second late. */
const anyEvenMessages = fc
  .tuple(anyMessages, fc.nat(40))
  .map(([messages, late]) =>
    messages.map((message, index) => ({ ...message, pause: index === late ? 361 : 360, reason: 'none' as const })),
  )

const floodHolds = fc.property(fc.oneof(anyMessages, anyEvenMessages), (messages) => {
  const { rows, times } = played(messages, (ana, _, deed) => ana.isSentMessage(deed))
  const sent = messages.flatMap(({ reason }, index) =>
    reason === 'none' ? [{ time: times[index]!, alone: false, grave: false }] : [],
  )
  const episodes = episodesIn(found(rows, 'sms-flood'), () => false)
  assert.deepEqual(episodes, episodesOf(sent, 60 * MINUTE_MS, 11))
  assertByTheLetter(sent, 60 * MINUTE_MS, 11, episodes)
})

describe('sms-flood', () => {
  it('given any messages, then there is a finding for each run with more than 10 within 60:00', () => {
    holds(floodHolds, RUNS)
  })

  it('given planted mistakes, then each is caught', () => {
    const { messages } = DEFAULTS
    whileWrong(messages, { windowMs: messages.windowMs - 1 }, () => mustFail(floodHolds, RUNS))
    whileWrong(messages, { windowMs: messages.windowMs + 1000 }, () => mustFail(floodHolds, RUNS))
    whileWrong(messages, { perHourMax: 9 }, () => mustFail(floodHolds, RUNS))
  })
})

describe('password-spray over a network', () => {
  it('given a spray that changes its address, then the finding names the network, in IPv6 too', () => {
    const addressOf = (addresses: (host: number) => string) => {
      const story = tell()
      for (let n = 0; n < 12; n++) {
        const at = `10:${String(n).padStart(2, '0')}`
        story.person(`p${n}`).mistypesPassword({ at, from: { ...elsewhere, ip: addresses(n) } })
      }
      return found(story.rows(), 'password-spray').map(({ address }) => address)
    }
    assert.deepEqual(
      addressOf((host) => `192.0.2.${host}`),
      ['192.0.2.0/24'],
    )
    assert.deepEqual(
      addressOf((host) => `2001:db8:1:${host + 1}::5`),
      ['2001:db8:1::/48'],
    )
  })
})
