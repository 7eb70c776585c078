/**
 * Declared automations: who changes what at a provider, whom, when and until when, without a case. A fold of one stream.
 *
 *   nothing ── automation-declared (two people) ──▶ declared ── automation-ended (one), or its last day ──▶ over
 *
 * An id is used once: what it explained while it was declared stays explained.
 */
import Type, { type Static } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { CHANGES_THAT_NEED_CASE } from '../detection/index.ts'
import { Hours } from '../directory/index.ts'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { PROVIDERS } from '../signin/index.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
const Name = Type.String({ minLength: 1, maxLength: 400, pattern: '^[^\\x00-\\x1f\\x7f]+$' })
export const AutomationId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' })

const Declared = {
  provider: Type.Enum(PROVIDERS),
  /** As the provider's log has it; empty for any. */
  tenant: Type.String({ maxLength: 400, pattern: '^[^\\x00-\\x1f\\x7f]*$' }),
  /** Who makes the changes, as the log names the technical account or application. */
  who: Name,
  /** Expressly: what is not named here is not covered, policies and roles least of all. */
  kinds: Type.Array(Type.Enum(CHANGES_THAT_NEED_CASE), { minItems: 1, maxItems: 20, uniqueItems: true }),
  whom: Type.Union([Type.Literal('all'), Type.Object({ group: Name }, Strict)]),
  /** In the organisation's time zone. */
  hours: Hours,
  /** Its last instant, in milliseconds. */
  until: At,
  /** Expressly: privileged people too. Emergency accounts never. */
  privileged: Type.Boolean(),
}
export const DeclaredAutomation = Type.Object({ id: AutomationId, ...Declared }, Strict)
export type DeclaredAutomation = Static<typeof DeclaredAutomation>

export interface Automation extends DeclaredAutomation {
  /** Times in milliseconds; `ended` is undefined unless somebody ended it. */
  readonly declared: number
  readonly ended: number | undefined
}
/** All that ever were, by id. */
export type Automations = ReadonlyMap<string, Automation>

const Member = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' })
const TwoPeople = Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true })

const AUTOMATION_ENTRIES = {
  'automation-declared': entryType(
    'automation-declared',
    Type.Object({ at: At, automation: AutomationId, ...Declared, by: TwoPeople }, Strict),
  ),
  'automation-ended': entryType('automation-ended', Type.Object({ at: At, automation: AutomationId }, Strict)),
}
type AutomationFact = FactOf<typeof AUTOMATION_ENTRIES>

export type AutomationCommand =
  | {
      readonly do: 'declare'
      readonly at: number
      readonly automation: DeclaredAutomation
      /** Its name is that of a credential of Postern. */
      readonly isOurs: boolean
      /** The members of staff who decided. */
      readonly by: readonly string[]
    }
  | { readonly do: 'end'; readonly at: number; readonly id: string }

export const AUTOMATIONS_STREAM = 'organisation/automations'

export const AUTOMATIONS = {
  types: AUTOMATION_ENTRIES,
  initial: new Map() as Automations,

  evolve(automations: Automations, { type, data }: AutomationFact): Automations {
    const after = new Map(automations)
    if (type === 'automation-declared') {
      const { at, automation: id, by: _, ...declared } = data
      return after.set(id, { id, ...declared, declared: at, ended: undefined })
    }
    const known = after.get(data.automation)
    return known === undefined ? after : after.set(known.id, { ...known, ended: data.at })
  },

  decide(automations: Automations, command: AutomationCommand): Decided<AutomationFact> {
    return command.do === 'declare' ? declare(automations, command) : end(automations, command)
  },
}

function declare(
  automations: Automations,
  { at, automation, isOurs, by }: Extract<AutomationCommand, { do: 'declare' }>,
): Decided<AutomationFact> {
  const { id, hours, until } = automation
  const { automationMaxMs, automationsMax } = DEFAULTS.sentinels
  const people = [...new Set(by)]
  if (people.length < 2) return refused('ERR_AUTOMATION_TWO_PEOPLE', 'Two people declare one. Ask somebody else.')
  if (automations.has(id)) return refused('ERR_AUTOMATION_KNOWN', 'There is or was one of this id. Choose another.')
  if (isOurs) return refused('ERR_AUTOMATION_OURS', 'That is Postern’s own credential: only its remedies explain it.')
  if (hours.from >= hours.to)
    return refused('ERR_AUTOMATION_HOURS', 'Hours end after they begin. Declare a second one.')
  if (until <= at || until > at + automationMaxMs) {
    return refused('ERR_AUTOMATION_UNTIL', 'Its last day lies ahead, and within a year.')
  }
  const standing = [...automations.values()].filter((one) => isDeclaredAt(one, at))
  if (standing.length >= automationsMax) {
    return refused('ERR_AUTOMATION_TOO_MANY', `There are ${automationsMax} already. End one first.`)
  }
  const { id: _, ...declared } = automation
  return { facts: [{ type: 'automation-declared', data: { at, automation: id, ...declared, by: people } }] }
}

function end(
  automations: Automations,
  { at, id }: { readonly at: number; readonly id: string },
): Decided<AutomationFact> {
  const known = automations.get(id)
  if (known === undefined || !isDeclaredAt(known, at)) {
    return refused('ERR_AUTOMATION_UNKNOWN', 'No such automation is declared now.')
  }
  return { facts: [{ type: 'automation-ended', data: { at, automation: id } }] }
}

/** Whether it was declared for what happened at `time`. */
export function isDeclaredAt({ declared, ended, until }: Automation, time: number): boolean {
  return declared <= time && time <= until && (ended === undefined || time < ended)
}

function refused(code: string, message: string): Decided<AutomationFact> {
  return { facts: [], refused: { code, message } }
}
