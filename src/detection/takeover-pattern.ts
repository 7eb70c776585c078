/** Takeover: soon after a risky sign-in the contacts or authenticators change, or several authenticators come in a day. */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import { type About, isUntrusted } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { isNewProof } from './changes.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'
import { isPromptMethod } from './prompts.ts'

interface State {
  risky: Trace | undefined
  /** When the person last refused or reported a prompt: an approval soon after is risky too. */
  refusedAt: number
  readonly added: Trace[]
  episode: OpenFinding | undefined
}

export const takeoverPattern: Detection<State> = {
  id: 'takeover-pattern',
  technique: 'T1098.005',
  of: 'person',
  opens: Kind.complete | Kind.change | Kind.failedSecond,
  // Some vendors log the answered prompt in a row before the one that lets the person in.
  sees: Kind.proved,
  open: () => ({ risky: undefined, refusedAt: Number.NEGATIVE_INFINITY, added: [], episode: undefined }),
  concerns: (signIn, about) => signIn.activity === 'change' || isRefusal(signIn) || isRisky(signIn, about),

  step(state, signIn, about, raise) {
    if (signIn.activity !== 'change') {
      if (isRefusal(signIn)) state.refusedAt = signIn.time
      else if (isRisky(signIn, about) || isLateApproval(state, signIn, about)) state.risky = traceOf(signIn)
      return
    }
    if (!isNewProof(signIn.change) || signIn.outcome === 'failure' || signIn.actor !== '') return
    const { added, risky } = state
    added.push(traceOf(signIn))
    while (signIn.time - (added[0]?.time ?? signIn.time) > DEFAULTS.takeover.windowMs) added.shift()

    const afterRisk =
      risky !== undefined &&
      signIn.time - risky.time <= DEFAULTS.takeover.afterRiskMs &&
      !isChangedAtHome(signIn, about, risky)
    const many = added.length >= DEFAULTS.takeover.addedMin && !isNewcomer(about)
    if (!afterRisk && !many) return
    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.takeover.windowMs) {
      extend(episode, signIn)
      return
    }
    state.episode = raise({
      severity: afterRisk ? 'critical' : 'high',
      confidence: afterRisk ? 0.9 : 0.75,
      person: signIn.person,
      address: '',
      people: undefined,
      summary: afterRisk
        ? 'A way to prove who one is was changed soon after a risky sign-in.'
        : `${added.length} authenticators or contacts were added within a day.`,
      next: 'Suspend the account or end its sessions first; then ask the person on a contact older than these changes. Remove what they do not know, and reset the password last.',
      rows: afterRisk && risky !== undefined ? [risky, ...added] : added,
    })
  },

  stale: (state, now) =>
    now - Math.max(state.risky?.time ?? 0, state.refusedAt, state.added.at(-1)?.time ?? 0, state.episode?.end ?? 0) >
    DEFAULTS.takeover.windowMs,
}

function isRefusal({ reason }: SignIn): boolean {
  return reason === 'refused' || reason === 'reported'
}

function isLateApproval(state: State, signIn: SignIn, about: About): boolean {
  if (about.familiarity === 'own' || !signIn.proved || !isPromptMethod(signIn)) return false
  return signIn.time - state.refusedAt <= DEFAULTS.fatigue.windowMs
}

/** Risky: the provider says so, or device and network are both not the person's. */
function isRisky(signIn: SignIn, about: About): boolean {
  if (signIn.risk === 'high' || signIn.risk === 'medium' || about.tainted) return true
  // A remembered second step came with a device on which it was once proved.
  if (signIn.method === 'claim' && !isUntrusted(signIn)) return false
  // Where several colleagues get in from is an office, a carrier or their own tunnel.
  if (about.shared) return false
  if (isUntrusted(signIn)) return about.familiarity !== 'own'
  // Keycloak and Google name no browser, device or country: a new address alone is a phone's, a hotel's or a new flat's.
  if (signIn.client === '' && signIn.device === '' && signIn.country === '') return false
  // Of somebody seen for a few days only, neither their home nor the country of their organisation's exit is strange.
  const known = signIn.time - (about.usual?.first ?? signIn.time)
  return about.familiarity === 'foreign' && known >= DEFAULTS.takeover.knownForMs
}

/** The change came from the person's own place, and not from where the risky sign-in was. */
function isChangedAtHome(signIn: SignIn, about: About, risky: Trace): boolean {
  return about.familiarity === 'own' && signIn.ip !== '' && networkOf(signIn.ip) !== networkOf(risky.ip)
}

/** Somebody who has just joined registers everything at once. */
function isNewcomer(about: About): boolean {
  return (about.usual?.signIns ?? 0) < DEFAULTS.usual.signInsMin
}
