/**
 * A change behind our back: an authenticator reset, a pass issued, a policy weakened or a role granted that no case
 * explains. A log alone has no cases, so here every such change is named; the server knows which are explained (sentinels/).
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type Change, type SignIn, traceOf } from '../signin/index.ts'
import { changeThatNeedsCase } from './changes.ts'
import { type Detection, extend, Kind, type OpenFinding, seenChangeOf } from './detection.ts'

interface Told {
  readonly change: Change
  readonly actor: string
  /** The policy, or the roles granted so far. */
  readonly targets: string[]
  readonly finding: OpenFinding
}

/** Changes so recent that another row of the same one may follow. */
interface State {
  recent: Told[]
}

export const changeOutsideCase: Detection<State> = {
  id: 'change-outside-case',
  technique: 'T1098',
  of: 'organisation',
  opens: Kind.change,
  sees: 0,
  open: () => ({ recent: [] }),

  step(state, signIn, about, raise) {
    const what = changeThatNeedsCase(signIn, about.ours)
    if (what === undefined) return
    const { change, actor, target } = signIn
    const isPolicy = change.startsWith('policy-')
    // A policy concerns nobody in particular: it is its author's to explain. An authenticator is somebody's, even where
    // the row does not say whose: never the administrator's who took it away.
    const person = signIn.person === '' && isPolicy ? `~${actor}` : signIn.person
    state.recent = state.recent.filter((told) => isRecent(told, signIn.time))
    const told = state.recent.find((each) => isSame(each, signIn))
    if (told !== undefined) {
      extend(told.finding, signIn)
      told.finding.changes?.push(seenChangeOf(signIn))
      if (!isPolicy) tellAlso(told, target, person, what)
      return
    }
    const grave = GRAVE.has(change) || about.person?.privileged === true
    const targets = target === '' ? [] : [target]
    const finding = raise({
      severity: grave ? 'medium' : 'low',
      confidence: 0.6,
      person,
      address: '',
      people: undefined,
      summary: inWords(what, targets, '', actor),
      next: 'Check that a ticket explains this change. If none does, treat it as an attack and undo it; do not change more until you know.',
      rows: [traceOf(signIn)],
      changes: [seenChangeOf(signIn)],
    })
    const mayFollow = isPolicy ? target !== '' : change === 'role-granted'
    if (mayFollow && actor !== '') state.recent.push({ change, actor, targets, finding })
  },

  stale: ({ recent }, now) => !recent.some((told) => isRecent(told, now)),
}

const GRAVE: ReadonlySet<Change> = new Set<Change>([
  'mfa-disabled',
  'policy-deleted',
  'policy-weakened',
  'role-granted',
])

/**
 * Entra logs a change of a conditional access policy twice: as its own service's, and as the directory's. Roles that are
 * granted in one go have a row each.
 */
function isSame({ change, actor, targets }: Told, signIn: SignIn): boolean {
  if (signIn.change !== change || signIn.actor !== actor) return false
  return change === 'role-granted' || targets.includes(signIn.target)
}

function isRecent({ change, finding }: Told, now: number): boolean {
  const { oneHandMs, samePolicyMs } = DEFAULTS.change
  return now - finding.end <= (change === 'role-granted' ? oneHandMs : samePolicyMs)
}

function tellAlso({ actor, targets, finding }: Told, target: string, person: string, what: string): void {
  if (person !== finding.person || finding.people !== undefined) {
    finding.people ??= new Set([finding.person])
    finding.people.add(person)
  }
  if (target !== '' && !targets.includes(target)) targets.push(target)
  const to = finding.people === undefined ? '' : ` to ${finding.people.size} people`
  finding.summary = inWords(what, targets, `${to}, ${finding.rowsCount} times in one go`, actor)
}

const TARGETS_NAMED_MAX = 5

function inWords(what: string, targets: readonly string[], more: string, actor: string): string {
  const named = targets.slice(0, TARGETS_NAMED_MAX).join(', ')
  const others = targets.length > TARGETS_NAMED_MAX ? ` and ${targets.length - TARGETS_NAMED_MAX} more` : ''
  return `${what}${named === '' ? '' : ` (${named}${others})`}${more}${actor === '' ? '' : ` by ${actor}`}.`
}
