/** Fatigue that worked: an approval after several refusals is suspect, until the person says otherwise on another channel. */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import { type About, isStranger } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { type Detection, Kind } from './detection.ts'
import { countPrompts, isForgotten, isPromptMethod, noPrompts, type Unwanted } from './prompts.ts'

export const fatigueApproved: Detection<Unwanted> = {
  id: 'fatigue-approved',
  technique: 'T1621',
  of: 'person',
  opens: Kind.failedSecond | Kind.sent,
  sees: Kind.proved | Kind.complete,
  open: noPrompts,

  step(state, signIn, about, raise) {
    countPrompts(state, signIn, about, isOwnFumble(signIn, about))
    const { traces } = state
    while (traces[0] !== undefined && signIn.time - traces[0].time > DEFAULTS.fatigue.windowMs) traces.shift()
    if (signIn.outcome !== 'success' || !signIn.proved || !isPromptMethod(signIn)) return
    if (traces.length < DEFAULTS.fatigue.approvedAfterMin || isOwnSignInMeanwhile(signIn, about, traces)) return
    raise({
      severity: 'critical',
      confidence: about.familiarity === 'own' ? 0.7 : 0.95,
      person: signIn.person,
      address: '',
      people: undefined,
      summary: `A prompt was approved after ${traces.length} refused or ignored ones.`,
      next: 'Assume that the attacker is in: end all sessions now, reset the password, then ask the person on a channel you know whether they approved. Review authenticators added since. Do not ease MFA.',
      rows: [...traces, traceOf(signIn)],
    })
    traces.length = 0
  },

  stale: isForgotten,
}

/** Who types a wrong number at their own desk began that sign-in themselves. */
function isOwnFumble(signIn: SignIn, about: About): boolean {
  if (signIn.reason !== 'wrong-number') return false
  return about.familiarity !== 'foreign' && !isStranger(about.usual, signIn, about.familiarity)
}

/** The person's own sign-in, or one from where colleagues are, from elsewhere than the prompts is no approval of them. */
function isOwnSignInMeanwhile(signIn: SignIn, about: About, unwanted: readonly Trace[]): boolean {
  if ((about.familiarity !== 'own' && !about.shared) || signIn.ip === '') return false
  const network = networkOf(signIn.ip)
  return unwanted.every((trace) => trace.ip !== '' && networkOf(trace.ip) !== network)
}
