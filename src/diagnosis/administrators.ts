/**
 * Who administers, as far as a log shows: who was granted or lost the highest role, who changes policies and roles.
 *
 * A log shows acts, not lists. Somebody is called the sole administrator only if nobody else acted like one, and the log
 * gives a reason to think so: others lost the role, this person was granted it, or acted repeatedly.
 */
import type { Person, Surroundings } from '../profile/index.ts'
import { type Change, personKey, type SignIn } from '../signin/index.ts'

const HIGHEST_ROLE =
  /global administrator|company administrator|super ?(user|admin)|organi[sz]ation administrator|org admin|^owner$|realm-admin|administratoraccess|root/i
/** What only those with a high role can change. */
const HIGH_ACTS: ReadonlySet<Change> = new Set<Change>([
  'role-granted',
  'role-revoked',
  'policy-created',
  'policy-changed',
  'policy-weakened',
  'policy-strengthened',
  'policy-deleted',
])
const ACTS_MIN = 3

export interface Administrators {
  see(signIn: SignIn): void
  /** Was this person, at that time, the only one who administered this tenant? */
  isSole(tenant: string, person: string, time: number): boolean
}

interface Event {
  readonly time: number
  readonly person: string
  readonly what: 'granted' | 'revoked' | 'acted'
}

export function createAdministrators(surroundings: Surroundings): Administrators {
  const byTenant = new Map<string, Event[]>()

  function note(tenant: string, event: Event): void {
    const events = byTenant.get(tenant)
    if (events === undefined) byTenant.set(tenant, [event])
    else events.push(event)
    const person = surroundings.person(event.person)
    if (person !== undefined && event.what !== 'revoked') person.privileged = true
  }

  return {
    see(signIn) {
      if (signIn.activity !== 'change' || signIn.outcome === 'failure') return
      const { change, tenant, time, person, target } = signIn
      if (person !== '' && (target === '' || HIGHEST_ROLE.test(target))) {
        if (change === 'role-granted') note(tenant, { time, person, what: 'granted' })
        if (change === 'role-revoked') note(tenant, { time, person, what: 'revoked' })
      }
      const actor = actorOf(signIn, surroundings)
      if (actor === undefined) return
      // Who resets other people is worth as much to an attacker as who rules.
      if (person !== '' && actor.key !== person) actor.privileged = true
      if (HIGH_ACTS.has(change)) note(tenant, { time, person: actor.key, what: 'acted' })
    },
    isSole(tenant, person, time) {
      const acts = new Map<string, number>()
      const revoked = new Set<string>()
      let granted = false
      for (const event of byTenant.get(tenant) ?? []) {
        if (event.time > time) break
        if (event.what === 'revoked') {
          acts.delete(event.person)
          revoked.add(event.person)
          continue
        }
        if (event.what === 'granted') revoked.delete(event.person)
        // Who lost the highest role may still change a policy by a lower one.
        if (!revoked.has(event.person)) acts.set(event.person, (acts.get(event.person) ?? 0) + 1)
        if (event.what === 'granted' && event.person === person) granted = true
      }
      const own = acts.get(person)
      return own !== undefined && acts.size === 1 && (revoked.size > 0 || granted || own >= ACTS_MIN)
    },
  }
}

/** Most vendors write the actor's login; Keycloak's admin events have the user's id alone (org.keycloak.events.admin.AuthDetails). */
function actorOf({ provider, tenant, actor }: SignIn, surroundings: Surroundings): Person | undefined {
  if (actor === '') return undefined
  return surroundings.byName(actor) ?? surroundings.person(personKey(provider, tenant, actor, ''))
}
