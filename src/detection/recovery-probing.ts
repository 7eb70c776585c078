/** Probing: recovery is asked for again and again for one person, or for many privileged people, until somebody gives in. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Change, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { isRecovery } from './changes.ts'
import { type Detection, extend, Kind, type OpenFinding } from './detection.ts'

interface State {
  readonly requests: Trace[]
  /** Correlation of the last request, who made it, and what was done in it. */
  attempt: string
  actor: string
  readonly done: Set<Change>
  lastAt: number
  episode: OpenFinding | undefined
}

/** From one deed to the next of one request: somebody sits at one account's page. Own choice. */
const ONE_REQUEST_MS = 5 * 60_000

export const recoveryProbing: Detection<State> = {
  id: 'recovery-probing',
  technique: 'T1589',
  of: 'person',
  opens: Kind.change,
  sees: 0,
  open: () => ({ requests: [], attempt: '', actor: '', done: new Set(), lastAt: 0, episode: undefined }),

  step(state, signIn, _about, raise) {
    if (!isRecovery(signIn)) return
    const { requests, done } = state
    const last = requests.at(-1)
    if (last !== undefined && isSameRequest(state, last, signIn)) {
      done.add(signIn.change)
      state.lastAt = signIn.time
      return
    }
    state.attempt = signIn.attempt
    state.actor = signIn.actor
    state.lastAt = signIn.time
    done.clear()
    done.add(signIn.change)
    requests.push(traceOf(signIn))
    while (signIn.time - (requests[0]?.time ?? signIn.time) > DEFAULTS.probing.windowMs) requests.shift()
    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.probing.windowMs) {
      extend(episode, signIn)
    } else if (requests.length >= DEFAULTS.probing.requestsMin) {
      state.episode = raise({
        severity: 'high',
        confidence: 0.8,
        person: signIn.person,
        address: '',
        people: undefined,
        summary: `Recovery was asked for ${requests.length} times within a day.`,
        next: 'Stop: let nobody recover this account by phone today. Reach the person on a contact you have had for a long time, and tell security.',
        rows: requests,
      })
    }
  },

  stale: (state, now) => now - (state.requests.at(-1)?.time ?? 0) > DEFAULTS.probing.windowMs,
}

/**
 * A run through self-service writes several rows; a helpdesk resets the password, issues a pass and removes a phone in one go,
 * and does none of it twice: whoever has to was asked again.
 */
function isSameRequest(state: State, last: Trace, signIn: SignIn): boolean {
  if (signIn.attempt !== '' && signIn.attempt === state.attempt) return true
  // Of authenticators a person has several.
  const isAgain = state.done.has(signIn.change) && signIn.change !== 'authenticator-removed'
  if (signIn.actor !== '' && signIn.actor === state.actor && !isAgain) {
    return signIn.time - state.lastAt < ONE_REQUEST_MS
  }
  return last.code !== signIn.code && signIn.time - last.time < ONE_RUN_MS
}

const ONE_RUN_MS = 2 * 60_000

interface PrivilegedState {
  readonly requests: (Trace & { readonly person: string })[]
  episode: OpenFinding | undefined
}

export const privilegedProbing: Detection<PrivilegedState> = {
  id: 'recovery-probing',
  technique: 'T1589',
  of: 'organisation',
  opens: Kind.change,
  sees: 0,
  open: () => ({ requests: [], episode: undefined }),

  step(state, signIn, about, raise) {
    if (!isRecovery(signIn) || about.person?.privileged !== true) return
    const { requests } = state
    requests.push({ ...traceOf(signIn), person: signIn.person })
    while (signIn.time - (requests[0]?.time ?? signIn.time) > DEFAULTS.probing.windowMs) requests.shift()
    const people = new Set(requests.map((request) => request.person))
    const { episode } = state
    if (episode !== undefined && signIn.time - episode.end <= DEFAULTS.probing.windowMs) {
      extend(episode, signIn)
      for (const person of people) episode.people?.add(person)
    } else if (people.size >= DEFAULTS.probing.privilegedMin) {
      state.episode = raise({
        severity: 'critical',
        confidence: 0.8,
        person: '',
        address: '',
        people,
        summary: `Recovery was asked for ${people.size} privileged people within a day.`,
        next: 'Stop recoveries of privileged people until security has spoken with each of them in person.',
        rows: requests,
      })
    }
  },

  stale: (state, now) => now - (state.requests.at(-1)?.time ?? 0) > DEFAULTS.probing.windowMs,
}
