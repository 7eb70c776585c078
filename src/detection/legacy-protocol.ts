/** A protocol that cannot do MFA let somebody in for whom MFA is required: a way round it. */
import { traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface State {
  episode: OpenFinding | undefined
}

const ONE_FINDING_MS = 24 * 3_600_000

export const legacyProtocol: Detection<State> = {
  id: 'legacy-protocol',
  technique: 'T1078.004',
  of: 'person',
  opens: Kind.complete,
  sees: 0,
  open: () => ({ episode: undefined }),
  concerns: (signIn) => signIn.legacy,

  step(state, signIn, about, raise) {
    if (!signIn.legacy || about.usual?.secondStep !== true) return
    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= ONE_FINDING_MS) {
      extend(episode, signIn)
      return
    }
    state.episode = raise({
      severity: about.familiarity === 'foreign' ? 'high' : 'medium',
      confidence: 0.9,
      person: signIn.person,
      address: signIn.ip,
      people: undefined,
      summary: 'A mail protocol that cannot ask for a second step let this person in, though MFA is required of them.',
      next: 'Block legacy protocols for this person, then for everybody. If the address is not theirs, treat the password as known to others.',
      rows: [traceOf(signIn)],
    })
  },

  stale: (state, now) => now - (state.episode?.end ?? 0) > ONE_FINDING_MS,
}
