/** MFA fatigue: somebody who knows the password keeps sending prompts, hoping that one is approved. */
import { DEFAULTS } from '../base/defaults.ts'
import { addRow, type Detection, Kind, type OpenFinding, type Raise } from './detection.ts'
import { countPrompts, countSilence, isForgotten, isReport, noPrompts, type Unwanted } from './prompts.ts'

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
  sees: Kind.proved | Kind.complete,
  open: () => ({ ...noPrompts(), episode: undefined }),

  step(state, signIn, about, raise) {
    // First what went unanswered before: with this row, its window may be over.
    const silent = countSilence(state, signIn.time)
    if (silent > 0) tell(state, signIn.person, silent, false, raise)
    const more = countPrompts(state, signIn, about)
    if (more > 0) tell(state, signIn.person, more, isReport(signIn), raise)
  },

  wait(state, person, now, raise) {
    const more = countSilence(state, now)
    if (more > 0) tell(state, person, more, false, raise)
  },

  stale: (state, now) => isForgotten(state, now),
}

function tell(state: State, person: string, more: number, reported: boolean, raise: Raise): void {
  const { traces } = state
  const last = traces.at(-1)
  if (last === undefined) return
  const lasting = state.episode !== undefined && last.time - state.episode.end <= DEFAULTS.fatigue.windowMs
  if (!lasting && !reported && traces.length < DEFAULTS.fatigue.refusalsMin) return

  if (state.episode === undefined || !lasting) {
    state.episode = raise({
      severity: 'high',
      confidence: 0.9,
      person,
      address: '',
      people: undefined,
      summary: '',
      next: NEXT,
      rows: traces,
    })
  } else for (const trace of traces.slice(-more)) addRow(state.episode, trace)
  state.episode.end = last.time
  describe(state.episode, reported)
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
