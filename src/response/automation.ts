/**
 * The organisation's playbooks, and whether they run: a fold of one stream.
 *
 *   running ── playbooks-paused (one person, or a limit) ──▶ paused ── playbooks-resumed (two people) ──▶ running
 *
 * Pausing touches nothing that was done: it stops what was not begun. Who may say what is judged by approvals/ and the routes.
 */
import { type TSchema, Type } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { entryType, type FactOf } from '../ledger/index.ts'

const Strict = { additionalProperties: false }
const At = Type.Integer({ minimum: 0 })
export const PlaybookId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' })
export const PlaybookYaml = Type.String({ minLength: 1, maxLength: DEFAULTS.response.yamlBytesMax })
export const PauseReason = Type.String({ minLength: 1, maxLength: 600, pattern: '\\S' })
const Fact = <Members extends Record<string, TSchema>>(members: Members) => Type.Object({ at: At, ...members }, Strict)

const AUTOMATION_ENTRIES = {
  'playbook-set': entryType('playbook-set', Fact({ playbook: PlaybookId, yaml: PlaybookYaml })),
  'playbook-removed': entryType('playbook-removed', Fact({ playbook: PlaybookId })),
  'playbooks-paused': entryType(
    'playbooks-paused',
    Fact({ by: Type.String({ pattern: '^(staff|system)/[A-Za-z0-9_-]{1,64}$' }), reason: PauseReason }),
  ),
  'playbooks-resumed': entryType('playbooks-resumed', Fact({})),
}
type AutomationFact = FactOf<typeof AUTOMATION_ENTRIES>

export interface InForce {
  readonly yaml: string
  /** Milliseconds. */
  readonly since: number
}

export interface Paused {
  readonly at: number
  readonly by: string
  readonly reason: string
}

export interface Automation {
  readonly playbooks: ReadonlyMap<string, InForce>
  readonly paused: Paused | undefined
}

type Command =
  | { readonly do: 'set'; readonly at: number; readonly playbook: string; readonly yaml: string }
  | { readonly do: 'remove'; readonly at: number; readonly playbook: string }
  | { readonly do: 'pause'; readonly at: number; readonly by: string; readonly reason: string }
  | { readonly do: 'resume'; readonly at: number }

export const AUTOMATION_STREAM = 'organisation/playbooks'

export const AUTOMATION = {
  types: AUTOMATION_ENTRIES,
  initial: { playbooks: new Map(), paused: undefined } as Automation,
  evolve(automation: Automation, { type, data }: AutomationFact): Automation {
    switch (type) {
      case 'playbook-set':
        return {
          ...automation,
          playbooks: new Map(automation.playbooks).set(data.playbook, { yaml: data.yaml, since: data.at }),
        }
      case 'playbook-removed':
        return { ...automation, playbooks: new Map([...automation.playbooks].filter(([id]) => id !== data.playbook)) }
      case 'playbooks-paused':
        return { ...automation, paused: data }
      case 'playbooks-resumed':
        return { ...automation, paused: undefined }
    }
  },
  decide(automation: Automation, { do: what, ...data }: Command): { readonly facts: readonly AutomationFact[] } {
    switch (what) {
      case 'set':
        return { facts: [{ type: 'playbook-set', data: data as Data<'playbook-set'> }] }
      case 'remove':
        return { facts: [{ type: 'playbook-removed', data: data as Data<'playbook-removed'> }] }
      case 'pause':
        // The first reason stands: it is the one that people were told.
        if (automation.paused !== undefined) return { facts: [] }
        return { facts: [{ type: 'playbooks-paused', data: data as Data<'playbooks-paused'> }] }
      case 'resume':
        return automation.paused === undefined ? { facts: [] } : { facts: [{ type: 'playbooks-resumed', data }] }
    }
  },
}

type Data<Name extends AutomationFact['type']> = Extract<AutomationFact, { type: Name }>['data']
