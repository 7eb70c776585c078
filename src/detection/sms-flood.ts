/** More codes by text, call or mail than anybody needs: a toll fraud, a nuisance, or a person in a loop. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Provider, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface State {
  readonly sent: Trace[]
  episode: OpenFinding | undefined
}

export const smsFlood: Detection<State> = {
  id: 'sms-flood',
  technique: 'T1621',
  of: 'person',
  opens: Kind.message | Kind.failedSecond | Kind.proved,
  sees: 0,
  open: () => ({ sent: [], episode: undefined }),
  concerns: isSent,

  step(state, signIn, _about, raise) {
    if (!isSent(signIn)) return
    const { sent } = state
    sent.push(traceOf(signIn))
    while (signIn.time - (sent[0]?.time ?? signIn.time) > DEFAULTS.messages.windowMs) sent.shift()
    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.messages.windowMs) {
      extend(episode, signIn)
      episode.summary = `${episode.rowsCount} codes sent to one person within the hour.`
    } else if (sent.length > DEFAULTS.messages.perHourMax) {
      state.episode = raise({
        severity: 'medium',
        confidence: 0.85,
        person: signIn.person,
        address: '',
        people: undefined,
        summary: `${sent.length} codes sent to one person within the hour.`,
        next: 'Slow messages to this number down, and look at who asks for them. If the person did not, the password is known to others.',
        rows: sent,
      })
    }
  },

  stale: (state, now) => now - (state.sent.at(-1)?.time ?? 0) > DEFAULTS.messages.windowMs,
}

/** Providers whose log has no rows for messages: there each second step by text or call stands for one that was sent. */
const LOGS_NO_MESSAGES: ReadonlySet<Provider> = new Set<Provider>(['entra'])

/** A message went out. Receipts, and messages refused by a limit, are not counted again. */
function isSent(signIn: SignIn): boolean {
  if (signIn.activity === 'message') return signIn.reason === 'none'
  if (!LOGS_NO_MESSAGES.has(signIn.provider) || signIn.step === 'none') return false
  return (signIn.method === 'sms' || signIn.method === 'voice') && signIn.reason !== 'message-limit'
}
