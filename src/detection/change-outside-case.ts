/**
 * A change behind our back: an authenticator reset, a pass issued, a policy weakened or a role granted that no case
 * explains. A log alone has no cases, so here every such change is named; the server will know which are explained.
 */
import { type Change, traceOf } from '../signin/index.ts'
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
    const { change, actor } = signIn
    const grave = GRAVE.has(change) || about.person?.privileged === true
    const by = actor === '' ? '' : ` by ${actor}`
    const target = signIn.target === '' ? '' : ` (${signIn.target})`
    raise({
      severity: grave ? 'medium' : 'low',
      confidence: 0.6,
      // A policy concerns nobody in particular: it is its author's to explain. An authenticator is somebody's, even where
      // the row does not say whose: never the administrator's who took it away.
      person: signIn.person === '' && change.startsWith('policy-') ? `~${actor}` : signIn.person,
      address: '',
      people: undefined,
      summary: `${what}${target}${by}.`,
      next: 'Check that a ticket explains this change. If none does, treat it as an attack and undo it; do not change more until you know.',
      rows: [traceOf(signIn)],
    })
  },

  stale: () => true,
}

const GRAVE: ReadonlySet<Change> = new Set<Change>(['mfa-disabled', 'policy-deleted', 'policy-weakened'])

/** Each change stands by itself: there is no state. */
const NOTHING = {}
