/** Whether a declared automation covers a change; and if it is its own and is not covered, why. Pure. */
import type { SeenChange } from '../detection/index.ts'
import { isInHours } from '../directory/index.ts'
import { type Automation, type Automations, isDeclaredAt } from './automation.ts'

/** What is known of whom a change is about. */
export interface Whom {
  readonly emergency: boolean
  readonly privileged: boolean
  /** Names of the groups of the account, as the directory has them. */
  readonly groups: readonly string[]
}

export type Coverage =
  | { readonly automation: string }
  /** In words: the automation that made it, and what it was not declared for. Empty where none is of this name. */
  | { readonly automation: undefined; readonly note: string }

const NOT_COVERED: Coverage = { automation: undefined, note: '' }

/** Whether somebody declared an automation under the name of who made this change: at any time, for anything. */
export function isOfAutomation(change: SeenChange, automations: Automations): boolean {
  return [...automations.values()].some((automation) => isMadeBy(automation, change))
}

export function coverageOf(change: SeenChange, automations: Automations, whom: Whom, zone: string): Coverage {
  const mine = [...automations.values()].filter((automation) => isMadeBy(automation, change))
  const [last] = mine.slice(-1)
  if (last === undefined) return NOT_COVERED
  const covering = mine.find((automation) => whyNot(automation, change, whom, zone) === undefined)
  if (covering !== undefined) return { automation: covering.id }
  const nearest = mine.find((automation) => isDeclaredAt(automation, change.time)) ?? last
  const why = whyNot(nearest, change, whom, zone)
  return { automation: undefined, note: `The automation ${nearest.id} that was declared does not cover it: ${why}.` }
}

function isMadeBy({ provider, tenant, who }: Automation, change: SeenChange): boolean {
  const isThere = provider === change.provider && (tenant === '' || tenant === change.tenant)
  return isThere && change.actor !== '' && who.toLowerCase() === change.actor.toLowerCase()
}

function whyNot(automation: Automation, change: SeenChange, whom: Whom, zone: string): string | undefined {
  const { kinds, whom: declaredFor, hours, privileged } = automation
  if (whom.emergency) return 'it is an emergency account'
  if (!isDeclaredAt(automation, change.time)) return 'it was not declared for that time'
  if (!kinds.includes(change.change)) return 'it was not declared for such a change'
  if (whom.privileged && !privileged) return 'the person is privileged'
  if (!isInHours(hours, change.time, zone)) return 'it lies outside of its hours'
  // Policies are nobody's; anything else is somebody's, and whose has to be known.
  if (change.change.startsWith('policy-')) return undefined
  if (change.account === '') return 'the log does not say whose account it is'
  if (declaredFor !== 'all' && !whom.groups.includes(declaredFor.group)) return 'the person is not in its group'
  return undefined
}
