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

const FAULT: Reason = 'service-error'

interface State {
  /** Who is at work, in the window of a quick rise and in that of a slow one. */
  readonly activity: Activity
  readonly slowActivity: Activity
  /** For each way to fail, for the same thing must happen to many: a quick rise, and a slow one where silence is not meant. */
  readonly rises: Map<string, readonly Rise[]>
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
    const slowActivity = createActivity(DEFAULTS.massSlow.windowMs)
    return { activity, slowActivity, rises: new Map(), episode: undefined }
  },

  step(state, signIn, _about, raise) {
    const { person, time } = signIn
    if (person === '') return
    if (!concerns(signIn)) {
      getsOn(state, signIn)
      return
    }
    if (state.episode !== undefined && time - state.episode.end > DEFAULTS.outage.quietMs) close(state, state.episode)
    const rises = risesOf(state, signIn)
    for (const rise of rises) rise.see(time, person)
    const high = rises.find((rise) => rise.isHigh(time))
    if (high === undefined) return
    const { episode } = state
    if (episode !== undefined) {
      if ((episode.people?.size ?? 0) < PEOPLE_NAMED_MAX) episode.people?.add(person)
      extend(episode, signIn)
      describe(episode)
      return
    }
    state.episode = raise({
      severity: 'high',
      confidence: 0.85,
      person: '',
      address: '',
      people: new Set(high.people()),
      summary: '',
      next: 'Not an attack on each of them, and no reason to reset anybody: see outages and policy blocks, and tell people one text.',
      rows: [traceOf(signIn)],
    })
    describe(state.episode)
  },

  stale: () => false,
}

/** Whom it hit has been told, and does not make the next one. */
function close(state: State, { people, end }: OpenFinding): void {
  for (const rise of [...state.rises.values()].flat()) {
    for (const person of people ?? []) rise.spare(person, end - DEFAULTS.massSlow.windowMs)
  }
  state.episode = undefined
}

/**
 * Who got in in the same attempt has not been stopped by the provider: it was a slip, which some logs have no word for. Who is
 * asked for a second step once more is still outside.
 */
function getsOn({ activity, slowActivity, rises }: State, { time, person, complete }: SignIn): void {
  activity.see(time, person)
  slowActivity.see(time, person)
  if (!complete) return
  for (const rise of rises.get(FAULT) ?? []) rise.spare(person, time - DEFAULTS.attempt.gapMs)
}

function risesOf({ activity, slowActivity, rises }: State, signIn: SignIn): readonly Rise[] {
  const kind = PROVIDERS_OWN.has(signIn.reason) ? FAULT : signIn.reason
  const known = rises.get(kind)
  if (known !== undefined) return known
  const both = [createRise(activity, limitsOf(kind))]
  if (kind !== 'no-answer') both.push(createRise(slowActivity, DEFAULTS.massSlow))
  rises.set(kind, both)
  return both
}

function limitsOf(kind: string): RiseLimits {
  if (kind === 'no-answer') return DEFAULTS.massSilence
  return kind === FAULT ? DEFAULTS.massFault : DEFAULTS.massLockout
}

function concerns(signIn: SignIn): boolean {
  return signIn.outcome !== 'success' && SHARED_REASONS.has(signIn.reason)
}

function describe(episode: OpenFinding): void {
  const minutes = Math.max(1, Math.round((episode.end - episode.start) / 60_000))
  episode.summary = `${episode.people?.size ?? 0} people failed within ${minutes} min, far above the usual level.`
}
