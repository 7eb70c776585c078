/** Mass lockout: failures at one step rise across people, far above the usual level. An outage or a policy, not an attack. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Reason, type SignIn, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'
import { type Activity, createActivity, createRise, type Rise, type RiseLimits } from './rise.ts'

/** Reasons that somebody else than the person brings about, and that hit many at once. */
const SHARED_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  'second-step-failed',
  'no-answer',
  'prompt-undeliverable',
  'message-undeliverable',
  'message-limit',
  'service-error',
  'throttled',
  'no-authenticator',
  'enrolment-required',
  'enrolment-blocked',
  'policy-block',
  'device-not-compliant',
  'legacy-block',
  'disabled',
])

/** What a provider in trouble writes, one thing for a phone, another for a key: they count together. */
const PROVIDERS_OWN: ReadonlySet<Reason> = new Set<Reason>([
  'service-error',
  'throttled',
  'second-step-failed',
  'prompt-undeliverable',
  'message-undeliverable',
])

interface State {
  readonly activity: Activity
  /** One for each way to fail: the same thing must happen to many. */
  readonly rises: Map<string, Rise>
  episode: OpenFinding | undefined
}

const PEOPLE_NAMED_MAX = 1000

export const massLockout: Detection<State> = {
  id: 'mass-lockout',
  technique: 'T1531',
  of: 'organisation',
  opens: Kind.complete,
  sees: Kind.failedSecond | Kind.stopped | Kind.message | Kind.interrupted,
  open() {
    const activity = createActivity(DEFAULTS.massLockout.windowMs)
    return { activity, rises: new Map(), episode: undefined }
  },

  step(state, signIn, _about, raise) {
    if (signIn.person === '') return
    if (!concerns(signIn)) return state.activity.see(signIn.time, signIn.person)
    const rise = riseOf(state, signIn)
    rise.see(signIn.time, signIn.person)
    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.outage.quietMs) {
      if (!rise.isHigh(signIn.time)) return
      if ((episode.people?.size ?? 0) < PEOPLE_NAMED_MAX) episode.people?.add(signIn.person)
      extend(episode, signIn)
      describe(episode)
    } else if (rise.isHigh(signIn.time)) {
      state.episode = raise({
        severity: 'high',
        confidence: 0.85,
        person: '',
        address: '',
        people: new Set(rise.people()),
        summary: '',
        next: 'Not an attack on each of them, and no reason to reset anybody: see outages and policy blocks, and tell people one text.',
        rows: [traceOf(signIn)],
      })
      describe(state.episode)
    }
  },

  stale: () => false,
}

function riseOf({ activity, rises }: State, signIn: SignIn): Rise {
  const kind = PROVIDERS_OWN.has(signIn.reason) ? 'service-error' : signIn.reason
  let rise = rises.get(kind)
  if (rise === undefined) {
    rise = createRise(activity, limitsOf(kind))
    rises.set(kind, rise)
  }
  return rise
}

function limitsOf(kind: string): RiseLimits {
  if (kind === 'no-answer') return DEFAULTS.massSilence
  return kind === 'service-error' ? DEFAULTS.massFault : DEFAULTS.massLockout
}

function concerns(signIn: SignIn): boolean {
  return signIn.outcome !== 'success' && SHARED_REASONS.has(signIn.reason)
}

function describe(episode: OpenFinding): void {
  const minutes = Math.max(1, Math.round((episode.end - episode.start) / 60_000))
  episode.summary = `${episode.people?.size ?? 0} people failed within ${minutes} min, far above the usual level.`
}
