/**
 * Password spraying: one address, or one network, tries a few passwords on many accounts.
 *
 * A try counts while its account has never got in from that address; so an office where people mistype on a Monday
 * does not count, and a spray that guesses right is not forgiven for it.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import type { About } from '../profile/index.ts'
import { type SignIn, type Trace, traceOf } from '../signin/index.ts'
import { type Detection, extend, Kind, type OpenFinding, type Raise } from './detection.ts'

interface Tried {
  tries: number
  last: number
  gotIn: boolean
}

interface State {
  readonly accounts: Map<string, Tried>
  readonly rows: Trace[]
  last: number
  episode: OpenFinding | undefined
}

const ROWS_KEPT = 24

export const passwordSpray: Detection<State> = sprayOver('address')

/** The same over a network, for sprays that change their address; it needs more accounts. */
export const networkSpray: Detection<State> = sprayOver('network')

function sprayOver(of: 'address' | 'network'): Detection<State> {
  return {
    id: 'password-spray',
    technique: 'T1110.003',
    of,
    opens: Kind.failedFirst,
    sees: Kind.complete | Kind.failedSecond | Kind.stopped,
    open: () => ({ accounts: new Map(), rows: [], last: 0, episode: undefined }),
    step: (state, signIn, about, raise) => watch(of, state, signIn, about, raise),
    stale: (state, now) => now - state.last > DEFAULTS.spray.windowMs,
  }
}

function watch(of: 'address' | 'network', state: State, signIn: SignIn, about: About, raise: Raise): void {
  const who = signIn.person === '' ? `~${signIn.name.toLowerCase()}` : signIn.person
  if (who === '~' || isOwnPlace(signIn, about)) return
  if (signIn.time - state.last > DEFAULTS.spray.windowMs) {
    state.accounts.clear()
    state.rows.length = 0
    state.episode = undefined
  }
  state.last = signIn.time
  forget(state, signIn.time)

  let tried = state.accounts.get(who)
  if (tried === undefined) {
    tried = { tries: 0, last: 0, gotIn: false }
    state.accounts.set(who, tried)
  }
  tried.last = signIn.time
  if (signIn.complete || signIn.step === 'second') tried.gotIn = true
  else tried.tries++
  state.rows.push(traceOf(signIn))
  if (state.rows.length > ROWS_KEPT) state.rows.splice(ROWS_KEPT / 2, 1)

  if (state.episode === undefined && isSpray(of, state, about)) {
    state.episode = raise({
      severity: 'high',
      confidence: of === 'address' ? 0.9 : 0.75,
      person: '',
      address: of === 'address' ? signIn.ip : `${networkOf(signIn.ip)}.0/24`,
      people: new Set(),
      summary: '',
      next: '',
      rows: state.rows,
    })
  } else if (state.episode !== undefined) {
    extend(state.episode, signIn)
  }
  if (state.episode !== undefined) describe(state, state.episode)
}

/** Somebody who got in from this very address or network before is at home there. */
function isOwnPlace(signIn: SignIn, about: About): boolean {
  const usual = about.person?.usual
  if (usual === undefined || about.tainted) return false
  return usual.addresses.includes(signIn.ip) || usual.networks.includes(networkOf(signIn.ip))
}

/** Accounts whose last try is out of the window count no more. */
function forget(state: State, now: number): void {
  for (const [who, tried] of state.accounts) {
    if (now - tried.last <= DEFAULTS.spray.windowMs) return
    state.accounts.delete(who)
  }
}

function isSpray(of: 'address' | 'network', state: State, about: About): boolean {
  let failing = 0
  let gotIn = 0
  let tries = 0
  for (const tried of state.accounts.values()) {
    if (tried.tries > 0 && !tried.gotIn) failing++
    if (tried.gotIn) gotIn++
    tries += tried.tries
  }
  const { accountsMin, networkAccountsMin, triesPerAccountMax, successShareMax } = DEFAULTS.spray
  const needed = of === 'network' || (about.shared && !about.tainted) ? networkAccountsMin : accountsMin
  return (
    failing >= needed &&
    tries / state.accounts.size <= triesPerAccountMax &&
    gotIn / state.accounts.size <= successShareMax
  )
}

function describe(state: State, episode: OpenFinding): void {
  const hits: string[] = []
  for (const [who, tried] of state.accounts) {
    episode.people?.add(who)
    if (tried.gotIn) hits.push(who)
  }
  const tried = episode.people?.size ?? 0
  episode.severity = hits.length > 0 ? 'critical' : 'high'
  episode.summary =
    hits.length > 0
      ? `${tried} accounts tried from one source; ${hits.length} of them opened.`
      : `${tried} accounts tried from one source; none opened.`
  episode.next =
    hits.length > 0
      ? 'Treat the opened accounts as taken: end their sessions and have their passwords changed over a channel you know. Refuse the address. Nobody else needs a reset.'
      : 'Refuse the address. The people it tried need nothing: do not reset them.'
}
