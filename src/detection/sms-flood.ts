/** More codes by text, call or mail than anybody needs: a toll fraud, a nuisance, or a person in a loop. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Trace, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface State {
  readonly sent: Trace[]
  episode: OpenFinding | undefined
}

export const smsFlood: Detection<State> = {
  id: 'sms-flood',
  technique: 'T1621',
  of: 'person',
  opens: Kind.message,
  sees: 0,
  open: () => ({ sent: [], episode: undefined }),

  step(state, signIn, _about, raise) {
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
