/**
 * Okta System Log events (`GET /api/v1/logs`), as Okta's event type catalogue and published samples show them. An
 * organisation is on Identity Engine or on Classic, and has the early-access feature that logs unanswered prompts or
 * not: without it an unanswered push is a push that was sent, and nothing more.
 */
import type { Happening, Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { random } from '../random.ts'
import { changeEvents } from './okta-changes.ts'
import { oktaId, row } from './okta-event.ts'
import type { Flavour } from './okta-second-step.ts'
import { attemptEvents } from './okta-sign-in.ts'
import type { Row, Writer } from './row.ts'

export function oktaWriter(org: Organisation, seed: number): Writer {
  const coin = random(seed, 0x0c7a)
  const flavour: Flavour = { classic: coin.chance(0.3), logsUnanswered: coin.chance(0.6) }
  const lockedAt = new Map<Person, number>()
  return {
    rows: (happening) => rowsOf(org, seed, flavour, lockedAt, happening),
    nameOf: (person) => ({
      person: person.login,
      account: oktaId(person),
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function rowsOf(
  org: Organisation,
  seed: number,
  flavour: Flavour,
  lockedAt: Map<Person, number>,
  happening: Happening,
): Row[] {
  const rng = random(seed, 0x0c7b, happening.id)
  if (happening.kind === 'refresh') return [] // tokens renewed at the edge leave no System Log row by default
  if (happening.kind !== 'attempt') {
    const actor = happening.kind === 'change' ? happening.actor : happening.who
    const session = `trs${rng.hex(22)}`
    return changeEvents(happening, rng).map((event) => row(event, actor, happening.seat, session, session, rng))
  }
  const session = `idx${rng.hex(22)}`
  const flow = rng.hex(27)
  return attemptEvents(org, happening, flavour, lockedAt, rng).map((event) =>
    row(event, happening.who, happening.seat, session, `${flow}${event.request ?? 0}`, rng),
  )
}
