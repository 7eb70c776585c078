/** What the console's buttons do. Each is an act of its own, with its row in the audit log under the administrator's name. */
import type { Person } from '../world.ts'
import type { Actor, Acts } from './acts.ts'
import type { Enrolments } from './enrolments.ts'

export interface Pressed {
  readonly person: Person
  readonly actor: Actor
  readonly form: Readonly<Record<string, string>>
}

/** Does it, and gives what the page says; undefined: done. */
type ConsoleAct = (pressed: Pressed) => string | undefined | Promise<string | undefined>

export function consoleActs(acts: Acts, enrolments: Enrolments): ReadonlyMap<string, ConsoleAct> {
  const plain =
    (act: (person: Person, actor: Actor) => void): ConsoleAct =>
    ({ person, actor }) => {
      act(person, actor)
      return undefined
    }
  const inGroup =
    (act: Acts['joinGroup']): ConsoleAct =>
    ({ person, actor, form: { group = '' } }) => {
      if (!/^[\w-]{1,80}$/.test(group)) return 'A group’s name is letters, digits and hyphens.'
      act(person, group, actor)
      return undefined
    }
  return new Map<string, ConsoleAct>([
    [
      'issue-pass',
      async ({ person, actor }) => {
        const issued = await acts.issuePass(person, actor)
        return issued ? `${person.displayName}’s pass: ${issued.pass}` : 'The settings allow no passes.'
      },
    ],
    ['withdraw-pass', plain(acts.withdrawPass)],
    ['start-enrolment', ({ person, actor }) => `Link, for once: ${enrolments.start(person, actor).url}`],
    ['withdraw-enrolment', plain(enrolments.withdraw)],
    [
      'remove-authenticator',
      ({ person, actor, form: { authenticator = '' } }) => {
        acts.removeAuthenticator(person, authenticator, actor)
        return undefined
      },
    ],
    ['reset-authenticators', plain(acts.resetAuthenticators)],
    [
      'reset-password',
      async ({ person, actor }) => `${person.displayName}’s password: ${await acts.resetPassword(person, actor)}`,
    ],
    ['require-password-reset', plain(acts.requirePasswordReset)],
    ['end-sessions', plain(acts.endSessions)],
    ['suspend', plain(acts.suspend)],
    ['unsuspend', plain(acts.unsuspend)],
    ['unlock', plain(acts.unlock)],
    ['join-group', inGroup(acts.joinGroup)],
    ['leave-group', inGroup(acts.leaveGroup)],
  ])
}
