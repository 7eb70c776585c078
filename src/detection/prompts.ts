/** What counts as a prompt that the person did not want (CONTRACTS.md, Fatigue). */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import { type About, isStranger } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'

/** The person said so in as many words: "this wasn't me". */
export function isReport(signIn: SignIn): boolean {
  return signIn.activity === 'report' || signIn.reason === 'reported'
}

/** What a prompt that did not let anybody in says of who asked for it. `doubtful`: that depends on what else comes from there. */
type Wanted = 'unwanted' | 'doubtful' | 'own'

/**
 * Refused, reported, or answered with a wrong number. An unanswered prompt counts only if its sign-in comes from a device
 * or address that is not the person's. Prompts that never arrived, and Duo's "mistake", never count.
 */
function judge(signIn: SignIn, about: About, fumble: boolean): Wanted {
  switch (signIn.reason) {
    case 'refused':
    case 'reported':
      return 'unwanted'
    case 'wrong-number':
      return fumble ? elsewhereAtLeast(about) : 'unwanted'
    case 'no-answer':
    case 'abandoned':
      if (!isPromptMethod(signIn)) return 'own'
      return isNotOwn(signIn, about) ? 'unwanted' : elsewhereAtLeast(about)
    default:
      return signIn.activity === 'report' ? 'unwanted' : 'own'
  }
}

function elsewhereAtLeast({ familiarity }: About): Wanted {
  return familiarity === 'own' ? 'own' : 'doubtful'
}

/**
 * The unwanted prompts of one person within the window, oldest first. Some logs tell only of answers: a prompt that was sent
 * for somebody else's sign-in, and had no answer while it lived, was unwanted too.
 */
export interface Unwanted {
  readonly traces: Trace[]
  /** Sent from other than the person's own surroundings, and not answered yet. */
  readonly sent: Trace[]
  /** From where one cannot say; they count once a prompt from the same network is refused. */
  readonly doubtful: Trace[]
  /** The network, not the person's own, from which the last prompt came that was refused, and when. */
  refusedFrom: string
  refusedAt: number
}

/** A prompt lives about a minute; what comes later is no answer to it. */
const ANSWER_MS = 2 * 60_000

export function noPrompts(): Unwanted {
  return { traces: [], sent: [], doubtful: [], refusedFrom: '', refusedAt: Number.NaN }
}

/**
 * Takes a row into account; returns how many prompts more are unwanted by it. `fumble`: whoever typed a wrong number here
 * may have begun the sign-in.
 */
export function countPrompts(unwanted: Unwanted, signIn: SignIn, about: About, fumble = false): number {
  const { traces, sent } = unwanted
  let more = countSilence(unwanted, signIn.time)
  if (signIn.activity === 'prompt' && signIn.outcome === 'pending') {
    if (isNotOwn(signIn, about) || isFromRefused(unwanted, signIn, about)) sent.push(traceOf(signIn))
  } else {
    if (isAnswer(signIn)) sent.pop()
    if (!signIn.proved && !signIn.complete && isAnotherPrompt(traces.at(-1), signIn)) {
      more += countAnswer(unwanted, signIn, about, fumble)
    }
  }
  forget(traces)
  return more
}

function countAnswer(unwanted: Unwanted, signIn: SignIn, about: About, fumble: boolean): number {
  const { traces, doubtful } = unwanted
  const judged = judge(signIn, about, fumble)
  if (judged === 'own') return 0
  if (judged === 'doubtful' && !isFromRefused(unwanted, signIn, about)) {
    doubtful.push(traceOf(signIn))
    if (doubtful.length > DEFAULTS.evidence.rowsMax) doubtful.shift()
    return 0
  }
  let more = 1
  if (signIn.reason === 'refused' && about.familiarity !== 'own') {
    unwanted.refusedFrom = networkOf(signIn.ip)
    unwanted.refusedAt = signIn.time
    more += countDoubtful(unwanted, signIn.time)
  }
  traces.push(traceOf(signIn))
  return more
}

/** The person refused one from there: so those before it were not their own either. */
function countDoubtful({ traces, doubtful, refusedFrom }: Unwanted, now: number): number {
  const same = doubtful.filter((trace) => {
    return networkOf(trace.ip) === refusedFrom && now - trace.time <= DEFAULTS.fatigue.windowMs
  })
  doubtful.length = 0
  traces.push(...same)
  traces.sort((a, b) => a.time - b.time)
  return same.length
}

function isFromRefused({ refusedFrom, refusedAt }: Unwanted, signIn: SignIn, { familiarity }: About): boolean {
  if (refusedFrom === '' || familiarity === 'own') return false
  return signIn.time - refusedAt <= DEFAULTS.fatigue.windowMs && networkOf(signIn.ip) === refusedFrom
}

/** Prompts that nobody answered by `now` are unwanted; returns how many. */
export function countSilence({ traces, sent }: Unwanted, now: number): number {
  let more = 0
  while (sent[0] !== undefined && now - sent[0].time > ANSWER_MS) {
    traces.push(sent.shift() as Trace)
    more++
  }
  if (more > 0) forget(traces.sort((a, b) => a.time - b.time))
  return more
}

/** Keeps those within the window that ends with the last of them. */
function forget(traces: Trace[]): void {
  const last = traces.at(-1)
  while (last !== undefined && last.time - (traces[0]?.time ?? last.time) > DEFAULTS.fatigue.windowMs) traces.shift()
}

/** Whether nothing here matters to rows from `now` on. A prompt that was sent is still to be counted, if it had no answer. */
export function isForgotten({ traces, sent, doubtful }: Unwanted, now: number): boolean {
  const last = Math.max(traces.at(-1)?.time ?? 0, doubtful.at(-1)?.time ?? 0)
  return sent.length === 0 && now - last > DEFAULTS.fatigue.windowMs
}

function isAnswer(signIn: SignIn): boolean {
  return signIn.step === 'second' && (signIn.outcome === 'failure' || signIn.proved || signIn.reason === 'no-answer')
}

/** One refusal may be logged in two rows; a report always stands by itself. */
function isAnotherPrompt(last: Trace | undefined, signIn: SignIn): boolean {
  return isReport(signIn) || !isSamePrompt(last, signIn)
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
  return about.familiarity === 'foreign' || about.tainted || isStranger(about.usual, signIn, about.familiarity)
}
