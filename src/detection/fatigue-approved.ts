/** Fatigue that worked: an approval after several refusals is suspect, until the person says otherwise on another channel. */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import type { About } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { type Detection, Kind } from './detection.ts'
import { isPromptMethod, isSamePrompt, isUnwanted } from './prompts.ts'

interface State {
  readonly unwanted: Trace[]
}

export const fatigueApproved: Detection<State> = {
  id: 'fatigue-approved',
  technique: 'T1621',
  of: 'person',
  opens: Kind.failedSecond,
  sees: Kind.proved | Kind.complete,
  open: () => ({ unwanted: [] }),

  step(state, signIn, about, raise) {
    const { unwanted } = state
    if (signIn.outcome !== 'success') {
      if (isUnwanted(signIn, about) && !isOwnFumble(signIn, about) && !isSamePrompt(unwanted.at(-1), signIn))
        unwanted.push(traceOf(signIn))
      while (signIn.time - (unwanted[0]?.time ?? signIn.time) > DEFAULTS.fatigue.windowMs) unwanted.shift()
      return
    }
    while (unwanted.length > 0 && signIn.time - (unwanted[0]?.time ?? 0) > DEFAULTS.fatigue.windowMs) unwanted.shift()
    if (unwanted.length < DEFAULTS.fatigue.approvedAfterMin || !signIn.proved || !isPromptMethod(signIn)) return
    if (isOwnSignInMeanwhile(signIn, about, unwanted)) return
    raise({
      severity: 'critical',
      confidence: about.familiarity === 'own' ? 0.7 : 0.95,
      person: signIn.person,
      address: '',
      people: undefined,
      summary: `A prompt was approved after ${unwanted.length} refused or ignored ones.`,
      next: 'Assume that the attacker is in: end all sessions now, reset the password, then ask the person on a channel you know whether they approved. Review authenticators added since. Do not ease MFA.',
      rows: [...unwanted, traceOf(signIn)],
    })
    unwanted.length = 0
  },

  stale: (state, now) => now - (state.unwanted.at(-1)?.time ?? 0) > DEFAULTS.fatigue.windowMs,
}

/** Who types a wrong number at their own desk began that sign-in themselves. */
function isOwnFumble(signIn: SignIn, about: About): boolean {
  return signIn.reason === 'wrong-number' && about.familiarity === 'own'
}

/** The person's usual sign-in from elsewhere than the prompts came from is no approval of them. */
function isOwnSignInMeanwhile(signIn: SignIn, about: About, unwanted: readonly Trace[]): boolean {
  if (about.familiarity !== 'own' || signIn.ip === '') return false
  const network = networkOf(signIn.ip)
  return unwanted.every((trace) => trace.ip !== '' && networkOf(trace.ip) !== network)
}
