/** What was done at a provider, why, and who called meanwhile. */
import type { Own } from './own.ts'

export interface ResponseTables {
  readonly remedies: {
    readonly organisation: Own
    readonly id: string
    readonly verb: string
    readonly sort: 'giving' | 'taking'
    readonly provider: string
    /** The token of the person or the address. */
    readonly target: string
    readonly of_person: boolean
    /** No human decided on this one. */
    readonly automatic: boolean
    /** The stream of the ledger that it rests on. */
    readonly authority: string
    readonly started: number
    readonly ended: number | null
    readonly outcome: string | null
  }
  readonly responses: {
    readonly organisation: Own
    readonly id: string
    readonly playbook: string
    readonly finding: string
    readonly incident: string | null
    readonly state: string
    readonly opened: number
    readonly changed: number
    /** As JSON, as response/ writes it. */
    readonly body: string
  }
  readonly switchboard_callers: {
    readonly organisation: Own
    /** The verdict that they called about. */
    readonly trouble: string
    readonly id: string
    readonly label: string
    readonly contact: string | null
    readonly belongs: boolean
    readonly why: string
    readonly called: number
    readonly told: number | null
  }
  readonly switchboard_stories: {
    readonly organisation: Own
    readonly id: string
    /** The verdict by which it is told now. */
    readonly verdict: string
    /** As JSON: the ids of all that were ever part of it. */
    readonly verdicts: string
    readonly state: 'open' | 'taken' | 'closed'
    readonly severity: 'medium' | 'high'
    readonly people: number
    readonly changed: number
  }
}
