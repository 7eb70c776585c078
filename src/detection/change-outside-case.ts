/**
 * A change behind our back: an authenticator reset, a pass issued, a policy weakened or a role granted that no case
 * explains. A log alone has no cases, so here every such change is named; the server will know which are explained.
 */
import { traceOf } from '../signin/index.ts'
import { changeThatNeedsCase } from './changes.ts'
import { type Detection, Kind } from './detection.ts'

export const changeOutsideCase: Detection<object> = {
  id: 'change-outside-case',
  technique: 'T1098',
  of: 'organisation',
  opens: Kind.change,
  sees: 0,
  open: () => NOTHING,

  step(_, signIn, about, raise) {
    const what = changeThatNeedsCase(signIn)
    if (what === undefined) return
    const grave =
      signIn.change === 'mfa-disabled' || signIn.change === 'policy-deleted' || about.person?.privileged === true
    const by = signIn.actor === '' ? '' : ` by ${signIn.actor}`
    const target = signIn.target === '' ? '' : ` (${signIn.target})`
    raise({
      severity: grave ? 'medium' : 'low',
      confidence: 0.6,
      // A change that concerns nobody in particular (a policy) is its author's to explain.
      person: signIn.person === '' ? `~${signIn.actor}` : signIn.person,
      address: '',
      people: undefined,
      summary: `${what}${target}${by}.`,
      next: 'Check that a ticket explains this change. If none does, treat it as an attack and undo it; do not change more until you know.',
      rows: [traceOf(signIn)],
    })
  },

  stale: () => true,
}

/** Each change stands by itself: there is no state. */
const NOTHING = {}
