/** How a lockout ended, told from the sign-in that ended it and from what was changed before. */
import type { Change } from '../signin/index.ts'
import type { OpenLockout } from './lockout.ts'
import type { EndedBy } from './report.ts'

/** Changes that let a person back in, when somebody else makes them. */
const GIVES_ACCESS: ReadonlySet<Change> = new Set<Change>([
  'authenticators-reset',
  'authenticator-removed',
  'authenticator-added',
  'mfa-disabled',
  'mfa-enabled',
  'pass-issued',
  'codes-issued',
  'codes-viewed',
  'bypass-granted',
  'password-reset',
  'account-enabled',
  'contact-changed',
  'group-joined',
  'group-left',
  'policy-changed',
  'policy-weakened',
])

/** Undefined while it lasts. */
export function endedBy(lockout: OpenLockout): EndedBy | undefined {
  if (lockout.success === undefined) return lockout.quiet ? 'quiet' : undefined
  const byOther = lockout.help.filter((help) => help.byOther)
  if (byOther.some((help) => GIVES_ACCESS.has(help.change))) return 'administrator'
  if (lockout.help.some((help) => help.change === 'account-unlocked')) {
    return byOther.length > 0 ? 'unlock' : 'self-service'
  }
  if (lockout.help.some((help) => GIVES_ACCESS.has(help.change) || isSelfService(help.change))) return 'self-service'
  if (lockout.reasons.has('locked')) return 'unlock'
  return usedAnother(lockout) ? 'another-authenticator' : 'same-authenticator'
}

function isSelfService(change: Change): boolean {
  return change === 'password-self-reset' || change === 'password-changed'
}

/** Did the second step that got the person in differ from those that had failed? */
function usedAnother(lockout: OpenLockout): boolean {
  const { proof, methods, targets, usualMethod } = lockout
  if (proof === undefined) return false
  if (methods.size === 0) {
    return usualMethod !== 'none' && usualMethod !== 'claim' && !isSameMethod(proof.method, usualMethod)
  }
  if (proof.method === 'recovery-code' || proof.method === 'pass') return true
  if (isPush(proof.method)) {
    if (![...methods].some(([method]) => isPush(method))) return true
  } else if (proof.method !== 'none' && !methods.has(proof.method)) return true
  return proof.target !== '' && targets.size > 0 && !targets.has(proof.target)
}

function isSameMethod(one: string, other: string): boolean {
  return one === other || (isPush(one) && isPush(other))
}

function isPush(method: string): boolean {
  return method === 'push' || method === 'push-number'
}
