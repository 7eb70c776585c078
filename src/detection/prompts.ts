/** What counts as a prompt that the person did not want (CONTRACTS.md, Fatigue). */
import { DEFAULTS } from '../base/defaults.ts'
import { type About, isUntrusted } from '../profile/index.ts'
import type { SignIn, Trace } from '../signin/index.ts'

/** The person said so in as many words: "this wasn't me". */
export function isReport(signIn: SignIn): boolean {
  return signIn.activity === 'report' || signIn.reason === 'reported'
}

/**
 * Refused, reported, or answered with a wrong number. An unanswered prompt counts only if its sign-in comes from a device
 * or address that is not the person's. Prompts that never arrived, and Duo's "mistake", never count.
 */
export function isUnwanted(signIn: SignIn, about: About): boolean {
  switch (signIn.reason) {
    case 'refused':
    case 'reported':
    case 'wrong-number':
      return true
    case 'no-answer':
    case 'abandoned':
      return isPromptMethod(signIn) && (about.familiarity === 'foreign' || about.tainted || isForeignNow(signIn, about))
    default:
      return signIn.activity === 'report'
  }
}

/** Can the method of this row be approved by a person who did not begin the sign-in? A code or a passkey cannot. */
export function isPromptMethod(signIn: SignIn): boolean {
  const { method } = signIn
  return method === 'push' || method === 'push-number' || method === 'voice' || method === 'none' || method === 'other'
}

/** Some vendors log one refusal in two rows (the prompt's and the sign-in's): are these the same prompt? */
export function isSamePrompt(last: Trace | undefined, signIn: SignIn): boolean {
  return last !== undefined && last.code !== signIn.code && signIn.time - last.time <= DEFAULTS.fatigue.samePromptMs
}

/** Without history, an anonymiser or hosting network is foreign all the same. */
function isForeignNow(signIn: SignIn, about: About): boolean {
  return about.familiarity === 'unclear' && isUntrusted(signIn)
}
