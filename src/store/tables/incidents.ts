/** Incidents. */
import type { Own } from './own.ts'

export interface IncidentTables {
  readonly incidents: {
    readonly organisation: Own
    readonly id: string
    readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical'
    readonly opened: number
    /** When the last of its findings ended. */
    readonly last_seen: number
    readonly closed: number | null
    /** The incident as JSON, as incidents/ writes it. */
    readonly body: string
  }
}
