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
  readonly label: string
  tries: number
  last: number
  /** Where it was tried from, last. */
  address: string
  /** How far somebody came with this account's password. */
  reached: 'nowhere' | 'second-step' | 'inside'
}

interface State {
  readonly accounts: Map<string, Tried>
  readonly rows: Trace[]
  last: number
  /** Somebody got in from here: then it is a place where people live, and only the short window counts. */
  lived: boolean
  episode: Episode | undefined
}

/** What the finding tells, kept for as long as it grows: `accounts` forgets what is out of the window. */
interface Episode {
  readonly finding: OpenFinding
  readonly tried: Set<string>
  /** Keys to labels of accounts that were opened, and of those whose second step held. */
  readonly inside: Map<string, string>
  readonly held: Map<string, string>
}

const ROWS_KEPT = 24
const NAMED_MAX = 5

export const passwordSpray: Detection<State> = sprayOver('address')

/** The same over a network, for sprays that change their address; it needs more accounts. */
export const networkSpray: Detection<State> = sprayOver('network')

function sprayOver(of: 'address' | 'network'): Detection<State> {
  return {
    id: 'password-spray',
    technique: 'T1110.003',
    of,
    opens: Kind.failedFirst,
    sees: Kind.complete | Kind.failedSecond | Kind.stopped | Kind.interrupted,
    open: () => ({ accounts: new Map(), rows: [], last: 0, lived: false, episode: undefined }),
    step: (state, signIn, about, raise) => watch(of, state, signIn, about, raise),
    stale: (state, now) => now - state.last > windowOf(of, state),
  }
}

function watch(of: 'address' | 'network', state: State, signIn: SignIn, about: About, raise: Raise): void {
  const who = signIn.person === '' ? `~${signIn.name.toLowerCase()}` : signIn.person
  if (who === '~' || isOwnPlace(signIn, about) || isPage(signIn)) return
  if (signIn.time - state.last > windowOf(of, state)) {
    state.accounts.clear()
    state.rows.length = 0
    state.lived = false
    state.episode = undefined
  }
  state.last = signIn.time
  forget(state, signIn.time - windowOf(of, state))

  const tried = count(state, who, signIn, about)
  state.rows.push(traceOf(signIn))
  if (state.rows.length > ROWS_KEPT) state.rows.splice(ROWS_KEPT / 2, 1)

  const { episode } = state
  if (episode !== undefined) {
    extend(episode.finding, signIn)
    note(episode, who, tried)
    describe(episode)
  } else if (isSpray(of, state, about, signIn.time)) {
    state.episode = begin(of, state, signIn, raise)
    describe(state.episode)
  }
}

/** A page in between says nothing of the password; a second step that is asked for says that it was right. */
function isPage(signIn: SignIn): boolean {
  return signIn.outcome === 'interrupt' && signIn.step !== 'second'
}

function count(state: State, who: string, signIn: SignIn, about: About): Tried {
  let tried = state.accounts.get(who)
  if (tried === undefined) {
    tried = { label: about.person?.name ?? signIn.name, tries: 0, last: 0, address: '', reached: 'nowhere' }
  }
  // Last in the map, so that `forget` looks only at its front.
  state.accounts.delete(who)
  state.accounts.set(who, tried)
  tried.last = signIn.time
  tried.address = signIn.ip
  if (signIn.complete || signIn.step === 'second') state.lived = true
  if (signIn.complete) tried.reached = 'inside'
  else if (signIn.step !== 'second') tried.tries++
  else if (tried.reached === 'nowhere') tried.reached = 'second-step'
  return tried
}

function begin(of: 'address' | 'network', state: State, signIn: SignIn, raise: Raise): Episode {
  const finding = raise({
    severity: 'high',
    confidence: of === 'address' ? 0.9 : 0.75,
    person: '',
    address: of === 'address' ? signIn.ip : inWords(networkOf(signIn.ip)),
    people: new Set(),
    taken: new Set(),
    summary: '',
    next: '',
    rows: state.rows,
  })
  const episode: Episode = { finding, tried: new Set(), inside: new Map(), held: new Map() }
  for (const [who, tried] of state.accounts) note(episode, who, tried)
  return episode
}

function note(episode: Episode, who: string, { label, tries, reached }: Tried): void {
  episode.finding.people?.add(who)
  if (tries > 0) episode.tried.add(who)
  if (reached !== 'nowhere') episode.finding.taken?.add(who)
  if (reached === 'inside') {
    episode.inside.set(who, label)
    episode.held.delete(who)
  } else if (reached === 'second-step' && !episode.inside.has(who)) episode.held.set(who, label)
}

/** `192.0.2.0/24`, `2001:db8:1::/48`. */
function inWords(network: string): string {
  return network.includes(':') ? `${network}/48` : `${network}.0/24`
}

/** Somebody who got in from this very address or network before is at home there. */
function isOwnPlace(signIn: SignIn, about: About): boolean {
  const usual = about.usual
  if (usual === undefined || about.tainted) return false
  return usual.knowsAddress(signIn.ip) || usual.knowsNetworkOf(signIn.ip)
}

/** Accounts whose last try is out of the window count no more. */
function forget(state: State, before: number): void {
  for (const [who, tried] of state.accounts) {
    if (tried.last >= before) return
    state.accounts.delete(who)
  }
}

/** A campaign that is going on, and an address that lets nobody in, are watched for days. */
function windowOf(of: 'address' | 'network', state: State): number {
  const { windowMs, slowWindowMs } = DEFAULTS.spray
  return of === 'address' && (state.episode !== undefined || !state.lived) ? slowWindowMs : windowMs
}

function isSpray(of: 'address' | 'network', state: State, about: About, now: number): boolean {
  let failing = 0
  let failingNow = 0
  let gotIn = 0
  let tries = 0
  const told = of === 'network' ? toldByAddress(state) : new Set<string>()
  for (const tried of state.accounts.values()) {
    if (tried.reached !== 'nowhere') gotIn++
    else if (tried.tries > 0 && !told.has(tried.address)) {
      failing++
      if (now - tried.last <= DEFAULTS.spray.windowMs) failingNow++
    }
    tries += tried.tries
  }
  const { accountsMin, networkAccountsMin, triesPerAccountMax, successShareMax } = DEFAULTS.spray
  const needed = of === 'network' || (about.shared && !about.tainted) ? networkAccountsMin : accountsMin
  return (
    (failingNow >= needed || failing >= Math.max(needed, DEFAULTS.spray.slowAccountsMin)) &&
    tries / state.accounts.size <= triesPerAccountMax &&
    gotIn / state.accounts.size <= successShareMax
  )
}

/** Addresses that are a spray by themselves: each is a finding of its own, and no reason to tell of its network as well. */
function toldByAddress({ accounts }: State): ReadonlySet<string> {
  const failing = new Map<string, number>()
  for (const { address, tries, reached } of accounts.values()) {
    if (tries > 0 && reached === 'nowhere') failing.set(address, (failing.get(address) ?? 0) + 1)
  }
  return new Set([...failing].flatMap(([address, count]) => (count >= DEFAULTS.spray.accountsMin ? [address] : [])))
}

function describe({ finding, tried, inside, held }: Episode): void {
  const known = inside.size + held.size > 0
  finding.severity = inside.size > 0 ? 'critical' : 'high'
  const said = [`${tried.size} accounts tried from one source`]
  said.push(inside.size > 0 ? `signed in from it: ${named(inside)}` : 'none opened')
  if (held.size > 0) said.push(`password right, but no second step: ${named(held)}`)
  finding.summary = `${said.join('; ')}.`
  finding.next = known
    ? 'Treat the accounts named above as taken: end their sessions and have their passwords changed over a channel you know. Refuse the address. Nobody else needs a reset.'
    : 'Refuse the address. The people it tried need nothing: do not reset them.'
}

function named(accounts: ReadonlyMap<string, string>): string {
  const labels = [...accounts.values()]
  const shown = labels.slice(0, NAMED_MAX).join(', ')
  return labels.length > NAMED_MAX ? `${shown} and ${labels.length - NAMED_MAX} more` : shown
}
