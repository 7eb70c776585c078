/**
 * A change behind our back: an authenticator reset, a pass issued, a policy weakened or a role granted that no case
 * explains. A log alone has no cases, so here every such change is named; the server will know which are explained.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type Change, type SignIn, traceOf } from '../signin/index.ts'
import { changeThatNeedsCase } from './changes.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface PolicyChange {
  readonly change: Change
  readonly policy: string
  readonly actor: string
  readonly finding: OpenFinding
}

/** Changes of policies so recent that another service's row of the same one may follow. */
interface State {
  recent: PolicyChange[]
}

export const changeOutsideCase: Detection<State> = {
  id: 'change-outside-case',
  technique: 'T1098',
  of: 'organisation',
  opens: Kind.change,
  sees: 0,
  open: () => ({ recent: [] }),

  step(state, signIn, about, raise) {
    const what = changeThatNeedsCase(signIn)
    if (what === undefined) return
    const { change, actor } = signIn
    state.recent = state.recent.filter(({ finding }) => isRecent(finding, signIn.time))
    const told = state.recent.find((each) => isSame(each, signIn))
    if (told !== undefined) {
      extend(told.finding, signIn)
      return
    }
    const isPolicy = change.startsWith('policy-')
    const grave = GRAVE.has(change) || about.person?.privileged === true
    const by = actor === '' ? '' : ` by ${actor}`
    const target = signIn.target === '' ? '' : ` (${signIn.target})`
    const finding = raise({
      severity: grave ? 'medium' : 'low',
      confidence: 0.6,
      // A policy concerns nobody in particular: it is its author's to explain. An authenticator is somebody's, even where
      // the row does not say whose: never the administrator's who took it away.
      person: signIn.person === '' && isPolicy ? `~${actor}` : signIn.person,
      address: '',
      people: undefined,
      summary: `${what}${target}${by}.`,
      next: 'Check that a ticket explains this change. If none does, treat it as an attack and undo it; do not change more until you know.',
      rows: [traceOf(signIn)],
    })
    if (isPolicy && actor !== '' && signIn.target !== '') {
      state.recent.push({ change, policy: signIn.target, actor, finding })
    }
  },

  stale: ({ recent }, now) => !recent.some(({ finding }) => isRecent(finding, now)),
}

const GRAVE: ReadonlySet<Change> = new Set<Change>(['mfa-disabled', 'policy-deleted', 'policy-weakened'])

/** Entra logs a change of a conditional access policy twice: as its own service's, and as the directory's. */
function isSame({ change, policy, actor }: PolicyChange, signIn: SignIn): boolean {
  return signIn.change === change && signIn.target === policy && signIn.actor === actor
}

function isRecent({ end }: OpenFinding, now: number): boolean {
  return now - end <= DEFAULTS.policyChange.sameMs
}
