/** A sign-in from an anonymiser, a hosting company's network, or an address on the organisation's own list. */
import { isUntrusted } from '../profile/index.ts'
import { type SignIn, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface State {
  address: string
  episode: OpenFinding | undefined
}

const ONE_FINDING_MS = 24 * 3_600_000

export const untrustedAddress: Detection<State> = {
  id: 'untrusted-address',
  technique: 'T1090.003',
  of: 'person',
  // Whoever is asked for the second step has the password already, whether it is answered or not.
  opens: Kind.complete | Kind.failedSecond | Kind.interrupted | Kind.sent,
  sees: 0,
  open: () => ({ address: '', episode: undefined }),
  concerns: isPastFirstStep,

  step(state, signIn, about, raise) {
    if (!isPastFirstStep(signIn)) return
    const { episode } = state
    if (episode !== undefined && state.address === signIn.ip && signIn.time - episode.end <= ONE_FINDING_MS) {
      extend(episode, signIn)
      return
    }
    // From an address or with a device that is theirs already: their VPN, which was told when it was new.
    if (about.familiarity === 'own') return
    state.address = signIn.ip
    state.episode = raise({
      // Where several colleagues get in from, it is the organisation's own tunnel rather than a stranger's.
      severity: signIn.complete && about.familiarity === 'foreign' && !about.shared ? 'medium' : 'low',
      confidence: 0.75,
      person: signIn.person,
      address: signIn.ip,
      people: undefined,
      summary: `${signIn.complete ? 'Signed in' : 'Came as far as the second step'} from ${signIn.anonymous ? 'an anonymising address' : 'a hosting company’s network'}.`,
      next: 'Ask the person on a channel you know whether they use a VPN. If not, treat the password as known to others.',
      rows: [traceOf(signIn)],
    })
  },

  stale: (state, now) => now - (state.episode?.end ?? 0) > ONE_FINDING_MS,
}

function isPastFirstStep(signIn: SignIn): boolean {
  if (signIn.outcome === 'interrupt' && signIn.reason !== 'second-step-asked') return false
  return isUntrusted(signIn)
}
