/** Any sign-in, attempt or change of an emergency account is told, always. */
import { DEFAULTS } from '../base/defaults.ts'
import { traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface State {
  episode: OpenFinding | undefined
}

export const emergencyAccount: Detection<State> = {
  id: 'emergency-account',
  technique: 'T1078.004',
  of: 'person',
  opens: Kind.emergency,
  sees: 0,
  open: () => ({ episode: undefined }),

  step(state, signIn, _about, raise) {
    if (signIn.activity === 'refresh' || signIn.activity === 'other' || signIn.activity === 'sign-out') return
    let { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.emergency.windowMs) {
      extend(episode, signIn)
    } else {
      episode = raise({
        severity: 'high',
        confidence: 0.95,
        person: signIn.person,
        address: signIn.ip,
        people: undefined,
        summary: 'An emergency account was used, tried or changed.',
        next: 'Ask both custodians on a second channel whether an emergency was declared. If not, it is an incident. After any use: review, and change its credentials. Do not lock it.',
        rows: [traceOf(signIn)],
      })
      state.episode = episode
    }
    if (signIn.complete || signIn.activity === 'change') episode.severity = 'critical'
  },

  stale: (state, now) => now - (state.episode?.end ?? 0) > DEFAULTS.emergency.windowMs,
}
