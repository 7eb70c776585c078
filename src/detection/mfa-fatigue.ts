/** MFA fatigue: somebody who knows the password keeps sending prompts, hoping that one is approved. */
import { DEFAULTS } from '../base/defaults.ts'
import { conclude, type Detection, extend, Kind, type OpenFinding } from './detection.ts'
import { countPrompt, isReport, type Unwanted } from './prompts.ts'

interface State extends Unwanted {
  episode: OpenFinding | undefined
}

const NEXT =
  'Treat as an attack: somebody knows the password. Refuse the source address, end all sessions, and have the person choose a new password over a channel you know. Do not reset MFA.'

export const mfaFatigue: Detection<State> = {
  id: 'mfa-fatigue',
  technique: 'T1621',
  of: 'person',
  opens: Kind.failedSecond | Kind.report | Kind.sent,
  sees: Kind.proved,
  open: () => ({ traces: [], unanswered: false, episode: undefined }),

  step(state, signIn, about, raise) {
    const counted = countPrompt(state, signIn, about)
    if (counted === 'nothing') return
    const { traces } = state
    const lasting = state.episode !== undefined && signIn.time - state.episode.end <= DEFAULTS.fatigue.windowMs
    const reported = isReport(signIn)
    if (!lasting && !reported && traces.length < DEFAULTS.fatigue.refusalsMin) return

    if (!lasting) {
      state.episode = raise({
        severity: 'high',
        confidence: 0.9,
        person: signIn.person,
        address: '',
        people: undefined,
        summary: '',
        next: NEXT,
        rows: traces,
      })
    } else if (state.episode !== undefined) {
      if (counted === 'answer') conclude(state.episode, signIn)
      else extend(state.episode, signIn)
    }
    if (state.episode !== undefined) describe(state.episode, reported)
  },

  stale: (state, now) => now - (state.traces.at(-1)?.time ?? 0) > DEFAULTS.fatigue.windowMs,
}

function describe(episode: OpenFinding, reported: boolean): void {
  const minutes = Math.round((episode.end - episode.start) / 60_000)
  if (reported) {
    episode.severity = 'critical'
    episode.confidence = 0.97
    episode.summary = 'The person reported a prompt as not their own.'
  }
  if (episode.rowsCount > 1) {
    const said = episode.severity === 'critical' ? ', and the person reported it' : ''
    episode.summary = `${episode.rowsCount} prompts refused or ignored in ${minutes} min${said}.`
  }
}
