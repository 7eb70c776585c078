/** HTTP: declared automations with what they explained, and who could reset others outside of Postern. */
import Type from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import { type Access, machine, type Route, route, STAFF_ROLES, staff } from '../http/index.ts'
import { type Automation, DeclaredAutomation, isDeclaredAt } from './automation.ts'
import { couldReset, readResetters, type Why } from './could-reset.ts'
import { loadAutomations, type SentinelRoom } from './explaining.ts'
import { automationUses, type Use } from './seen-changes.ts'

const READERS: Access = [staff(STAFF_ROLES), machine('incidents:read')]
const Strict = { additionalProperties: false }
const Organisation = Type.Object({ organisation: Type.String() }, Strict)
const Instant = Type.String()
const Maybe = Type.Union([Instant, Type.Null()])

const { until: _, ...Declared } = DeclaredAutomation.properties
const AutomationShown = Type.Object(
  {
    ...Declared,
    until: Instant,
    declared: Instant,
    /** When it was ended before its last day; null if it was not. */
    ended: Maybe,
    state: Type.Enum(['declared', 'over']),
    /** Rows of the log that it explained, and when the last of them happened. */
    explained: Type.Integer(),
    lastExplained: Maybe,
  },
  Strict,
)

const CouldResetShown = Type.Object(
  {
    provider: Type.String(),
    tenant: Type.String(),
    label: Type.String(),
    account: Type.String(),
    ours: Type.Boolean(),
    why: Type.Array(
      Type.Object(
        {
          by: Type.Enum(['role', 'role-in-log', 'seen']),
          role: Type.Optional(Type.String()),
          reach: Type.Optional(Type.String()),
          since: Type.Optional(Instant),
        },
        Strict,
      ),
    ),
    lastUsed: Maybe,
    lately: Type.Integer(),
    unexplained: Type.Integer(),
  },
  Strict,
)

export function sentinelRoutes(roomOf: (organisation: string) => SentinelRoom): readonly Route[] {
  return [automationsRoute(roomOf), couldResetRoute(roomOf)]
}

function automationsRoute(roomOf: (organisation: string) => SentinelRoom): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/automations',
    on: 'console',
    access: READERS,
    summary:
      'Declared automations, with how often each explained a change at a provider; those that are over come last.',
    params: Organisation,
    answers: { 200: Type.Array(AutomationShown) },
    async handle({ params, now }) {
      const room = roomOf(params.organisation)
      const { automations, uses } = await room.ledger.db.transaction(async (tx) => ({
        automations: await loadAutomations(tx, room),
        uses: await automationUses(tx),
      }))
      const shown = [...automations.values()].map((one) => shownAutomation(one, uses.get(one.id), now))
      return {
        status: 200,
        body: shown.sort((one, other) => (one.state < other.state ? -1 : one.state > other.state ? 1 : 0)),
      }
    },
  })
}

function shownAutomation({ until, declared, ended, ...automation }: Automation, use: Use | undefined, now: number) {
  const state = isDeclaredAt({ until, declared, ended, ...automation }, now) ? ('declared' as const) : ('over' as const)
  return {
    ...automation,
    until: formatInstant(until),
    declared: formatInstant(declared),
    ended: ended === undefined ? null : formatInstant(ended),
    state,
    explained: use?.count ?? 0,
    lastExplained: use === undefined ? null : formatInstant(use.last),
  }
}

function couldResetRoute(roomOf: (organisation: string) => SentinelRoom): Route {
  return route({
    method: 'GET',
    path: '/organisations/:organisation/could-reset',
    on: 'console',
    access: READERS,
    summary:
      'People and credentials that can reset somebody at a provider without Postern: by a role, or because the log shows that they did. `lately` is 30 days.',
    params: Organisation,
    answers: { 200: Type.Array(CouldResetShown) },
    async handle({ params, now }) {
      const room = roomOf(params.organisation)
      const known = await room.ledger.db.transaction((tx) => readResetters(tx, now - DEFAULTS.sentinels.latelyMs))
      const isOurs = (provider: string, label: string) =>
        room.ownNames(provider).some((name) => name.toLowerCase() === label.toLowerCase())
      const body = couldReset(known, isOurs).map(({ why, lastUsed, ...one }) => ({
        ...one,
        why: why.map(shownWhy),
        lastUsed: lastUsed === null ? null : formatInstant(lastUsed),
      }))
      return { status: 200, body }
    },
  })
}

function shownWhy(why: Why) {
  return why.by === 'seen' ? why : { ...why, since: formatInstant(why.since) }
}
