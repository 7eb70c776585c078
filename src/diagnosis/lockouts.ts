/** Keeps one open lockout a person while rows go by in the order of their time, and gathers those that were verdicts. */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import { type About, knowsOnlyPassword } from '../profile/index.ts'
import type { Provider, Reason, SignIn } from '../signin/index.ts'
import {
  attemptKey,
  type Before,
  hasFailed,
  helped,
  isStrangers,
  isVerdict,
  type OpenLockout,
  proved,
  replacements,
  succeed,
  suffer,
  suspect,
  verdictAt,
  type Weight,
  weigh,
} from './lockout.ts'

export interface Lockouts {
  see(signIn: SignIn, about: About): void
  /** A token was issued. With the correlation of a failed attempt it says that this attempt succeeded after all. */
  renewed(signIn: SignIn): void
  /** All that were verdicts by `now`, in the order of their start; those that still last are told as lasting. */
  told(now: number): readonly OpenLockout[]
}

export function createLockouts(): Lockouts {
  const open = new Map<string, OpenLockout>()
  /** What strangers suffered at this person's account: the person's own after all, if they get in from that network. */
  const strangers = new Map<string, OpenLockout>()
  /** The last that ended, for what is changed soon after. */
  const ended = new Map<string, OpenLockout>()
  const disabled = new Set<string>()
  /** Providers that call a disabled account disabled; for others it is inferred from the change. */
  const outspoken = new Set<Provider>()
  /** When each provider's log ends: one that is older than another says nothing of the time between. */
  const endOf = new Map<string, number>()
  const verdicts: OpenLockout[] = []

  function end(lockout: OpenLockout, signIn: SignIn): void {
    if (!succeed(lockout, signIn)) return
    verdicts.push(lockout)
    ended.set(lockout.person, lockout)
  }

  function fallQuiet(lockout: OpenLockout): void {
    if (verdictAt(lockout) === Number.POSITIVE_INFINITY) return
    lockout.quiet = true
    verdicts.push(lockout)
  }

  function getIn(signIn: SignIn): void {
    const { person } = signIn
    disabled.delete(person)
    const own = open.get(person)
    const strange = strangers.get(person)
    if (own !== undefined) {
      open.delete(person)
      if (isQuiet(own, signIn.time)) fallQuiet(own)
      else end(own, signIn)
    } else if (strange?.networks.has(networkOf(signIn.ip)) === true) end(strange, signIn)
    if (strange !== undefined) strangers.delete(person)
  }

  function change(signIn: SignIn): void {
    const { person, time } = signIn
    if (signIn.outcome !== 'failure') {
      if (signIn.change === 'account-disabled' || signIn.change === 'account-deleted') disabled.add(person)
      if (signIn.change === 'account-enabled') disabled.delete(person)
    }
    const strange = strangers.get(person)
    if (strange !== undefined) helped(strange, signIn)
    const concerned = open.get(person) ?? ended.get(person)
    if (concerned !== undefined && time - (concerned.success?.time ?? time) <= DEFAULTS.lockout.afterwardsMs) {
      helped(concerned, signIn)
    }
  }

  /** A row that is nothing to a lockout still belongs to its attempt. */
  function goesOn(signIn: SignIn): void {
    const lockout = open.get(signIn.person)
    if (lockout !== undefined && signIn.activity === 'sign-in') attemptKey(lockout, signIn)
  }

  /** Sent to enrol after the old authenticators were removed for it: that is the way back in, and no further trouble. */
  function isMended({ reason, outcome, person }: SignIn): boolean {
    if (reason !== 'enrolment-required' || outcome !== 'interrupt') return false
    const lockout = open.get(person)
    return lockout !== undefined && !lockout.reasons.has('enrolment-required') && replacements(lockout) !== undefined
  }

  function isStopped({ reason, outcome, person, provider }: SignIn): boolean {
    return outcome === 'failure' && disabled.has(person) && SAYS_NOTHING.has(reason) && !outspoken.has(provider)
  }

  function fail(signIn: SignIn, weight: Exclude<Weight, 'none'>, strange: boolean, about: About): void {
    const { person, time } = signIn
    const kept = strange ? strangers : open
    let lockout = kept.get(person)
    if (lockout !== undefined && isQuiet(lockout, time)) {
      if (!strange) fallQuiet(lockout)
      lockout = undefined
    }
    if (lockout === undefined || isOnlyPages(lockout, weight)) {
      lockout = suspect(signIn, pastOf(about))
      kept.set(person, lockout)
    }
    suffer(lockout, signIn, weight)
    if (!strange) return
    const network = networkOf(signIn.ip)
    lockout.networks.add(network)
    if (signIn.reason === 'refused') disown(person, network)
  }

  /** Prompts that nobody answered and that came from where one was refused were not asked for by the person either. */
  function disown(person: string, network: string): void {
    const lockout = open.get(person)
    if (lockout === undefined || lockout.rows > 0) return
    if (lockout.traces.every(({ ip }) => networkOf(ip) === network)) open.delete(person)
  }

  return {
    renewed(signIn) {
      const lockout = signIn.outcome === 'success' ? open.get(signIn.person) : undefined
      if (lockout === undefined || signIn.attempt === '' || !lockout.attempts.has(signIn.attempt)) return
      open.delete(signIn.person)
      end(lockout, signIn)
    },
    see(signIn, about) {
      endOf.set(signIn.provider, signIn.time)
      if (signIn.person === '') return
      if (signIn.complete && signIn.activity === 'sign-in') return getIn(signIn)
      if (signIn.activity === 'change') change(signIn)
      else if (signIn.proved) {
        const lockout = open.get(signIn.person)
        if (lockout !== undefined) proved(lockout, signIn)
      }
      if (signIn.reason === 'disabled') outspoken.add(signIn.provider)
      const stopped = isStopped(signIn)
      const weight = stopped ? 'said' : weigh(signIn)
      if (weight === 'none' || isInside(signIn, about) || isMended(signIn)) return goesOn(signIn)
      fail(signIn, weight, isStrangers(signIn, about), about)
      const lockout = open.get(signIn.person)
      if (stopped && lockout !== undefined) lockout.reasons.set('disabled', 1)
      if (lockout !== undefined && about.usual !== undefined) lockout.usualMethod = about.usual.proof
    },
    told(now) {
      const last = Math.max(...endOf.values())
      const lasting: OpenLockout[] = []
      for (const [person, lockout] of open) {
        // `now` lies as far behind this provider's last row as behind the last row of all.
        const end = (endOf.get(lockout.provider) ?? last) + (now - last)
        if (isQuiet(lockout, end)) {
          open.delete(person)
          fallQuiet(lockout)
        } else if (isVerdict(lockout, end)) lasting.push(lockout)
      }
      return [...verdicts, ...lasting].sort(
        (a, b) => a.start - b.start || (a.person < b.person ? -1 : Number(a.person > b.person)),
      )
    },
  }
}

function pastOf({ usual }: About): Before {
  if (usual === undefined || usual.signIns === 0) return 'unseen'
  return knowsOnlyPassword(usual) ? 'password-alone' : 'second-step'
}

/** Reasons with which some providers refuse an account that they know to be disabled. */
const SAYS_NOTHING: ReadonlySet<Reason> = new Set<Reason>(['none', 'other', 'wrong-password', 'second-step-failed'])

/**
 * Sent to enrol on the way to one more application, a short while after getting in: the person has a session, and may put it
 * off. In a real log that looks like a lockout and is none.
 */
function isInside({ reason, outcome, time }: SignIn, about: About): boolean {
  const gotInAt = about.usual?.last ?? Number.NaN
  return reason === 'enrolment-required' && outcome === 'interrupt' && time - gotInAt <= DEFAULTS.lockout.insideMs
}

function isQuiet({ last }: OpenLockout, now: number): boolean {
  return now - last > DEFAULTS.lockout.quietMs
}

/** Pages shown and left are forgotten when something really fails, unless they were a verdict by themselves. */
function isOnlyPages(lockout: OpenLockout, weight: Weight): boolean {
  if (weight === 'interrupt') return false
  return !hasFailed(lockout) && verdictAt(lockout) === Number.POSITIVE_INFINITY
}
