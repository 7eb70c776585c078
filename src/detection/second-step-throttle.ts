/** Too many failed second steps in a short time: guessing, or a person who needs help. Slow down, never lock for good. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Reason, type Trace, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'
import { isSamePrompt } from './prompts.ts'

/** What a person, or a guesser, did wrong: answers, not prompts that were refused, ignored or never arrived. */
const WRONG_ANSWERS: ReadonlySet<Reason> = new Set([
  'wrong-code',
  'code-reused',
  'code-expired',
  'too-many-codes',
  'wrong-number',
  'second-step-failed',
  'pass-wrong',
] as const)

interface State {
  readonly failures: Trace[]
  /** When a failure last came from elsewhere than the person's own surroundings. */
  foreignAt: number
  episode: OpenFinding | undefined
}

export const secondStepThrottle: Detection<State> = {
  id: 'second-step-throttle',
  technique: 'T1110.001',
  of: 'person',
  opens: Kind.failedSecond,
  sees: 0,
  open: () => ({ failures: [], foreignAt: Number.NEGATIVE_INFINITY, episode: undefined }),

  step(state, signIn, about, raise) {
    const { failures } = state
    if (!WRONG_ANSWERS.has(signIn.reason) || isSamePrompt(failures.at(-1), signIn)) return
    while (signIn.time - (failures[0]?.time ?? signIn.time) > DEFAULTS.throttle.windowMs) failures.shift()
    // A limit that is met without a wrong answer before is one of messages.
    if (signIn.reason === 'too-many-codes' && failures.length === 0) return
    if (about.familiarity === 'foreign') state.foreignAt = signIn.time
    failures.push(traceOf(signIn))

    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.throttle.windowMs) {
      extend(episode, signIn)
      describe(episode, state.foreignAt >= episode.start)
    } else if (failures.length >= DEFAULTS.throttle.failuresMin) {
      state.episode = raise({
        severity: 'low',
        confidence: 0.6,
        person: signIn.person,
        address: '',
        people: undefined,
        summary: '',
        next: '',
        rows: failures,
      })
      describe(state.episode, state.foreignAt >= state.episode.start)
    }
  },

  stale: (state, now) => now - (state.failures.at(-1)?.time ?? 0) > DEFAULTS.throttle.windowMs,
}

function describe(episode: OpenFinding, foreign: boolean): void {
  const minutes = Math.max(1, Math.round((episode.end - episode.start) / 60_000))
  episode.severity = foreign ? 'high' : 'low'
  episode.confidence = foreign ? 0.85 : 0.6
  episode.summary = `${episode.rowsCount} wrong answers to the second step in ${minutes} min${foreign ? ', from an address that is not the person’s' : ' from the person’s own surroundings'}.`
  episode.next = foreign
    ? 'Treat as guessing by somebody who knows the password: slow the address down, have the password changed over a channel you know, and change nothing about MFA.'
    : 'Slow the sign-in down for a while; do not lock the account. Most likely the person needs help: see the lockout.'
}
