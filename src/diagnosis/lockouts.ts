/** Keeps one open lockout a person while rows go by in the order of their time, and gathers those that were verdicts. */
import { DEFAULTS } from '../base/defaults.ts'
import type { About } from '../profile/index.ts'
import type { SignIn } from '../signin/index.ts'
import { helped, isVerdict, type OpenLockout, proved, succeed, suffer, suspect, verdictAt, weigh } from './lockout.ts'

export interface Lockouts {
  see(signIn: SignIn, about: About): void
  /** Closes the stream: lockouts that still last at `now` are told as lasting. */
  finish(now: number): readonly OpenLockout[]
}

export function createLockouts(): Lockouts {
  const open = new Map<string, OpenLockout>()
  /** The last that ended, for what is changed soon after. */
  const ended = new Map<string, OpenLockout>()
  const verdicts: OpenLockout[] = []

  function close(lockout: OpenLockout): void {
    open.delete(lockout.person)
    if (verdictAt(lockout) === Number.POSITIVE_INFINITY) return
    lockout.quiet = true
    verdicts.push(lockout)
  }

  return {
    see(signIn, about) {
      if (signIn.person === '') return
      let lockout = open.get(signIn.person)
      if (lockout !== undefined && signIn.time - lockout.last > DEFAULTS.lockout.quietMs) {
        close(lockout)
        lockout = undefined
      }
      if (lockout !== undefined && signIn.complete && signIn.activity === 'sign-in') {
        open.delete(signIn.person)
        if (!succeed(lockout, signIn)) return
        verdicts.push(lockout)
        ended.set(signIn.person, lockout)
        return
      }
      if (signIn.activity === 'change') {
        const concerned = lockout ?? ended.get(signIn.person)
        if (concerned !== undefined && signIn.time - (concerned.success?.time ?? signIn.time) <= AFTERWARDS_MS) {
          helped(concerned, signIn)
        }
      } else if (lockout !== undefined && signIn.proved) proved(lockout, signIn)
      const weight = weigh(signIn, about)
      if (weight === 'none') return
      if (lockout === undefined || isOnlyPages(lockout, weight)) {
        lockout = suspect(signIn, about.person?.usual.proof ?? 'none')
        open.set(signIn.person, lockout)
      }
      suffer(lockout, signIn, weight, about.familiarity === 'foreign')
    },
    finish(now) {
      for (const lockout of open.values()) {
        if (now - lockout.last > DEFAULTS.lockout.quietMs) close(lockout)
        else if (isVerdict(lockout, now)) verdicts.push(lockout)
      }
      open.clear()
      return verdicts.sort((a, b) => a.start - b.start || (a.person < b.person ? -1 : 1))
    },
  }
}

const { afterwardsMs: AFTERWARDS_MS } = DEFAULTS.lockout

/** Pages shown and left are forgotten when something really fails, unless they were a verdict by themselves. */
function isOnlyPages(lockout: OpenLockout, weight: string): boolean {
  if (weight === 'interrupt') return false
  for (const hard of lockout.attempts.values()) if (hard) return false
  return verdictAt(lockout) === Number.POSITIVE_INFINITY
}
