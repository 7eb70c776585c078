/** A person as the API shows them: no secret of an authenticator is among it. Times in milliseconds. */
import type { OidcStore } from '../oidc-store.ts'
import type { Surroundings } from '../sign-in/attempt.ts'
import { type Person, usablePassOf } from '../world.ts'
import type { Enrolments } from './enrolments.ts'

export interface Known {
  readonly around: Surroundings
  readonly store: OidcStore
  readonly enrolments: Enrolments
}

export function aboutPerson(person: Person, { around, store, enrolments }: Known): object {
  const { id, userName, displayName, suspended, administrator, manager, groups } = person
  const { employeeNumber, email, phone, mobile, passwordResetRequired, passwordChanged } = person
  const pass = usablePassOf(around.world, person, around.clock())
  return {
    ...{ id, userName, displayName, suspended, administrator, manager, groups, passwordResetRequired, passwordChanged },
    ...{ employeeNumber, email, phone, mobile },
    locked: around.failures.isLocked(id),
    authenticators: person.authenticators.map(({ id, kind, label, added, lastUsed }) => ({
      ...{ id, kind, label, added, lastUsed },
    })),
    passes: pass === undefined ? [] : [{ id: pass.id, expires: pass.expires }],
    enrolmentUntil: enrolments.openUntil(person),
    sessions: store.sessionsOf(id).map(({ id, began }) => ({ id, began })),
  }
}
