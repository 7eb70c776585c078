/** Who administers, as far as a log shows: roles granted, administrators' portals used, other people's accounts changed. */
import type { Surroundings } from '../profile/index.ts'
import type { SignIn } from '../signin/index.ts'

const HIGHEST_ROLE =
  /global administrator|company administrator|super ?(user|admin)|organi[sz]ation administrator|org admin|^owner$|realm-admin|administratoraccess|root/i
const ADMIN_PORTAL =
  /azure portal|admin (portal|center|centre|console)|okta administration|azure active directory powershell|microsoft graph command line|security-admin-console|office 365 exchange admin/i
const ACTS_MIN = 3

export interface Administrators {
  see(signIn: SignIn): void
  /** Keys of those who hold the highest role of this tenant, or act like it; empty if the log does not show any. */
  of(tenant: string): ReadonlySet<string>
}

const portals = new Map<string, boolean>()

/** Remembers its answers: there are few applications and many sign-ins. */
function isAdminPortal(app: string): boolean {
  let answer = portals.get(app)
  if (answer === undefined) {
    answer = ADMIN_PORTAL.test(app)
    if (portals.size < 10_000) portals.set(app, answer)
  }
  return answer
}

export function createAdministrators(surroundings: Surroundings): Administrators {
  const granted = new Map<string, Set<string>>()
  const acts = new Map<string, Map<string, number>>()

  function act(tenant: string, person: string): void {
    let byPerson = acts.get(tenant)
    if (byPerson === undefined) {
      byPerson = new Map()
      acts.set(tenant, byPerson)
    }
    byPerson.set(person, (byPerson.get(person) ?? 0) + 1)
    const known = surroundings.person(person)
    if (known !== undefined) known.privileged = true
  }

  return {
    see(signIn) {
      if (signIn.activity === 'change') {
        if (signIn.outcome === 'failure') return
        if (signIn.change === 'role-granted' || signIn.change === 'role-revoked') {
          if (signIn.person !== '' && HIGHEST_ROLE.test(signIn.target)) {
            const set = granted.get(signIn.tenant) ?? new Set()
            if (signIn.change === 'role-granted') set.add(signIn.person)
            else set.delete(signIn.person)
            granted.set(signIn.tenant, set)
          }
          const person = surroundings.person(signIn.person)
          if (person !== undefined && signIn.change === 'role-granted') person.privileged = true
        }
        if (signIn.actor !== '') {
          const actor = surroundings.byName(signIn.actor)
          if (actor !== undefined) act(signIn.tenant, actor.key)
        }
      } else if (signIn.complete && signIn.person !== '' && isAdminPortal(signIn.app)) {
        act(signIn.tenant, signIn.person)
      }
    },
    of(tenant) {
      const all = new Set(granted.get(tenant))
      for (const [person, times] of acts.get(tenant) ?? []) if (times >= ACTS_MIN) all.add(person)
      return all
    },
  }
}
