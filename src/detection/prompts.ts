/** What counts as a prompt that the person did not want (CONTRACTS.md, Fatigue). */
import { DEFAULTS } from '../base/defaults.ts'
import { type About, isStranger } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'

/** The person said so in as many words: "this wasn't me". */
export function isReport(signIn: SignIn): boolean {
  return signIn.activity === 'report' || signIn.reason === 'reported'
}

/**
 * Refused, reported, or answered with a wrong number. An unanswered prompt counts only if its sign-in comes from a device
 * or address that is not the person's. Prompts that never arrived, and Duo's "mistake", never count.
 */
function isUnwanted(signIn: SignIn, about: About): boolean {
  switch (signIn.reason) {
    case 'refused':
    case 'reported':
    case 'wrong-number':
      return true
    case 'no-answer':
    case 'abandoned':
      return isPromptMethod(signIn) && isNotOwn(signIn, about)
    default:
      return signIn.activity === 'report'
  }
}

/**
 * The unwanted prompts of one person within the window, oldest first. A prompt that a stranger's sign-in sent counts until
 * its answer comes: some logs tell only of answers, and silence is one too.
 */
export interface Unwanted {
  readonly traces: Trace[]
  /** Whether the last of them was only sent so far. */
  unanswered: boolean
}

/** An answer comes within this time; a prompt lives about a minute. */
const ANSWER_MS = 2 * 60_000

/** What a row adds: nothing, one more unwanted prompt, or the answer to the last, which was counted when it was sent. */
export type Counted = 'nothing' | 'prompt' | 'answer'

/** Takes the row into account. */
export function countPrompt(unwanted: Unwanted, signIn: SignIn, about: About): Counted {
  const { traces } = unwanted
  const last = traces.at(-1)
  const sent = signIn.activity === 'prompt' && signIn.outcome === 'pending'
  const isLate = last === undefined || signIn.time - last.time > ANSWER_MS
  const answers = !sent && unwanted.unanswered && !isLate && isAnswer(signIn)
  if (answers) {
    traces.pop()
    unwanted.unanswered = false
  }
  const counts = sent
    ? isNotOwn(signIn, about)
    : !signIn.proved &&
      !signIn.complete &&
      isUnwanted(signIn, about) &&
      (isReport(signIn) || !isSamePrompt(traces.at(-1), signIn))
  if (counts) {
    traces.push(traceOf(signIn))
    unwanted.unanswered = sent
  }
  while (traces.length > 0 && signIn.time - (traces[0]?.time ?? 0) > DEFAULTS.fatigue.windowMs) traces.shift()
  if (!counts) return 'nothing'
  return answers ? 'answer' : 'prompt'
}

function isAnswer(signIn: SignIn): boolean {
  return signIn.step === 'second' && (signIn.outcome === 'failure' || signIn.proved || signIn.reason === 'no-answer')
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

/** From a device or address that is not the person's; without history, an anonymiser or hosting network is not either. */
function isNotOwn(signIn: SignIn, about: About): boolean {
  return about.familiarity === 'foreign' || about.tainted || isStranger(about.person?.usual, signIn, about.familiarity)
}
