/** What an administrator, or whoever holds the API's credential, can do to people. Each act is idempotent, and audited. */
import type { AuditEvent } from '../log.ts'
import type { OidcStore } from '../oidc-store.ts'
import { type PasswordProblem, passwordProblem } from '../password-rules.ts'
import { hashPassword, newCode, newId, plainCode } from '../secrets.ts'
import type { Surroundings } from '../sign-in/attempt.ts'
import { type Person, type Rule, usablePassOf } from '../world.ts'

export type Actor = AuditEvent['actor'] & { readonly address: string }

const PASS_LIVES_MS = 60 * 60_000

export interface IssuedPass {
  readonly id: string
  /** Told once. */
  readonly pass: string
  readonly expires: number
}

export interface Acts {
  /** Undefined: the organisation's settings allow none, or none so long. */
  issuePass(person: Person, actor: Actor, livesMs?: number): Promise<IssuedPass | undefined>
  withdrawPass(person: Person, actor: Actor): void
  removeAuthenticator(person: Person, authenticator: string, actor: Actor): void
  resetAuthenticators(person: Person, actor: Actor): void
  /** A new one at random, which is told once. */
  resetPassword(person: Person, actor: Actor): Promise<string>
  /** Undefined: it is set. */
  setPassword(person: Person, actor: Actor, password: string): Promise<PasswordProblem | undefined>
  requirePasswordReset(person: Person, actor: Actor): void
  endSessions(person: Person, actor: Actor): void
  suspend(person: Person, actor: Actor): void
  unsuspend(person: Person, actor: Actor): void
  unlock(person: Person, actor: Actor): void
  joinGroup(person: Person, group: string, actor: Actor): void
  leaveGroup(person: Person, group: string, actor: Actor): void
  refuseSource(address: string, until: number, actor: Actor): void
  admitSource(address: string, actor: Actor): void
  setRule(rule: Rule, enabled: boolean, actor: Actor): void
  /** For the whole organisation. Those that were given stay as they are. */
  allowPasses(allowed: boolean, actor: Actor): void
}

export function createActs({ world, clock, log, failures, save }: Surroundings, store: OidcStore): Acts {
  function done(action: string, { id, name, address }: Actor, person: Person | undefined, target = ''): void {
    const user = person ? { id: person.id, name: person.userName } : null
    log.audit({ action, actor: { id, name }, user, target, address })
    save()
  }

  async function setPassword(person: Person, actor: Actor, password: string): Promise<PasswordProblem | undefined> {
    const problem = passwordProblem(password, person)
    if (problem !== undefined) return problem
    person.passwordHash = await hashPassword(password)
    person.passwordChanged = clock()
    person.passwordResetRequired = false
    done('password.reset', actor, person)
    return undefined
  }
  const usablePass = (person: Person) => usablePassOf(world, person, clock())

  return {
    async issuePass(person, actor, livesMs = PASS_LIVES_MS) {
      const { allowed, livesMsMax } = world.settings.passes
      if (!allowed || livesMs > livesMsMax) return undefined
      const pass = newCode()
      const hash = await hashPassword(plainCode(pass))
      const issued = { id: newId('pass'), pass, expires: clock() + livesMs }
      const kept = { id: issued.id, person: person.id, hash, expires: issued.expires, used: null }
      // One at a time: an older one of unknown fate is worthless from now on.
      world.passes = [...world.passes.filter((each) => each.person !== person.id), kept]
      done('pass.issued', actor, person, issued.id)
      return issued
    },
    withdrawPass(person, actor) {
      const pass = usablePass(person)
      if (pass === undefined) return
      world.passes = world.passes.filter((each) => each !== pass)
      done('pass.withdrawn', actor, person, pass.id)
    },
    removeAuthenticator(person, authenticator, actor) {
      const before = person.authenticators.length
      person.authenticators = person.authenticators.filter(({ id }) => id !== authenticator)
      if (person.authenticators.length < before) done('authenticator.removed', actor, person, authenticator)
    },
    resetAuthenticators(person, actor) {
      person.authenticators = []
      done('authenticators.reset', actor, person)
    },
    async resetPassword(person, actor) {
      const password = newCode()
      await setPassword(person, actor, password)
      return password
    },
    setPassword,
    requirePasswordReset(person, actor) {
      if (person.passwordResetRequired) return
      person.passwordResetRequired = true
      done('password.reset_required', actor, person)
    },
    endSessions(person, actor) {
      store.endSessions(person.id)
      done('sessions.ended', actor, person)
    },
    suspend(person, actor) {
      if (person.suspended) return
      person.suspended = true
      store.endSessions(person.id)
      done('person.suspended', actor, person)
    },
    unsuspend(person, actor) {
      if (!person.suspended) return
      person.suspended = false
      done('person.unsuspended', actor, person)
    },
    unlock(person, actor) {
      failures.clear(person.id)
      done('person.unlocked', actor, person)
    },
    joinGroup(person, group, actor) {
      if (person.groups.includes(group)) return
      person.groups.push(group)
      done('group.joined', actor, person, group)
    },
    leaveGroup(person, group, actor) {
      if (!person.groups.includes(group)) return
      person.groups = person.groups.filter((each) => each !== group)
      done('group.left', actor, person, group)
    },
    refuseSource(address, until, actor) {
      world.refused = [
        ...world.refused.filter((each) => each.address !== address && each.until > clock()),
        { address, until },
      ]
      done('source.refused', actor, undefined, address)
    },
    admitSource(address, actor) {
      world.refused = world.refused.filter((each) => each.address !== address)
      done('source.admitted', actor, undefined, address)
    },
    allowPasses(allowed, actor) {
      if (world.settings.passes.allowed === allowed) return
      world.settings.passes.allowed = allowed
      done(allowed ? 'passes.allowed' : 'passes.forbidden', actor, undefined)
    },
    setRule(rule, enabled, actor) {
      if (rule.enabled === enabled) return
      rule.enabled = enabled
      done(enabled ? 'rule.enabled' : 'rule.disabled', actor, undefined, rule.name)
    },
  }
}
